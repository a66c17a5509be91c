"""What people were told about camera and place, and what was purged when its time was over."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class NoticeRead(models.Model):
    """Somebody read one version of the notice before their first check-in (UU 27/2022 Ps 21)."""

    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="pegawai"
    )
    version = models.CharField("versi pemberitahuan", max_length=20)
    read_at = models.DateTimeField("dibaca")

    class Meta:
        verbose_name = "pemberitahuan dibaca"
        verbose_name_plural = "pemberitahuan dibaca"
        constraints = [
            models.UniqueConstraint(fields=["employee", "version"], name="attendance_notice_once")
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.version}"


class Purge(models.Model):
    """One run of the purge: what went, up to which day, how many (G11). Append-only."""

    class What(models.TextChoices):
        PHOTOS = "photos", "Foto presensi"
        COORDINATES = "coordinates", "Koordinat presensi"
        NUMBERS = "numbers", "Nomor pada catatan panggilan"
        EVIDENCE = "evidence", "Berkas bukti laporan"

    what = models.CharField("yang dihapus", max_length=12, choices=What)
    until = models.DateField("sampai tanggal")
    count = models.PositiveIntegerField("jumlah")
    kept_days = models.PositiveIntegerField("masa simpan (hari)")
    purged_at = models.DateTimeField("dihapus")

    class Meta:
        verbose_name = "penghapusan data pribadi"
        verbose_name_plural = "penghapusan data pribadi"
        ordering = ["-purged_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_what_display()} sampai {self.until}"
