"""What is expected of one person on one day away, and what they say about it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from wfa.attendance.models.windows import Window
from wfa.schedules.models import AWAY, Slot


class Verdict(models.TextChoices):
    """What the superior made of a day; the row of `decisions` says who and why."""

    WAITING = "waiting", "Menunggu verifikasi"
    VALID = "valid", "Sah"
    CLARIFY = "clarify", "Perlu klarifikasi"
    INVALID = "invalid", "Tidak sah"


class Expectation(models.Model):
    """An approved day away: an expectation, not a presence (peers' mistake 16).

    Everything is a value as it was on the day: a later change of the schedule, of the policy or
    of the place of work leaves what is past alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="expectations",
        verbose_name="pegawai",
        db_index=False,  # see Meta.indexes
    )
    unit = models.ForeignKey(
        "people.Unit",
        models.PROTECT,
        related_name="+",
        verbose_name="unit hari itu",
        db_index=False,
    )
    date = models.DateField("tanggal")
    slot = models.CharField("bagian hari", max_length=4, choices=Slot)
    place = models.CharField("tempat", max_length=14)
    work_day = models.BigIntegerField("hari kerja")
    """Id of the `WorkDay` it came from, as a value."""
    basis_text = models.CharField("dasar", max_length=200)
    policy_version = models.PositiveIntegerField("versi kebijakan", null=True)
    needs = models.JSONField("yang harus lengkap", default=list)
    latitude = models.DecimalField("lintang", max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField("bujur", max_digits=9, decimal_places=6, null=True)
    radius_m = models.PositiveIntegerField("jarak terjauh (meter)", null=True)
    reach_from = models.DateTimeField("dapat dihubungi sejak")
    reach_until = models.DateTimeField("dapat dihubungi sampai")
    plan_due_at = models.DateTimeField("batas rencana", null=True, blank=True)
    report_due_at = models.DateTimeField("batas laporan", null=True, blank=True)
    plan_at = models.DateTimeField("rencana masuk", null=True, blank=True)
    report_at = models.DateTimeField("laporan masuk", null=True, blank=True)
    explain_until = models.DateField("penjelasan paling lambat")
    verdict = models.CharField("verifikasi", max_length=8, choices=Verdict, default=Verdict.WAITING)
    verdict_at = models.DateTimeField("diverifikasi", null=True, blank=True)
    written_at = models.DateTimeField("dicatat")
    shortened_at = models.DateTimeField("dihentikan sebagian", null=True, blank=True)
    """The day away ended in its middle (a recall): what had passed by then still counts."""
    withdrawn_at = models.DateTimeField("dibatalkan", null=True, blank=True)
    withdrawn_why = models.CharField("sebab dibatalkan", max_length=200, blank=True)

    Verdict = Verdict

    class Meta:
        verbose_name = "hari tugas"
        verbose_name_plural = "hari tugas"
        ordering = ["date", "pk"]
        indexes = [
            models.Index(fields=["date", "unit"], name="attendance_day_of_unit"),
            models.Index(fields=["employee", "-date"], name="attendance_days_of_person"),
            models.Index(
                fields=["unit", "date"],
                condition=Q(verdict="waiting", withdrawn_at__isnull=True),
                name="attendance_to_verify",
            ),
            models.Index(
                fields=["date", "employee"],
                condition=Q(verdict="invalid"),
                name="attendance_invalid_days",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "date", "slot"],
                condition=Q(withdrawn_at__isnull=True, shortened_at__isnull=True),
                name="attendance_one_expectation",
            ),
            models.UniqueConstraint(
                fields=["work_day"],
                condition=Q(withdrawn_at__isnull=True, shortened_at__isnull=True),
                name="attendance_one_per_work_day",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                name="attendance_withdrawn_pair",
            ),
            models.CheckConstraint(
                condition=Q(verdict="waiting", verdict_at__isnull=True)
                | (~Q(verdict="waiting") & Q(verdict_at__isnull=False)),
                name="attendance_verdict_pair",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values), name="attendance_verdict_known"
            ),
            models.CheckConstraint(
                condition=Q(place__in=[str(place) for place in AWAY]),
                name="attendance_only_days_away",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="attendance_expected_point_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.date}"


class ExpectedCheckIn(models.Model):
    """One window in which this person is expected to check in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    expectation = models.ForeignKey(Expectation, models.PROTECT, related_name="check_ins")
    window = models.ForeignKey(
        Window, models.PROTECT, related_name="expected", verbose_name="jendela"
    )
    contact_at = models.DateTimeField("kontak pertama", null=True, blank=True)
    """When this person first reached us inside the window: that moment counts (G8)."""
    withdrawn_at = models.DateTimeField("dibatalkan", null=True, blank=True)

    class Meta:
        verbose_name = "presensi yang ditunggu"
        verbose_name_plural = "presensi yang ditunggu"
        ordering = ["window__opens_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["expectation", "window"], name="attendance_window_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.window_id} dari {self.expectation_id}"


class Explanation(models.Model):
    """What the employee says about a day; never edited, a further one is a further row."""

    expectation = models.ForeignKey(Expectation, models.PROTECT, related_name="explanations")
    text = models.TextField("penjelasan", max_length=2000)
    written_at = models.DateTimeField("ditulis")

    class Meta:
        verbose_name = "penjelasan"
        verbose_name_plural = "penjelasan"
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="attendance_explanation_says"),
        ]

    def __str__(self) -> str:
        return f"penjelasan atas {self.expectation_id}"
