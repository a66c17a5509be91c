"""What each web process answered in the last hour, in a file of its own.

Not in the database: when the database is away is just what must be counted, and no page pays a
query for it. The worker adds the files up (`services.watching`).
"""

from __future__ import annotations

import json
import os
import re
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

KEEP = 90
"""Minutes that a file holds."""
EVERY = 2.0
"""Seconds between two writings of one process; an error is written at once."""
_FORGET = 24 * 60 * 60

Tally = dict[int, list[int]]
"""{minute since the epoch: [answered, failed]}"""


class Counter:
    """One per process; threads share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tally: Tally = {}
        self._written = 0.0
        self._pid = 0
        self._name = ""

    def note(self, *, failed: bool) -> None:
        """One request was answered, or failed on our side (a status of 500 and above)."""
        now = time.time()
        with self._lock:
            self._after_fork()
            row = self._tally.setdefault(int(now // 60), [0, 0])
            row[failed] += 1
            if failed or now - self._written >= EVERY:
                self._write(now)

    def _after_fork(self) -> None:
        if self._pid != os.getpid():
            self._tally, self._written, self._pid = {}, 0.0, os.getpid()
            self._name = own_name()

    def _write(self, now: float) -> None:
        oldest = int(now // 60) - KEEP
        self._tally = {minute: row for minute, row in self._tally.items() if minute >= oldest}
        target = folder() / f"{self._name}.json"
        fresh = target.with_suffix(".baru")
        try:
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh.write_text(json.dumps(self._tally))
            fresh.replace(target)
        except OSError:
            return  # a full disk must not break the page that was answered
        self._written = now


counter = Counter()


def own_name() -> str:
    """A name that no other process has or had: numbers of processes come again on another machine
    and after each start of a container, and two in one file would each wipe out the other."""
    host = re.sub(r"[^A-Za-z0-9-]", "-", socket.gethostname())[:60]
    return f"{host}-{os.getpid()}-{secrets.token_hex(4)}"


def folder() -> Path:
    """Beside the issued papers, which web and worker share even on two machines."""
    return Path(settings.MEDIA_ROOT) / "layanan"


def read() -> Iterator[Tally]:
    """What every process wrote; files of processes long gone are taken away."""
    for file in sorted(folder().glob("*")):
        try:
            if time.time() - file.stat().st_mtime > _FORGET:
                file.unlink()
                continue
            if file.suffix != ".json":
                continue
            rows = json.loads(file.read_text())
        except (OSError, ValueError):
            continue  # it is being replaced or taken away at this moment
        yield {int(minute): row for minute, row in rows.items()}
