"""The worker's look at check-ins: flags of place and time, pictures, and pictures that didn't come."""

from __future__ import annotations

import time

from wfa.attendance.services import hinting
from wfa.attendance.services.flagging import examine_new
from wfa.attendance.services.photos import miss_overdue, process_next

AT_MOST = 20.0
"""Seconds of one look; other work of the worker waits behind it."""


def examine_due(seconds: float = AT_MOST) -> int:
    """Examine what waits, for a while; how many check-ins, pictures and misses. A sweep.

    Where time runs out, a hint is left to go on in a moment: not at once, for the worker runs
    whatever is ready before it looks at anything else.
    """
    until, count, found = time.monotonic() + seconds, 0, 1
    while found and time.monotonic() < until:
        found = examine_new() + miss_overdue() + process_next()
        count += found
    if found:
        hinting.soon(least=1)
    return count
