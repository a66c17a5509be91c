"""What came of a day away, and what shows it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from wfa.performance.models.plans import PlanRow
from wfa.performance.models.reviews import Rating


class DailyReport(models.Model):
    """The report of one day. Its rows are the last version; `ReportVersion` keeps every one.

    `rating` and `reviewed_at` repeat the last review of the version that stands, for lists.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    expectation = models.OneToOneField(
        "attendance.Expectation", models.PROTECT, related_name="report", verbose_name="hari tugas"
    )
    submitted_at = models.DateTimeField("dikirim")
    """When the first version came: late or in time is judged by it."""
    revised_at = models.DateTimeField("diperbaiki", null=True, blank=True)
    version = models.PositiveSmallIntegerField("versi", default=1)
    summary = models.TextField("ringkasan", max_length=2000, blank=True)
    rating = models.CharField("penilaian", max_length=10, choices=Rating, blank=True)
    reviewed_at = models.DateTimeField("dinilai", null=True, blank=True)

    class Meta:
        verbose_name = "laporan harian"
        verbose_name_plural = "laporan harian"
        ordering = ["submitted_at"]
        indexes = [
            models.Index(
                fields=["submitted_at"],
                condition=Q(reviewed_at__isnull=True),
                name="performance_to_review",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(version=1, revised_at__isnull=True)
                | Q(version__gt=1, revised_at__isnull=False, revised_at__gte=F("submitted_at")),
                name="performance_report_revised_pair",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, rating="")
                | Q(reviewed_at__isnull=False, rating__in=Rating.values),
                name="performance_report_rated_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"laporan {self.expectation_id}"


class ReportRow(models.Model):
    """What came of one planned activity, or of one that wasn't planned.

    What was planned is repeated as values, so that a report reads the same for ever.
    """

    report = models.ForeignKey(DailyReport, models.CASCADE, related_name="rows")
    order = models.PositiveSmallIntegerField("urutan")
    plan_row = models.ForeignKey(
        PlanRow, models.PROTECT, null=True, blank=True, related_name="results"
    )
    """Empty: it wasn't planned."""
    activity = models.CharField("kegiatan", max_length=300)
    output = models.CharField("keluaran", max_length=200, blank=True)
    target = models.DecimalField("target", max_digits=10, decimal_places=2, null=True, blank=True)
    realised = models.DecimalField("capaian", max_digits=10, decimal_places=2)
    measure = models.CharField("satuan", max_length=40)
    result = models.CharField("hasil", max_length=500)
    note = models.CharField("keterangan", max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField("menit", null=True, blank=True)
    starts = models.TimeField("jam mulai", null=True, blank=True)
    ends = models.TimeField("jam selesai", null=True, blank=True)

    class Meta:
        verbose_name = "baris laporan harian"
        verbose_name_plural = "baris laporan harian"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "order"], name="performance_report_row_order"
            ),
            models.UniqueConstraint(
                fields=["report", "plan_row"], name="performance_one_result_per_plan_row"
            ),
            models.CheckConstraint(
                condition=~Q(activity="") & ~Q(measure="") & ~Q(result=""),
                name="performance_report_row_says",
            ),
            models.CheckConstraint(
                condition=Q(realised__gte=0), name="performance_realised_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__gte=1, minutes__lte=1440),
                name="performance_minutes_of_a_day",
            ),
            models.CheckConstraint(
                condition=Q(starts__isnull=True, ends__isnull=True)
                | Q(starts__isnull=False, ends__isnull=False, ends__gt=F("starts")),
                name="performance_report_row_times",
            ),
        ]

    def __str__(self) -> str:
        return self.activity


class ReportVersion(models.Model):
    """One version of a report as it was sent, evidence included, as values. Append-only."""

    report = models.ForeignKey(DailyReport, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("versi")
    at = models.DateTimeField("dikirim")
    content = models.JSONField("isi", default=dict)

    class Meta:
        verbose_name = "versi laporan harian"
        verbose_name_plural = "versi laporan harian"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"], name="performance_report_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"versi {self.number}"


class ReportEvidence(models.Model):
    """A file or an address that shows the work of a day; it may come before the report.

    One that is taken off keeps its row: a version that was sent may speak of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    expectation = models.ForeignKey(
        "attendance.Expectation", models.PROTECT, related_name="evidence", verbose_name="hari tugas"
    )
    file = models.OneToOneField(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    link = models.CharField("tautan", max_length=500, blank=True)
    added_at = models.DateTimeField("ditambahkan")
    removed_at = models.DateTimeField("dihapus", null=True, blank=True)
    purged_at = models.DateTimeField("berkas dihapus sesuai masa simpan", null=True, blank=True)
    """The bytes went when their retention was over; the row says that they were there."""

    class Meta:
        verbose_name = "bukti laporan harian"
        verbose_name_plural = "bukti laporan harian"
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False, link="")
                | Q(file__isnull=True, link__startswith="https://"),
                name="performance_evidence_is_file_or_link",
            ),
            models.CheckConstraint(
                condition=Q(purged_at__isnull=True) | Q(file__isnull=False),
                name="performance_only_files_are_purged",
            ),
            models.UniqueConstraint(
                fields=["expectation", "link"],
                condition=Q(removed_at__isnull=True) & ~Q(link=""),
                name="performance_one_link_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.link or str(self.file)
