"""When people come within a window: most at its very start and at its very end. Pure."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

EDGE = 80.0
"""Seconds in which a crowd falls to a third, at a window of 15 minutes."""
USUAL_WINDOW = 900.0
SHARE = 0.66
"""Of all people, those who come in one of the two crowds: at 15,000 in 15 minutes the mean is 17
a second and the peak 67."""


def arrivals(people: int, seconds: float, *, seed: int = 7) -> list[float]:
    """Seconds after the opening at which each comes, in order; none in the last two seconds."""
    dice = random.Random(seed)  # noqa: S311 - a timetable, no secret
    edge = EDGE * seconds / USUAL_WINDOW
    return sorted(_one(dice, seconds - 2, edge) for _ in range(people))


def _one(dice: random.Random, seconds: float, edge: float) -> float:
    if dice.random() >= SHARE:
        return dice.uniform(0, seconds)
    depth = min(-edge * math.log(1 - dice.random()), seconds)
    return depth if dice.random() < 0.5 else seconds - depth


def steady(rate: float, seconds: float) -> list[float]:
    """`rate` people a second for so long."""
    return [n / rate for n in range(int(rate * seconds))]


def peak(times: Sequence[float], width: float = 5.0) -> float:
    """People a second in the fullest span of `width` seconds."""
    most, first = 0, 0
    for last, time in enumerate(times):
        while times[first] <= time - width:
            first += 1
        most = max(most, last - first + 1)
    return most / width
