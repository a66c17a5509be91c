"""What a piece of work costs: on the clock, in our process, and in the server of the database."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

_TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def timed(into: dict[str, Any]) -> Iterator[None]:
    """Adds seconds, cpu and server_cpu to what stands there already."""
    began, own, server = time.perf_counter(), time.process_time(), server_cpu()
    yield
    spent = {
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time() - own,
        "server_cpu": server_cpu() - server,
    }
    for key, value in spent.items():
        into[key] = round(into.get(key, 0.0) + value, 3)


def server_cpu() -> float:
    """Seconds of the processor of all processes of a PostgreSQL on this machine; SQLite: none."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    master = _stat(backend)[1]
    total = sum(_stat(master)[11:15])
    for each in Path("/proc").glob("[0-9]*"):
        fields = _stat(int(each.name))
        if fields and fields[1] == master:
            total += sum(fields[11:13])
    return total / _TICKS


def _stat(pid: int) -> list[int]:
    """The numbers of /proc/<pid>/stat from the state on; the state itself as 0."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [0, *(int(word) for word in text.rpartition(")")[2].split()[1:])]


def peak() -> int:
    """MiB of this process at its largest."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def load() -> float:
    """Processes that want a core, for each core."""
    return round(os.getloadavg()[0] / (os.cpu_count() or 1), 1)
