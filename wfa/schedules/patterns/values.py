"""What the generator takes and gives back. Frozen values; dates are plain dates, offices are ids."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Date = datetime.date


class Kind(StrEnum):
    """How a pattern deals out the days. The values are those of the policy `rota_pattern`."""

    FIXED_WEEKDAY = "fixed_weekday"
    """Everybody who may, on each of `Pattern.weekdays`; no weekdays = on every date given."""
    ALTERNATE = "alternate"
    """Two groups: one working day in, one at home, on over weekends, holidays and months."""
    HALVES_WEEK = "halves_week"
    """Two groups: one week in, one at home, on over the year's turn (also after week 53)."""
    HALVES_DAY = "halves_day"
    """Two groups day by day, begun anew each week so that both have as many Fridays."""
    SHARE = "share"
    """`Pattern.share` per cent of the people each day, everybody in turn."""
    INDIVIDUAL = "individual"
    """Each person on their own weekdays (`Person.weekdays`)."""


KIND_LABELS: dict[Kind, str] = {
    Kind.FIXED_WEEKDAY: "Hari tetap",
    Kind.ALTERNATE: "Selang sehari, dua kelompok",
    Kind.HALVES_WEEK: "Paro mingguan, kelompok A dan B",
    Kind.HALVES_DAY: "Paro harian, kelompok A dan B",
    Kind.SHARE: "Persentase per hari",
    Kind.INDIVIDUAL: "Hari masing-masing pegawai",
}


class Why(StrEnum):
    """Why a wish of the pattern couldn't be kept; the code of an `Unmet`."""

    QUOTA = "quota"
    PRESENCE = "presence"
    STRUCTURAL = "structural"
    WEEK = "days_per_week"
    PERSON = "person"
    NO_WEEKDAYS = "no_weekdays"
    SHARE = "share"
    BY_HAND = "by_hand"
    TURNS = "turns"
    """Two groups can't be fair with these seats: their people take turns instead."""
    GROUPS = "groups"
    """The same, but the groups were set by hand and stay: the larger one has less."""


@dataclass(frozen=True)
class Pattern:
    """What one phase asks for.

    weekdays: 0 = Monday. The days of FIXED_WEEKDAY; with every other kind nobody is away on other
        weekdays than these. Empty = every working day.
    share: per cent of the people given who are away each day, rounded down (SHARE only). Days
        away that are decided already count towards it.
    groups: labels in `Person.group`, the one that is away first in front (two of them; kinds with
        two groups only). Whoever has none of these labels is split automatically.
    days_per_week: most days away per person, Monday to Sunday (PermenPAN-RB 4/2025 Ps 13(1): 2);
        None = no cap. Days away that are decided already count. Where two phases meet within a
        week, the smaller of their caps holds for all of it.
    letter: R, A or B, the place written for a day away.
    """

    kind: Kind
    weekdays: tuple[int, ...] = ()
    share: int = 50
    groups: tuple[str, ...] = ()
    days_per_week: int | None = None
    letter: str = "R"

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", Kind(self.kind))
        if self.letter not in ("R", "A", "B"):
            raise ValueError(f"no full day away: {self.letter!r}")
        if not 0 <= self.share <= 100:
            raise ValueError(f"share outside 0..100: {self.share}")
        if len(self.groups) not in (0, 2):
            raise ValueError("two groups, or none")

    def as_json(self) -> dict[str, Any]:
        """For `Roster.pattern`."""
        return {
            "kind": self.kind.value,
            "weekdays": list(self.weekdays),
            "share": self.share,
            "groups": list(self.groups),
            "days_per_week": self.days_per_week,
            "letter": self.letter,
        }

    @classmethod
    def from_json(cls, known: Mapping[str, Any]) -> Pattern:
        """The pattern of `as_json`; other keys (the seed) are passed over. ValueError if unfit."""
        return cls(
            kind=Kind(known["kind"]),
            weekdays=tuple(known.get("weekdays", ())),
            share=known.get("share", 50),
            groups=tuple(known.get("groups", ())),
            days_per_week=known.get("days_per_week"),
            letter=known.get("letter", "R"),
        )


@dataclass(frozen=True)
class Segment:
    """The working days of one phase, and its pattern. A month without a switch is one segment.

    `dates` are all working days of the phase (holidays and weekends left out), in any order.
    """

    dates: tuple[Date, ...]
    pattern: Pattern


@dataclass(frozen=True)
class Tally:
    """Days away, and how many of them on a Friday."""

    days: int = 0
    fridays: int = 0


@dataclass(frozen=True)
class Left:
    """How many of the people given may still be away from an office on a day.

    quota: seats left under the quota (per cent or persons);
    presence: how many may still leave the office before fewer than the minimum are in;
    structural: how many structural officials may still leave it.

    Already taken off by whoever fills this in: everything that other people hold, every absence
    (C, D, T, also of the people given) and every seat that a `Person.fixed` day holds. Not taken
    off: what this very plan holds or wants (`Person.by_hand`, an older draft of the same roster).
    """

    quota: int
    presence: int
    structural: int


Room = Mapping[tuple[int, Date], Left]
"""{(office id, date): left} for each office of each person on each date; KeyError if one lacks."""


@dataclass(frozen=True)
class Person:
    """Somebody who gets a letter for each working day.

    key: their id, comes back in the outcome;
    order: NIP; ties are broken by it (and the seed), never by the order of the input;
    offices: office ids from the OPD down to the one they work in;
    away_ok, why_not: False = always in the office, with the sentence that says why;
    is_told: the sentence is said whatever came of the plan;
    group: label of a group set by hand, see `Pattern.groups`;
    weekdays: own weekdays (0 = Monday) for INDIVIDUAL;
    fixed: {date: letter} decided elsewhere: absences (C D T), days of requests (R A B P S K), days
        of another paper. Never changed; their seats are already taken off `Left`;
    by_hand: {date: letter} exceptions set by hand in this draft. Never changed; each letter away
        takes a seat off `Left` here, before anybody else is placed;
    earlier: {date: letter} working days before the first date, absences included. Pass at least
        those of the week of the first date and of the one before: the cap per week counts them,
        and groups and alternation carry on from them;
    before: days away and Fridays of earlier months, for fairness over time; None = nothing known
        (somebody new), counts as the middle of the others, so that nobody has to catch up.
    """

    key: int
    order: str
    offices: tuple[int, ...]
    is_structural: bool = False
    away_ok: bool = True
    why_not: str = ""
    is_told: bool = False
    group: str = ""
    weekdays: tuple[int, ...] = ()
    fixed: Mapping[Date, str] = field(default_factory=dict)
    by_hand: Mapping[Date, str] = field(default_factory=dict)
    earlier: Mapping[Date, str] = field(default_factory=dict)
    before: Tally | None = None


@dataclass(frozen=True)
class Unmet:
    """A wish of the pattern that couldn't be kept, and what to do.

    One for each date, office and cause, with everybody concerned; `date` is None where it holds
    for the whole span (somebody who stays in the office), `office` None where no office is the
    cause. `people` is empty where nobody in particular is concerned (SHARE not reached).
    """

    date: Date | None
    office: int | None
    why: Why
    people: tuple[int, ...]
    sentence: str

    @property
    def person(self) -> int | None:
        """The one concerned, if it is one."""
        return self.people[0] if len(self.people) == 1 else None


@dataclass(frozen=True)
class Spread:
    """(fewest, most) among people who could be exchanged for one another; the widest of them."""

    days: tuple[int, int] = (0, 0)
    fridays: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Outcome:
    """The plan.

    cells: {person: {date: letter}}: K or the pattern's letter on every date of the segments that
        is neither in `fixed` nor in `by_hand` of that person;
    unmet: in the order of dates;
    fairness: {person: days away and Fridays, `before` and decided days included};
    spread: see `Spread`; counts as in `fairness`;
    groups: {person: "A" or "B" or the label set by hand} where the last pattern has groups;
        whoever takes turns in the office instead (`Why.TURNS`) has none.
    """

    cells: Mapping[int, Mapping[Date, str]]
    unmet: tuple[Unmet, ...]
    fairness: Mapping[int, Tally]
    spread: Spread
    groups: Mapping[int, str]
