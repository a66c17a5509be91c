"""The direct superiors, and whose view is missing."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from wfa.people.models import Employee
from wfa.people.permissions import holders
from wfa.requests.models import WorkRequest
from workflows.models import SuperiorView


def superiors_of(request: WorkRequest) -> list[Employee]:
    """Who leads the applicant's unit below the OPD, the nearest first, never the applicant."""
    unit = request.applicant.unit
    if unit is None:
        return []
    return [p for p in holders("give_view", unit) if p.pk != request.applicant_id]


def views_missing(requests: Iterable[WorkRequest]) -> set[UUID]:
    """Those whose direct superior exists and hasn't been heard in this round."""
    rows = list(requests)
    heard = set(SuperiorView.objects.filter(request__in=rows).values_list("request_id", "round"))
    waiting = [r for r in rows if (r.pk, r.round) not in heard]
    return {r.pk for r in waiting if superiors_of(r)}
