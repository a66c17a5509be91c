"""Two people who exchange days: what must hold before and after. Pure.

On each date each takes over the other's place. Nothing that holds for a roster may be broken by it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from wfa.calendars.wording import day, span
from wfa.schedules.letters import LETTERS, letter_of
from wfa.schedules.models.days import AWAY, OFF, QuotaCounter, Slot, WorkDay
from wfa.schedules.rules.absences import Reason
from wfa.schedules.rules.seats import QUOTA, Limits, Office

OfficeDay = tuple[int, datetime.date]
_REQUEST = WorkDay.Source.REQUEST


@dataclass(frozen=True, order=True)
class Cell:
    """One day or half day as it stands."""

    slot: str
    place: str
    source: str

    @property
    def said(self) -> tuple[str, str]:
        return (self.slot, self.place)


Cells = tuple[Cell, ...]


@dataclass(frozen=True)
class Side:
    """One of the two."""

    id: int
    name: str
    unit_id: int
    opd_id: int
    structural: bool


@dataclass(frozen=True)
class Terms:
    """What the rules of one day give one person."""

    stays: str = ""
    """Why this person is never away; "" = they may be."""
    cap: int = 5
    """Days away in a week."""
    places: frozenset[str] = frozenset(AWAY)
    halves: bool = False


@dataclass(frozen=True)
class Facts:
    """All that is looked at for one swap."""

    today: datetime.date
    asker: Side
    other: Side
    dates: tuple[datetime.date, ...]
    why_not: Callable[[datetime.date], str]
    """Why there is no work on a date; "" on a working day."""
    cells: Callable[[int, datetime.date], Cells]
    """What stands for a person on a date."""
    terms: Callable[[int, datetime.date], Terms]
    chain: Callable[[int], tuple[Office, ...]]
    limits: Mapping[OfficeDay, Limits] = field(default_factory=dict)
    counters: Mapping[OfficeDay, QuotaCounter] = field(default_factory=dict)

    def after(self, person: int, date: datetime.date) -> Cells:
        """What would stand: on the dates of the swap the other's."""
        if date not in self.dates:
            return self.cells(person, date)
        return self.cells(self.other.id if person == self.asker.id else self.asker.id, date)


def reasons(facts: Facts) -> list[Reason]:
    """Why the two can't exchange these days; empty = they can."""
    found = [*_pair(facts), *(r for date in facts.dates for r in _date(facts, date))]
    if found:  # what comes after makes sense only for days that can be exchanged at all
        return found
    sides = (facts.asker, facts.other)
    return [
        *(r for side in sides for date in facts.dates for r in _person(facts, side, date)),
        *(r for side in sides for r in _weeks(facts, side)),
        *_seats(facts),
    ]


def _pair(facts: Facts) -> Iterator[Reason]:
    if facts.asker.id == facts.other.id:
        yield Reason("self", "Pilih rekan lain. Hari tidak ditukar dengan diri sendiri.", "other")
    elif facts.asker.opd_id != facts.other.opd_id:
        yield Reason(
            "other_opd", f"{facts.other.name} bukan dari OPD Anda. Pilih rekan lain.", "other"
        )
    if len(set(facts.dates)) != len(facts.dates):
        yield Reason("same_date", "Tanggal pengganti sama. Pilih tanggal lain.", "second")


def _date(facts: Facts, date: datetime.date) -> Iterator[Reason]:
    said = day(date)
    if date <= facts.today:
        yield Reason("past", f"{said} tidak dapat ditukar lagi. Pilih hari sesudah hari ini.")
        return
    if why := facts.why_not(date):
        yield Reason("no_work", f"{said} bukan hari kerja ({why}). Pilih hari lain.")
        return
    for side in (facts.asker, facts.other):
        if reason := _standing(side, facts.cells(side.id, date), said):
            yield reason
            return
    mine, theirs = (
        sorted(c.said for c in facts.cells(s.id, date)) for s in (facts.asker, facts.other)
    )
    if mine == theirs:
        yield Reason(
            "same_place", f"{said}: {facts.other.name} di tempat yang sama. Pilih hari lain."
        )


def _standing(side: Side, cells: Cells, said: str) -> Reason | None:
    """Whether this person's day may be given away at all."""
    if not cells:
        return Reason(
            "undecided", f"{said}: jadwal {side.name} belum ada. Tunggu jadwalnya berlaku."
        )
    if any(cell.place in OFF for cell in cells):
        return Reason("absent", f"{said}: {side.name} cuti, dinas luar, atau diklat. Pilih lain.")
    if any(cell.source == _REQUEST for cell in cells):
        return Reason(
            "request_day",
            f"{said}: hari {side.name} berasal dari surat keputusan, jadi tidak dapat ditukar.",
        )
    return None


def _person(facts: Facts, side: Side, date: datetime.date) -> Iterator[Reason]:
    """The place that this person would take over must be one they may have."""
    gained = [cell for cell in facts.after(side.id, date) if cell.place in AWAY]
    terms = facts.terms(side.id, date)
    if not gained:
        return
    if terms.stays:
        yield Reason("stays", f"{side.name} tetap bekerja di kantor: {terms.stays}.")
    elif any(cell.place not in terms.places for cell in gained):
        label = LETTERS[letter_of(gained[0].place)].label
        yield Reason("place", f"{label} tidak dibuka bagi unit {side.name}. Pilih hari lain.")
    elif not terms.halves and any(cell.slot != Slot.FULL for cell in gained):
        yield Reason(
            "halves", f"Setengah hari tidak dibuka bagi unit {side.name}. Pilih hari lain."
        )


def _weeks(facts: Facts, side: Side) -> Iterator[Reason]:
    """Nobody gets more days away in a week than the policy gives (PermenPAN-RB 4/2025 Ps 13)."""
    for monday in sorted({d - datetime.timedelta(days=d.weekday()) for d in facts.dates}):
        week = [monday + datetime.timedelta(days=n) for n in range(7)]
        before = sum(1 for d in week if _is_away(facts.cells(side.id, d)))
        after = sum(1 for d in week if _is_away(facts.after(side.id, d)))
        cap = min(facts.terms(side.id, d).cap for d in facts.dates if d in week)
        if after > cap and after > before:
            yield Reason(
                "week",
                f"{side.name} menjadi {after} hari di luar kantor pada minggu "
                f"{span(week[0], week[4])}. Paling banyak {cap}. Pilih hari lain.",
            )


def _is_away(cells: Cells) -> bool:
    return any(cell.place in AWAY for cell in cells)


def _seats(facts: Facts) -> Iterator[Reason]:
    """Every office of both keeps its quota, its people and its officials (R7, R8)."""
    for (office, date), (away, officials) in sorted(_changes(facts).items(), key=_by_date):
        limits = facts.limits[office.id, date]
        now = facts.counters.get((office.id, date), QuotaCounter())
        gone = now.taken + away
        if away > 0 and gone > limits.limit:
            yield _short(office, date, QUOTA)
        elif away > 0 and gone + now.absent > limits.room:
            yield _short(office, date, "presence")
        elif officials > 0 and (
            now.structural_taken + officials + now.structural_absent > limits.structural_room
        ):
            yield _short(office, date, "structural")


def _changes(facts: Facts) -> dict[tuple[Office, datetime.date], tuple[int, int]]:
    found: dict[tuple[Office, datetime.date], tuple[int, int]] = {}
    for side in (facts.asker, facts.other):
        for date in facts.dates:
            change = _is_away(facts.after(side.id, date)) - _is_away(facts.cells(side.id, date))
            for office in facts.chain(side.unit_id) if change else ():
                away, officials = found.get((office, date), (0, 0))
                found[office, date] = (away + change, officials + change * side.structural)
    return found


def _by_date(
    item: tuple[tuple[Office, datetime.date], tuple[int, int]],
) -> tuple[datetime.date, str]:
    return item[0][1], item[0][0].path


_WHY = {
    QUOTA: "kuota penuh",
    "presence": "kantor kekurangan pegawai",
    "structural": "kantor tanpa pejabat struktural yang cukup",
}


def _short(office: Office, date: datetime.date, why: str) -> Reason:
    return Reason("seats", f"{day(date)}, {office.name}: {_WHY[why]}. Pilih hari lain.")
