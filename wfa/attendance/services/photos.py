"""The second step of a check-in: its picture. Taken quickly, examined by the worker.

A picture may come within ten minutes; after that it is missed and flagged, and still taken for a
day. One that can't be read is flagged with the reason, and another one may follow. The first
picture that is kept stays.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import partial

from django.db import transaction
from django.utils import timezone

from wfa.attendance.models import CheckIn, Flag
from wfa.attendance.rules import likeness
from wfa.attendance.services import hinting
from wfa.attendance.services.flagging import flag_likeness
from wfa.calendars.wording import clock
from wfa.files import services as files
from wfa.files.models import PendingFile, StoredFile
from wfa.people.models import Employee
from wfa.refusals import Refused

logger = logging.getLogger("luwes.presensi")

LATEST = datetime.timedelta(hours=24)
"""So long after the check-in a picture is still taken."""
BATCH = 50
Photo = CheckIn.Photo
OPEN = (Photo.AWAITED, Photo.MISSING, Photo.REFUSED)
"""States in which a picture may come."""


class Taken(StrEnum):
    """What became of a picture that was sent."""

    NOW = "diterima"
    BEFORE = "sudah"


def may_come(row: CheckIn) -> bool:
    """Whether a picture for this check-in is still taken."""
    return row.photo_state in OPEN and timezone.now() - row.at <= LATEST


def take_photo(
    row: CheckIn, chunks: Callable[[], Iterable[bytes]], *, size: int, name: str, by: Employee
) -> Taken:
    """Put the picture of a check-in aside for the worker; repeating changes nothing.

    `chunks` is asked for the bytes only if there is use for them; `size` is what the sender claims
    (bytes). `Refused` says in a sentence what is wrong. 3 queries beside the transaction.
    """
    now = timezone.now()
    if row.photo_state not in OPEN:
        return Taken.BEFORE
    if now - row.at > LATEST:
        raise Refused(
            "Foto ini datang lebih dari sehari sesudah presensi. Sampaikan penjelasan pada hari itu.",
            code="too_late",
        )
    seen = files.glance(chunks(), size=size, name=name, purpose=StoredFile.Purpose.CHECK_IN)
    with transaction.atomic():
        pending = files.put_aside(seen, by=by)
        mine = CheckIn.objects.filter(pk=row.pk, photo_state__in=OPEN, pending__isnull=True)
        if not mine.update(photo_state=Photo.RECEIVED, photo_at=now, pending=pending, photo_why=""):
            files.discard(pending)
            return Taken.BEFORE
        hinting.on_commit()
    return Taken.NOW


# --- the worker's part ------------------------------------------------------------------------


def process_next(limit: int = BATCH) -> int:
    """Examine the pictures that wait, the oldest first; how many were taken up."""
    due = PendingFile.objects.filter(
        purpose=StoredFile.Purpose.CHECK_IN, due_at__lte=timezone.now()
    )
    count = 0
    for pending in due.select_related("received_from").order_by("due_at")[:limit]:
        if files.claim(pending):
            count += _guarded(pending)
    return count


def _guarded(pending: PendingFile) -> bool:
    """One picture that we fail to keep doesn't hold up the others; it is due again by itself."""
    try:
        _process(pending)
    except Exception as error:  # the class only: messages may quote personal data
        logger.error("picture left waiting: %s", type(error).__name__)
        return False
    return True


def _process(pending: PendingFile) -> None:
    row = CheckIn.objects.filter(pending=pending).select_related(
        "expected__expectation__unit", "expected__window"
    )
    if (found := row.first()) is None:
        with transaction.atomic():
            files.discard(pending)
        return
    files.process(pending, kept=partial(_keep, found), refused=partial(_refuse, found))


def _keep(row: CheckIn, stored: StoredFile) -> None:
    """The picture, and the mark of the whole of it: whether one like it was sent before."""
    unit = row.expected.expectation.unit
    grey = files.grey_of(stored, likeness.WIDE, likeness.HIGH)
    row.photo_state, row.photo, row.pending = Photo.KEPT, stored, None
    row.photo_hash, row.photo_opd = likeness.mark_of(grey), unit.opd_id or unit.pk
    row.save(update_fields=["photo_state", "photo", "pending", "photo_hash", "photo_opd"])
    flag_likeness(row)
    if row.photo_at and row.photo_at > row.photo_due_at:
        _flag(row, Flag.Kind.NO_PHOTO, f"Foto baru datang pukul {clock(row.photo_at)}.")


def _flag(row: CheckIn, kind: str, detail: str) -> None:
    """Raise a flag, or tell more about the one that stands."""
    Flag.objects.update_or_create(
        check_in=row,
        kind=kind,
        defaults={"detail": detail},
        create_defaults={"detail": detail, "raised_at": timezone.now()},
    )


def _refuse(row: CheckIn, refusal: Refused) -> None:
    row.photo_state, row.photo_why, row.pending = Photo.REFUSED, refusal.message[:200], None
    row.save(update_fields=["photo_state", "photo_why", "pending"])
    _flag(row, Flag.Kind.UNREADABLE, row.photo_why)


def miss_overdue(limit: int = 500) -> int:
    """Check-ins whose picture didn't come in time, noted and flagged; how many."""
    now = timezone.now()
    overdue = CheckIn.objects.filter(photo_state=Photo.AWAITED, photo_due_at__lt=now)
    if not overdue.exists():  # without taking SQLite's one write lock
        return 0
    with transaction.atomic():
        keys = list(
            overdue.select_for_update(skip_locked=True).order_by("pk").values_list("pk")[:limit]
        )
        missed = [pk for (pk,) in keys]
        CheckIn.objects.filter(pk__in=missed).update(photo_state=Photo.MISSING)
        Flag.objects.bulk_create(
            [Flag(check_in_id=pk, kind=Flag.Kind.NO_PHOTO, raised_at=now) for pk in missed],
            ignore_conflicts=True,
        )
    return len(missed)
