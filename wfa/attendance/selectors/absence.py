"""Whole days without any presence, of one person in one year: for those who decide about them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, F, Q

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
    """Whole days away, all of them tidak sah, with windows and without a single check-in.

    A check-in that came after the verdict doesn't empty what was judged without it. One of the
    part of the same date that was ended (a change at noon) was presence all the same.
    """
    standing = Q(check_ins__withdrawn_at__isnull=True)
    in_time = Q(verdict_at__isnull=True) | Q(check_ins__check_in__at__lte=F("verdict_at"))
    counts = Q(verdict=Verdict.INVALID) | Q(shortened_at__isnull=False)
    rows = Expectation.objects.filter(
        counts, employee=employee, date__year=year, withdrawn_at__isnull=True
    ).annotate(
        windows=Count("check_ins", filter=standing),
        came=Count("check_ins__check_in", filter=standing & in_time),
    )
    parts: dict[datetime.date, set[str]] = {}
    for row in rows:
        found = parts.setdefault(row.date, set())
        if row.came:
            found.add(_CAME)
        elif row.windows and row.verdict == Verdict.INVALID and row.shortened_at is None:
            found.add(row.slot)
    return {date for date, slots in parts.items() if _is_whole(slots)}


_CAME = "came"


def _is_whole(slots: set[str]) -> bool:
    """Nobody came on any part of the date, and the parts that were refused are all of it."""
    return _CAME not in slots and (Slot.FULL in slots or len(slots) > 1)
