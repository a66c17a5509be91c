"""Many days of one person in one cell of an annex. Pure functions."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from itertools import groupby

from wfa.calendars import wording
from wfa.schedules.letters import NOTHING

LABELS = {
    "K": "Kantor",
    "R": "WFH",
    "P": "WFH pagi",
    "S": "WFH siang",
    "A": "WFA",
    "B": "Kantor lain",
    "C": "Cuti",
    "D": "Dinas luar",
    "T": "Diklat",
}
RUN = 3
"""So many days in a row are written as a span."""


def dates(days: Iterable[datetime.date]) -> str:
    """ "4, 11 dan 18 Desember 2026", "28–31 Desember 2026 dan 4 Januari 2027" """
    ordered = sorted(set(days))
    months = [list(group) for _, group in groupby(ordered, lambda day: (day.year, day.month))]
    phrases = [
        f"{wording.join(_runs(month))} {_month(month[0], after)}"
        for month, after in zip(months, [*months[1:], None], strict=False)
    ]
    return "; ".join(phrases)


def _month(day: datetime.date, after: Sequence[datetime.date] | None) -> str:
    """With the year, unless the month after it says the same one."""
    text = wording.month(day)
    return text.rsplit(" ", 1)[0] if after and after[0].year == day.year else text


def _runs(days: Sequence[datetime.date]) -> list[str]:
    """The days of one month: single ones, and spans of those that follow each other."""
    found: list[str] = []
    for _, group in groupby(enumerate(days), lambda pair: pair[1].day - pair[0]):
        run = [day.day for _, day in group]
        found += [f"{run[0]}–{run[-1]}"] if len(run) >= RUN else [str(day) for day in run]
    return found


def by_letter(days: Iterable[tuple[datetime.date, str]]) -> list[str]:
    """One line per place: "WFH: 4 dan 11 Desember 2026", "Kantor: 7 Desember 2026".

    Where nothing was said, somebody was at the office.
    """
    held: dict[str, list[datetime.date]] = {}
    for day, letter in days:
        held.setdefault("K" if letter == NOTHING else letter, []).append(day)
    return [f"{LABELS[letter]}: {dates(held[letter])}" for letter in LABELS if letter in held]
