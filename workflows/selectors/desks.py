"""What waits on the desks of the OPD and the BKD."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from wfa.people.models import Unit
from wfa.people.permissions import Authority, under
from wfa.requests.models import LIVE_DAY, RequestDay, State, WorkRequest
from wfa.requests.selectors import waiting_cases
from workflows.models import Proposal, ReasonTemplate, SavedView

PENDING_AT_OPD = (State.SUBMITTED, State.RECOMMENDED)
OPD_VIEWS: dict[str, tuple[str, ...]] = {
    "giliran": (State.SUBMITTED,),
    "lewat": PENDING_AT_OPD,
    "siap": (State.RECOMMENDED,),
    "bkd": (State.PROPOSED,),
}
"""Each view of what waits, by the states in it; "lewat" = of these the late ones."""
RECENT = datetime.timedelta(days=90)


_SHOWN = ("applicant__position", "applicant__unit", "unit", "opd")


def _units(authority: Authority) -> QuerySet[Unit]:
    """The units for which one assesses or proposes."""
    paths = authority.paths("assess_request") + authority.paths("propose_request")
    return Unit.objects.filter(under(paths, "path"))


def bkd_inbox() -> QuerySet[Proposal]:
    """Proposals whose letter is signed and whose examination is open, oldest first."""
    return (
        Proposal.objects.filter(received_at__isnull=False, closed_at__isnull=True)
        .select_related("opd")
        .order_by("received_at", "pk")
    )


def opd_scope(authority: Authority) -> QuerySet[WorkRequest]:
    """Every case that was ever submitted in the units for which one assesses or proposes."""
    units = _units(authority).values("pk")
    return WorkRequest.objects.filter(unit__in=units, number__isnull=False).select_related(*_SHOWN)


def opd_view(
    authority: Authority, view: str, today: datetime.date | None = None
) -> QuerySet[WorkRequest]:
    """The cases of one view of the OPD's inbox; any other name = the last 90 days, newest first.

    What waits stands by its deadline, then by age, as the index on it does: the first page is read
    without looking at the others.
    """
    if view not in OPD_VIEWS:
        recent = opd_scope(authority).filter(submitted_at__gte=timezone.now() - RECENT)
        return recent.order_by("-submitted_at", "pk")
    found = waiting_cases(*OPD_VIEWS[view]).filter(unit__in=_units(authority).values("pk"))
    if view == "lewat":
        found = found.filter(due_on__lt=today or timezone.localdate())
    return found.select_related(*_SHOWN).order_by("due_on", "complete_at", "pk")


def waiting_by_unit(authority: Authority, today: datetime.date) -> list[dict[str, Any]]:
    """{unit, name, short, state, count, late} of all cases that wait in one's scope; 1 query.

    Counted unit by unit along the index on what waits: 10,000 cases cost a millisecond or two.
    """
    units = _units(authority).order_by("path")
    states = sorted({state for states in OPD_VIEWS.values() for state in states})
    counts = {f"{state}_count": _waiting_here(state) for state in states}
    lates = {f"{state}_late": _waiting_here(state, before=today) for state in states}
    rows = units.annotate(**counts, **lates).values("pk", "name", "short_name", *counts, *lates)
    return [
        {
            "unit": row["pk"],
            "name": row["name"],
            "short": row["short_name"],
            "state": state,
            "count": row[f"{state}_count"],
            "late": row[f"{state}_late"],
        }
        for row in rows
        for state in states
        if row[f"{state}_count"]
    ]


def _waiting_here(state: str, *, before: datetime.date | None = None) -> Coalesce:
    rows = waiting_cases(state).filter(unit=OuterRef("pk"))
    if before is not None:
        rows = rows.filter(due_on__lt=before)
    counted = rows.order_by().values(one=Value(1)).annotate(n=Count("*")).values("n")
    return Coalesce(Subquery(counted), 0)


def count_in(waiting: list[dict[str, Any]], view: str) -> int | None:
    """How many cases the view holds, from `waiting_by_unit`; None where that isn't known."""
    if view not in OPD_VIEWS:
        return None
    key = "late" if view == "lewat" else "count"
    return sum(int(row[key]) for row in waiting if row["state"] in OPD_VIEWS[view])


def search_cases(
    cases: QuerySet[WorkRequest],
    *,
    text: str = "",
    unit: int | None = None,
    day: datetime.date | None = None,
    due: tuple[datetime.date | None, datetime.date | None] | None = None,
    at_home: bool | None = None,
    basis: str = "",
) -> QuerySet[WorkRequest]:
    """Narrow cases down to name, NIP or number, unit, a day they are about, deadline, and kind.

    `due`: the first and the last deadline that counts, None = open; `at_home`: WFH or WFA.
    """
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
    if at_home is not None:
        home = Q(place=WorkRequest.Place.HOME)
        cases = cases.filter(home if at_home else ~home)
    if basis:
        cases = cases.filter(basis=basis)
    return _due_between(cases, *due) if due else cases


def _due_between(
    cases: QuerySet[WorkRequest], first: datetime.date | None, last: datetime.date | None
) -> QuerySet[WorkRequest]:
    if first is not None:
        cases = cases.filter(due_on__gte=first)
    return cases if last is None else cases.filter(due_on__lte=last)


# --- what people keep ------------------------------------------------------------------------


def saved_views(owner_id: int, place: str) -> QuerySet[SavedView]:
    """One's own named views of a place."""
    return SavedView.objects.filter(owner=owner_id, place=place)


def units_of_desk(authority: Authority) -> set[int]:
    """The units in which one acts, and all above them: their sentences are at hand."""
    return {int(pk) for c in authority.capacities for pk in c.path.split("/") if pk}


def kept_reasons(authority: Authority) -> QuerySet[ReasonTemplate]:
    """The sentences that one's own office, or one above it, has added."""
    return ReasonTemplate.objects.filter(unit__in=units_of_desk(authority))
