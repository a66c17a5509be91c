"""What somebody plans to do on a day away (PP 30/2019 Ps 26 ayat (2))."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class DailyPlan(models.Model):
    """The plan of one day. Its rows are the last version; `PlanVersion` keeps every one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    expectation = models.OneToOneField(
        "attendance.Expectation", models.PROTECT, related_name="plan", verbose_name="hari tugas"
    )
    submitted_at = models.DateTimeField("dikirim")
    """When the first version came: late or in time is judged by it."""
    revised_at = models.DateTimeField("diperbaiki", null=True, blank=True)
    version = models.PositiveSmallIntegerField("versi", default=1)

    class Meta:
        verbose_name = "rencana harian"
        verbose_name_plural = "rencana harian"
        ordering = ["submitted_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(version=1, revised_at__isnull=True)
                | Q(version__gt=1, revised_at__isnull=False, revised_at__gte=F("submitted_at")),
                name="performance_plan_revised_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"rencana {self.expectation_id}"


class PlanRow(models.Model):
    """One activity of a plan, with what shall come out of it."""

    plan = models.ForeignKey(DailyPlan, models.CASCADE, related_name="rows")
    order = models.PositiveSmallIntegerField("urutan")
    activity = models.CharField("kegiatan", max_length=300)
    target = models.DecimalField("target", max_digits=10, decimal_places=2)
    measure = models.CharField("satuan", max_length=40)
    output = models.CharField("keluaran", max_length=200)
    starts = models.TimeField("jam mulai", null=True, blank=True)
    ends = models.TimeField("jam selesai", null=True, blank=True)
    skp_item = models.CharField("butir SKP", max_length=300, blank=True)
    request_item = models.BigIntegerField("baris rencana pengajuan", null=True, blank=True)
    """Id of the row of the request's work plan that it was taken from, as a value."""
    request_number = models.CharField("nomor pengajuan", max_length=20, blank=True)

    class Meta:
        verbose_name = "baris rencana harian"
        verbose_name_plural = "baris rencana harian"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "order"], name="performance_plan_row_order"),
            models.CheckConstraint(
                condition=~Q(activity="") & ~Q(measure="") & ~Q(output=""),
                name="performance_plan_row_says",
            ),
            models.CheckConstraint(condition=Q(target__gt=0), name="performance_plan_row_aims"),
            models.CheckConstraint(
                condition=Q(starts__isnull=True, ends__isnull=True)
                | Q(starts__isnull=False, ends__isnull=False, ends__gt=F("starts")),
                name="performance_plan_row_times",
            ),
            models.CheckConstraint(
                condition=Q(request_item__isnull=True, request_number="")
                | (Q(request_item__isnull=False) & ~Q(request_number="")),
                name="performance_plan_row_request_pair",
            ),
        ]

    def __str__(self) -> str:
        return self.activity


class PlanVersion(models.Model):
    """One version of a plan as it was sent, as values. Append-only."""

    plan = models.ForeignKey(DailyPlan, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("versi")
    at = models.DateTimeField("dikirim")
    content = models.JSONField("isi", default=dict)

    class Meta:
        verbose_name = "versi rencana harian"
        verbose_name_plural = "versi rencana harian"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="performance_plan_version_once")
        ]

    def __str__(self) -> str:
        return f"versi {self.number}"
