"""What waits on the desks of the OPD and the BKD."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from wfa.people.permissions import Authority, under
from wfa.requests.models import LIVE_DAY, RequestDay, State, WorkRequest
from workflows.models import Proposal

PENDING_AT_OPD = (State.SUBMITTED, State.RECOMMENDED)
OPD_VIEWS: dict[str, tuple[str, ...]] = {
    "giliran": (State.SUBMITTED,),
    "siap": (State.RECOMMENDED,),
    "bkd": (State.PROPOSED,),
}
RECENT = datetime.timedelta(days=90)


def opd_inbox(authority: Authority) -> QuerySet[WorkRequest]:
    """Requests that wait for this person's OPD, oldest first: by the index on pending states."""
    paths = authority.paths("assess_request") + authority.paths("propose_request")
    return (
        WorkRequest.objects.filter(under(paths, "unit__path"), state__in=PENDING_AT_OPD)
        .select_related("applicant__position", "applicant__unit", "unit", "opd")
        .order_by("complete_at", "pk")
    )


def bkd_inbox() -> QuerySet[Proposal]:
    """Proposals whose letter is signed and whose examination is open, oldest first."""
    return (
        Proposal.objects.filter(received_at__isnull=False, closed_at__isnull=True)
        .select_related("opd")
        .order_by("received_at", "pk")
    )


def opd_scope(authority: Authority) -> QuerySet[WorkRequest]:
    """Every case that was ever submitted in the units for which one assesses or proposes."""
    paths = authority.paths("assess_request") + authority.paths("propose_request")
    found = WorkRequest.objects.filter(under(paths, "unit__path"), number__isnull=False)
    return found.select_related("applicant__position", "applicant__unit", "unit", "opd")


def opd_view(authority: Authority, view: str) -> QuerySet[WorkRequest]:
    """The cases of one view of the OPD's inbox, oldest first; any other name = the last 90 days."""
    cases = opd_scope(authority)
    if view in OPD_VIEWS:
        return cases.filter(state__in=OPD_VIEWS[view]).order_by("complete_at", "pk")
    recent = cases.filter(submitted_at__gte=timezone.now() - RECENT)
    return recent.order_by("-submitted_at", "pk")


def waiting_by_unit(authority: Authority) -> list[dict[str, Any]]:
    """{unit, name, short, state, count} of all cases that wait in one's scope; 1 query."""
    states = [state for states in OPD_VIEWS.values() for state in states]
    rows = opd_scope(authority).filter(state__in=states).order_by("unit__path").select_related(None)
    counted = rows.values("unit", "state", name=F("unit__name"), short=F("unit__short_name"))
    return [dict(row) for row in counted.annotate(count=Count("pk"))]


def search_cases(
    cases: QuerySet[WorkRequest],
    *,
    text: str = "",
    unit: int | None = None,
    day: datetime.date | None = None,
) -> QuerySet[WorkRequest]:
    """Narrow cases down to name, NIP or number, a unit, and a day they are about."""
    for word in text.split():
        cases = cases.filter(
            Q(applicant__name__icontains=word)
            | Q(applicant__nip__startswith=word)
            | Q(number__icontains=word)
        )
    if unit is not None:
        cases = cases.filter(unit=unit)
    if day is not None:
        on_day = RequestDay.objects.filter(request=OuterRef("pk"), date=day, state__in=LIVE_DAY)
        cases = cases.filter(Exists(on_day))
    return cases
