"""Timing one act: the median of many, its queries, and its bytes. Nothing here knows who is timed."""

from __future__ import annotations

import gc
import gzip
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

REPEATS = 30
WARM = 3
SLOW = 20.0
"""Seconds of one repeat from which fewer repeats are enough."""
FEW = 5
TOO_SLOW = 90.0
"""Seconds of one repeat from which the act isn't repeated at all."""

Measured = dict[str, Any]
Seconds = tuple[float, float]
"""On the clock on the wall, and of our own process: neighbours disturb only the first."""


class Contestant(Protocol):
    """Who is timed: fills its own database, and knows its acts by part."""

    def load(self, *, closed: int, pending: int) -> None:
        """Everything that stands there before: people and closed cases; room for `pending`."""

    def wait(self, pending: int) -> None:
        """So many cases wait on each desk from now on."""

    def acts(self, part: str) -> list[Act]: ...


@dataclass
class Act:
    """One thing to time. `subjects` and `after` are outside the clock, `act` is inside."""

    name: str
    act: Callable[[Any], Any]
    subjects: Callable[[int], Sequence[Any]] = lambda n: [None] * n
    check: Callable[[Sequence[Any]], str] = lambda _done: ""
    """What is wrong after the acts; "" when each has done what it should."""
    after: Callable[[Sequence[Any]], None] = lambda _done: None
    between: Callable[[Any], None] = lambda _subject: None
    """After each act: puts back what it took."""
    note: str = ""


class FailedError(Exception):
    """The act did not do what it is timed for."""


def measure(act: Act, *, repeats: int = REPEATS) -> Measured:
    """Warm up (that also counts queries and bytes), then time each repeat by itself."""
    subjects = list(act.subjects(repeats + WARM))
    first = _timed(act, subjects[0])
    second, counted = _counted(act, subjects[1])
    done = 2
    times: list[Seconds] = []
    if first[0] < TOO_SLOW:
        repeats = repeats if second < SLOW else min(FEW, repeats)
        _timed(act, subjects[2])
        gc.collect()
        times = [_timed(act, subject) for subject in subjects[WARM : WARM + repeats]]
        done = WARM + len(times)
    _verify(act, subjects[:done])
    return {**_summary(times or [first]), **counted, **({"note": act.note} if act.note else {})}


def _verify(act: Act, done: Sequence[Any]) -> None:
    wrong = act.check(done)
    act.after(done)
    if wrong:
        raise FailedError(f"{act.name}: {wrong}")


def _timed(act: Act, subject: Any) -> Seconds:
    wall, own = time.perf_counter(), time.process_time()
    act.act(subject)
    seconds = time.perf_counter() - wall, time.process_time() - own
    act.between(subject)
    return seconds


def _counted(act: Act, subject: Any) -> tuple[float, Measured]:
    """Queries as the budgets of the tests count them: BEGIN, savepoints and COMMIT too."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    start = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        answer = act.act(subject)
    seconds = time.perf_counter() - start
    act.between(subject)
    return seconds, {"queries": len(queries), **_weight(answer)}


def _weight(answer: Any) -> Measured:
    content = getattr(answer, "content", answer if isinstance(answer, bytes) else b"")
    if not content:
        return {}
    return {"bytes": len(content), "bytes_gz": len(gzip.compress(content, 6, mtime=0))}


def _summary(times: Sequence[Seconds]) -> Measured:
    ordered = sorted(1000 * wall for wall, _ in times)
    last = len(ordered) - 1
    return {
        "n": len(ordered),
        "median_ms": round(statistics.median(ordered), 3),
        "p10_ms": round(ordered[round(last * 0.1)], 3),
        "p90_ms": round(ordered[round(last * 0.9)], 3),
        "cpu_ms": round(statistics.median(1000 * own for _, own in times), 3),
    }
