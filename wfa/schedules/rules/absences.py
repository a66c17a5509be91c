"""Leave, duty travel and training: what may be recorded, and whom an office can spare. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from wfa.calendars.wording import day_list, short_day, span
from wfa.schedules.models.absences import Absence
from wfa.schedules.models.days import Place, QuotaCounter
from wfa.schedules.rules.seats import PRESENCE, STRUCTURAL, Limits, Office, Shortage

BACK_DAYS = 366
AHEAD_DAYS = 400
"""A date further away than this is taken for a slip in the year."""
LONGEST = 370
"""Days of one absence, free days included: a year of leave, and a little more."""
PLACES: dict[str, Place] = {
    Absence.Kind.LEAVE: Place.LEAVE,
    Absence.Kind.SICK: Place.LEAVE,
    Absence.Kind.DUTY_TRAVEL: Place.DUTY_TRAVEL,
    Absence.Kind.TRAINING: Place.TRAINING,
}
"""Where somebody is on a day of each kind."""

OfficeDay = tuple[int, datetime.date]


@dataclass(frozen=True)
class Span:
    """What a letter says: who is off, why, from when until when."""

    employee_id: int
    kind: str
    first: datetime.date
    last: datetime.date
    basis: str

    @property
    def label(self) -> str:
        """ "Cuti 1–5 Desember 2026" """
        return f"{Absence.Kind(self.kind).label} {span(self.first, self.last)}"

    def overlaps(self, other: Span) -> bool:
        return self.first <= other.last and other.first <= self.last

    def says_same(self, other: Span) -> bool:
        mine, others = (self.kind, self.first, self.last), (other.kind, other.first, other.last)
        return mine == others


@dataclass(frozen=True)
class Reason:
    """Why it can't be recorded, with what to do; `code` is stable, `field` names the form field."""

    code: str
    sentence: str
    field: str = ""


def date_reasons(first: datetime.date, last: datetime.date, today: datetime.date) -> list[Reason]:
    """What is wrong with the dates by themselves: reversed, a slip in the year, too long."""
    if last < first:
        return [
            Reason(
                "reversed",
                f"Selesai ({short_day(last)}) sebelum mulai ({short_day(first)}). "
                "Periksa kedua tanggal.",
                "last",
            )
        ]
    early, late = (
        today - datetime.timedelta(days=BACK_DAYS),
        today + datetime.timedelta(days=AHEAD_DAYS),
    )
    for name, date in (("first", first), ("last", last)):
        if not early <= date <= late:
            sentence = f"Tahun pada {short_day(date)} tampaknya salah. Periksa tanggalnya."
            return [Reason("year", sentence, name)]
    if (last - first).days >= LONGEST:
        return [Reason("too_long", f"Lebih dari {LONGEST} hari. Catat per tahun.", "last")]
    return []


def overlap_reason(asked: Span, standing: Iterable[Span]) -> Reason | None:
    """Another absence on one of the days: a person is off once."""
    for other in standing:
        if asked.overlaps(other):
            return Reason(
                "overlap",
                f"Sudah tercatat: {other.label}, {other.basis}. Cabut yang lama lebih dulu.",
                "first",
            )
    return None


def request_sentence(dates: Sequence[datetime.date]) -> str:
    """A day of a decree isn't overridden by a list (PP 11/2017 Ps 1): it is given back first."""
    return (
        f"{day_list(dates)} hari kerja fleksibel dari pengajuan. "
        "Minta pegawai mengajukan pembatalan hari itu, lalu catat lagi."
    )


def shortage_sentence(short: Shortage, names: Sequence[str] = ()) -> str:
    """An office that would be left short while somebody of it works elsewhere (R8)."""
    who = "pejabat struktural" if short.why == STRUCTURAL else "pegawai"
    said = f"{day_list([short.date])}: {short.office} kekurangan {who} di kantor."
    if not names:
        return f"{said} Panggil kembali seorang yang bekerja di luar kantor, lalu catat lagi."
    return f"{said} Yang dapat dipanggil kembali: {', '.join(names)}."


@dataclass(frozen=True)
class DayOff:
    """One day that somebody is off from, and whether a seat away is freed by it."""

    unit_id: int
    date: datetime.date
    structural: bool
    frees: bool


@dataclass
class Ledger:
    """The counters of some offices as they would be, row after row.

    `try_days` enters what an absence changes if every office stays open, and else says which
    wouldn't. An office of which nobody is away may be left empty: that isn't flexible work's doing.
    """

    chain: Callable[[int], tuple[Office, ...]]
    limits: Mapping[OfficeDay, Limits]
    counters: dict[OfficeDay, QuotaCounter] = field(default_factory=dict)

    def try_days(self, days: Iterable[DayOff], called: Iterable[DayOff] = ()) -> list[Shortage]:
        """`called`: people who come in by the same act, whose seats are freed first."""
        before: dict[OfficeDay, tuple[int, int, int, int]] = {}
        touched: dict[OfficeDay, Office] = {}
        for each in called:
            self._enter(each, before, touched, absent=0)
        for each in days:
            self._enter(each, before, touched, absent=1)
        short = [s for key, office in touched.items() if (s := self._short(key, office, before))]
        if short:
            for key, numbers in before.items():
                self._set(key, numbers)
        return short

    def _enter(
        self,
        each: DayOff,
        before: dict[OfficeDay, tuple[int, int, int, int]],
        touched: dict[OfficeDay, Office],
        *,
        absent: int,
    ) -> None:
        for office in self.chain(each.unit_id):
            key = (office.id, each.date)
            counter = self.counters.setdefault(key, QuotaCounter())
            before.setdefault(key, _numbers(counter))
            touched[key] = office
            counter.absent += absent
            counter.taken -= each.frees
            counter.structural_absent += absent if each.structural else 0
            counter.structural_taken -= each.frees and each.structural

    def _set(self, key: OfficeDay, numbers: tuple[int, int, int, int]) -> None:
        counter = self.counters[key]
        counter.taken, counter.absent = numbers[:2]
        counter.structural_taken, counter.structural_absent = numbers[2:]

    def _short(
        self, key: OfficeDay, office: Office, before: Mapping[OfficeDay, tuple[int, int, int, int]]
    ) -> Shortage | None:
        now, limits = self.counters[key], self.limits[key]
        taken, absent, officials, officials_off = before[key]
        gone = now.taken + now.absent
        if now.taken and gone > limits.room and gone > taken + absent:
            return Shortage(office.id, office.name, key[1], PRESENCE, gone, limits.room)
        gone = now.structural_taken + now.structural_absent
        if (
            now.structural_taken
            and gone > limits.structural_room
            and gone > officials + officials_off
        ):
            return Shortage(
                office.id, office.name, key[1], STRUCTURAL, gone, limits.structural_room
            )
        return None


def _numbers(counter: QuotaCounter) -> tuple[int, int, int, int]:
    return (
        counter.taken,
        counter.absent,
        counter.structural_taken,
        counter.structural_absent,
    )
