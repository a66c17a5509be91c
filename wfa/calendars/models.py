"""Which days are working days."""

from django.db import models
from django.db.models import F, Q


class Holiday(models.Model):
    """A day without work: national, joint leave (cuti bersama) or local.

    Rows come from the seed or from a person; the seed never touches what a person changed, so a
    seeded day that doesn't hold after all stays as a cancelled row.
    """

    class Kind(models.TextChoices):
        NATIONAL = "national", "Libur nasional"
        JOINT_LEAVE = "joint_leave", "Cuti bersama"
        LOCAL = "local", "Libur daerah"

    date = models.DateField("tanggal", unique=True)
    name = models.CharField("nama", max_length=120)
    kind = models.CharField("jenis", max_length=12, choices=Kind)
    is_estimate = models.BooleanField("perkiraan", default=False)
    is_cancelled = models.BooleanField("dibatalkan, tetap hari kerja", default=False)
    is_edited = models.BooleanField("diubah petugas", default=False)
    seeded_date = models.DateField("tanggal pada daftar nasional", unique=True, null=True)
    """Where the seed put it, even after a person moved it; empty = added by a person."""

    class Meta:
        verbose_name = "hari libur"
        verbose_name_plural = "hari libur"
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"


class RamadanPeriod(models.Model):
    """Ramadan of a year: shorter hours (Perpres 21/2023 Ps 4)."""

    starts = models.DateField("mulai")
    ends = models.DateField("sampai")

    class Meta:
        verbose_name = "Ramadan"
        verbose_name_plural = "Ramadan"
        ordering = ["starts"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="calendars_ramadan")
        ]

    def __str__(self) -> str:
        return f"{self.starts} s.d. {self.ends}"
