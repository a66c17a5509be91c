"""Whether a picture is taken now, asked before its bytes are read. "Present" itself always is.

Each web process watches its own rate; how many pictures wait for the worker it asks the database
every few seconds.
"""

from __future__ import annotations

import random
import threading
import time

from django.conf import settings

from wfa.attendance.rules.shedding import MOST, Bucket, Pulse, delay_for, retry_after
from wfa.files.models import PendingFile

LOOK_EVERY = 3.0
"""Seconds between two counts of what waits, in one process."""


class Valve:
    """One per process; threads share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._bucket, self._pulse = Bucket(0), Pulse()
        self._waiting, self._counted = 0, float("-inf")

    def waiting(self) -> int:
        """Pictures that wait for the worker, as counted lately; at most 1 query."""
        now = time.monotonic()
        with self._lock:
            if now - self._counted < LOOK_EVERY:
                return self._waiting
            self._counted = now
        self._waiting = PendingFile.objects.count()
        return self._waiting

    def crowd(self) -> float:
        """First steps a second in this process, with one more now."""
        with self._lock:
            return self._pulse.beats(time.monotonic())

    def takes(self) -> bool:
        """Whether one more picture fits into the rate of this process; it then counts."""
        with self._lock:
            if self._bucket.rate != settings.PHOTO_RATE:
                self._bucket = Bucket(settings.PHOTO_RATE)
            return self._bucket.takes(time.monotonic())

    def forget(self) -> None:
        """As it was when the process began."""
        self.__init__()  # type: ignore[misc]


valve = Valve()


def photo_delay() -> int:
    """Asked once for each first step: how many seconds its phone should wait with the picture."""
    return delay_for(valve.waiting(), _chance(), valve.crowd())


def turned_away() -> int:
    """0 when a picture is taken now; else after how many seconds to try again."""
    waiting = valve.waiting()
    if waiting < MOST and valve.takes():
        return 0
    return retry_after(waiting, _chance())


def _chance() -> float:
    return random.random()  # noqa: S311 -- only spreads phones over time
