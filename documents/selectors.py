"""Questions about papers: who may see which, what waits, and whether the promises hold."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from documents import storage
from documents.kinds import KINDS, fingerprint, parts
from documents.models import ArchiveEntry, Document, DocumentItem, DocumentPerson, Register
from documents.verification import Verification, status
from wfa.people.models import Employee
from wfa.people.permissions import Authority, under
from wfa.people.selectors import root_unit
from wfa.requests.models import TERMINAL, RequestDay, State, WorkRequest

__all__ = ["Verification", "status"]

DECREES = (
    Document.Kind.DECREE,
    Document.Kind.REVOCATION,
    Document.Kind.RECALL,
    Document.Kind.ASSIGNMENT,
)
"""What stands on the desk; letters are reached from what they are about."""
OF_OPD = (
    Document.Kind.PROPOSAL_LETTER,
    Document.Kind.ROSTER_LETTER,
    Document.Kind.ASSIGNMENT,
)
"""Papers that an OPD issues itself: it sees them from the draft on."""
Verdict = tuple[bool, int, str]


def visible_to(user: Employee, authority: Authority) -> QuerySet[Document]:
    """The papers one may open; everything else is a 404.

    The region's offices: all. An OPD's: its own papers, and issued decrees of its people.
    Everybody: issued decrees and Surat Tugas in which they stand. Letters of guidance: see
    `_guidance`, whatever office one holds.
    """
    papers = Document.objects.select_related("unit", "signer", "drafted_by")
    guidance = _guidance(user, authority)
    if sees_all(authority):
        return papers.filter(~Q(kind=Document.Kind.REPRIMAND) | guidance)
    paths = authority.paths("view_decree")
    own = DocumentItem.objects.filter(request__applicant=user)
    named = DocumentPerson.objects.filter(employee=user)
    people = DocumentItem.objects.filter(under(paths, "request__opd__path"))
    issued = Q(kind__in=DECREES, state=Document.State.ISSUED)
    return papers.filter(
        Q(issued, pk__in=own.values("document"))
        | Q(issued, pk__in=named.values("document"))
        | Q(issued, pk__in=people.values("document"))
        | Q(under(paths, "unit__path"), kind__in=OF_OPD)
        | guidance
    )


def _guidance(user: Employee, authority: Authority) -> Q:
    """Letters about a step of guidance: for its person, who decides, who answers, files or audits."""
    named = DocumentPerson.objects.filter(employee=user)
    reached = Q(pk__in=named.values("document"))
    for action in ("answer_reprimand", "manage_archive", "view_audit"):
        reached |= under(authority.paths(action), "unit__path")
    mine = under(authority.paths("decide_reprimand"), "unit__path")
    return Q(mine | (reached & Q(state=Document.State.ISSUED)), kind=Document.Kind.REPRIMAND)


def sees_all(authority: Authority) -> bool:
    """Whether one may see the papers of the whole region."""
    root = root_unit()
    return root is not None and authority.capacity("view_decree", root) is not None


MOST = 50
"""Papers listed at once above the desk."""
TABS = {
    "menunggu": (Document.State.DRAFT,),
    "proses": (Document.State.NUMBERED,),
    "terbit": (Document.State.ISSUED,),
    "batal": (Document.State.VOID, Document.State.DISCARDED),
}


def decrees(user: Employee, authority: Authority, tab: str = "terbit") -> QuerySet[Document]:
    """The decrees of one tab that `user` may see, newest first, each with `people` counted."""
    found = visible_to(user, authority).filter(kind__in=DECREES, state__in=TABS[tab])
    named = DocumentPerson.objects.filter(document=OuterRef("pk")).order_by()
    counted = Subquery(named.values("document").annotate(n=Count("pk")).values("n"))
    items = Count("items")
    return found.annotate(people=items + Coalesce(counted, 0)).order_by("-issued_at", "-drafted_at")


def letters_to_sign(authority: Authority) -> QuerySet[Any]:
    """Proposals whose letter waits for the signature of this head of an OPD."""
    waiting: QuerySet[Any] = KINDS["proposal_letter"].due()
    return waiting.filter(under(authority.paths("sign_letter"), "opd__path"))


def rosters_to_sign(authority: Authority) -> list[tuple[str, Any]]:
    """(kind of paper, roster) for what waits for this head of an OPD: letters, then Surat Tugas."""
    paths = authority.paths("sign_letter")
    found = []
    for name in (Document.Kind.ROSTER_LETTER, Document.Kind.ASSIGNMENT):
        waiting: QuerySet[Any] = KINDS[name].due().filter(under(paths, "unit__path"))
        found += [(str(name.label), each) for each in waiting.select_related("unit")[:MOST]]
    return found


def guidance_to_sign(user: Employee, authority: Authority) -> list[Any]:
    """Decided steps whose letter waits for this person's signature; never one's own."""
    paths = authority.paths("sign_letter")
    waiting: QuerySet[Any] = KINDS["reprimand"].due().filter(under(paths, "unit__path"))
    return list(waiting.exclude(employee=user).order_by("decided_at")[:MOST])


def tab_counts(user: Employee, authority: Authority) -> dict[str, int]:
    """How many decrees stand in each tab; one query."""
    rows = visible_to(user, authority).filter(kind__in=DECREES).order_by()
    states = dict(rows.values_list("state").annotate(n=Count("pk")))
    return {tab: sum(states.get(state, 0) for state in held) for tab, held in TABS.items()}


def ready_for_decree() -> QuerySet[WorkRequest]:
    """Approved requests that wait for a decree, by OPD and name."""
    waiting: QuerySet[WorkRequest] = KINDS["decree"].due()
    return waiting.select_related("applicant", "opd", "unit").order_by(
        "opd__path", "applicant__name", "pk"
    )


def approved_days(requests: Sequence[WorkRequest]) -> dict[Any, list[datetime.date]]:
    """{request: its approved days}; 1 query."""
    return parts.days_by_request(requests, [RequestDay.State.APPROVED])


def archive() -> QuerySet[ArchiveEntry]:
    return ArchiveEntry.objects.select_related("document", "request")


def closed_cases() -> QuerySet[WorkRequest]:
    """Cases that have ended and aren't in the archive yet."""
    return (
        WorkRequest.objects.filter(state__in=TERMINAL, archive__isnull=True)
        .exclude(number__isnull=True)
        .select_related("applicant", "opd")
        .order_by("since", "pk")
    )


# --- promises (check_invariants) -----------------------------------------------------------------


def g1() -> Verdict:
    """A request in force stands in exactly one issued decree with exactly one number."""
    issued = Q(papers__kind="decree", papers__is_live=True, papers__document__state="issued")
    running = WorkRequest.objects.filter(state=State.IN_FORCE).annotate(n=Count("papers", issued))
    wrong = [str(r) for r in running.exclude(n=1)[:5]]
    stray = DocumentItem.objects.filter(
        kind="decree", is_live=True, document__state="issued"
    ).exclude(request__state__in=[State.IN_FORCE, State.ENDED, State.CANCELLED])
    wrong += [f"{item.request} tidak berlaku" for item in stray.select_related("request")[:5]]
    days = (
        RequestDay.objects.filter(state="approved", request__state=State.IN_FORCE)
        .values("employee", "date", "slot")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
    )
    wrong += [f"{day['date']} ada dalam dua keputusan" for day in days[:5]]
    return not wrong, running.count(), "; ".join(wrong)


def g2() -> Verdict:
    """The register is gapless: the last number is the count; a voided one says why."""
    used: dict[int, list[int]] = {}
    rows = Document.objects.filter(register__isnull=False).values_list("register", "sequence")
    for register_id, sequence in rows:
        used.setdefault(int(register_id or 0), []).append(int(sequence or 0))
    wrong = [
        f"buku {register} unit {register.unit_id}"
        for register in Register.objects.all()
        if sorted(used.get(register.pk, [])) != list(range(1, register.last + 1))
    ]
    twice = Counter(Document.objects.exclude(number="").values_list("number", flat=True))
    wrong += [f"nomor {number} ganda" for number, n in twice.items() if n > 1]
    silent = Document.objects.filter(state=Document.State.VOID, void_reason="").count()
    wrong += [f"{silent} nomor batal tanpa alasan"] if silent else []
    return not wrong, sum(map(len, used.values())), "; ".join(wrong[:5])


def g7() -> Verdict:
    """An issued PDF never changes: file, hash in the table and frozen content agree."""
    wrong = []
    checked = 0
    for paper in Document.objects.filter(state=Document.State.ISSUED).iterator(chunk_size=200):
        checked += 1
        if storage.digest_of(paper.file_name) != paper.file_sha256:
            wrong.append(f"berkas {paper.number} hilang atau berubah")
        if fingerprint(paper.snapshot) != paper.snapshot_sha256:
            wrong.append(f"isi beku {paper.number} berubah")
    return not wrong, checked, "; ".join(wrong[:5])


def overdue(before: datetime.datetime | None = None) -> int:
    """Numbered papers that should have gone out before then; None = by now."""
    return Document.objects.filter(
        state=Document.State.NUMBERED, due_at__lte=before or timezone.now()
    ).count()
