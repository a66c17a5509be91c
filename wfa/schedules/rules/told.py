"""What is said about a day of one person, as pages show it: letter, picture, words. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from wfa.schedules.letters import LETTERS, Letter, letter_of
from wfa.schedules.models import Place, WorkDay

ICONS = {
    Place.OFFICE: "building",
    Place.HOME: "home",
    Place.OTHER_OFFICE: "building",
    Place.OTHER_PLACE: "pin",
    Place.DUTY_TRAVEL: "out",
    Place.TRAINING: "book",
    Place.LEAVE: "calendar",
}


@dataclass(frozen=True)
class Entry:
    """One thing that is said about a day: where, and on what it rests."""

    letter: Letter
    status: str = ""
    """What isn't decided yet: "rencana, belum disetujui"; "" = it holds."""
    source: str = ""
    basis: str = ""
    url: str = ""

    @property
    def icon(self) -> str:
        return ICONS[self.letter.place]


AT_THE_OFFICE = Entry(LETTERS["K"])
"""What holds where nothing is recorded."""


def entry_of(row: WorkDay) -> Entry:
    """A recorded day with its source and the paper behind it."""
    source = WorkDay.Source(row.source_kind).label
    return Entry(LETTERS[letter_of(row.place, row.slot)], "", source, row.basis_text)
