"""Which step of guidance comes next, by what still stands (R25). It decides nothing. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from wfa.calendars.wording import short_day
from wfa.policies.duty import EXAMINATION, LADDER, NOTE, REVOKE, WARNING_1, WARNING_2
from wfa.requests.rules import add_months

RUNGS = tuple(key for key, _ in LADDER)
NAMES = dict(LADDER)
WITH_LETTER = (WARNING_1, WARNING_2, REVOKE)
"""In force only by a signed letter with a number."""
AT_ONCE = (NOTE, EXAMINATION)
"""In force when a person has decided: a note, and the hand-off to the discipline procedure."""
STANDING = ("issued", "objected")
"""States in which a step holds: an objection doesn't suspend it."""


@dataclass(frozen=True)
class Held:
    """A step that this person has: its level, its state and its last day."""

    level: str
    state: str
    expires_on: datetime.date | None


@dataclass(frozen=True)
class Rung:
    """The step that comes next, and why."""

    level: str
    reasons: tuple[str, ...]


def stands(state: str, expires_on: datetime.date | None, day: datetime.date) -> bool:
    """Whether a step holds on the day: issued, not lifted, not past its last day."""
    return state in STANDING and (expires_on is None or day <= expires_on)


def next_rung(rungs: Collection[str], held: Iterable[Held], day: datetime.date) -> Rung:
    """The rung above the highest that stands; `rungs`: those of the policy. None stands = the first.

    Above the last one there is none: it comes again.
    """
    order = [rung for rung in RUNGS if rung in rungs] or list(RUNGS)
    standing = [each for each in held if stands(each.state, each.expires_on, day)]
    if not standing:
        return Rung(order[0], ("Tidak ada langkah pembinaan yang masih berlaku.",))
    highest = max(standing, key=lambda each: RUNGS.index(each.level))
    reasons = [_still(highest)]
    above = [rung for rung in order if RUNGS.index(rung) > RUNGS.index(highest.level)]
    if not above:
        reasons.append("Itu langkah terakhir dalam kebijakan.")
    return Rung(above[0] if above else order[-1], tuple(reasons))


def _still(held: Held) -> str:
    until = f" sampai {short_day(held.expires_on)}" if held.expires_on else ""
    return f"{NAMES[held.level]} masih berlaku{until}."


def choices(rungs: Collection[str], upto: str) -> list[str]:
    """The rungs that a person may decide on: never above the next one, milder ones always."""
    order = [rung for rung in RUNGS if rung in rungs or rung == upto]
    return order[: order.index(upto) + 1]


def last_day(issued: datetime.date, months: int) -> datetime.date:
    """Until when a step issued on the day holds."""
    return add_months(issued, months)
