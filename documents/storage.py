"""Where issued papers lie: named by their content, written once, outside the web root."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from django.conf import settings

FOLDER = "documents"


def put(content: bytes) -> tuple[str, str]:
    """Write `content` durably; returns (name, sha256). The same content is the same file."""
    digest = hashlib.sha256(content).hexdigest()
    name = f"{digest[:2]}/{digest}.pdf"
    target = path(name)
    if target.exists() and hashlib.sha256(target.read_bytes()).hexdigest() == digest:
        return name, digest
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = target.with_name(f"{digest}.{os.getpid()}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)
    _sync_folder(target.parent)
    return name, digest


def path(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER / name


def read(name: str) -> bytes:
    """The bytes of an issued paper; FileNotFoundError when the file is gone."""
    return path(name).read_bytes()


def digest_of(name: str) -> str:
    """SHA-256 of the file as it lies on the disk now, "" when it is gone."""
    try:
        with path(name).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def _sync_folder(folder: Path) -> None:
    """The new name itself must survive a power cut too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
