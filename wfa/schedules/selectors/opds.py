"""BKD's page of one month: every OPD, whether it reported, and what its days look like."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from wfa.calendars.selectors import load
from wfa.people.models import Unit
from wfa.policies.selectors import in_force, rules_along
from wfa.schedules.models import QuotaCounter, Roster, RosterState
from wfa.schedules.rules.seats import Office
from wfa.schedules.selectors.rosters import month_rosters
from wfa.schedules.selectors.seats import WORKPLACES, Board, board_for, standing

_UNSENT = (None, RosterState.DRAFT, RosterState.SUBMITTED, RosterState.RETURNED)


@dataclass(frozen=True)
class OpdRow:
    """One OPD in the month."""

    unit: Unit
    roster: Roster | None
    people: int
    due_on: datetime.date
    """The last day to report (`roster_due_days` working days before the month)."""
    is_late: bool
    most_away: int
    """On the fullest day, waiting rosters and requests included."""
    most_on: datetime.date | None
    limit: int
    """The quota of that day."""
    over: tuple[datetime.date, ...]
    """Days on which more are away than the policy allows now."""
    empty: tuple[datetime.date, ...]
    """Days on which the OPD or an office of it has too few people in."""

    @property
    def share(self) -> int:
        """Per cent of the people away on the fullest day."""
        return round(100 * self.most_away / self.people) if self.people else 0

    @property
    def state(self) -> str:
        return str(self.roster.state) if self.roster else ""

    @property
    def label(self) -> str:
        return RosterState(self.roster.state).label if self.roster else "Belum disusun"

    @property
    def reported_at(self) -> datetime.datetime | None:
        return self.roster.reported_at if self.roster else None


@dataclass(frozen=True)
class OpdBoard:
    """All OPDs of the region in one month, those that need attention first."""

    first_day: datetime.date
    rows: tuple[OpdRow, ...]

    def count(self, *states: str) -> int:
        return sum(row.state in states for row in self.rows)

    @property
    def late(self) -> int:
        return sum(row.is_late for row in self.rows)

    @property
    def over(self) -> int:
        return sum(bool(row.over) for row in self.rows)

    @property
    def empty(self) -> int:
        return sum(bool(row.empty) for row in self.rows)


def opd_board(
    month: datetime.date, *, within: Q | None = None, today: datetime.date | None = None
) -> OpdBoard:
    """Every OPD in the month of this day; `within`: a scope over `path`; <= 8 queries."""
    first, day = month.replace(day=1), today or timezone.localdate()
    found = Unit.objects.filter(within or Q(), kind=Unit.Kind.OPD, is_active=True)
    opds = list(found.select_related("opd").order_by("name"))
    last = (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
    calendar = load(first, last)
    days = list(calendar.working_days(first, last))
    below = Unit.objects.filter(opd__in=opds, kind__in=WORKPLACES, is_active=True)
    units = [*opds, *below.select_related("opd")]
    policies = in_force(units)
    board = board_for(units, days, policies=policies)
    rosters = {roster.unit_id: roster for roster in month_rosters(first)}
    rules = rules_along(opds, [first], known=policies)
    due = {
        unit.pk: calendar.add_working_days(first, -rules[unit.pk, first].roster_due_days)
        for unit in opds
    }
    days_by_opd = _full_days(board, standing(board))
    rows = [
        _opd(unit, rosters.get(unit.pk), board, due[unit.pk], day, days_by_opd) for unit in opds
    ]
    return OpdBoard(first, tuple(sorted(rows, key=_attention)))


@dataclass
class _Found:
    """What the counters of one OPD say."""

    most: int = 0
    most_on: datetime.date | None = None
    over: tuple[datetime.date, ...] = ()
    empty: tuple[datetime.date, ...] = ()


def _full_days(
    board: Board,
    counters: Mapping[tuple[int, datetime.date], QuotaCounter],
) -> dict[int, _Found]:
    """{OPD: its fullest day, and days on which it or an office of it breaks the rules}"""
    top = {office.id: chain[0].id for chain in board.chains.values() for office in chain}
    found: dict[int, _Found] = {}
    over: Counter[tuple[int, datetime.date]] = Counter()
    empty: Counter[tuple[int, datetime.date]] = Counter()
    for (office, date), row in counters.items():
        limits, opd = board.of(office, date), top[office]
        mine = found.setdefault(opd, _Found())
        if office == opd and row.taken > mine.most:
            mine.most, mine.most_on = row.taken, date
        over[opd, date] += row.taken > limits.limit
        empty[opd, date] += row.taken > 0 and row.taken + row.absent > limits.room
    for opd, mine in found.items():
        mine.over = tuple(sorted(d for (x, d), n in over.items() if x == opd and n))
        mine.empty = tuple(sorted(d for (x, d), n in empty.items() if x == opd and n))
    return found


def _opd(
    unit: Unit,
    roster: Roster | None,
    board: Board,
    due: datetime.date,
    today: datetime.date,
    days: Mapping[int, _Found],
) -> OpdRow:
    office, found = _office(board, unit), days.get(unit.pk, _Found())
    fullest = found.most_on or due
    limits = board.limits.get((unit.pk, fullest))
    return OpdRow(
        unit=unit,
        roster=roster,
        people=office.people,
        due_on=due,
        is_late=today > due and (roster.state if roster else None) in _UNSENT,
        most_away=found.most,
        most_on=found.most_on,
        limit=limits.limit if limits else 0,
        over=found.over,
        empty=found.empty,
    )


def _office(board: Board, unit: Unit) -> Office:
    return board.chain(unit.pk)[0]


def _attention(row: OpdRow) -> tuple[bool, bool, bool, str]:
    """Waiting for BKD, then late, then with problems, then by name."""
    waits = row.state != RosterState.REPORTED
    return waits, not row.is_late, not (row.over or row.empty), row.unit.name
