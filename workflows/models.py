"""The proposal (usulan) of an OPD, and the assessment of each request."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from viewflow.workflow.models import Process

from wfa.requests.models import WorkRequest


class Proposal(models.Model):
    """A batch of recommended requests that an OPD sends to the BKD; its procedure is `process`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opd = models.ForeignKey(
        "people.Unit", models.PROTECT, related_name="proposals", verbose_name="OPD"
    )
    process = models.OneToOneField(
        Process, models.PROTECT, related_name="proposal", verbose_name="proses"
    )
    created_at = models.DateTimeField("dibuat")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="pengusul"
    )
    note = models.TextField("catatan untuk BKD", blank=True, max_length=1000)
    received_at = models.DateTimeField("diterima BKD", null=True, blank=True)
    letter_number = models.CharField("nomor surat usulan", max_length=120, blank=True)
    letter_date = models.DateField("tanggal surat usulan", null=True, blank=True)
    letter_signer = models.CharField("penanda tangan surat", max_length=300, blank=True)
    closed_at = models.DateTimeField("pemeriksaan selesai", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "usulan"
        verbose_name_plural = "usulan"
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["received_at"],
                condition=Q(received_at__isnull=False, closed_at__isnull=True),
                name="workflows_open_at_bkd",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="workflows_closed_pair",
            )
        ]

    def __str__(self) -> str:
        return f"Usulan {self.opd}"


class ProposalItem(models.Model):
    """A request inside a proposal; at most one open item per request."""

    class Paper(models.IntegerChoices):
        NONE = 0, "Belum disusun"
        DRAFTED = 1, "Disusun"
        ISSUED = 2, "Terbit"
        FILED = 3, "Diarsipkan"

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="items")
    request = models.ForeignKey(WorkRequest, models.PROTECT, related_name="items")
    is_open = models.BooleanField("masih dalam usulan", default=True)
    """False once the request left: returned, sent back or withdrawn."""
    left_at = models.DateTimeField("keluar", null=True, blank=True)
    paper = models.PositiveSmallIntegerField("naskah", choices=Paper, default=Paper.NONE)
    """How far the decree of an approved request is; told by `documents`."""

    class Meta:
        verbose_name = "butir usulan"
        verbose_name_plural = "butir usulan"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(is_open=True), name="workflows_one_open_item"
            )
        ]

    def __str__(self) -> str:
        return f"{self.request} dalam {self.proposal}"


class Assessment(models.Model):
    """The OPD's assessment of one round of a request (section 8.2 of the regulations' forms)."""

    class Workload(models.TextChoices):
        FITS = "fits", "Sesuai"
        HEAVY = "heavy", "Perlu penyesuaian"

    request = models.ForeignKey(WorkRequest, models.PROTECT, related_name="assessments")
    round = models.PositiveSmallIntegerField("putaran")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("waktu")
    criteria = models.JSONField("kriteria tugas", default=dict)
    workload = models.CharField("beban kerja", max_length=8, choices=Workload, blank=True)
    conditions = models.CharField("kondisi kerja", max_length=300, blank=True)
    service_impact = models.CharField("dampak layanan", max_length=300, blank=True)
    substitute = models.CharField("pengganti", max_length=200, blank=True)
    note = models.TextField("catatan", blank=True)

    class Meta:
        verbose_name = "penilaian OPD"
        verbose_name_plural = "penilaian OPD"
        constraints = [
            models.UniqueConstraint(fields=["request", "round"], name="workflows_one_assessment")
        ]

    def __str__(self) -> str:
        return f"penilaian {self.request}"
