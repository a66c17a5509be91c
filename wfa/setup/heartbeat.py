"""The worker's sign of life: a file beside the issued papers, touched every minute.

Web and worker share that folder even where they run on two machines, for the worker writes the
papers there which the web server gives out. Only the time of the file counts.
"""

from __future__ import annotations

import datetime
import os
from pathlib import Path

from django.conf import settings
from django.utils import timezone

NAME = "worker.beat"
SILENT_AFTER = datetime.timedelta(minutes=5)
"""The worker beats before each sweep, once a minute; a long piece of work may delay it."""


def beat() -> None:
    """Say that the worker is alive now."""
    target = _file()
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    target.touch(mode=0o600)
    os.utime(target)


def last_beat() -> datetime.datetime | None:
    """When the worker last said so; None = never, on this folder."""
    try:
        seconds = _file().stat().st_mtime
    except OSError:
        return None
    return datetime.datetime.fromtimestamp(seconds, tz=datetime.UTC)


def is_alive(now: datetime.datetime | None = None) -> bool:
    last = last_beat()
    return last is not None and (now or timezone.now()) - last < SILENT_AFTER


def _file() -> Path:
    return Path(settings.MEDIA_ROOT) / NAME
