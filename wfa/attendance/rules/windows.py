"""Which windows a day away has, and until when plan and report are due. Pure: no database.

The policy writes times of the clock; here they become moments in the region's zone (R18, R19,
R23; Perpres 21/2023 Ps 4 for Fridays and Ramadan).
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from wfa.calendars.hours import FRIDAY, hours_of
from wfa.policies.rules import RuleSet
from wfa.policies.spans import spans_of, time_of
from wfa.schedules.models import Slot

_NAMES = {
    1: ("Harian",),
    2: ("Pagi", "Sore"),
    3: ("Pagi", "Siang", "Sore"),
    4: ("Pagi", "Menjelang siang", "Siang", "Sore"),
}
_KEYS = {
    (False, False): "checkin_windows",
    (False, True): "checkin_windows_friday",
    (True, False): "checkin_windows_ramadan",
    (True, True): "checkin_windows_ramadan_friday",
}


@dataclass(frozen=True)
class Planned:
    """One window as it will be."""

    number: int
    name: str
    opens_at: datetime.datetime
    closes_at: datetime.datetime
    grace_minutes: int


def windows_of(
    rules: RuleSet, date: datetime.date, slot: str, *, ramadan: bool, zone: ZoneInfo
) -> list[Planned]:
    """The windows in which somebody away on this part of the day checks in; none where not asked.

    Half a day has those windows that begin in it: before the middle of the break for a morning.
    """
    if not rules.checkin_asked:
        return []
    lines: Sequence[str] = rules.values[_KEYS[ramadan, date.weekday() == FRIDAY]]
    spans = spans_of(lines)
    names = _NAMES.get(len(spans)) or tuple(f"Ke-{n}" for n in range(1, len(spans) + 1))
    found = [
        Planned(
            number,
            name,
            moment(date, opens, zone),
            moment(date, closes, zone),
            rules.checkin_grace,
        )
        for number, (name, (opens, closes)) in enumerate(zip(names, spans, strict=True), start=1)
    ]
    middle = _middle(date, zone, ramadan=ramadan)
    if slot == Slot.MORNING:
        return [each for each in found if each.opens_at < middle]
    return [each for each in found if slot == Slot.FULL or each.opens_at >= middle]


def _middle(date: datetime.date, zone: ZoneInfo, *, ramadan: bool) -> datetime.datetime:
    hours = hours_of(date, ramadan=ramadan)
    first, last = moment(date, hours.pause, zone), moment(date, hours.resume, zone)
    return first + (last - first) / 2


def reach_of(
    date: datetime.date, slot: str, *, ramadan: bool, zone: ZoneInfo
) -> tuple[datetime.datetime, datetime.datetime]:
    """From when until when somebody must answer: the hours of work of this part of the day."""
    hours = hours_of(date, ramadan=ramadan)
    first = hours.resume if slot == Slot.AFTERNOON else hours.start
    last = hours.pause if slot == Slot.MORNING else hours.end
    return moment(date, first, zone), moment(date, last, zone)


def plan_due(
    rules: RuleSet, date: datetime.date, day_before: datetime.date, zone: ZoneInfo
) -> datetime.datetime | None:
    """Until when the plan is in time; `day_before`: the working day before. None = not asked."""
    time = time_of(rules.plan_due)
    if not rules.plan_asked or time is None:
        return None
    return moment(day_before if rules.plan_day_before else date, time, zone)


def report_due(rules: RuleSet, date: datetime.date, zone: ZoneInfo) -> datetime.datetime | None:
    """Until when the report is in time. None = not asked."""
    time = time_of(rules.report_due)
    return moment(date, time, zone) if rules.report_asked and time else None


def needs_of(rules: RuleSet) -> list[str]:
    """What must be complete for a day to be called sah, of what is asked at all (R24)."""
    asked = {
        "checkins": rules.checkin_asked,
        "plan": rules.plan_asked,
        "report": rules.report_asked,
    }
    return [need for need in rules.valid_needs if asked[need]]


def moment(date: datetime.date, time: datetime.time, zone: ZoneInfo) -> datetime.datetime:
    return datetime.datetime.combine(date, time, tzinfo=zone)
