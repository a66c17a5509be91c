"""When our own service was down, and by how much that extends a window (G8). Pure.

A minute tells how it was: probes from outside the web process that got through or didn't, requests
answered and failed. A minute of which nothing is known at all was a minute in which nothing ran.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MINUTE = datetime.timedelta(minutes=1)
SHORTEST = 60
"""Seconds: what lasted less than that extends nothing."""
MANY_ERRORS = 5
"""So many failed requests in a minute, and more than were answered, are an outage without a probe."""
CROWD = 20
"""So many are needed where every probe got through: with fewer it is one page that fails, or one
person who tries again and again."""


@dataclass(frozen=True)
class Sample:
    """What is known of one minute. `served`: people who signed in got their page, which takes the
    database. `came`: check-ins that it took.
    """

    served: int = 0
    errors: int = 0
    probes: int = 0
    probes_failed: int = 0
    came: int = 0

    @property
    def down_seconds(self) -> int:
        """How much of the minute nobody could reach us; 60 where there is no sign of life.

        A probe that can't reach us may itself be set up wrongly: where people were served, or their
        check-ins stored, we were there.
        """
        probes = self.probes + self.probes_failed
        if self.probes_failed and not self.probes:
            return 0 if max(self.served, self.came) > self.errors else 60
        if self._is_failing():
            return 60
        if probes:
            return round(60 * self.probes_failed / probes)
        return 0 if self.served or self.came or self.errors else 60

    def _is_failing(self) -> bool:
        """Whether the errors alone tell of an outage."""
        all_through = self.probes and not self.probes_failed
        many = CROWD if all_through else MANY_ERRORS
        return self.errors >= many and self.errors > max(self.served, self.came)


@dataclass(frozen=True)
class Outage:
    """One span of minutes in which we couldn't be reached, and the seconds of it that count."""

    starts: datetime.datetime
    ends: datetime.datetime
    seconds: int

    @property
    def minutes(self) -> int:
        return math.ceil(self.seconds / 60)


def outages(
    samples: Mapping[datetime.datetime, Sample],
    first: datetime.datetime,
    last: datetime.datetime,
) -> list[Outage]:
    """The outages of at least a minute among the whole minutes from `first` up to `last`."""
    found, run = [], list[tuple[datetime.datetime, int]]()
    minute = first.replace(second=0, microsecond=0)
    while minute + MINUTE <= last:
        seconds = samples.get(minute, Sample()).down_seconds
        if seconds:
            run.append((minute, seconds))
        else:
            found += _closed(run)
            run = []
        minute += MINUTE
    return found + _closed(run)


def _closed(run: Sequence[tuple[datetime.datetime, int]]) -> list[Outage]:
    seconds = sum(each for _, each in run)
    return [Outage(run[0][0], run[-1][0] + MINUTE, seconds)] if seconds >= SHORTEST else []


def touching(
    samples: Mapping[datetime.datetime, Sample],
    opens_at: datetime.datetime,
    closes_at: datetime.datetime,
    now: datetime.datetime,
) -> list[Outage]:
    """The outages that touch a window, also in the time that earlier ones gained.

    Minutes are looked at up to the first after its end in which we were there: of a window of last
    week those of its own hour.
    """
    until = closes_at
    while True:
        found = outages(samples, opens_at, _back(samples, until, now))
        found = [each for each in found if each.starts < until]
        longer = extended(opens_at, closes_at, found)
        if longer <= until:
            return found
        until = longer


def _back(
    samples: Mapping[datetime.datetime, Sample], end: datetime.datetime, now: datetime.datetime
) -> datetime.datetime:
    """The first minute from `end` on in which we were there; `now` while there is none."""
    minute = end
    while minute + MINUTE <= now and samples.get(minute, Sample()).down_seconds:
        minute += MINUTE
    return min(minute, now)


def extended(
    opens_at: datetime.datetime, closes_at: datetime.datetime, found: Sequence[Outage]
) -> datetime.datetime:
    """Until when a window stays open: everybody gets back the minutes that we took.

    An outage that outlasts the window gives them back from its own end on. One that falls into
    the time gained counts again.
    """
    until = closes_at
    for outage in sorted(found, key=lambda each: each.starts):
        if outage.starts >= until or outage.ends <= opens_at:
            continue
        inside = min(outage.ends, until) - max(outage.starts, opens_at)
        lost = min(math.ceil(inside / MINUTE), outage.minutes)
        until = max(until, outage.ends) + lost * MINUTE
    return until
