"""Where is my case: its position, its way, what can be done, its history and its contents."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from wfa.decisions.models import Decision
from wfa.decisions.selectors import for_subject
from wfa.requests import selectors
from wfa.requests.models import State, WorkRequest
from wfa.requests.permissions import may_read
from wfa.requests.views.scope import held, person
from wfa.requests.wording import dates_of, title

_AT_OPD = (State.SUBMITTED, State.RECOMMENDED)


@require_safe
def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One request, for its applicant and for who may see cases of its unit."""
    user = person(request)
    seen = selectors.visible_to(user, held(request)).select_related(
        "applicant__position", "applicant__unit", "unit", "opd", "policy", "filed_by", "renews"
    )
    case = get_object_or_404(seen.prefetch_related("days", "plan", "renewals"), pk=pk)
    own = user.pk in {case.applicant_id, case.filed_by_id}
    decisions = list(for_subject("request", case.pk))
    context = {
        "case": case,
        "title": title(case),
        "own": own,
        "decisions": decisions,
        "returned": _note(case, decisions),
        "dates": dates_of(case),
        "differences": _differences(case),
        "renewals": [each for each in case.renewals.all() if own or each.number],
        "evidence": _evidence(request, case),
        "may_assess": case.state in _AT_OPD
        and held(request).capacity("assess_request", case.unit) is not None
        and not own,
    }
    if not own:
        request.places = ("kotak-masuk", "kotak-masuk-bkd")  # type: ignore[attr-defined]  # see wfa.context
    return render(request, "requests/case.html", context)


def _note(case: WorkRequest, decisions: list[Decision]) -> Decision | None:
    """The return that waits for an answer."""
    if case.state != State.RETURNED:
        return None
    return next((d for d in reversed(decisions) if d.step == "send_back"), None)


def _differences(case: WorkRequest) -> list[Any]:
    """What the applicant changed when it was sent again."""
    return selectors.differences(case) if case.round > 1 and case.state != State.RETURNED else []


def _evidence(request: HttpRequest, case: WorkRequest) -> list[dict[str, Any]]:
    """The files, each with whether this person may open it now."""
    rows = list(case.evidence.select_related("file"))  # each knows the case it is read from
    user, authority = person(request), held(request)
    return [{"evidence": row, "open": may_read(row, user, authority)} for row in rows]
