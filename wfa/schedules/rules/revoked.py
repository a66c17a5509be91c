"""Whom a letter keeps in the office, and until when. Pure.

The letter is a step of guidance of a room above; what it means for days is a fact of the person.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wfa.calendars.wording import short_day

if TYPE_CHECKING:
    from wfa.people.models import Employee


@dataclass(frozen=True)
class Revoked:
    """Flexible work was taken away by a letter, until a day (included)."""

    letter: str
    until: datetime.date

    def holds(self, date: datetime.date) -> bool:
        """Whether nobody may send this person away on the date."""
        return date <= self.until

    @property
    def first_free(self) -> datetime.date:
        """The first day after it."""
        return self.until + datetime.timedelta(days=1)

    @property
    def words(self) -> str:
        """ "kerja fleksibel dicabut dengan surat nomor X sampai Jumat, 5 Maret" """
        return (
            f"kerja fleksibel dicabut dengan surat nomor {self.letter} "
            f"sampai {short_day(self.until)}"
        )


def revoked_of(person: Employee) -> Revoked | None:
    """What was taken away from this person; None = nothing ever, or it was lifted."""
    until = person.revoked_until
    return Revoked(person.revoked_letter, until) if until else None
