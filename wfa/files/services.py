"""The one gate for every upload of the product, and the one way to read what came through.

Who may upload or read is decided by the app that calls; what may come in is decided here.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse
from django.utils import timezone

from wfa.files import gate, sheets, storage
from wfa.files.models import StoredFile
from wfa.files.names import clean_name, content_disposition
from wfa.files.rules import KINDS, RULES, XLSX
from wfa.refusals import Refused

ORPHAN_AGE = 24 * 60 * 60


@dataclass(frozen=True)
class Passed:
    """An upload that came through the gate and isn't kept yet."""

    purpose: StoredFile.Purpose
    name: str
    examined: gate.Examined


def examine(upload: UploadedFile[Any], *, purpose: StoredFile.Purpose) -> Passed:
    """Examine and clean an upload; `Refused` says in a sentence what is wrong with it.

    Takes up to seconds and touches no database: call it before a transaction takes locks.
    """
    rule = RULES[purpose]
    name = upload.name or ""
    data = gate.read_bounded(upload.chunks(), upload.size or 0, rule)
    examined = gate.examine(data, name, rule)
    return Passed(purpose, clean_name(name, examined.kind), examined)


def keep(passed: Passed, *, by: AbstractBaseUser) -> StoredFile:
    """Write the file and its row.

    The file lies on disk before its row is committed. If the caller's transaction is rolled
    back later, the file stays without a row until `remove_orphans` takes it away.
    """
    examined = passed.examined
    stored_name = storage.new_name(examined.kind.extension)
    storage.write(stored_name, examined.data)
    try:
        with transaction.atomic():
            return StoredFile.objects.create(
                purpose=passed.purpose,
                original_name=passed.name,
                content_type=examined.kind.content_type,
                size=len(examined.data),
                pages=examined.pages,
                sha256=hashlib.sha256(examined.data).hexdigest(),
                stored_name=stored_name,
                uploaded_by_id=by.pk,
            )
    except BaseException:
        storage.remove(stored_name)
        raise


def accept(
    upload: UploadedFile[Any], *, by: AbstractBaseUser, purpose: StoredFile.Purpose
) -> StoredFile:
    """Examine and keep in one go."""
    return keep(examine(upload, purpose=purpose), by=by)


def open_for(
    stored: StoredFile, *, log: Callable[[StoredFile], None], attachment: bool = False
) -> FileResponse:
    """Response with the file's bytes, after `log` has written down who reads it and as whom.

    `log` is the caller's (it calls `audit.services.record`) and runs in a transaction of its
    own before the file is opened: a read that can't be logged doesn't happen. Pictures are
    shown in the page; everything else, and with `attachment` also pictures, is downloaded.
    """
    with transaction.atomic():
        log(stored)
    response = FileResponse(_open_verified(stored))
    for header, value in _headers(stored, attachment=attachment).items():
        response[header] = value
    return response


def read_bytes(stored: StoredFile) -> bytes:
    """The whole file, for the product's own use (the emblem on a letter)."""
    with _open_verified(stored) as file:
        return file.read()


def path(stored: StoredFile) -> Path:
    """Place on disk, for the importer. Only to read from."""
    if stored.removed_at:
        raise Refused(
            "Berkas aslinya sudah dihapus. Unggah lagi jika masih diperlukan.", code="file_removed"
        )
    return storage.path_of(stored.stored_name)


def remove(stored: StoredFile) -> None:
    """Delete the bytes for good once the transaction is committed; the row stays and says when.

    Bytes that can't be deleted then (the process ends, the disk is away) are an orphan's.
    """
    if stored.removed_at:
        return
    stored.removed_at = timezone.now()
    stored.save(update_fields=["removed_at"])
    transaction.on_commit(partial(storage.remove, stored.stored_name), robust=True)


def check_workbook(source: Path | str | BinaryIO) -> None:
    """Refuse a workbook that isn't safe to unpack; for files that don't come by upload.

    A given file object is left at its beginning.
    """
    if isinstance(source, Path | str):
        with Path(source).open("rb") as file:
            return check_workbook(file)
    size = source.seek(0, 2)
    gate.check_size(size, RULES[StoredFile.Purpose.IMPORT].max_bytes[XLSX])
    sheets.check_workbook(source)
    source.seek(0)
    return None


def remove_orphans(*, dry_run: bool = True) -> list[str]:
    """Files without a row, older than a day (an upload whose transaction was rolled back).

    A row whose file was removed doesn't hold the bytes either.
    """
    rows = StoredFile.objects.filter(removed_at__isnull=True)
    known = set(rows.values_list("stored_name", flat=True))
    orphans = [name for name in storage.names_older_than(ORPHAN_AGE) if name not in known]
    if not dry_run:
        for name in orphans:
            storage.remove(name)
    return orphans


def _open_verified(stored: StoredFile) -> BinaryIO:
    """The open file, if its content is still what came through the gate."""
    try:
        file = path(stored).open("rb")
    except (OSError, ValueError) as error:
        raise _unreadable("file_missing") from error
    if hashlib.file_digest(file, "sha256").hexdigest() != stored.sha256:
        file.close()
        raise _unreadable("file_changed")
    file.seek(0)
    return file


def _unreadable(code: str) -> Refused:
    return Refused(
        "Berkas tidak ada atau berubah di penyimpanan. Hubungi administrator untuk memulihkannya.",
        code=code,
    )


def _headers(stored: StoredFile, *, attachment: bool) -> dict[str, str]:
    """Nothing in the file may run, be guessed anew, or stay in a shared cache."""
    kind = next((kind for kind in KINDS if kind.content_type == stored.content_type), None)
    inline = kind is not None and kind.shown_inline and not attachment
    return {
        "Content-Type": kind.content_type if kind else "application/octet-stream",
        "Content-Disposition": content_disposition(stored.original_name, inline=inline),
        "Content-Length": str(stored.size),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
