"""Whom one may call back to the office: from days of requests, and from days of rosters."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import Count, Exists, F, IntegerField, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Least

from wfa.people.models import Employee, Unit
from wfa.people.permissions import Authority, under
from wfa.people.selectors import search_people
from wfa.requests.models import RequestDay, WorkRequest
from wfa.schedules.models import AWAY, WorkDay
from workflows.selectors.loops import RUNNING

MOST_UNITS = 60
"""Units offered as a filter; where there are more only the OPDs are."""


def _between(since: datetime.date, until: datetime.date | None) -> Q:
    return Q(date__gte=since, date__lte=until) if until else Q(date__gte=since)


def running(
    authority: Authority,
    user: Employee,
    since: datetime.date,
    until: datetime.date | None = None,
) -> QuerySet[WorkRequest]:
    """Approved requests and those in force with days in the span, of people one may recall."""
    here = under(authority.paths("recall_employee"), "unit__path")
    ahead = RequestDay.objects.filter(
        _between(since, until), request=OuterRef("pk"), state=RequestDay.State.APPROVED
    )
    found = WorkRequest.objects.filter(here, Exists(ahead), state__in=RUNNING)
    return found.exclude(applicant=user)


def away_days(
    authority: Authority,
    user: Employee,
    since: datetime.date,
    until: datetime.date | None = None,
) -> QuerySet[WorkDay]:
    """Days away in the span by roster, order or swap, of people one may recall.

    Days of a request are recalled as a request: see `running`.
    """
    here = under(authority.paths("recall_employee"), "unit__path")
    found = WorkDay.objects.filter(
        here, _between(since, until), place__in=AWAY, withdrawn_at__isnull=True
    )
    return found.exclude(source_kind=WorkDay.Source.REQUEST).exclude(employee=user)


def recallable(
    cases: QuerySet[WorkRequest],
    since: datetime.date,
    *,
    until: datetime.date | None = None,
    days: QuerySet[WorkDay] | None = None,
    text: str = "",
    unit_path: str = "",
) -> QuerySet[Employee]:
    """These people with `request_days`, `rota_days`, `days_ahead` and `next_day`, by name."""
    days = WorkDay.objects.none() if days is None else days
    mine = Q(pk__in=cases.order_by().values("applicant"))
    of_rota = days.filter(employee=OuterRef("pk"))
    found = search_people(text, mine | Q(Exists(of_rota)), also_inactive=True)
    if unit_path:
        found = found.filter(unit__path__startswith=unit_path)
    return _with_counts(found, _request_days(cases, _between(since, until)), of_rota)


def _request_days(cases: QuerySet[WorkRequest], when: Q) -> QuerySet[RequestDay]:
    return RequestDay.objects.filter(
        when,
        employee=OuterRef("pk"),
        state=RequestDay.State.APPROVED,
        request__in=cases.order_by().values("pk"),
    )


def _with_counts(
    people: QuerySet[Employee], requests: QuerySet[RequestDay], rota: QuerySet[WorkDay]
) -> QuerySet[Employee]:
    counted = people.annotate(
        request_days=_count(requests), rota_days=_count(rota), next_day=_next(requests, rota)
    )
    found: QuerySet[Employee] = counted.annotate(days_ahead=F("request_days") + F("rota_days"))
    return found.order_by("name", "pk")


def _count(days: QuerySet[RequestDay] | QuerySet[WorkDay]) -> Coalesce:
    """How many dates: two halves of a day are one."""
    rows = days.order_by().values("employee").annotate(n=Count("date", distinct=True))
    return Coalesce(Subquery(rows.values("n"), output_field=IntegerField()), 0)


def _next(requests: QuerySet[RequestDay], rota: QuerySet[WorkDay]) -> Least:
    """The nearest of both; `Least` of nothing is nothing on SQLite, so each falls back on the other."""
    one = Subquery(requests.order_by().values("employee").annotate(d=Min("date")).values("d"))
    two = Subquery(rota.order_by().values("employee").annotate(d=Min("date")).values("d"))
    return Least(Coalesce(one, two), Coalesce(two, one))


def recall_units(cases: QuerySet[WorkRequest], days: QuerySet[WorkDay] | None = None) -> list[Unit]:
    """The units in which these people work, and their OPDs, in the order of the tree; 1 query."""
    here = Q(pk__in=cases.order_by().values("applicant__unit")) | Q(
        pk__in=cases.order_by().values("applicant__unit__opd")
    )
    if days is not None:
        here |= Q(pk__in=days.order_by().values("unit"))
        here |= Q(pk__in=days.order_by().values("unit__opd"))
    found = list(Unit.objects.filter(here).order_by("path"))
    if len(found) <= MOST_UNITS:
        return found
    return [unit for unit in found if unit.kind == Unit.Kind.OPD]


def to_recall(cases: QuerySet[WorkRequest], people: Sequence[int], limit: int) -> list[WorkRequest]:
    """The running requests of these people, one more than `limit` at most."""
    found = cases.filter(applicant__in=people).select_related("applicant")
    return list(found.order_by("applicant__name", "pk")[: limit + 1])


def dates_between(
    cases: Sequence[WorkRequest], since: datetime.date, until: datetime.date
) -> dict[object, list[datetime.date]]:
    """{request: its approved dates in the span}; 1 query."""
    found: dict[object, list[datetime.date]] = {case.pk: [] for case in cases}
    rows = RequestDay.objects.filter(
        request__in=cases, state=RequestDay.State.APPROVED, date__range=(since, until)
    )
    for pk, date in rows.values_list("request_id", "date"):
        found[pk].append(date)
    return found
