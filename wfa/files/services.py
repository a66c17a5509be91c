"""The one gate for every upload of the product, and the one way to read what came through.

Who may upload or read is decided by the app that calls; what may come in is decided here.
"""

import datetime
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.http import FileResponse
from django.utils import timezone

from wfa.files import gate, pictures, sheets, storage
from wfa.files.models import PendingFile, StoredFile
from wfa.files.names import MAX_NAME, clean_name, content_disposition
from wfa.files.rules import KINDS, RULES, XLSX
from wfa.refusals import Refused

ORPHAN_AGE = 24 * 60 * 60
LEASE = datetime.timedelta(minutes=2)
"""So long nobody else takes up a pending file that a worker has in hand."""
LONGEST_WAIT = datetime.timedelta(days=7)
"""A pending file that nobody examined by then is given up; a worker may be away for a weekend."""
MOST_ATTEMPTS = 3
"""So often a worker takes up a file; who dies over it thrice was killed by it."""


@dataclass(frozen=True)
class Passed:
    """An upload that came through the gate and isn't kept yet."""

    purpose: StoredFile.Purpose
    name: str
    examined: gate.Examined


@dataclass(frozen=True)
class Glanced:
    """Bytes that were looked at briefly and aren't kept yet."""

    purpose: StoredFile.Purpose
    name: str
    data: bytes


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


# --- in two steps: taken in a hurry, examined by the worker -----------------------------------


def glance(
    chunks: Iterable[bytes], *, size: int, name: str, purpose: StoredFile.Purpose
) -> Glanced:
    """Read a file to the limit of its purpose and look at it briefly; touches no database.

    `size`: what the sender claims, in bytes. Nothing is decoded: `Refused` says what the first
    bytes give away. Reading may take as long as the sender likes: call it before a transaction.
    """
    rule = RULES[purpose]
    data = gate.read_bounded(chunks, size, rule)
    if len(data) < size:
        raise Refused("Berkas hanya terkirim sebagian. Kirim sekali lagi.", code="cut_off")
    gate.glance(data, name, rule)
    return Glanced(purpose, name[:MAX_NAME], data)


def put_aside(seen: Glanced, *, by: AbstractBaseUser) -> PendingFile:
    """Keep the bytes for the worker; nobody can open them until then.

    Like `keep`: bytes of a transaction that is rolled back are an orphan's.
    """
    stored_name = storage.new_name(".raw", storage.QUARANTINE)
    storage.write(stored_name, seen.data)
    now = timezone.now()
    return PendingFile.objects.create(
        purpose=seen.purpose,
        original_name=seen.name,
        size=len(seen.data),
        stored_name=stored_name,
        received_at=now,
        due_at=now,
        received_from_id=by.pk,
    )


def receive(
    chunks: Iterable[bytes],
    *,
    size: int,
    name: str,
    purpose: StoredFile.Purpose,
    by: AbstractBaseUser,
) -> PendingFile:
    """Look at a file briefly and put it aside for the worker, in one go."""
    return put_aside(glance(chunks, size=size, name=name, purpose=purpose), by=by)


def claim(pending: PendingFile) -> bool:
    """Take a pending file up; False where somebody else has. 1 query.

    The claim ends by itself, so that a killed worker's file is taken up again.
    """
    until = timezone.now() + LEASE
    mine = PendingFile.objects.filter(pk=pending.pk, due_at=pending.due_at)
    if not mine.update(due_at=until, attempts=F("attempts") + 1):
        return False
    pending.due_at, pending.attempts = until, pending.attempts + 1
    return True


def process(
    pending: PendingFile,
    *,
    kept: Callable[[StoredFile], None],
    refused: Callable[[Refused], None],
) -> StoredFile | None:
    """The whole gate for a claimed file; the stored one, or None where it was refused.

    Exactly one of `kept` and `refused` is called, in the transaction that also ends the pending
    file: its raw bytes are deleted either way. A failure of ours (a full disk) is raised and
    leaves it due again, for a week at most; a file over which the worker died is given up after
    `MOST_ATTEMPTS`.
    """
    try:
        return _settle(pending, kept, refused)
    except Exception:
        PendingFile.objects.filter(pk=pending.pk).update(attempts=F("attempts") - 1)
        raise


def _settle(
    pending: PendingFile,
    kept: Callable[[StoredFile], None],
    refused: Callable[[Refused], None],
) -> StoredFile | None:
    try:
        passed = _examine_pending(pending)
    except Refused as refusal:
        with transaction.atomic():
            refused(refusal)
            discard(pending)
        return None
    with transaction.atomic():
        stored = keep(passed, by=pending.received_from)
        kept(stored)
        discard(pending)
    return stored


def discard(pending: PendingFile) -> None:
    """Delete a pending file, its bytes once the transaction is committed."""
    name = pending.stored_name
    pending.delete()
    transaction.on_commit(partial(storage.remove, name), robust=True)


def _examine_pending(pending: PendingFile) -> Passed:
    is_old = timezone.now() - pending.received_at > LONGEST_WAIT
    if pending.attempts > MOST_ATTEMPTS or is_old:
        raise Refused(
            "Berkas ini tidak dapat diperiksa. Ambil atau simpan ulang, lalu kirim lagi.",
            code="given_up",
        )
    rule = RULES[pending.purpose]
    try:
        data = storage.path_of(pending.stored_name).read_bytes()
    except FileNotFoundError as error:
        raise Refused(
            "Berkas hilang sebelum diperiksa. Kirim sekali lagi.", code="file_missing"
        ) from error
    examined = gate.examine(data, pending.original_name, rule)
    purpose = StoredFile.Purpose(pending.purpose)
    return Passed(purpose, clean_name(pending.original_name, examined.kind), examined)


def grey_of(stored: StoredFile, width: int, height: int) -> bytes:
    """A stored picture as `width` × `height` grey dots, a byte each: for comparing pictures."""
    return pictures.grey(read_bytes(stored), width, height)


# --- reading, and taking away -----------------------------------------------------------------


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

    A row whose file was removed doesn't hold the bytes either. What waits for the worker is held
    by its own row.
    """
    rows = StoredFile.objects.filter(removed_at__isnull=True)
    known = set(rows.values_list("stored_name", flat=True))
    known.update(PendingFile.objects.values_list("stored_name", flat=True))
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
