"""What the schedule says of a date, and what has been expected of it so far."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from wfa.attendance.models import Expectation, ExpectedCheckIn
from wfa.calendars.models import RamadanPeriod
from wfa.calendars.rules import Calendar
from wfa.calendars.selectors import is_ramadan, load
from wfa.people.models import Unit
from wfa.policies.models import Policy
from wfa.policies.rules import RuleSet
from wfa.policies.selectors import rules_along
from wfa.schedules.models import AWAY, Location, Slot, WorkDay

STANDING = Q(withdrawn_at__isnull=True)
RUNNING = Q(withdrawn_at__isnull=True, shortened_at__isnull=True)
"""Expectations that still follow the schedule."""


@dataclass(frozen=True)
class Ground:
    """All that the expectations of one date are planned by."""

    date: datetime.date
    calendar: Calendar
    ramadan: bool
    zone: ZoneInfo
    rules: dict[int, RuleSet]
    """{unit: its rules on the date}"""

    @property
    def free(self) -> str:
        """Why there is no work; "" on a working day."""
        return self.calendar.why_not(self.date)

    @property
    def day_before(self) -> datetime.date:
        return self.calendar.add_working_days(self.date, -1)


def ground_for(date: datetime.date, units: Iterable[int]) -> Ground:
    """Calendar, Ramadan and rules for these units; at most 4 queries."""
    wanted = set(units)
    known = list(Unit.objects.filter(pk__in=wanted)) if wanted else []
    along = rules_along(known, [date]) if known else {}
    return Ground(
        date,
        load(date, date),
        is_ramadan(date),
        ZoneInfo(settings.TIME_ZONE),
        {unit.pk: along[unit.pk, date] for unit in known},
    )


def uncovered(date: datetime.date, people: Collection[int] | None = None) -> QuerySet[WorkDay]:
    """Days away on the date of which nothing is expected yet."""
    expected = Expectation.objects.filter(RUNNING, work_day=OuterRef("pk"))
    rows = WorkDay.objects.filter(
        ~Exists(expected),
        date=date,
        place__in=AWAY,
        withdrawn_at__isnull=True,
        employee__is_active=True,
    )
    return rows if people is None else rows.filter(employee__in=people)


def overtaken(date: datetime.date, people: Collection[int] | None = None) -> QuerySet[Expectation]:
    """Expectations of the date whose day away doesn't stand any more."""
    days = WorkDay.objects.filter(pk=OuterRef("work_day"), withdrawn_at__isnull=True)
    rows = Expectation.objects.filter(RUNNING, ~Exists(days), date=date)
    return rows if people is None else rows.filter(employee__in=people)


@dataclass(frozen=True)
class Before:
    """What people hold already of a date on which their day away was decided anew."""

    windows: frozenset[tuple[int, int]] = frozenset()
    """(person, window): it came, or was missed, in the part of the day that was ended."""
    plans: dict[int, dict[str, datetime.datetime]] = field(default_factory=dict)
    """{person: {part of the day that was ended: when its plan came}}"""

    def plan_of(self, day: WorkDay) -> datetime.datetime | None:
        """When a plan for this part of the day came in; None = it didn't."""
        whole = {Slot.FULL, day.slot} if day.slot != Slot.FULL else set(Slot)
        sent = self.plans.get(day.employee_id, {})
        return min((at for slot, at in sent.items() if slot in whole), default=None)


def before_of(days: Sequence[WorkDay], date: datetime.date) -> Before:
    """What these people have of the date beside the days that are only to be expected; 2 queries."""
    people = {day.employee_id for day in days}
    parts = ExpectedCheckIn.objects.filter(
        expectation__employee__in=people,
        expectation__date=date,
        expectation__withdrawn_at__isnull=True,
        withdrawn_at__isnull=True,
    )
    ended = Expectation.objects.filter(employee__in=people, date=date, plan_at__isnull=False)
    plans: dict[int, dict[str, datetime.datetime]] = {}
    for row in ended.exclude(RUNNING).order_by("-plan_at"):
        if row.plan_at:
            plans.setdefault(row.employee_id, {})[row.slot] = row.plan_at
    held = parts.values_list("expectation__employee", "window")
    return Before(frozenset(held), plans)


def spots_of(days: Sequence[WorkDay]) -> dict[tuple[int, str], Location]:
    """{(person, kind of place): the place that holds now}; 1 query."""
    rows = Location.objects.filter(
        employee__in={day.employee_id for day in days}, ended_at__isnull=True
    )
    return {(row.employee_id, row.kind): row for row in rows.filter(latitude__isnull=False)}


def mark_of(date: datetime.date) -> str:
    """Changes whenever a policy in force or Ramadan changes what the date asks; 2 queries."""
    running = Policy.objects.filter(
        Q(effective_until__isnull=True) | Q(effective_until__gte=date),
        state=Policy.State.IN_FORCE,
        effective_from__lte=date,
    )
    ramadan = RamadanPeriod.objects.filter(starts__lte=date, ends__gte=date)
    parts = [*running.order_by("pk").values_list("pk", flat=True), "/"]
    parts += ramadan.order_by("pk").values_list("pk", flat=True)
    return hashlib.sha256(",".join(map(str, parts)).encode()).hexdigest()
