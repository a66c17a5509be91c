"""The month as the page shows it: columns, rows of people, totals of offices. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.safestring import SafeString

from wfa.calendars.wording import day
from wfa.schedules.letters import AWAY_LETTERS, LETTERS, NOTHING
from wfa.schedules.rules.planned import CellKey, Counted, Elsewhere, OfficeDay
from wfa.schedules.rules.seats import Limits, Office
from wfa.schedules.views import cells

FRIDAY = 4
_ONE = datetime.timedelta(days=1)
_SHORT = ("Sn", "Sl", "Rb", "Km", "Jm", "Sb", "Mg")


@dataclass(frozen=True)
class Seated:
    """Somebody in the grid."""

    employee_id: int
    nip: str
    name: str
    unit_id: int
    unit: str
    unit_path: str
    is_structural: bool
    cells: str
    base: str
    offices: tuple[int, ...] = ()


@dataclass(frozen=True)
class Month:
    """All that the grid is drawn from; `letters` "" = nothing can be changed."""

    first_day: datetime.date
    last_day: datetime.date
    today: datetime.date
    people: Sequence[Seated]
    closed: Mapping[datetime.date, str]
    """{date without work: name of the holiday, "" on a weekend}"""
    letters: str = ""
    is_delta: bool = False
    """Whether cells that differ from their base are drawn as changes."""
    elsewhere: Mapping[CellKey, Elsewhere] = field(default_factory=dict)
    unopened: frozenset[datetime.date] = frozenset()
    """Days about which this roster says nothing (an extra day, an order)."""
    clashes: Mapping[CellKey, str] = field(default_factory=dict)
    troubled: frozenset[int] = frozenset()
    """Employees whom a problem concerns."""
    offices: Sequence[Office] = ()
    limits: Mapping[OfficeDay, Limits] = field(default_factory=dict)
    totals: Mapping[OfficeDay, Counted] = field(default_factory=dict)

    @cached_property
    def dates(self) -> list[datetime.date]:
        return [self.first_day + n * _ONE for n in range((self.last_day - self.first_day).days + 1)]

    def letter(self, person: Seated, offset: int) -> str:
        """What is shown: what is decided elsewhere, else the plan, else what stood before."""
        key = person.employee_id, self.dates[offset]
        other = self.elsewhere.get(key)
        if other and key not in self.clashes:
            return other.letter
        own = person.cells[offset]
        return person.base[offset] if own == NOTHING and self.is_delta else own

    @cached_property
    def most(self) -> int:
        """The most days away that anybody has, at least ten: the length of a full bar."""
        away = (sum(x in AWAY_LETTERS for x in self.shown(person)) for person in self.people)
        return max([10, *away])

    def shown(self, person: Seated) -> str:
        return "".join(self.letter(person, n) for n in range(len(self.dates)))

    def is_locked(self, person: Seated, offset: int) -> bool:
        """Past, without work, not asked about, or decided elsewhere without a clash to solve."""
        date = self.dates[offset]
        if date < self.today or date in self.closed or date in self.unopened:
            return True
        key = person.employee_id, date
        return key in self.elsewhere and key not in self.clashes


@dataclass(frozen=True)
class Column:
    """The head of one day."""

    number: int
    date: datetime.date
    weekday: str
    css: str
    holiday: str
    is_over: bool

    @property
    def anchor(self) -> str:
        return f"t{self.number}"

    @property
    def day(self) -> int:
        return self.date.day

    @property
    def spoken(self) -> str:
        return day(self.date) + (f", {self.holiday}" if self.holiday else "")


@dataclass(frozen=True)
class Row:
    person: Seated
    cells: SafeString
    units: str
    """Ids of the units above, for the filter."""
    offices: str
    is_troubled: bool
    days: int
    fridays: int


@dataclass(frozen=True)
class Total:
    """One row of numbers below the grid."""

    kind: str
    """away, structural or present"""
    label: str
    office_id: int
    limits: str
    cells: SafeString
    is_main: bool


@dataclass(frozen=True)
class Grid:
    month: Month
    columns: list[Column]
    rows: list[Row]
    totals: list[Total]
    quota: str
    """ "10" or "5–10": seats a day."""

    @property
    def weeks(self) -> list[tuple[str, str]]:
        """(anchor, "3–7") of each week with working days."""
        found: dict[datetime.date, list[Column]] = {}
        for column in self.columns:
            if column.date.weekday() < 5:
                found.setdefault(column.date - column.date.weekday() * _ONE, []).append(column)
        return [(days[0].anchor, _span(days[0].date, days[-1].date)) for days in found.values()]

    @property
    def main_totals(self) -> list[Total]:
        return [total for total in self.totals if total.is_main]

    @property
    def other_totals(self) -> list[Total]:
        return [total for total in self.totals if not total.is_main]


def _span(first: datetime.date, last: datetime.date) -> str:
    return str(first.day) if first == last else f"{first.day}–{last.day}"


def build(month: Month, *, people: Sequence[Seated] | None = None) -> Grid:
    """The grid; `people`: those in view, where not all are."""
    totals = _totals(month)
    over = {n for total in totals for n in _over_days(month, total)}
    return Grid(
        month,
        [_column(month, n, date, n in over) for n, date in enumerate(month.dates)],
        [_row(month, person) for person in (month.people if people is None else people)],
        [_drawn(month, total) for total in totals],
        _quota(month),
    )


def _column(month: Month, offset: int, date: datetime.date, is_over: bool) -> Column:
    holiday = month.closed.get(date, "")
    css = "we" if date.weekday() > 4 else "off" if date in month.closed else ""
    over = "over" if is_over else ""
    return Column(
        offset + 1, date, _SHORT[date.weekday()], f"{css} {over}".strip(), holiday, is_over
    )


def _row(month: Month, person: Seated) -> Row:
    shown = month.shown(person)
    away = [n for n, letter in enumerate(shown) if letter in AWAY_LETTERS]
    fridays = sum(month.dates[n].weekday() == FRIDAY for n in away)
    drawn = [_cell(month, person, n, letter) for n, letter in enumerate(shown)]
    return Row(
        person,
        cells.joined([*drawn, cells.fairness(len(away), fridays, month.most)]),
        person.unit_path.strip("/").replace("/", " "),
        " ".join(map(str, person.offices)),
        person.employee_id in month.troubled,
        len(away),
        fridays,
    )


def _cell(month: Month, person: Seated, offset: int, letter: str) -> str:
    date = month.dates[offset]
    key = person.employee_id, date
    if date in month.closed and letter == NOTHING:
        return cells.closed(month.closed[date], weekend=date.weekday() > 4)
    other = month.elsewhere.get(key)
    clash = month.clashes.get(key, "")
    locked = bool(month.letters) and month.is_locked(person, offset)
    return cells.day(
        letter,
        locked=locked,
        title=other.label if other else "",
        clash=clash,
        is_twice=bool(clash and other and other.is_gone),
        was=_was(month, person, offset, letter),
        anchor=f"x{person.employee_id}-{offset + 1}" if clash else "",
    )


def _was(month: Month, person: Seated, offset: int, letter: str) -> str:
    """The letter before an amendment, where it changes it."""
    before = person.base[offset] if month.is_delta else NOTHING
    return before if before not in (NOTHING, letter) else ""


# ---- totals


@dataclass(frozen=True)
class _Numbers:
    kind: str
    label: str
    office: Office
    values: tuple[int | None, ...]
    limits: tuple[int | None, ...]
    is_main: bool

    def breaks(self, offset: int) -> str:
        value, limit = self.values[offset], self.limits[offset]
        if value is None or limit is None:
            return ""
        if self.kind == "away":
            return "melebihi kuota" if value > limit else ""
        if value >= limit:
            return ""
        return "kantor tanpa pejabat" if self.kind == "structural" else "terlalu sedikit"


def _totals(month: Month) -> list[_Numbers]:
    if not month.offices:
        return []
    main, *others = month.offices
    found = [_numbers(month, main, kind, True) for kind in ("away", "structural", "present")]
    return found + [_numbers(month, office, "away", False) for office in others]


def _numbers(month: Month, office: Office, kind: str, is_main: bool) -> _Numbers:
    values: list[int | None] = []
    limits: list[int | None] = []
    for date in month.dates:
        limit = month.limits.get((office.id, date))
        if date in month.closed or limit is None:
            values.append(None)
            limits.append(None)
            continue
        value, bound = _value(kind, office, month.totals.get((office.id, date), Counted()), limit)
        values.append(value)
        limits.append(bound)
    label = _label(kind, "" if is_main else office.name, limits)
    return _Numbers(kind, label, office, tuple(values), tuple(limits), is_main)


def _value(kind: str, office: Office, now: Counted, limit: Limits) -> tuple[int, int]:
    """(number, limit): an upper one for those away, a lower one for those present."""
    if kind == "away":
        return now.taken, limit.limit
    if kind == "structural":
        gone = now.structural_taken + now.structural_absent
        return office.structural - gone, office.structural - limit.structural_room
    return office.people - now.taken - now.absent, office.people - limit.room


def _label(kind: str, office: str, limits: Iterable[int | None]) -> str:
    known = sorted({limit for limit in limits if limit is not None})
    bound = _between(known)
    words = {"away": "WFH, kuota", "structural": "Pejabat, min.", "present": "Hadir, min."}[kind]
    return f"{office}: {words} {bound}" if office else f"{words} {bound}"


def _between(known: Sequence[int]) -> str:
    if not known:
        return "–"
    return str(known[0]) if len(known) == 1 else f"{known[0]}–{known[-1]}"


def _over_days(month: Month, numbers: _Numbers) -> list[int]:
    return [n for n in range(len(month.dates)) if numbers.breaks(n)]


def _drawn(month: Month, numbers: _Numbers) -> Total:
    drawn = []
    for offset, value in enumerate(numbers.values):
        date = month.dates[offset]
        if value is None:
            drawn.append(cells.closed("", weekend=date.weekday() > 4))
        else:
            drawn.append(cells.total(value, numbers.breaks(offset)))
    return Total(
        numbers.kind,
        numbers.label,
        numbers.office.id,
        cells.attribute_list(numbers.limits),
        cells.joined(drawn),
        numbers.is_main,
    )


def _quota(month: Month) -> str:
    if not month.offices:
        return "–"
    main = month.offices[0].id
    known = {x.limit for (office, d), x in month.limits.items() if office == main}
    return _between(sorted(known))


def words(letters: str) -> str:
    """ "K=Kantor|R=WFH, rumah": what the script reads out for each letter."""
    known = [*letters, *(x for x in LETTERS if x not in letters)]
    return "|".join(f"{x}={LETTERS[x].label}" for x in known)
