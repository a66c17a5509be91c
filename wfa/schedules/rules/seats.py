"""How many may be away on a day, and what is said when no seat is left. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wfa.calendars.wording import DAYS, MONTHS

if TYPE_CHECKING:
    from wfa.policies.rules import RuleSet

SUGGESTED = 2
"""Free days named in the sentence about a full one."""
QUOTA, PRESENCE, STRUCTURAL = "quota", "presence", "structural"
"""Why no seat is left: too many away, too few present, no official present."""


@dataclass(frozen=True)
class Office:
    """An OPD, or a workplace below it (UPTD, school, ward): what must never be empty."""

    id: int
    path: str
    kind: str
    name: str
    people: int
    """Active ASN of the office and everything below it."""
    structural: int
    """Those of them with an echelon."""


@dataclass(frozen=True)
class Limits:
    """What the policy of one day allows one office."""

    limit: int
    """At most this many away by flexible work."""
    room: int
    """At most this many away or absent: whoever is left keeps the office open."""
    structural_room: int
    """The same among its structural officials."""


@dataclass(frozen=True)
class Seats:
    """The seats of one day: how many are taken, waiting requests included, and how many there are."""

    taken: int
    limit: int
    why: str = QUOTA
    """What is scarcest: the quota, the people present, or the officials present."""
    office: str = ""
    """Whose seats are scarcest, where it isn't the OPD itself."""
    needed: int = 0
    """How many must be present, where that is what is scarcest."""

    @property
    def full(self) -> bool:
        return self.taken >= self.limit

    @property
    def over(self) -> bool:
        """More than the quota allows: fewer people, or a smaller quota, since they were taken."""
        return self.taken > self.limit

    @property
    def left(self) -> int:
        return max(self.limit - self.taken, 0)

    def __str__(self) -> str:
        return f"{self.taken}/{self.limit}"


@dataclass(frozen=True)
class Claim:
    """What a schedule says about a person's day: at home by a roster, on leave."""

    label: str
    """As it stands in a sentence: "bekerja dari rumah menurut jadwal unit", "cuti"."""
    is_away: bool
    """Whether it is flexible work, which counts towards the days of a week."""


@dataclass(frozen=True)
class Shortage:
    """One office on one day that can't give the seat that was asked for."""

    office_id: int
    office: str
    date: datetime.date
    why: str
    taken: int
    limit: int

    def __str__(self) -> str:
        return f"{self.office} {self.date} {self.why} {self.taken}/{self.limit}"


def seats_for(people: int, percent: int) -> int:
    """Seats of a day: at most `percent` of the people, rounded down (PermenPAN-RB 4/2025 Ps 13)."""
    return people * percent // 100


def limits_for(office: Office, rules: RuleSet) -> Limits:
    """What the rules of a day give the office (R7, R8).

    An office with fewer officials than must be present keeps all of them; one without any isn't
    held to it.
    """
    limit = 0 if rules.excluded else seats_for(office.people, rules.quota_percent)
    if rules.quota_people:
        limit = min(limit, rules.quota_people)
    officials = min(office.structural, rules.min_structural_present)
    return Limits(
        limit=limit,
        room=max(office.people - rules.min_present, 0),
        structural_room=office.structural - officials,
    )


def tightest(candidates: Iterable[Seats]) -> Seats:
    """Of several limits on one day the one with the fewest seats left, the first of equals."""
    return min(candidates, key=lambda seats: seats.left)


def free_days(
    full: datetime.date,
    candidates: Iterable[datetime.date],
    is_free: Callable[[datetime.date], bool],
) -> list[datetime.date]:
    """The next free days to choose instead of `full`: the same weekday first, then any."""
    later = [date for date in candidates if date > full and is_free(date)]
    same = [date for date in later if date.weekday() == full.weekday()]
    return sorted([*same, *(d for d in later if d not in same)][:SUGGESTED])


def full_sentence(full: datetime.date, seats: Seats, instead: list[datetime.date]) -> str:
    """ "Kuota Jumat 14 Agustus penuh (10/10). Pilih 21 atau 28 Agustus." """
    named = f"{DAYS[full.weekday()]} {_day_of_month(full)}"
    advice = f"Pilih {_either(instead, full.year)}." if instead else "Hapus hari itu."
    if seats.why != QUOTA:
        return f"{_present_sentence(named, seats)} {advice}"
    if not seats.limit:
        whose = seats.office or "Unit ini"
        return f"{whose} tidak membuka kerja fleksibel pada {named}. {advice}"
    of = f" {seats.office}" if seats.office else ""
    return f"Kuota{of} {named} penuh ({seats}). {advice}"


def _present_sentence(named: str, seats: Seats) -> str:
    office = seats.office or "kantor ini"
    who = "pejabat struktural" if seats.why == STRUCTURAL else "pegawai"
    return f"{named}: {office} harus dihadiri paling sedikit {seats.needed} {who}."


def _either(dates: list[datetime.date], year: int) -> str:
    """ "21 atau 28 Agustus", "28 Agustus atau 4 September"; with the year where it is another."""
    *first, last = dates
    said = [str(d.day) if d.month == last.month else _day_of_month(d, year) for d in first]
    return " atau ".join([*said, _day_of_month(last, year)])


def _day_of_month(date: datetime.date, year: int = 0) -> str:
    said = f"{date.day} {MONTHS[date.month - 1]}"
    return f"{said} {date.year}" if year and date.year != year else said
