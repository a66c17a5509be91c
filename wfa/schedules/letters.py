"""The letters of a month: what stands in a cell of the matrix, in a roster line and in Excel. Pure."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator
from dataclasses import dataclass

from wfa.schedules.models.days import AWAY, OFF, Place, Slot

NOTHING = "."
"""A day about which nothing is said: no working day, or decided elsewhere."""


@dataclass(frozen=True)
class Letter:
    """What one letter means."""

    letter: str
    place: Place
    slot: Slot
    label: str
    css: str
    """Class of the cell: desk, home, wfa, away."""

    @property
    def is_away(self) -> bool:
        """Whether it takes a seat: flexible work, also for half a day."""
        return self.place in AWAY

    @property
    def is_off(self) -> bool:
        return self.place in OFF


LETTERS: dict[str, Letter] = {
    each.letter: each
    for each in [
        Letter("K", Place.OFFICE, Slot.FULL, "Kantor", "desk"),
        Letter("R", Place.HOME, Slot.FULL, "WFH, rumah", "home"),
        Letter("P", Place.HOME, Slot.MORNING, "WFH pagi, siang di kantor", "home"),
        Letter("S", Place.HOME, Slot.AFTERNOON, "WFH siang, pagi di kantor", "home"),
        Letter("A", Place.OTHER_PLACE, Slot.FULL, "WFA, tempat lain", "wfa"),
        Letter("B", Place.OTHER_OFFICE, Slot.FULL, "Kantor lain", "wfa"),
        Letter("C", Place.LEAVE, Slot.FULL, "Cuti", "away"),
        Letter("D", Place.DUTY_TRAVEL, Slot.FULL, "Dinas luar", "away"),
        Letter("T", Place.TRAINING, Slot.FULL, "Diklat", "away"),
    ]
}
PLANNABLE = ("K", "R", "P", "S", "A", "B")
"""What a roster may say; absences come from elsewhere."""
FULL_DAYS = ("K", "R", "A", "B")
AWAY_LETTERS = frozenset(x for x, meaning in LETTERS.items() if meaning.is_away)


@functools.cache
def letter_of(place: str, slot: str = Slot.FULL) -> str:
    """The letter of a place and part of a day."""
    return next(
        (x.letter for x in LETTERS.values() if (x.place, x.slot) == (place, slot)),
        next(x.letter for x in LETTERS.values() if x.place == place),
    )


def dated(cells: str, first_day: datetime.date) -> Iterator[tuple[datetime.date, str]]:
    """(date, letter) of every cell that says something."""
    for date, letter in zip(_dates(first_day, len(cells)), cells, strict=True):
        if letter != NOTHING:
            yield date, letter


@functools.lru_cache(maxsize=64)
def _dates(first_day: datetime.date, count: int) -> tuple[datetime.date, ...]:
    """The dates of a line; a region's month has thousands of lines with the same."""
    return tuple(first_day + datetime.timedelta(days=n) for n in range(count))


def away_dates(cells: str, first_day: datetime.date) -> list[datetime.date]:
    """The dates of a line that take a seat."""
    return [date for date, letter in dated(cells, first_day) if letter in AWAY_LETTERS]


def blank(days: int) -> str:
    return NOTHING * days


def put(cells: str, offset: int, letter: str) -> str:
    """The line with one cell changed."""
    return f"{cells[:offset]}{letter}{cells[offset + 1 :]}"
