"""The one region of an installation, and the readings of its SIASN files."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wfa.people.models.employees import Employee
from wfa.people.models.units import Unit


class Region(models.Model):
    """The one region of this installation: names on letters, and which unit is the BKD."""

    class Kind(models.TextChoices):
        REGENCY = "kabupaten", "Kabupaten"
        CITY = "kota", "Kota"
        PROVINCE = "provinsi", "Provinsi"

    kind = models.CharField("jenis", max_length=10, choices=Kind, default=Kind.REGENCY)
    name = models.CharField("nama tanpa jenis", max_length=80)
    seat = models.CharField("tempat penetapan", max_length=80)
    bkd = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="BKD"
    )
    emblem = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="lambang daerah",
    )

    class Meta:
        verbose_name = "daerah"
        verbose_name_plural = "daerah"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="people_one_region")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"

    @property
    def head_title(self) -> str:
        """Title of the head of the region, in capitals, as letters print it."""
        titles = {"kabupaten": "BUPATI", "kota": "WALI KOTA", "provinsi": "GUBERNUR"}
        return f"{titles[self.kind]} {self.name.upper()}"


class ImportRun(models.Model):
    """One reading of UNOR.csv and SIASN.xlsx: first a dry run, then perhaps applied."""

    class State(models.TextChoices):
        READING = "reading", "Sedang dibaca"
        READ = "read", "Belum disimpan"
        APPLYING = "applying", "Sedang disimpan"
        APPLIED = "applied", "Tersimpan"
        DISCARDED = "discarded", "Dibuang"
        FAILED = "failed", "Gagal dibaca"

    state = models.CharField("keadaan", max_length=10, choices=State, default=State.READING)
    units_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    people_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    report = models.JSONField("hasil", default=dict, blank=True)
    error = models.CharField("sebab gagal", max_length=300, blank=True)
    created_at = models.DateTimeField("dibaca")
    created_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    applied_at = models.DateTimeField("disimpan", null=True, blank=True)
    applied_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "impor"
        verbose_name_plural = "impor"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True, applied_by__isnull=True)
                | Q(applied_at__isnull=False, applied_by__isnull=False),
                name="people_import_applied_pair",
            )
        ]

    def __str__(self) -> str:
        return f"impor #{self.pk}"
