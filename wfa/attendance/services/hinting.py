"""Telling the worker that pictures wait. Only a hint: the sweep finds them by their rows anyway."""

from __future__ import annotations

import datetime
import threading
import time

from django.db import transaction
from django.utils import timezone

EVERY = 3.0
"""Seconds between two hints of one process: a window of thousands doesn't fill the queue."""


class _Last:
    """When this process hinted last, or will."""

    at = float("-inf")
    lock = threading.Lock()


def on_commit() -> None:
    """Once the transaction is committed, have the worker look at what waits."""
    transaction.on_commit(soon, robust=True)


def soon(least: float = 0) -> None:
    """A job at once, or as soon as `EVERY` has passed; none where one is on its way already.

    `least`: seconds that it waits at any rate.
    """
    now = time.monotonic()
    with _Last.lock:
        wait = max(_Last.at + EVERY - now, least, 0)
        if _Last.at > now:
            return
        _Last.at = now + wait
    _enqueue(wait)


def _enqueue(wait: float) -> None:
    from wfa.attendance.tasks import examine

    if wait:
        later = timezone.now() + datetime.timedelta(seconds=wait)
        examine.using(run_after=later).enqueue()
    else:
        examine.enqueue()
