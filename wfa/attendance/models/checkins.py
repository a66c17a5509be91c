"""A check-in: the small "present" first, its picture afterwards; flags never decide."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from wfa.attendance.models.expectations import ExpectedCheckIn

BAND_BITS = 16
"""Of the 64 bits of a picture's mark: pictures that differ in at most three bits share a band."""


def _band(number: int) -> models.GeneratedField:
    """One quarter of the mark, kept by the database itself: it goes when the mark goes."""
    quarter = F("photo_hash").bitrightshift(BAND_BITS * number).bitand(2**BAND_BITS - 1)
    return models.GeneratedField(
        expression=quarter, output_field=models.IntegerField(null=True), db_persist=True
    )


class CheckIn(models.Model):
    """One proof of presence. `at` is the server's time; `claimed_at` is what the phone says (G9).

    Accepted in two steps: this row with its receipt, then the picture within ten minutes.
    """

    class Source(models.TextChoices):
        CAMERA = "camera", "Kamera"
        UPLOAD = "upload", "Unggahan"

    class Arrival(models.TextChoices):
        ON_TIME = "on_time", "Tepat waktu"
        LATE = "late", "Terlambat"
        AFTERWARDS = "afterwards", "Diterima kemudian"

    class Photo(models.TextChoices):
        """What has become of the picture."""

        AWAITED = "awaited", "Foto ditunggu"
        RECEIVED = "received", "Foto diterima, sedang diperiksa"
        KEPT = "kept", "Foto tersimpan"
        REFUSED = "refused", "Foto tidak dapat dibaca"
        MISSING = "missing", "Foto tidak datang"
        PURGED = "purged", "Foto dihapus sesuai masa simpan"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    expected = models.OneToOneField(ExpectedCheckIn, models.PROTECT, related_name="check_in")
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="check_ins", db_index=False
    )
    key = models.UUIDField("kunci dari ponsel")
    """Made at the shutter: the same one sent again gets the same answer."""
    at = models.DateTimeField("waktu server")
    claimed_at = models.DateTimeField("waktu menurut ponsel", null=True, blank=True)
    source = models.CharField("cara", max_length=6, choices=Source)
    arrival = models.CharField("kedatangan", max_length=10, choices=Arrival)
    challenge = models.CharField("gerakan yang diminta", max_length=20)
    queued = models.BooleanField("dari antrean ponsel", default=False)
    """Taken without a network and sent later: then the claimed time is when it was taken."""
    hints = models.JSONField("tanda dari ponsel", default=list, blank=True)
    latitude = models.DecimalField("lintang", max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField("bujur", max_digits=9, decimal_places=6, null=True)
    accuracy_m = models.PositiveIntegerField("ketelitian (meter)", null=True)
    distance_m = models.PositiveIntegerField("jarak dari lokasi disetujui (meter)", null=True)
    photo_state = models.CharField("foto", max_length=8, choices=Photo, default=Photo.AWAITED)
    photo_due_at = models.DateTimeField("foto paling lambat")
    photo_at = models.DateTimeField("foto diterima", null=True, blank=True)
    photo = models.OneToOneField(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    pending = models.OneToOneField(
        "files.PendingFile", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    photo_hash = models.BigIntegerField("sidik gambar", null=True, blank=True)
    """Perceptual hash of the whole picture, 64 bits, signed; no face is measured."""
    photo_opd = models.BigIntegerField("OPD saat foto diperiksa", null=True, blank=True)
    """Id of the OPD as a value: among its pictures alike ones are looked for."""
    band_1 = _band(0)
    band_2 = _band(1)
    band_3 = _band(2)
    band_4 = _band(3)
    examined_at = models.DateTimeField("diperiksa", null=True, blank=True)
    """When the worker looked for flags about place and time."""
    photo_why = models.CharField("sebab foto ditolak", max_length=200, blank=True)

    class Meta:
        verbose_name = "presensi"
        verbose_name_plural = "presensi"
        ordering = ["at"]
        indexes = [
            models.Index(fields=["employee", "-at"], name="attendance_of_person"),
            models.Index(
                fields=["photo_due_at"],
                condition=Q(photo_state__in=["awaited", "received"]),
                name="attendance_photo_due",
            ),
            models.Index(
                fields=["at"],
                condition=Q(examined_at__isnull=True),
                name="attendance_to_examine",
            ),
            models.Index(
                fields=["latitude", "longitude"],
                condition=Q(latitude__isnull=False),
                name="attendance_same_point",
            ),
            *[
                models.Index(
                    fields=["photo_opd", f"band_{number}"],
                    condition=Q(photo_hash__isnull=False),
                    name=f"attendance_like_photo_{number}",
                )
                for number in range(1, 5)
            ],
        ]
        constraints = [
            models.UniqueConstraint(fields=["employee", "key"], name="attendance_key_once"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="attendance_point_pair",
            ),
            models.CheckConstraint(
                condition=~Q(photo_state="kept") | Q(photo__isnull=False, photo_at__isnull=False),
                name="attendance_kept_photo_is_there",
            ),
        ]

    def __str__(self) -> str:
        return self.receipt

    @property
    def receipt(self) -> str:
        """The number on the receipt."""
        return f"P-{self.id.hex[:10].upper()}"


class Flag(models.Model):
    """Something to look at about a check-in. It sorts the superior's view and decides nothing."""

    class Kind(models.TextChoices):
        OUTSIDE = "outside", "Di luar jarak lokasi yang disetujui"
        NO_POSITION = "no_position", "Tanpa lokasi"
        ROUGH_POSITION = "rough_position", "Lokasi kurang teliti"
        SHARED_POSITION = "shared_position", "Titik yang sama dengan pegawai lain"
        LIKE_PHOTO = "like_photo", "Foto mirip dengan foto lain"
        CLOCK_GAP = "clock_gap", "Jam ponsel berbeda dari jam server"
        SPEED = "speed", "Berpindah lebih cepat dari kendaraan"
        MOCK = "mock", "Titik lokasi tidak lazim"
        UPLOADED = "uploaded", "Unggahan, bukan kamera"
        NO_PHOTO = "no_photo", "Foto tidak datang"
        UNREADABLE = "unreadable", "Foto tidak dapat dibaca"

    check_in = models.ForeignKey(CheckIn, models.PROTECT, related_name="flags")
    kind = models.CharField("tanda", max_length=16, choices=Kind)
    detail = models.CharField("rincian", max_length=200, blank=True)
    raised_at = models.DateTimeField("ditandai")

    class Meta:
        verbose_name = "tanda periksa"
        verbose_name_plural = "tanda periksa"
        ordering = ["raised_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["check_in", "kind"], name="attendance_flag_once")
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class PhotoViewing(models.Model):
    """Who opened somebody's picture, shown to that person; append-only (UU 27/2022 Ps 7, 31)."""

    check_in = models.ForeignKey(CheckIn, models.PROTECT, related_name="viewings")
    viewer_identity = models.CharField("NIP pembuka", max_length=60)
    viewer_name = models.CharField("nama pembuka", max_length=260)
    capacity = models.CharField("sebagai", max_length=260, blank=True)
    at = models.DateTimeField("dibuka")

    class Meta:
        verbose_name = "pembukaan foto"
        verbose_name_plural = "pembukaan foto"
        ordering = ["-at", "pk"]

    def __str__(self) -> str:
        return f"{self.viewer_name} {self.at}"
