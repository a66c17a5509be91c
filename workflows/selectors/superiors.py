"""The direct superiors, and whose view is missing."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from wfa.people.models import Employee
from wfa.people.permissions import holders, reach
from wfa.requests.models import WorkRequest
from workflows.models import SuperiorView


def superiors_of(request: WorkRequest) -> list[Employee]:
    """Who leads the applicant's unit below the OPD, the nearest first; never who asks or filed."""
    unit = request.applicant.unit
    if unit is None:
        return []
    own = {request.applicant_id, request.filed_by_id}
    return [p for p in holders("give_view", unit) if p.pk not in own]


def views_missing(requests: Iterable[WorkRequest]) -> set[UUID]:
    """Those whose direct superior exists and hasn't been heard in this round; 4 queries."""
    rows = list(requests)
    heard = set(SuperiorView.objects.filter(request__in=rows).values_list("request_id", "round"))
    superiors = reach("give_view")
    return {r.pk for r in rows if (r.pk, r.round) not in heard and _has_superior(r, superiors)}


def _has_superior(request: WorkRequest, superiors: Iterable[tuple[str, int]]) -> bool:
    unit = request.applicant.unit
    path = (unit.path if unit else "") or ""
    own = {request.applicant_id, request.filed_by_id}
    return any(path.startswith(prefix) and person not in own for prefix, person in superiors)
