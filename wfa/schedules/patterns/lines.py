"""The days of one person as one short text: 250 days are 250 bytes, read like a mapping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wfa.schedules.letters import NOTHING
from wfa.schedules.patterns.values import Date


@dataclass(frozen=True)
class Dates:
    """The dates of a plan, once for all its lines."""

    dates: tuple[Date, ...]
    index: Mapping[Date, int]


class Line(Mapping[Date, str]):
    """{date: letter}; a "." in the text is a date that was decided already and isn't in it."""

    __slots__ = ("text", "when")

    def __init__(self, text: str, when: Dates) -> None:
        self.text, self.when = text, when

    def __getitem__(self, date: Date) -> str:
        letter = self.text[self.when.index[date]]
        if letter == NOTHING:
            raise KeyError(date)
        return letter

    def __iter__(self) -> Iterator[Date]:
        pairs = zip(self.when.dates, self.text, strict=True)
        return (date for date, letter in pairs if letter != NOTHING)

    def __len__(self) -> int:
        return len(self.text) - self.text.count(NOTHING)

    def __repr__(self) -> str:
        return f"Line({self.text!r})"
