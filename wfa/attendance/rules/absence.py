"""Days without any presence, against the numbers of PP 94/2021: information, never a measure. Pure.

Only days that a superior has called tidak sah, with no check-in at all, are counted; the counting
runs per calendar year (Ps 15). Whether there was a valid reason is found in an examination.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from wfa.calendars.rules import Calendar

IN_A_ROW = 10
"""Working days in a row (Ps 11 ayat (2) huruf d angka 4)."""


@dataclass(frozen=True)
class Threshold:
    """A span of days and the article that speaks of it; `last` None = and more."""

    first: int
    last: int | None
    article: str

    @property
    def words(self) -> str:
        """ "4–6 hari", "3 hari", "28 hari atau lebih" """
        if self.last is None:
            return f"{self.first} hari atau lebih"
        return f"{self.first}–{self.last} hari" if self.last > self.first else f"{self.first} hari"


THRESHOLDS = (
    Threshold(3, 3, "Pasal 9 ayat (2) huruf b angka 1"),
    Threshold(4, 6, "Pasal 9 ayat (2) huruf b angka 2"),
    Threshold(7, 10, "Pasal 9 ayat (2) huruf b angka 3"),
    Threshold(11, 13, "Pasal 10 ayat (2) huruf f"),
    Threshold(14, 16, "Pasal 10 ayat (2) huruf f"),
    Threshold(17, 20, "Pasal 10 ayat (2) huruf f"),
    Threshold(21, 24, "Pasal 11 ayat (2) huruf d angka 1"),
    Threshold(25, 27, "Pasal 11 ayat (2) huruf d angka 2"),
    Threshold(28, None, "Pasal 11 ayat (2) huruf d angka 3"),
)


@dataclass(frozen=True)
class Absence:
    """What a year holds for one person: days in all, and the longest run of working days."""

    year: int
    days: int
    longest: int

    @property
    def threshold(self) -> Threshold | None:
        """The span in which the days lie; None below the first."""
        return next((t for t in reversed(THRESHOLDS) if self.days >= t.first), None)

    @property
    def is_in_a_row(self) -> bool:
        return self.longest >= IN_A_ROW


def count(year: int, dates: Collection[datetime.date], calendar: Calendar) -> Absence:
    """The days of the year, and how many of them follow each other without a working day between."""
    inside = sorted({date for date in dates if date.year == year})
    longest = run = 0
    before: datetime.date | None = None
    for date in inside:
        follows = before is not None and calendar.working_days_between(before, date) == 1
        run = run + 1 if follows else 1
        longest, before = max(longest, run), date
    return Absence(year, len(inside), longest)


def sentences(absence: Absence, employment: str) -> list[str]:
    """What is said of it beside the number, by kind of employment."""
    if employment.startswith("pppk"):
        return ["Batas bagi PPPK diatur PPK (PP 49/2018 Pasal 52)."]
    if employment not in {"pns", "cpns"}:
        return []
    found = []
    if absence.threshold:
        place = absence.threshold
        found.append(f"Termasuk rentang {place.words} (PP 94/2021 {place.article}).")
    if absence.is_in_a_row:
        found.append(
            f"Di antaranya {absence.longest} hari kerja berturut-turut "
            "(PP 94/2021 Pasal 11 ayat (2) huruf d angka 4)."
        )
    if not found:
        found.append("Belum mencapai rentang terendah, 3 hari (PP 94/2021 Pasal 9).")
    return [*found, "Ini keterangan. Hanya pemeriksaan yang dapat menetapkan pelanggaran."]
