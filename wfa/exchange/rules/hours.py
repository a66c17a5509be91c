"""When work begins and ends on a day (Perpres 21/2023 Ps 4). Pure.

The Perpres fixes the start, the hours a week and the length of the break; where the break lies
and when the day ends follow from them. A break begins at noon, on Fridays so that the prayer falls
into it.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from wfa.schedules.models import Slot

FRIDAY = 4
Span = tuple[datetime.time, datetime.time]
Spans = Sequence[tuple[datetime.date, datetime.date]]


def _at(text: str) -> datetime.time:
    return datetime.time.fromisoformat(text)


# (start, break from, break until, end) of Monday to Thursday and of Friday
_USUAL = (("07:30", "12:00", "13:00", "16:00"), ("07:30", "11:30", "13:00", "16:30"))
_RAMADAN = (("08:00", "12:00", "12:30", "15:00"), ("08:00", "11:30", "12:30", "15:30"))


def in_ramadan(date: datetime.date, ramadans: Spans) -> bool:
    return any(first <= date <= last for first, last in ramadans)


def hours_of(date: datetime.date, slot: str, ramadans: Spans) -> Span:
    """(start, end) of the day or of the half of it; on weekends those of Monday to Thursday."""
    table = _RAMADAN if in_ramadan(date, ramadans) else _USUAL
    start, pause, resume, end = map(_at, table[date.weekday() == FRIDAY])
    if slot == Slot.MORNING:
        return start, pause
    return (resume if slot == Slot.AFTERNOON else start), end
