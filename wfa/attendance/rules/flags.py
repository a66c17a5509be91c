"""What to look at about a check-in: place, time, and how it came. Pure.

A flag sorts the superior's list and decides nothing (R20, G18). Its detail is a sentence that the
employee may read too; it never names anybody else.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from wfa.attendance.rules.arrival import EARLY_CLAIM
from wfa.attendance.rules.places import Point, Position, metres_between

ROUGH_M = 500
"""A position that may be wrong by more than this says little: the phone saw masts, no satellites."""
GAP = datetime.timedelta(minutes=2)
"""So far a clock may be off: phones set themselves by the network."""
FASTEST_KMH = 200
LEAST_M = 1_000
"""Nearer than this nobody is asked how they got there; positions jump that far by themselves."""
SHARED = "Titiknya sama persis dengan titik pegawai lain."
HINTS = {
    "titik_teliti": "Ketelitian lokasi di bawah 1 meter, tidak lazim pada ponsel.",
    "titik_waktu": "Waktu titik lokasi berbeda lebih dari satu jam dari jam ponsel.",
    "mock": "Ketelitian atau waktu titik lokasi tidak lazim.",
}
"""Hints of the page about a position (assets/js/place.js), and what each means; none says that it
was made up, for no phone says so. The last one is that of pages from before these were two."""


@dataclass(frozen=True)
class Seen:
    """Where somebody was when a picture was taken."""

    at: datetime.datetime
    position: Position


def taken_at(
    at: datetime.datetime, claimed_at: datetime.datetime | None, *, queued: bool
) -> datetime.datetime:
    """When it was taken: what waited in the queue says so itself, as far as that can be so."""
    if queued and claimed_at and datetime.timedelta(0) <= at - claimed_at <= EARLY_CLAIM:
        return claimed_at
    return at


@dataclass(frozen=True)
class Facts:
    """All that is known about one check-in when it is looked at."""

    at: datetime.datetime
    """The server's moment."""
    claimed_at: datetime.datetime | None
    queued: bool
    is_upload: bool
    hints: Collection[str]
    position: Position | None
    approved: Point | None
    radius_m: int | None
    before: Seen | None = None
    """Where they were seen last on the same day, before this one was taken."""
    is_shared: bool = False
    """Whether somebody with another approved point gave the same six decimals that day."""

    @property
    def taken_at(self) -> datetime.datetime:
        return taken_at(self.at, self.claimed_at, queued=self.queued)


@dataclass(frozen=True)
class Found:
    """One flag: a value of `Flag.Kind` and what was seen, "" where the kind says it all."""

    kind: str
    detail: str = ""


def look(facts: Facts) -> list[Found]:
    """The flags of a check-in, in the order of their kinds."""
    return [
        *_of_place(facts),
        *_of_time(facts),
        *_of_travel(facts),
        *_of_hints(facts.hints),
        *([Found("uploaded")] if facts.is_upload else []),
    ]


def _of_place(facts: Facts) -> list[Found]:
    if facts.position is None:
        return [Found("no_position", "Ponsel tidak mengirim lokasi.")]
    found = []
    if facts.approved and facts.radius_m is not None:
        found += _outside(facts.position, facts.approved, facts.radius_m)
    if facts.position.accuracy_m is None:
        found.append(Found("rough_position", "Ponsel tidak menyebut ketelitiannya."))
    elif facts.position.accuracy_m > ROUGH_M:
        found.append(Found("rough_position", f"Ketelitian {_far(facts.position.accuracy_m)}."))
    if facts.is_shared:
        found.append(Found("shared_position", SHARED))
    return found


def _outside(position: Position, approved: Point, radius_m: int) -> list[Found]:
    """In favour of the employee: counted from the nearest place where the phone may be."""
    away = metres_between(position.point, approved)
    if away - (position.accuracy_m or 0) <= radius_m:
        return []
    return [Found("outside", f"{_far(away)} dari titik yang disetujui; batasnya {_far(radius_m)}.")]


def _of_time(facts: Facts) -> list[Found]:
    if facts.claimed_at is None:
        return []
    gap = facts.at - facts.claimed_at
    if facts.queued and gap >= -GAP:
        return []  # it waited: how long says nothing about the clock
    if abs(gap) <= GAP:
        return []
    how = "lebih lambat" if gap > datetime.timedelta(0) else "lebih cepat"
    return [Found("clock_gap", f"Jam ponsel {how} {_long(abs(gap))} dari jam server.")]


def _of_travel(facts: Facts) -> list[Found]:
    before = facts.before
    if before is None or facts.position is None:
        return []
    metres = metres_between(before.position.point, facts.position.point)
    unsure = (before.position.accuracy_m or 0) + (facts.position.accuracy_m or 0)
    if metres - unsure < LEAST_M:
        return []
    time = max(facts.taken_at - before.at, datetime.timedelta(0))
    if (metres - unsure) / 1000 <= FASTEST_KMH * time.total_seconds() / 3600:
        return []
    return [Found("speed", f"{_far(metres)} dalam {_long(time)} sejak presensi sebelumnya.")]


def _of_hints(hints: Collection[str]) -> list[Found]:
    """One flag, with a sentence for each of them."""
    said = " ".join(sentence for hint, sentence in HINTS.items() if hint in hints)
    return [Found("mock", said)] if said else []


def _far(metres: int) -> str:
    """ "240 meter", "12,4 km" """
    if metres < 10_000:
        return f"{metres:,} meter".replace(",", ".")
    return f"{metres / 1000:,.1f} km".translate(str.maketrans(",.", ".,"))


def _long(time: datetime.timedelta) -> str:
    """ "3 jam 2 menit", "40 detik" """
    minutes, seconds = divmod(int(time.total_seconds()), 60)
    if not minutes:
        return f"{seconds} detik"
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [(days, "hari"), (hours, "jam"), (minutes, "menit")]
    return " ".join(f"{count} {word}" for count, word in parts if count)
