"""The drafts of one month for many OPDs: what their plans look at is read once for all of them."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from wfa.calendars.rules import Calendar
from wfa.calendars.selectors import load
from wfa.people.models import Employee, Unit
from wfa.policies.selectors import RuleSet, in_force, rules_along
from wfa.schedules.letters import NOTHING
from wfa.schedules.models import Roster, RosterLine
from wfa.schedules.rules.planned import Counted, OfficeDay
from wfa.schedules.selectors.earlier import Earlier, earlier_than
from wfa.schedules.selectors.planning import (
    Around,
    Composition,
    Decided,
    around,
    counted_of,
    days_of,
    plan_with,
)
from wfa.schedules.selectors.seats import Board, board_for


@dataclass(frozen=True)
class Ground:
    """One month of many OPDs: calendar, rules, seats, and what is decided about their people."""

    month: Roster
    """A roster of the month, for its days alone."""
    today: datetime.date
    calendar: Calendar
    board: Board
    rules: Mapping[tuple[int, datetime.date], RuleSet]
    around: Around
    counted: Mapping[OfficeDay, Counted]
    earlier: Earlier
    busy: Mapping[int, frozenset[int]]
    """{person: days of the month (0 = the first) that are decided elsewhere}"""

    @property
    def usual(self) -> str:
        """The cells of somebody about whom nothing is decided: in the office from today on."""
        return "".join(
            "K" if day >= self.today and self.calendar.is_working_day(day) else NOTHING
            for day in days_of(self.month)
        )


def ground_for(
    month: Roster,
    opds: Sequence[Unit],
    people: Sequence[Employee],
    *,
    today: datetime.date,
    decided: Decided | None = None,
) -> Ground:
    """What drafts of these OPDs with these people need; 10 queries, however many OPDs."""
    units = {unit.pk: unit for unit in opds}
    units |= {person.unit.pk: person.unit for person in people if person.unit}
    days, ids = days_of(month), [person.pk for person in people]
    policies = in_force(units.values())
    board = board_for(units.values(), days, policies=policies)
    found = around(ids, month.first_day, month.last_day, kind=Roster.Kind.MONTH, decided=decided)
    return Ground(
        month=month,
        today=today,
        calendar=load(month.first_day, month.last_day),
        board=board,
        rules=rules_along(units.values(), days, known=policies),
        around=found,
        counted=counted_of(board, (), month),
        earlier=earlier_than(month.first_day, ids),
        busy=_busy(found, days),
    )


def _busy(found: Around, days: Collection[datetime.date]) -> dict[int, frozenset[int]]:
    offsets = {day: n for n, day in enumerate(days)}
    busy: dict[int, set[int]] = defaultdict(set)
    for employee, date in found.elsewhere:
        if date in offsets:
            busy[employee].add(offsets[date])
    return {employee: frozenset(its) for employee, its in busy.items()}


def draft_of(roster: Roster, lines: Sequence[RosterLine], ground: Ground) -> Composition:
    """One OPD's draft as the generator and the rules see it; no query."""
    own = {roster.unit_id, *(line.unit_id for line in lines)}
    board = Board({unit: ground.board.chain(unit) for unit in own}, ground.board.limits)
    plan = plan_with(
        roster,
        tuple(lines),
        board,
        ground.around,
        ground.counted,
        ground.rules,
        ground.calendar,
        ground.today,
    )
    return Composition(roster, tuple(lines), plan, board, ground.around)
