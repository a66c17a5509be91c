"""Who is where, in the words and numbers of those who receive visitors. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from wfa.schedules.models import AWAY, OFF, Place, Slot
from wfa.schedules.rules.seats import Limits, Office

if TYPE_CHECKING:
    from wfa.schedules.models import WorkDay


class Group(StrEnum):
    """Where somebody is, as far as it matters to a visitor; the value stands in addresses."""

    HERE = "kantor"
    ELSEWHERE = "tempat-lain"
    OUT = "tidak-di-tempat"


LABELS = {
    Group.HERE: "Di kantor",
    Group.ELSEWHERE: "Bekerja di tempat lain",
    Group.OUT: "Tidak di tempat",
}
_WORDS = {
    Place.OFFICE: "di kantor",
    Place.HOME: "dari rumah",
    Place.OTHER_OFFICE: "di kantor lain",
    Place.OTHER_PLACE: "di lokasi lain",
    Place.DUTY_TRAVEL: "dinas luar",
    Place.TRAINING: "diklat",
    Place.LEAVE: "cuti",
}


@dataclass(frozen=True)
class Whereabouts:
    """What stands about one person on a day, or on half of it."""

    place: str
    slot: str = Slot.FULL
    basis: str = ""

    @property
    def group(self) -> Group:
        if self.place in AWAY:
            return Group.ELSEWHERE
        return Group.OUT if self.place in OFF else Group.HERE


def group_of(said: Iterable[Whereabouts]) -> Group:
    """One group of a person whose halves differ: flexible work before absence before office."""
    groups = {each.group for each in said}
    return next((g for g in (Group.ELSEWHERE, Group.OUT) if g in groups), Group.HERE)


def word(place: str, slot: str = Slot.FULL) -> str:
    """The place as people say it: "dari rumah", "dari rumah (pagi)"."""
    half = f" ({Slot(slot).label.lower()})" if slot != Slot.FULL else ""
    return f"{_WORDS[Place(place)]}{half}"


def sentence(said: Sequence[Whereabouts], *, sees_kind: bool) -> str:
    """ "Bekerja dari rumah (pagi)", "Cuti"; without the kind of an absence "Tidak di tempat"."""
    if not said:
        return LABELS[Group.HERE]
    if not sees_kind and any(each.group is Group.OUT for each in said):
        others = [each for each in said if each.group is not Group.OUT]
        if not others:
            return LABELS[Group.OUT]
        return f"{_working(others)}, selebihnya tidak di tempat"
    return _working(said)


def _working(said: Sequence[Whereabouts]) -> str:
    words = " dan ".join(word(each.place, each.slot) for each in said)
    told = f"bekerja {words}" if said[0].group is Group.ELSEWHERE else words
    return f"{told[0].upper()}{told[1:]}"


# --- numbers ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Numbers:
    """How many people of some units are where."""

    people: int
    elsewhere: int
    out: int

    @property
    def here(self) -> int:
        return self.people - self.elsewhere - self.out

    def of(self, group: str) -> int:
        counted = {Group.HERE: self.here, Group.ELSEWHERE: self.elsewhere, Group.OUT: self.out}
        return counted.get(Group(group), 0) if group else self.people


@dataclass(frozen=True)
class Verdict:
    """Whether enough people and a structural official are in an office (R7, R8)."""

    here: int
    least: int
    officials: int
    least_officials: int

    @property
    def lacks(self) -> int:
        return max(self.least - self.here, 0)

    @property
    def lacks_officials(self) -> int:
        return max(self.least_officials - self.officials, 0)

    @property
    def is_kept(self) -> bool:
        return not self.lacks and not self.lacks_officials

    @property
    def says(self) -> str:
        """ "12 orang hadir, sedikitnya 5; 1 pejabat, sedikitnya 1" """
        told = f"{self.here} orang hadir, sedikitnya {self.least}"
        if self.least_officials:
            told += f"; {self.officials} pejabat, sedikitnya {self.least_officials}"
        return told

    @property
    def problems(self) -> list[str]:
        """What is missing, each as a word for a tag."""
        found = [f"Kurang {self.lacks} orang"] if self.lacks else []
        if self.lacks_officials:
            few = (
                "Tanpa pejabat" if not self.officials else f"Kurang {self.lacks_officials} pejabat"
            )
            found.append(few)
        return found


@dataclass(frozen=True)
class Gone:
    """Somebody who isn't in the office, as the numbers need them."""

    path: str
    group: Group
    is_active: bool
    """Whether they count among the people of the office (`Office.people`)."""
    is_official: bool


def numbers(people: Mapping[str, int], gone: Sequence[Gone], path: str = "") -> Numbers:
    """`people`: {path of a unit: its own}; counted for what lies under `path`."""
    everybody = sum(n for own, n in people.items() if own.startswith(path))
    elsewhere = sum(each.group is Group.ELSEWHERE for each in gone)
    return Numbers(everybody, elsewhere, len(gone) - elsewhere)


def verdict(office: Office, limits: Limits, gone: Sequence[Gone]) -> Verdict:
    """Present are all whom nothing keeps away; the least is what the policy of the day leaves."""
    return Verdict(
        here=office.people - sum(each.is_active for each in gone),
        least=office.people - limits.room,
        officials=office.structural - sum(each.is_official for each in gone),
        least_officials=office.structural - limits.structural_room,
    )


def known_then(rows: Iterable[WorkDay], at: datetime.datetime | None) -> list[WorkDay]:
    """What of all that was recorded stood at a moment; None = now. Empty = at the office."""
    if at is None:
        return [row for row in rows if row.withdrawn_at is None]
    return [
        row
        for row in rows
        if row.written_at <= at and (row.withdrawn_at is None or row.withdrawn_at > at)
    ]
