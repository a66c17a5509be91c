"""Files that came through the gate."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class StoredFile(models.Model):
    """One accepted file, kept outside the web root under a name of ours."""

    class Purpose(models.TextChoices):
        EVIDENCE = "evidence", "Bukti dukung"
        EMBLEM = "emblem", "Lambang daerah"
        IMPORT = "import", "Berkas impor"
        CHECK_IN = "check_in", "Foto presensi"
        REPORT = "report", "Bukti laporan harian"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField("kegunaan", max_length=10, choices=Purpose)
    original_name = models.CharField("nama asal", max_length=120)
    content_type = models.CharField("jenis isi", max_length=100)
    size = models.PositiveIntegerField("ukuran")
    pages = models.PositiveSmallIntegerField("halaman", null=True, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    stored_name = models.CharField("nama simpan", max_length=80, unique=True)
    uploaded_at = models.DateTimeField("diunggah", auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="pengunggah"
    )

    removed_at = models.DateTimeField("isinya dihapus", null=True, blank=True)

    class Meta:
        verbose_name = "berkas"
        verbose_name_plural = "berkas"

    def __str__(self) -> str:
        return self.original_name


class PendingFile(models.Model):
    """Bytes that came in a hurry and wait for the worker: looked at briefly, opened by nobody.

    A check-in answers at once and its picture is examined afterwards; what isn't taken is deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField("kegunaan", max_length=10, choices=StoredFile.Purpose)
    original_name = models.CharField("nama asal", max_length=120)
    size = models.PositiveIntegerField("ukuran")
    stored_name = models.CharField("nama simpan", max_length=80, unique=True)
    received_at = models.DateTimeField("diterima")
    received_from = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="pengunggah"
    )
    attempts = models.PositiveSmallIntegerField("percobaan", default=0)
    due_at = models.DateTimeField("diperiksa mulai", default=timezone.now, db_index=True)
    """Whoever takes it up moves this on, so that nobody else does and a killed worker's is due again."""

    class Meta:
        verbose_name = "berkas menunggu pemeriksaan"
        verbose_name_plural = "berkas menunggu pemeriksaan"
        ordering = ["received_at", "pk"]

    def __str__(self) -> str:
        return self.original_name
