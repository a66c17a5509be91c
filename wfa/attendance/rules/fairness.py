"""Whom a draw picks: whoever was drawn least comes first, and chance decides among equals. Pure."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

WINDOW = datetime.timedelta(days=90)
"""Draws of so many days count first, so that newcomers needn't catch up with years."""


@dataclass(frozen=True)
class Draw:
    """An earlier draw: its date, and the ids of those drawn."""

    date: datetime.date
    people: Sequence[int]


def draw(
    pool: Collection[int], count: int, past: Iterable[Draw], *, seed: str, today: datetime.date
) -> list[int]:
    """`count` of the pool in the order in which they are drawn; the same seed gives the same.

    Least often drawn in the last 90 days first, then least often in all of `past`, then by the
    seed. So nobody of a pool that stays is ever two draws ahead of somebody else.
    """
    recent, ever = Counter[int](), Counter[int]()
    for each in past:
        ever.update(each.people)
        if today - WINDOW < each.date:
            recent.update(each.people)
    ordered = sorted(pool, key=lambda pk: (recent[pk], ever[pk], _lot(seed, pk)))
    return ordered[: max(count, 0)]


def _lot(seed: str, person: int) -> str:
    """This person's lot in this draw: nobody can know it before the seed is."""
    return hashlib.sha256(f"{seed}:{person}".encode()).hexdigest()
