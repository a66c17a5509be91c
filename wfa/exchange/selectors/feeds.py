"""One person's own calendar (RFC 5545), read by calendar programs under a secret address.

Each day away or absent is one event. Its UID never changes, SEQUENCE counts the changes of that
day, and what was taken back is told as CANCELLED, so that no program shows it any longer.
"""

from __future__ import annotations

import datetime
import zoneinfo
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from icalendar import Calendar, Event, Timezone

from wfa.calendars.selectors import ramadans
from wfa.exchange.models import CalendarFeed
from wfa.exchange.rules.hours import Spans, hours_of
from wfa.exchange.rules.words import KINDS
from wfa.people.models import Employee
from wfa.schedules.models import Place, Slot, WorkDay

LOOK_BACK = datetime.timedelta(days=60)
_WORDS = {"DL": "Dinas luar", "CUTI": "Cuti", "DIKLAT": "Diklat"}


def feed_of(secret_hash: str) -> CalendarFeed | None:
    """The open address of an active person; None = unknown or revoked."""
    found = CalendarFeed.objects.select_related("employee").filter(
        secret_hash=secret_hash, revoked_at__isnull=True, employee__is_active=True
    )
    return found.first()


def open_feed(employee: Employee) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(employee=employee, revoked_at__isnull=True).first()


def calendar_of(employee: Employee, today: datetime.date) -> bytes:
    """The calendar as text; the same rows give the same bytes; 2 queries."""
    calendar = Calendar()
    calendar.add("prodid", "-//Luwes//Jadwal kerja//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Jadwal kerja (Luwes)")
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval;value=duration", "PT1H")
    calendar.add_component(Timezone.from_tzid(settings.TIME_ZONE))
    calm: Spans = [(period.starts, period.ends) for period in ramadans()]
    for day in _days(employee, today - LOOK_BACK):
        calendar.add_component(_event(day, calm))
    return bytes(calendar.to_ical())


@dataclass(frozen=True)
class _Day:
    """One slot of one date with all that was ever written about it."""

    date: datetime.date
    slot: str
    rows: Sequence[WorkDay]

    @property
    def told(self) -> WorkDay | None:
        """What the event tells: the row that stands, else the last one that took them away."""
        away = [row for row in self.rows if row.place != Place.OFFICE]
        return next((r for r in away if r.withdrawn_at is None), away[-1] if away else None)

    @property
    def sequence(self) -> int:
        """Changes since the day was first written: never fewer, for no row is ever deleted."""
        return len(self.rows) - 1 + sum(row.withdrawn_at is not None for row in self.rows)

    @property
    def changed_at(self) -> datetime.datetime:
        return max(row.withdrawn_at or row.written_at for row in self.rows)


def _days(employee: Employee, first: datetime.date) -> list[_Day]:
    """The slots of which an event tells, in order; 1 query."""
    found: dict[tuple[datetime.date, str], list[WorkDay]] = defaultdict(list)
    rows = WorkDay.objects.filter(employee=employee, date__gte=first)
    for row in rows.order_by("date", "written_at", "pk"):
        found[row.date, row.slot].append(row)
    days = [_Day(date, slot, rows) for (date, slot), rows in sorted(found.items())]
    return [day for day in days if day.told is not None]


def _event(day: _Day, calm: Spans) -> Event:
    row = day.told
    assert row is not None  # noqa: S101 - see `_days`
    kind = KINDS[row.place]
    event = Event()
    event.add("uid", f"hari-{row.employee_id}-{day.date:%Y%m%d}-{day.slot}@luwes")
    event.add("dtstamp", _utc(day.changed_at))
    event.add("last-modified", _utc(day.changed_at))
    event.add("sequence", day.sequence)
    event.add("status", "CANCELLED" if row.withdrawn_at else "CONFIRMED")
    event.add("summary", _WORDS.get(kind, kind))
    event.add("location", Place(row.place).label)
    if row.basis_text:
        event.add("description", f"Dasar: {row.basis_text}")
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    _put_time(event, day, calm)
    return event


def _utc(moment: datetime.datetime) -> datetime.datetime:
    return moment.astimezone(datetime.UTC).replace(microsecond=0)


def _put_time(event: Event, day: _Day, calm: Spans) -> None:
    """A whole day as a day; half of one with its hours in the region's zone."""
    if day.slot == Slot.FULL:
        event.add("dtstart", day.date)
        event.add("dtend", day.date + datetime.timedelta(days=1))
        return
    zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)
    for name, at in zip(("dtstart", "dtend"), hours_of(day.date, day.slot, calm), strict=True):
        event.add(name, datetime.datetime.combine(day.date, at, zone))
