"""Opening somebody's picture: never without a row that says who did, which that person reads."""

from __future__ import annotations

from django.http import FileResponse
from django.utils import timezone

from wfa.attendance.models import CheckIn, PhotoViewing
from wfa.audit.services import record
from wfa.files.models import StoredFile
from wfa.files.services import open_for
from wfa.people.models import Employee
from wfa.people.permissions import Capacity
from wfa.refusals import Refused

_WHY_NOT = {
    CheckIn.Photo.AWAITED: "Fotonya belum datang. Buka lagi sebentar lagi.",
    CheckIn.Photo.RECEIVED: "Fotonya sedang diperiksa. Buka lagi sebentar lagi.",
    CheckIn.Photo.REFUSED: "Fotonya tidak dapat dibaca. Minta penjelasan pegawai bila perlu.",
    CheckIn.Photo.MISSING: "Fotonya tidak datang. Minta penjelasan pegawai bila perlu.",
    CheckIn.Photo.PURGED: "Fotonya sudah dihapus sesuai masa simpan.",
}


def open_photo(check_in: CheckIn, *, by: Employee, capacity: Capacity | None) -> FileResponse:
    """The picture, after its viewing is written down; one's own is opened without (capacity None).

    `Refused` where there is no picture (any more).
    """
    photo = check_in.photo
    if photo is None or check_in.photo_state != CheckIn.Photo.KEPT or photo.removed_at:
        state = CheckIn.Photo(check_in.photo_state)
        raise Refused(_WHY_NOT.get(state, _WHY_NOT[CheckIn.Photo.PURGED]), code="no_photo")

    def log(_file: StoredFile) -> None:
        if capacity is not None:
            _write(check_in, by, capacity)

    return open_for(photo, log=log)


def _write(check_in: CheckIn, by: Employee, capacity: Capacity) -> None:
    PhotoViewing.objects.create(
        check_in=check_in,
        viewer_identity=by.identity,
        viewer_name=by.full_name,
        capacity=capacity.label,
        at=timezone.now(),
    )
    record("photo_viewed", by=by, capacity=capacity.label, target=("check_in", check_in.pk))
