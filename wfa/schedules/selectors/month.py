"""The matrix of one roster: people × days, totals of each date, what doesn't fit, and fairness."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from wfa.calendars.rules import Calendar
from wfa.calendars.wording import DAYS
from wfa.people.models import Employee, Unit
from wfa.schedules.letters import AWAY_LETTERS, LETTERS, NOTHING
from wfa.schedules.models import Roster, RosterLine, RosterState
from wfa.schedules.rules import composition
from wfa.schedules.rules.planned import CellKey, Counted, Elsewhere, Problem
from wfa.schedules.selectors.planning import (
    Composition,
    Decided,
    composition_of,
    days_of,
    open_days,
    works_in,
)

_SHORT = ("Sn", "Sl", "Rb", "Km", "Jm", "Sb", "Mg")
FRIDAY = 4


@dataclass(frozen=True)
class Day:
    """One column."""

    date: datetime.date
    weekday: str
    """ "Jm" """
    weekday_name: str
    why_off: str
    """Why there is no work: "hari Sabtu", the holiday's name; "" on a working day."""
    is_past: bool
    is_open: bool
    """Whether this roster may say something about the day."""

    @property
    def number(self) -> int:
        return self.date.day

    @property
    def is_off(self) -> bool:
        return bool(self.why_off)


@dataclass(frozen=True)
class Cell:
    """One person on one day: a letter, and whether it may be changed."""

    date: datetime.date
    letter: str
    label: str
    css: str
    is_locked: bool
    """Decided elsewhere, no working day, past, or the roster isn't a draft."""
    is_wrong: bool
    """A problem names this cell."""
    is_changed: bool
    """Differs from what stood before (a change), or from the plan since it came into force."""
    by_hand: bool = False


@dataclass(frozen=True)
class Row:
    employee: Employee
    line: RosterLine
    cells: tuple[Cell, ...]
    away: int
    fridays: int
    share: int
    """Days away in per cent of the most that anybody has: the bar of fairness."""
    is_gone: bool
    is_structural: bool


@dataclass(frozen=True)
class Total:
    """The OPD on one day, this roster included."""

    date: datetime.date
    away: int
    limit: int
    present: int
    officials: int
    """Structural officials present."""
    over: bool
    empty: bool
    no_official: bool

    @property
    def full(self) -> bool:
        """Every seat is taken, and no more than that: nothing is wrong."""
        return self.away == self.limit > 0


@dataclass(frozen=True)
class Fairness:
    """How evenly the days are spread among those who have any."""

    least: int
    most: int
    average: float


@dataclass(frozen=True)
class MonthView:
    """Everything the page of one roster shows."""

    roster: Roster
    days: tuple[Day, ...]
    rows: tuple[Row, ...]
    totals: tuple[Total, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    fairness: Fairness
    people: int
    """All people of the roster; `rows` may show fewer."""
    units: tuple[Unit, ...]
    """The units of its people, to choose from."""
    can_submit: bool

    @property
    def limit(self) -> int:
        """The usual quota of the month: the highest of its days."""
        return max((total.limit for total in self.totals), default=0)

    def problems_on(self, employee_id: int, date: datetime.date) -> list[Problem]:
        return [p for p in self.problems if (employee_id, date) in p.cells]


def month_view(
    roster: Roster,
    *,
    unit: Unit | None = None,
    text: str = "",
    decided: Decided | None = None,
    today: datetime.date | None = None,
) -> MonthView:
    """The matrix; `unit` and `text` choose rows, the totals stay those of all; <= 9 queries.

    A roster in force shows what stands: days that a recall, a swap or an amendment changed since
    are shown as they are now.
    """
    day = today or timezone.localdate()
    known = composition_of(roster, decided=decided, today=day)
    draft = roster.is_editable
    found = composition.problems(known.plan) if draft else []
    wrong = frozenset(cell for problem in found for cell in problem.cells)
    days = tuple(_days(known, day))
    rows = [_row(known, line, days, wrong) for line in known.lines]
    most = max((row[1] for row in rows), default=0)
    shown = [
        _finished(known, line, *row, most=most)
        for line, row in zip(known.lines, rows, strict=True)
        if _matches(line, unit, text)
    ]
    return MonthView(
        roster=roster,
        days=days,
        rows=tuple(shown),
        totals=tuple(_totals(known, days)),
        problems=tuple(found),
        warnings=tuple(composition.warnings(known.plan)) if draft else (),
        fairness=_fairness([row[1] for row in rows]),
        people=len(known.lines),
        units=_units(known.lines),
        can_submit=draft and not found and bool(known.plan.changes),
    )


def _days(known: Composition, today: datetime.date) -> list[Day]:
    open_now = set(open_days(known.roster))
    calendar: Calendar = known.plan.calendar
    return [
        Day(
            date,
            _SHORT[date.weekday()],
            DAYS[date.weekday()],
            calendar.why_not(date),
            date < today,
            date in open_now,
        )
        for date in days_of(known.roster)
    ]


_Row = tuple[tuple[Cell, ...], int, int]
"""(cells, days away, Fridays away)"""


def _row(
    known: Composition, line: RosterLine, days: Sequence[Day], wrong: frozenset[CellKey]
) -> _Row:
    hand = set(known.roster.pattern.get("by_hand", {}).get(str(line.employee_id), ()))
    cells = tuple(
        _cell(known, line, day, offset, (line.employee_id, day.date) in wrong, offset in hand)
        for offset, day in enumerate(days)
    )
    away = [cell for cell in cells if cell.letter in AWAY_LETTERS]
    return cells, len(away), sum(cell.date.weekday() == FRIDAY for cell in away)


def _cell(
    known: Composition, line: RosterLine, day: Day, offset: int, wrong: bool, by_hand: bool
) -> Cell:
    key, planned, base = (line.employee_id, day.date), line.cells[offset], line.base[offset]
    other = known.around.elsewhere.get(key)
    letter, label, changed = planned, "", planned not in {NOTHING, base} and base != NOTHING
    if known.roster.state == RosterState.IN_FORCE:
        letter, label = _standing(known, key, planned)
        changed = letter != planned
    elif other is not None and not wrong:
        letter, label = other.letter, other.label
    elif planned == NOTHING:
        letter = base
    meaning = LETTERS.get(letter)
    return Cell(
        day.date,
        letter,
        label or (meaning.label if meaning else day.why_off),
        meaning.css if meaning else "",
        _locked(known, day, other),
        wrong,
        changed,
        by_hand and other is None,
    )


def _standing(known: Composition, key: CellKey, planned: str) -> tuple[str, str]:
    """What is true of the day now; a day that was taken back is one in the office again."""
    fact = known.around.facts.get(key)
    other = known.around.elsewhere.get(key)
    if fact is not None:
        return fact.letter, (other.label if other else "")
    return ("K" if planned != NOTHING else NOTHING), ""


def _locked(known: Composition, day: Day, other: Elsewhere | None) -> bool:
    free = day.is_open and not day.is_off and not day.is_past and other is None
    return not (known.roster.is_editable and free)


def _finished(
    known: Composition,
    line: RosterLine,
    cells: tuple[Cell, ...],
    away: int,
    fridays: int,
    *,
    most: int,
) -> Row:
    return Row(
        employee=line.employee,
        line=line,
        cells=cells,
        away=away,
        fridays=fridays,
        share=round(100 * away / most) if most else 0,
        is_gone=not works_in(line.employee, known.roster.unit),
        is_structural=line.is_structural,
    )


def _matches(line: RosterLine, unit: Unit | None, text: str) -> bool:
    home = line.employee.unit or line.unit
    if unit is not None and not (home.path or "").startswith(unit.path or "-"):
        return False
    name = f"{line.employee.full_name} {line.employee.identity}".lower()
    return all(word in name for word in text.lower().split())


def _units(lines: Sequence[RosterLine]) -> tuple[Unit, ...]:
    found = {line.employee.unit.pk: line.employee.unit for line in lines if line.employee.unit}
    return tuple(sorted(found.values(), key=lambda unit: unit.path or ""))


def _totals(known: Composition, days: Sequence[Day]) -> list[Total]:
    """Each working day of the OPD; a roster in force is counted by the seats alone."""
    top, plan = known.plan.chains[known.roster.unit_id][0], known.plan
    counts: Mapping[tuple[int, datetime.date], Counted] = plan.totals
    if known.roster.state in {RosterState.IN_FORCE, RosterState.WITHDRAWN}:
        counts = plan.counted
    found = []
    for day in days:
        now, limits = counts.get((top.id, day.date), Counted()), plan.limits[top.id, day.date]
        gone = now.structural_taken + now.structural_absent
        found.append(
            Total(
                date=day.date,
                away=now.taken,
                limit=limits.limit,
                present=max(top.people - now.taken - now.absent, 0),
                officials=max(top.structural - gone, 0),
                over=now.taken > limits.limit,
                empty=now.taken > 0 and now.taken + now.absent > limits.room,
                no_official=now.structural_taken > 0 and gone > limits.structural_room,
            )
        )
    return found


def _fairness(away: Sequence[int]) -> Fairness:
    given = [count for count in away if count]
    if not given:
        return Fairness(0, 0, 0.0)
    return Fairness(min(given), max(given), round(sum(given) / len(given), 1))


def problems_by_cell(problems: Sequence[Problem]) -> dict[CellKey, list[Problem]]:
    """{(employee, date): what is said about the cell}"""
    found: dict[CellKey, list[Problem]] = defaultdict(list)
    for problem in problems:
        for key in problem.cells:
            found[key].append(problem)
    return dict(found)
