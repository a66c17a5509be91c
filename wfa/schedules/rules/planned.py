"""A plan of an office as values: who, which days, what others have decided and taken. Pure."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from wfa.calendars.wording import DAYS, MONTHS
from wfa.schedules.letters import AWAY_LETTERS, LETTERS, NOTHING
from wfa.schedules.rules.revoked import Revoked
from wfa.schedules.rules.seats import Limits, Office

if TYPE_CHECKING:
    from wfa.calendars.rules import Calendar
    from wfa.policies.rules import RuleSet

OfficeDay = tuple[int, datetime.date]
CellKey = tuple[int, datetime.date]
"""(employee id, date)"""
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Problem:
    """One thing that doesn't fit: about whom or which day, what to do, and the cells to mark."""

    code: str
    about: str
    """ "Jumat, 21 Agustus", "Fitria Anggraini, Selasa 18 Agustus" """
    sentence: str
    law: str = ""
    date: datetime.date | None = None
    office: str = ""
    employee_id: int | None = None
    cells: tuple[CellKey, ...] = ()

    def __str__(self) -> str:
        return f"{self.about}: {self.sentence}" if self.about else self.sentence


@dataclass(frozen=True)
class Planned:
    """One line of the plan, and what the rules ask about its person."""

    employee_id: int
    name: str
    unit_id: int
    """Where the person works now; of somebody who has left, where the line was made."""
    is_structural: bool
    cells: str
    base: str
    here: bool = True
    """Whether the person still works in this OPD, as an active employee."""
    standing: str = "active"
    position: str = ""
    position_since: datetime.date | None = None
    echelon: str = ""
    identity: str = ""
    """NIP: breaks ties among equals."""
    revoked: Revoked | None = None
    """By which letter this person stays in the office, and until when."""


@dataclass(frozen=True)
class Elsewhere:
    """What is decided about a day outside this plan: leave, a request, another roster."""

    letter: str
    label: str

    @property
    def is_gone(self) -> bool:
        """Whether the person isn't in the office by this, and is counted so already."""
        return LETTERS[self.letter].is_away or LETTERS[self.letter].is_off


@dataclass(frozen=True)
class Counted:
    """What others have taken of an office on a day: without what this plan holds itself."""

    taken: int = 0
    absent: int = 0
    structural_taken: int = 0
    structural_absent: int = 0


NOBODY = Counted()


@dataclass(frozen=True)
class Change:
    """A cell that says something new: what the office does with the day."""

    line: Planned
    date: datetime.date
    letter: str
    was: str

    @property
    def is_fresh(self) -> bool:
        """Takes a seat that the person hasn't on this day."""
        return self.letter in AWAY_LETTERS and self.was not in AWAY_LETTERS

    @property
    def is_leaving(self) -> bool:
        """Gives a seat back."""
        return self.was in AWAY_LETTERS and self.letter not in AWAY_LETTERS

    @property
    def key(self) -> CellKey:
        return self.line.employee_id, self.date


@dataclass(frozen=True)
class Plan:
    """A roster with all that its rules look at; values only, see `selectors.plan_of`."""

    kind: str
    first_day: datetime.date
    last_day: datetime.date
    today: datetime.date
    lines: tuple[Planned, ...]
    calendar: Calendar
    rules: Mapping[tuple[int, datetime.date], RuleSet]
    chains: Mapping[int, tuple[Office, ...]]
    limits: Mapping[OfficeDay, Limits]
    counted: Mapping[OfficeDay, Counted] = field(default_factory=dict)
    elsewhere: Mapping[CellKey, Elsewhere] = field(default_factory=dict)
    stands: Mapping[CellKey, str] = field(default_factory=dict)
    """What rosters in force say now about the days that this one changes."""
    other_days: Mapping[int, frozenset[datetime.date]] = field(default_factory=dict)
    """{employee: days away that this plan doesn't hold}, in the weeks that it touches."""

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What the plan newly says, from today on; nothing is retroactive."""
        return tuple(change for line in self.lines for change in self.changes_of(line))

    def changes_of(self, line: Planned) -> Iterator[Change]:
        start = max((self.today - self.first_day).days, 0)
        for offset in range(start, len(line.cells)):
            letter, was = line.cells[offset], line.base[offset]
            if letter not in {NOTHING, was}:
                yield Change(line, self.first_day + offset * ONE_DAY, letter, was)

    @cached_property
    def away(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.letter in AWAY_LETTERS)

    @cached_property
    def totals(self) -> dict[OfficeDay, Counted]:
        """Who would be away and absent in each office, this plan included; nobody counts twice."""
        moved: Counter[OfficeDay] = Counter()
        officials: Counter[OfficeDay] = Counter()
        for change in self.changes:
            step = int(change.is_fresh) - int(change.is_leaving)
            other = self.elsewhere.get(change.key)
            if other and other.is_gone:  # a clash, which is told by itself
                continue
            for office in self.chains[change.line.unit_id] if step else ():
                moved[office.id, change.date] += step
                officials[office.id, change.date] += step * change.line.is_structural
        return {
            key: Counted(
                now.taken + moved[key],
                now.absent,
                now.structural_taken + officials[key],
                now.structural_absent,
            )
            for key in self.limits
            for now in [self.counted.get(key, NOBODY)]
        }

    @property
    def offices(self) -> list[Office]:
        found = {office.id: office for chain in self.chains.values() for office in chain}
        return sorted(found.values(), key=lambda office: office.path)


def day_name(date: datetime.date) -> str:
    """ "Jumat, 21 Agustus" """
    return f"{DAYS[date.weekday()]}, {date.day} {MONTHS[date.month - 1]}"


def cell_name(name: str, date: datetime.date) -> str:
    """ "Fitria Anggraini, Selasa 18 Agustus" """
    return f"{name}, {DAYS[date.weekday()]} {date.day} {MONTHS[date.month - 1]}"


def by_date(changes: tuple[Change, ...]) -> dict[datetime.date, list[Change]]:
    found: dict[datetime.date, list[Change]] = defaultdict(list)
    for change in changes:
        found[change.date].append(change)
    return dict(sorted(found.items()))
