"""Counting working days, over holidays that are already loaded. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wfa.calendars import wording

_DAY = datetime.timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Of the calendar. What an address asks for beyond isn't there: near the ends of what a date can
hold, the day before or the month after would be an error."""


def date_asked(text: str) -> datetime.date | None:
    """The date that an address writes as "2026-12-07"; None where it can't be read or lies outside."""
    try:
        found = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def month_asked(text: str) -> datetime.date | None:
    """The first day of the month that an address writes as "2026-12"; None as above."""
    return date_asked(f"{text}-01") if len(text) == 7 else None


class OutsideCalendarError(LookupError):
    """A day outside the loaded span was asked for: load a wider one."""


@dataclass(frozen=True)
class Calendar:
    """The days without work from `start` to `end`, both included.

    A working day is Monday to Friday and neither holiday nor cuti bersama (PP 94/2021 counts
    absence in these days, UU 30/2014 the time for a decision).
    """

    start: datetime.date
    end: datetime.date
    holidays: Mapping[datetime.date, str]
    """{date: name}"""

    def is_working_day(self, date: datetime.date) -> bool:
        if not self.start <= date <= self.end:
            raise OutsideCalendarError(f"{date} is outside {self.start}..{self.end}")
        return date.weekday() < 5 and date not in self.holidays

    def why_not(self, date: datetime.date) -> str:
        """Why there is no work on `date`: "hari Sabtu", the holiday's name; "" on a working day."""
        if self.is_working_day(date):
            return ""
        return self.holidays.get(date) or f"hari {wording.DAYS[date.weekday()]}"

    def working_day_from(self, date: datetime.date) -> datetime.date:
        """`date` itself if there is work, else the next working day."""
        while not self.is_working_day(date):
            date += _DAY
        return date

    def add_working_days(self, date: datetime.date, n: int) -> datetime.date:
        """The n-th working day after (n < 0: before) `date`.

        Day 0 is `date` itself, or the next working day where there is none on `date`: what comes
        in on a Saturday counts as come in on Monday.
        """
        day = self.working_day_from(date)
        step = _DAY if n > 0 else -_DAY
        for _ in range(abs(n)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def working_days_between(self, first: datetime.date, last: datetime.date) -> int:
        """Working days from `first` up to, but without, `last`; negative if `last` is earlier.

        So `add_working_days(first, working_days_between(first, last))` is `last`, or the next
        working day after it.
        """
        if last < first:
            return -self.working_days_between(last, first)
        return sum(1 for _ in self.working_days(first, last - _DAY))

    def working_days(self, first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
        """Every working day from `first` to `last`, both included."""
        for offset in range((last - first).days + 1):
            day = first + offset * _DAY
            if self.is_working_day(day):
                yield day
