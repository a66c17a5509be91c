"""Status = icon + word. The words are the models' own; here stand picture and colour."""

from django.db.models import Model, TextChoices
from django.utils.html import format_html
from django.utils.safestring import SafeString

from documents.models import Document
from wfa.attendance.models import Reprimand, Verdict
from wfa.people.models import ImportRun
from wfa.requests.models import RequestDay, State
from wfa.schedules.models import RosterState
from wfa.templatetags.icons import icon

Look = tuple[str, str]
"""(icon, tone); the tones are "", info, ok, warn and bad."""

LOOKS: dict[type[TextChoices], dict[str, Look]] = {
    State: {
        State.DRAFT: ("pen", ""),
        State.SUBMITTED: ("clock", "info"),
        State.RETURNED: ("return", "warn"),
        State.RECOMMENDED: ("layers", "info"),
        State.PROPOSED: ("clock", "info"),
        State.APPROVED: ("check", "ok"),
        State.REFUSED: ("cross", "bad"),
        State.OBJECTED: ("scale", "warn"),
        State.WITHDRAWN: ("ban", ""),
        State.IN_FORCE: ("document-check", "ok"),
        State.CANCELLED: ("ban", ""),
        State.REVOKED: ("stop", "bad"),
        State.ENDED: ("archive", ""),
    },
    Document.State: {
        Document.State.DRAFT: ("pen", "warn"),
        Document.State.NUMBERED: ("hourglass", "info"),
        Document.State.ISSUED: ("document-check", "ok"),
        Document.State.VOID: ("stop", "bad"),
        Document.State.DISCARDED: ("ban", ""),
    },
    RequestDay.State: {
        RequestDay.State.ASKED: ("clock", "info"),
        RequestDay.State.APPROVED: ("check", "ok"),
        RequestDay.State.REFUSED: ("cross", "bad"),
        RequestDay.State.CANCELLED: ("ban", ""),
    },
    RosterState: {
        RosterState.DRAFT: ("pen", ""),
        RosterState.SUBMITTED: ("hourglass", "info"),
        RosterState.REPORTED: ("clock", "info"),
        RosterState.RETURNED: ("return", "warn"),
        RosterState.APPROVED: ("check", "ok"),
        RosterState.IN_FORCE: ("document-check", "ok"),
        RosterState.WITHDRAWN: ("ban", ""),
    },
    Reprimand.State: {
        Reprimand.State.PROPOSED: ("hourglass", "warn"),
        Reprimand.State.CONFIRMED: ("pen", "info"),
        Reprimand.State.ISSUED: ("document-check", ""),
        Reprimand.State.OBJECTED: ("scale", "warn"),
        Reprimand.State.DROPPED: ("ban", ""),
        Reprimand.State.LIFTED: ("undo", "ok"),
    },
    Verdict: {
        Verdict.WAITING: ("clock", ""),
        Verdict.VALID: ("check", "ok"),
        Verdict.CLARIFY: ("help", "warn"),
        Verdict.INVALID: ("cross", "bad"),
    },
    ImportRun.State: {
        ImportRun.State.READING: ("hourglass", "info"),
        ImportRun.State.READ: ("info", "info"),
        ImportRun.State.APPLYING: ("hourglass", "info"),
        ImportRun.State.APPLIED: ("check", "ok"),
        ImportRun.State.DISCARDED: ("ban", ""),
        ImportRun.State.FAILED: ("cross", "bad"),
    },
}
KINDS: dict[str, type[TextChoices]] = {
    "request": State,
    "document": Document.State,
    "day": RequestDay.State,
    "import": ImportRun.State,
    "roster": RosterState,
    "reprimand": Reprimand.State,
    "verdict": Verdict,
}
_KIND_OF = {"workrequest": "request", "document": "document", "requestday": "day"} | {
    "importrun": "import",
    "roster": "roster",
    "reprimand": "reprimand",
    "expectation": "verdict",
}
_FIELDS = {"verdict": "verdict"}
"""Where the state isn't in a field called `state`."""


def tag(text: object, icon_name: str, tone: str = "") -> SafeString:
    """A fact that decides, as icon + word in a frame."""
    classes = f"tag tag-{tone}" if tone else "tag"
    return format_html('<span class="{}">{}{}</span>', classes, icon(icon_name), text)


def status(state: object, kind: str = "request", label: str = "") -> SafeString:
    """The state of a request, document, day or import; give the object or its value."""
    if isinstance(state, Model):
        kind = _KIND_OF[state._meta.model_name or ""]
        state = getattr(state, _FIELDS.get(kind, "state"))
    choices = KINDS[kind]
    known = choices(str(state))
    return tag(label or known.label, *LOOKS[choices][known])
