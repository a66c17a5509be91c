"""Who was where: the days that stand, and what was known of them at a moment."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast

from wfa.people.models import Employee
from wfa.schedules.letters import AWAY_LETTERS, LETTERS, dated
from wfa.schedules.models import AWAY, Place, RosterLine, WorkDay
from wfa.schedules.rules.seats import Claim


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

    None = nothing was said about the day: at the office, as usual. Of two halves the morning.
    """
    days = WorkDay.objects.filter(employee=employee, date=date).select_related("unit")
    if known_at is None:
        return days.filter(withdrawn_at__isnull=True).order_by("slot").first()
    known = days.filter(written_at__lte=known_at)
    standing = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=known_at)
    return known.filter(standing).order_by("-written_at", "slot").first()


def standing_days(
    employees: Iterable[int], first: datetime.date, last: datetime.date
) -> dict[int, dict[datetime.date, list[WorkDay]]]:
    """{employee: {date: the days that stand, two of them where it is halved}}; 1 query."""
    found: dict[int, dict[datetime.date, list[WorkDay]]] = defaultdict(lambda: defaultdict(list))
    rows = WorkDay.objects.filter(
        employee__in=list(employees), date__range=(first, last), withdrawn_at__isnull=True
    )
    for row in rows.order_by("date", "slot"):
        found[row.employee_id][row.date].append(row)
    return found


ClaimRow = tuple[int, datetime.date, str, int]
"""(employee, date, place or letters, what the text is)"""
_DAY, _LINE = 0, 1


def claims_of(
    employees: Iterable[int], first: datetime.date, last: datetime.date
) -> dict[int, dict[datetime.date, Claim]]:
    """{employee: {date: what schedules say}}: absences, days away by a roster, also by one that
    was reported and isn't approved yet. Days in the office claim nothing; 1 query.
    """
    return read_claims(claim_rows(employees, first, last), first, last)


def claim_rows(
    employees: Iterable[int], first: datetime.date, last: datetime.date
) -> QuerySet[Any, ClaimRow]:
    """What `read_claims` reads; a higher app may add rows of its own to the same query."""
    ids = list(employees)
    days = (
        WorkDay.objects.filter(
            employee__in=ids, date__range=(first, last), withdrawn_at__isnull=True
        )
        .exclude(source_kind=WorkDay.Source.REQUEST)
        .exclude(place=Place.OFFICE)
    )
    lines = RosterLine.objects.filter(
        employee__in=ids, roster__first_day__lte=last, roster__last_day__gte=first
    ).exclude(held="")
    return (
        days.order_by()
        .values_list("employee_id", "date", Cast("place", CharField()), Value(_DAY))
        .union(
            lines.order_by().values_list(
                "employee_id", "roster__first_day", Cast("held", CharField()), Value(_LINE)
            ),
            all=True,
        )
    )


def read_claims(
    rows: Iterable[ClaimRow], first: datetime.date, last: datetime.date
) -> dict[int, dict[datetime.date, Claim]]:
    found: dict[int, dict[datetime.date, Claim]] = defaultdict(dict)
    for employee, date, text, what in rows:
        if what == _DAY:
            found[employee].setdefault(date, _claim(Place(text), "menurut jadwal unit"))
            continue
        for day, letter in dated(text, date):
            if letter in AWAY_LETTERS and first <= day <= last:
                place = LETTERS[letter].place
                found[employee].setdefault(day, _claim(place, "menurut usulan jadwal unit"))
    return found


_SAID = {
    Place.HOME: "bekerja dari rumah",
    Place.OTHER_OFFICE: "bekerja di kantor lain",
    Place.OTHER_PLACE: "bekerja di lokasi lain",
}


def _claim(place: Place, source: str) -> Claim:
    if place in AWAY:
        return Claim(f"{_SAID[place]} {source}", is_away=True)
    return Claim(place.label.lower(), is_away=False)
