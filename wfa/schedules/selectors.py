"""Questions about days and seats."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from wfa.people.models import Employee, Unit
from wfa.schedules.models import QuotaCounter, WorkDay
from wfa.schedules.rules import Seats, seats_for


def quota_unit(employee: Employee, fallback: Unit) -> Unit:
    """Whose seats a day of this person takes: those of the OPD in which they work."""
    home = employee.unit or fallback
    return home.opd or home


def people_count(unit: Unit) -> int:
    """The people of whom a percentage may be away: active ASN of the unit and below; 1 query."""
    return Employee.objects.filter(
        unit__path__startswith=unit.path or "-",
        kind=Employee.Kind.ASN,
        is_active=True,
        standing=Employee.Standing.ACTIVE,
    ).count()


def limit_of(unit: Unit, percent: int) -> int:
    """Seats a day of the unit under a policy of `percent`; 1 query."""
    return seats_for(people_count(unit), percent)


def seats_of(
    unit: Unit, dates: Sequence[datetime.date], *, percent: int
) -> dict[datetime.date, Seats]:
    """{date: seats} of the unit on each date; 2 queries."""
    limit = limit_of(unit, percent)
    counters = QuotaCounter.objects.filter(unit=unit, date__in=dates)
    taken = dict(counters.values_list("date", "taken"))
    return {date: Seats(taken.get(date, 0), limit) for date in dates}


def taken_on(
    unit_ids: Iterable[int], dates: Iterable[datetime.date]
) -> dict[tuple[int, datetime.date], Seats]:
    """{(unit, date): seats as they were counted last}; days nobody asked for are missing; 1 query."""
    rows = QuotaCounter.objects.filter(unit__in=set(unit_ids), date__in=set(dates))
    return {(r.unit_id, r.date): Seats(r.taken, r.limit) for r in rows}


def work_days(*, employee: Employee | None = None, within: Q | None = None) -> QuerySet[WorkDay]:
    """The days that stand, of one person or within a scope over `unit__path`."""
    found = WorkDay.objects.filter(withdrawn_at__isnull=True)
    if employee is not None:
        found = found.filter(employee=employee)
    if within is not None:
        found = found.filter(within)
    return found.select_related("employee", "unit")


def where_was(
    employee: Employee, date: datetime.date, *, known_at: datetime.datetime | None = None
) -> WorkDay | None:
    """Where this person worked on a day; with `known_at` as it was known at that moment.

    None = at the office, as usual.
    """
    days = WorkDay.objects.filter(employee=employee, date=date).select_related("unit")
    if known_at is None:
        return days.filter(withdrawn_at__isnull=True).first()
    standing = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=known_at)
    return days.filter(standing, written_at__lte=known_at).order_by("-written_at").first()
