"""Offices, duties and mandates: what people hold from a date to a date."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import F, Q

from wfa.people.models.employees import Employee
from wfa.people.models.units import Unit


class Dated(models.Model):
    """Something that holds from a date to a date (both included; open end = until further notice)."""

    starts = models.DateField("mulai")
    ends = models.DateField("sampai", null=True, blank=True)
    basis_number = models.CharField("nomor surat dasar", max_length=120, blank=True)
    basis_date = models.DateField("tanggal surat dasar", null=True, blank=True)

    class Meta:
        abstract = True

    @staticmethod
    def valid_on(day: datetime.date) -> Q:
        return Q(starts__lte=day) & (Q(ends__isnull=True) | Q(ends__gte=day))


class Appointment(Dated):
    """The office of head of a unit, held definitively or in an acting capacity (UU 30/2014 Ps 14)."""

    class Kind(models.TextChoices):
        DEFINITIVE = "D", "Definitif"
        PLT = "PLT", "Plt."
        PLH = "PLH", "Plh."
        PJ = "PJ", "Pj."

    employee = models.ForeignKey(
        Employee, models.PROTECT, related_name="appointments", verbose_name="pegawai"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="appointments", verbose_name="unit")
    kind = models.CharField("jenis", max_length=3, choices=Kind, default=Kind.DEFINITIVE)
    from_siasn = models.BooleanField("dari SIASN", default=False)

    class Meta:
        verbose_name = "penugasan jabatan"
        verbose_name_plural = "penugasan jabatan"
        ordering = ["-starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="people_appointment_dates",
            ),
            models.CheckConstraint(
                condition=Q(kind="D") | ~Q(basis_number=""),
                name="people_acting_has_basis",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.unit.head_name}"


class Duty(Dated):
    """A duty given to a person for a unit, which SIASN doesn't know."""

    class Kind(models.TextChoices):
        ASSESSOR = "penilai", "Penilai OPD"
        VERIFIER = "verifikator", "Verifikator BKD"
        PERSONNEL = "pengelola", "Pengelola kepegawaian"
        ARCHIVIST = "arsiparis", "Arsiparis"
        INSPECTOR = "inspektur", "Inspektur"
        ADMINISTRATOR = "administrator", "Administrator sistem"
        FRONT_OFFICE = "layanan_depan", "Petugas layanan depan"
        PICKET = "piket", "Petugas piket"

    employee = models.ForeignKey(
        Employee, models.PROTECT, related_name="duties", verbose_name="pegawai"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="duties", verbose_name="unit")
    kind = models.CharField("tugas", max_length=14, choices=Kind)

    class Meta:
        verbose_name = "tugas"
        verbose_name_plural = "tugas"
        ordering = ["-starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="people_duty_dates",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.unit}"


class Mandate(Dated):
    """Under which authority decrees are signed (UU 30/2014 Ps 14; "BKD approves" needs a basis)."""

    office = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="jabatan penanda tangan"
    )
    on_behalf_of = models.CharField("atas nama", max_length=120, blank=True)
    title = models.CharField("judul dasar kewenangan", max_length=200)

    class Meta:
        verbose_name = "dasar kewenangan"
        verbose_name_plural = "dasar kewenangan"
        ordering = ["-starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(basis_number="") & Q(basis_date__isnull=False),
                name="people_mandate_has_basis",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} Nomor {self.basis_number}"
