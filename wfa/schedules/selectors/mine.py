"""The days of one person: as they stand, as they once stood, and as they are planned."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from wfa.people.models import Employee
from wfa.schedules.letters import LETTERS, NOTHING, Letter, dated
from wfa.schedules.models import RosterLine, RosterState, WorkDay
from wfa.schedules.models.rosters import HOLDING


@dataclass(frozen=True)
class Planned:
    """A day of a roster that isn't in force yet."""

    date: datetime.date
    letter: Letter
    is_approved: bool
    """Whether the BKD has approved it; then only the Surat Tugas is missing."""
    is_change: bool
    """Whether it changes a roster in force."""


def days_of(employee: Employee, first: datetime.date, last: datetime.date) -> list[WorkDay]:
    """All that was ever recorded of these days, what was taken back too; 1 query."""
    rows = WorkDay.objects.filter(employee=employee, date__range=(first, last))
    return list(rows.order_by("date", "slot", "written_at"))


def planned_days(
    employee: Employee, first: datetime.date, last: datetime.date
) -> dict[datetime.date, list[Planned]]:
    """{date: what rosters plan that were submitted and aren't in force}; 1 query.

    A draft says nothing yet: it may still break every rule.
    """
    lines = RosterLine.objects.filter(
        employee=employee,
        roster__state__in=HOLDING,
        roster__first_day__lte=last,
        roster__last_day__gte=first,
    ).select_related("roster")
    found: dict[datetime.date, list[Planned]] = {}
    for line in lines.order_by("roster__created_at"):
        for plan in _of(line):
            if first <= plan.date <= last:
                found.setdefault(plan.date, []).append(plan)
    return found


def _of(line: RosterLine) -> list[Planned]:
    """The cells that say something new: of an amendment only those that change."""
    roster = line.roster
    base = dict(dated(line.base, roster.first_day))
    is_change = roster.kind == roster.Kind.AMENDMENT
    return [
        Planned(date, LETTERS[letter], roster.state == RosterState.APPROVED, is_change)
        for date, letter in dated(line.cells, roster.first_day)
        if letter != base.get(date, NOTHING) or not is_change
    ]
