"""When pictures have to wait: "present" is always taken, its picture may come a little later. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

QUIET = 60
"""So many pictures may wait for the worker before phones are asked to wait with theirs."""
PACE = 15
"""Pictures that one worker examines in a second at the least, on a busy machine of two cores."""
CALM = 6.0
"""First steps a second that one web process answers beside pages and pictures."""
AFTER_THE_CROWD = 30.0
"""Seconds over which pictures spread, for each first step a second above that."""
LONGEST = 240
"""Seconds that a phone is asked to wait at most."""
HALF_LIFE = 5.0
MOST = 6_000
"""From so many waiting pictures on none is taken: some 600 MB, seven minutes of one worker."""


def delay_for(waiting: int, chance: float, rate: float = 0) -> int:
    """Seconds after which a phone should send its picture; 0 when it is quiet.

    `waiting`: pictures that the worker hasn't seen. `chance`: 0 ≤ x < 1, so that phones spread.
    `rate`: first steps a second in this process; a crowd's pictures come after the crowd.
    """
    queue = max(waiting - QUIET, 0) / PACE
    crowd = max(rate - CALM, 0) * AFTER_THE_CROWD
    return round(min(max(queue, crowd), LONGEST) * chance)


def retry_after(waiting: int, chance: float) -> int:
    """Seconds for the header of that name when a picture is turned away: at least five."""
    return 5 + round(chance * 10) + delay_for(waiting, chance)


@dataclass
class Pulse:
    """How many a second there are lately: what came fades by half in `HALF_LIFE` seconds."""

    level: float = 0
    seen: float = 0

    def beats(self, now: float) -> float:
        """One more at `now` (seconds of a clock that never goes back); the rate with it."""
        fading = 0.5 ** ((now - self.seen) / HALF_LIFE)
        self.level, self.seen = self.level * fading + 1, now
        return self.level * log(2) / HALF_LIFE


@dataclass
class Bucket:
    """So many pictures a second, and twice as many at one stroke; `rate` 0 lets everything in."""

    rate: float
    level: float = 0
    """How full the bucket is: one picture adds one, and `rate` runs out each second."""
    seen: float = 0

    def takes(self, now: float) -> bool:
        """Whether one more fits at `now` (seconds of a clock that never goes back)."""
        if self.rate <= 0:
            return True
        self.level = max(0.0, self.level - (now - self.seen) * self.rate)
        self.seen = now
        if self.level + 1 > max(self.rate * 2, 1):
            return False
        self.level += 1
        return True
