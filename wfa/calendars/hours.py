"""When work begins, pauses and ends on a day (Perpres 21/2023 Ps 4). Pure.

The Perpres fixes the start, the hours a week and the length of the break; where the break lies
and when the day ends follow from them. A break begins at noon, on Fridays so that the prayer falls
into it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

FRIDAY = 4


@dataclass(frozen=True)
class Hours:
    """Times of the clock in the region's zone; 37.5 hours a week, 32.5 in Ramadan (R18)."""

    start: datetime.time
    pause: datetime.time
    resume: datetime.time
    end: datetime.time


def _hours(*texts: str) -> Hours:
    return Hours(*map(datetime.time.fromisoformat, texts))


# of Monday to Thursday and of Friday
_USUAL = (_hours("07:30", "12:00", "13:00", "16:00"), _hours("07:30", "11:30", "13:00", "16:30"))
_RAMADAN = (_hours("08:00", "12:00", "12:30", "15:00"), _hours("08:00", "11:30", "12:30", "15:30"))


def hours_of(date: datetime.date, *, ramadan: bool) -> Hours:
    """The hours of a five-day office; on weekends those of Monday to Thursday."""
    return (_RAMADAN if ramadan else _USUAL)[date.weekday() == FRIDAY]
