"""How many may be away on a day, and what is said when no seat is left. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wfa.calendars.wording import DAYS, MONTHS

SUGGESTED = 2
"""Free days named in the sentence about a full one."""


@dataclass(frozen=True)
class Seats:
    """The seats of one day: how many are taken, waiting requests included, and how many there are."""

    taken: int
    limit: int

    @property
    def full(self) -> bool:
        return self.taken >= self.limit

    @property
    def left(self) -> int:
        return max(self.limit - self.taken, 0)

    def __str__(self) -> str:
        return f"{self.taken}/{self.limit}"


def seats_for(people: int, percent: int) -> int:
    """Seats of a day: at most `percent` of the people, rounded down (PermenPAN-RB 4/2025 Ps 13)."""
    return people * percent // 100


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
    if not seats.limit:
        return f"Unit ini tidak membuka kerja fleksibel pada {named}. Hapus hari itu."
    advice = f"Pilih {_either(instead, full.year)}." if instead else "Hapus hari itu."
    return f"Kuota {named} penuh ({seats}). {advice}"


def _either(dates: list[datetime.date], year: int) -> str:
    """ "21 atau 28 Agustus", "28 Agustus atau 4 September"; with the year where it is another."""
    *first, last = dates
    said = [str(d.day) if d.month == last.month else _day_of_month(d, year) for d in first]
    return " atau ".join([*said, _day_of_month(last, year)])


def _day_of_month(date: datetime.date, year: int = 0) -> str:
    said = f"{date.day} {MONTHS[date.month - 1]}"
    return f"{said} {date.year}" if year and date.year != year else said
