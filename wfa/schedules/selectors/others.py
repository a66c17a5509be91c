"""Days that requests hold. Requests live in a room above this one, which says how to ask for them.

A plan must not place anybody where a request already has. The room of requests registers its
answer when it starts (`ask_with`); without it no day is held.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Mapping

from wfa.schedules.rules.planned import CellKey

Ask = Callable[[Collection[int], datetime.date, datetime.date], Mapping[CellKey, str]]
"""(employees, first day, last day) → {(employee, date): what holds the day}"""
_asked: list[Ask] = []


def ask_with(answer: Ask) -> None:
    """Called once, by the room that knows the requests."""
    _asked[:] = [answer]


def held_by_requests(
    people: Collection[int], first: datetime.date, last: datetime.date
) -> Mapping[CellKey, str]:
    """What requests hold of these people's days; as many queries as the answer needs (1)."""
    return _asked[0](people, first, last) if _asked and people else {}
