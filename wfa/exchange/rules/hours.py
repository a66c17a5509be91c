"""When the day of one person, or the half of it, begins and ends. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from wfa.calendars import hours
from wfa.schedules.models import Slot

Span = tuple[datetime.time, datetime.time]
Spans = Sequence[tuple[datetime.date, datetime.date]]


def in_ramadan(date: datetime.date, ramadans: Spans) -> bool:
    return any(first <= date <= last for first, last in ramadans)


def hours_of(date: datetime.date, slot: str, ramadans: Spans) -> Span:
    """(start, end) of the day or of the half of it; on weekends those of Monday to Thursday."""
    found = hours.hours_of(date, ramadan=in_ramadan(date, ramadans))
    if slot == Slot.MORNING:
        return found.start, found.pause
    return (found.resume if slot == Slot.AFTERNOON else found.start), found.end
