"""Where accepted files lie: outside the web root, under names of ours, readable by us only."""

import os
import re
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

FOLDER = "uploads"
QUARANTINE = "quarantine"
"""Where bytes wait that nobody has examined yet."""
_OURS = re.compile(
    rf"(?:{FOLDER}|{QUARANTINE})/[0-9a-f]{{2}}/[0-9a-f]{{2}}/[0-9a-f]{{32}}\.[a-z]{{3,4}}(\.part)?"
)


def new_name(extension: str, folder: str = FOLDER) -> str:
    """`uploads/ab/cd/<32 hex digits>.pdf`: random, so nobody can guess one."""
    name = uuid.uuid4().hex
    return f"{folder}/{name[:2]}/{name[2:4]}/{name}{extension}"


def path_of(stored_name: str) -> Path:
    """Place on disk; a name that isn't ours (from a restored or edited row) leads nowhere."""
    if not _OURS.fullmatch(stored_name):
        raise ValueError("not a stored name")
    return Path(settings.MEDIA_ROOT) / stored_name


def write(stored_name: str, data: bytes) -> None:
    """All of the file or none of it, on the disk when this returns."""
    place = path_of(stored_name)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = place.with_name(place.name + ".part")
    try:
        _write_through(part, data)
        part.rename(place)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    _sync_folder(place.parent)


def remove(stored_name: str) -> None:
    path_of(stored_name).unlink(missing_ok=True)


def names_older_than(seconds: int) -> Iterator[str]:
    """Stored names on disk that were written at least so long ago, half-written ones too."""
    root, limit = Path(settings.MEDIA_ROOT), time.time() - seconds
    for folder in (FOLDER, QUARANTINE):
        for place in sorted((root / folder).glob("??/??/*")):
            name = place.relative_to(root).as_posix()
            if _OURS.fullmatch(name) and _written_at(place) < limit:
                yield name


def _written_at(place: Path) -> float:
    """Of a file that the worker takes away at this moment: just now."""
    try:
        return place.stat().st_mtime
    except FileNotFoundError:
        return time.time()


def _write_through(part: Path, data: bytes) -> None:
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
