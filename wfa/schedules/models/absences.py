"""Leave, duty travel and training: days on which somebody isn't at work, or not here."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from wfa.schedules.models.readings import APPLIED_PAIR, Reading


class Absence(models.Model):
    """A span of days off, from a letter; its working days stand as `WorkDay` rows (R27).

    One that was wrong is taken back with a reason; the row stays.
    """

    class Kind(models.TextChoices):
        LEAVE = "leave", "Cuti"
        SICK = "sick", "Sakit"
        DUTY_TRAVEL = "duty_travel", "Dinas luar"
        TRAINING = "training", "Diklat"

    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="absences", verbose_name="pegawai"
    )
    kind = models.CharField("jenis", max_length=12, choices=Kind)
    first_day = models.DateField("mulai")
    last_day = models.DateField("sampai")
    basis_text = models.CharField("surat dasar", max_length=200)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="dicatat oleh"
    )
    recorded_at = models.DateTimeField("dicatat")
    source = models.ForeignKey(
        "AbsenceImport", models.PROTECT, null=True, blank=True, related_name="absences"
    )
    withdrawn_at = models.DateTimeField("dicabut", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_why = models.CharField("sebab dicabut", max_length=200, blank=True)

    class Meta:
        verbose_name = "ketidakhadiran"
        verbose_name_plural = "ketidakhadiran"
        ordering = ["-first_day", "pk"]
        indexes = [models.Index(fields=["employee", "first_day"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="schedules_absence_dates"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why="")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")
                ),
                name="schedules_absence_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.first_day} s.d. {self.last_day}"


class AbsenceImport(Reading):
    """One reading of a list of absences."""

    class Meta:
        verbose_name = "impor ketidakhadiran"
        verbose_name_plural = "impor ketidakhadiran"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=APPLIED_PAIR, name="schedules_absences_applied_pair")
        ]

    def __str__(self) -> str:
        return f"impor ketidakhadiran #{self.pk}"
