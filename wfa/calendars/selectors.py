"""Reading the calendar: for one day, or loaded once for a list."""

from __future__ import annotations

import datetime

from wfa.calendars.models import Holiday, RamadanPeriod
from wfa.calendars.rules import Calendar, OutsideCalendarError

MARGIN = datetime.timedelta(days=100)
"""Loaded beyond both ends, so that a deadline just after the span needs no second query."""


def load(start: datetime.date, end: datetime.date) -> Calendar:
    """The calendar from `start` to `end` and `MARGIN` around it; 1 query."""
    first, last = start - MARGIN, end + MARGIN
    rows = Holiday.objects.filter(date__range=(first, last), is_cancelled=False)
    return Calendar(first, last, dict(rows.values_list("date", "name")))


def is_working_day(date: datetime.date) -> bool:
    """Whether there is work on `date`; 1 query."""
    return load(date, date).is_working_day(date)


def add_working_days(date: datetime.date, n: int) -> datetime.date:
    """See `Calendar.add_working_days`; 1 query, whatever `n`."""
    span = datetime.timedelta(days=2 * abs(n))
    while True:
        try:
            return load(date - span, date + span).add_working_days(date, n)
        except OutsideCalendarError:
            span = span * 2 + MARGIN


def working_days_between(first: datetime.date, last: datetime.date) -> int:
    """See `Calendar.working_days_between`; 1 query."""
    return load(min(first, last), max(first, last)).working_days_between(first, last)


def is_filled(year: int) -> bool:
    """Whether the national holidays of the year are known at all."""
    return Holiday.objects.filter(date__year=year, kind=Holiday.Kind.NATIONAL).exists()


def is_ramadan(date: datetime.date) -> bool:
    """Whether the shorter hours of Ramadan hold on `date` (Perpres 21/2023 Ps 4)."""
    return RamadanPeriod.objects.filter(starts__lte=date, ends__gte=date).exists()


def holidays_of(year: int) -> list[Holiday]:
    """All rows of the year in order, the cancelled ones too."""
    return list(Holiday.objects.filter(date__year=year))


def years(today: datetime.date) -> list[int]:
    """The years that hold holidays, and always this one and the next."""
    held = {date.year for date in Holiday.objects.dates("date", "year")}
    return sorted(held | {today.year, today.year + 1})


def ramadans() -> list[RamadanPeriod]:
    """All recorded Ramadans, the newest first."""
    return list(RamadanPeriod.objects.order_by("-starts"))
