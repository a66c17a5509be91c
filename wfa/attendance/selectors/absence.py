"""Whole days without any presence, of one person in one year: for those who decide about them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q

from wfa.attendance.models import Expectation, Verdict
from wfa.attendance.rules.absence import Absence, count, sentences
from wfa.calendars.selectors import load
from wfa.people.models import Employee
from wfa.schedules.models import Slot


@dataclass(frozen=True)
class Told:
    """The counters, and what is said beside them."""

    absence: Absence
    sentences: list[str]
    dates: list[datetime.date]


def absence_of(employee: Employee, year: int) -> Told:
    """Days of the year that count, with the sentences for this kind of employment; 2 queries."""
    dates = sorted(_absent_days(employee, year))
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    absence = count(year, dates, load(first, last))
    return Told(absence, sentences(absence, employee.employment), dates)


def _absent_days(employee: Employee, year: int) -> set[datetime.date]:
    """Whole days away, all of them tidak sah, with windows and without a single check-in."""
    standing = Q(check_ins__withdrawn_at__isnull=True)
    rows = Expectation.objects.filter(
        employee=employee,
        date__year=year,
        withdrawn_at__isnull=True,
        verdict=Verdict.INVALID,
        shortened_at__isnull=True,
    ).annotate(
        windows=Count("check_ins", filter=standing),
        came=Count("check_ins__check_in", filter=standing),
    )
    parts: dict[datetime.date, set[str]] = {}
    for row in rows:
        if row.windows and not row.came:
            parts.setdefault(row.date, set()).add(row.slot)
    return {date for date, slots in parts.items() if Slot.FULL in slots or len(slots) > 1}
