"""The proposal (usulan) of an OPD, and the assessment of each request."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
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


class SuperiorView(models.Model):
    """What the direct superior says of one round, where the policy asks for it."""

    request = models.ForeignKey(WorkRequest, models.PROTECT, related_name="views")
    round = models.PositiveSmallIntegerField("putaran")
    superior = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    capacity = models.CharField("bertindak sebagai", max_length=260)
    at = models.DateTimeField("waktu")
    agrees = models.BooleanField("mendukung")
    note = models.CharField("pertimbangan", max_length=500)

    class Meta:
        verbose_name = "pertimbangan atasan"
        verbose_name_plural = "pertimbangan atasan"
        constraints = [
            models.UniqueConstraint(fields=["request", "round"], name="workflows_one_view"),
            models.CheckConstraint(condition=~Q(note=""), name="workflows_view_has_note"),
        ]

    def __str__(self) -> str:
        return f"pertimbangan {self.request}"


class Cancellation(models.Model):
    """The employee asks to give approved days back; the OPD decides on it."""

    class State(models.TextChoices):
        ASKED = "asked", "Menunggu keputusan OPD"
        GRANTED = "granted", "Dikabulkan"
        DENIED = "denied", "Tidak dikabulkan"
        WITHDRAWN = "withdrawn", "Ditarik kembali"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(WorkRequest, models.PROTECT, related_name="cancellations")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("diminta")
    reason = models.CharField("alasan", max_length=500)
    dates = models.JSONField("hari", default=list)
    """ISO dates that are given back."""
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.ASKED)
    decided_at = models.DateTimeField("diputus", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField("catatan pemutus", max_length=500, blank=True)

    class Meta:
        verbose_name = "permintaan pembatalan"
        verbose_name_plural = "permintaan pembatalan"
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(state="asked"),
                name="workflows_one_open_cancellation",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "granted", "denied", "withdrawn"]),
                name="workflows_cancellation_known",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | (Q(decided_at__isnull=False) & Q(decided_by__isnull=False)),
                name="workflows_cancellation_pair",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "denied"])
                | (Q(decided_at__isnull=False) & ~Q(decided_by=F("asked_by"))),
                name="workflows_cancellation_decided",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & (~Q(state="denied") | ~Q(note="")),
                name="workflows_cancellation_reasons",
            ),
        ]

    def __str__(self) -> str:
        return f"pembatalan {self.request}"


class Objection(models.Model):
    """Keberatan against a refusal, once (UU 30/2014 Ps 77): answered in writing, by somebody else."""

    request = models.OneToOneField(WorkRequest, models.PROTECT, related_name="objection")
    filed_at = models.DateTimeField("diajukan")
    reason = models.TextField("alasan keberatan", max_length=2000)
    due_on = models.DateField("dijawab paling lambat")
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="penolak"
    )
    upheld = models.BooleanField("penolakan tetap", null=True, blank=True)
    decided_at = models.DateTimeField("diputus", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField("jawaban", blank=True, max_length=2000)

    class Meta:
        verbose_name = "keberatan"
        verbose_name_plural = "keberatan"
        ordering = ["filed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    decided_at__isnull=True, decided_by__isnull=True, upheld__isnull=True, note=""
                )
                | (
                    Q(decided_at__isnull=False, decided_by__isnull=False, upheld__isnull=False)
                    & ~Q(note="")
                    & ~Q(decided_by=F("refused_by"))
                ),
                name="workflows_objection_answered",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="workflows_objection_has_reason"),
        ]

    def __str__(self) -> str:
        return f"keberatan {self.request}"


class Reminder(models.Model):
    """One time that somebody was reminded of a stage; the row is what keeps it from being twice."""

    class Level(models.IntegerChoices):
        HALF = 50, "Setengah waktu"
        SOON = 75, "Hampir habis"
        LATE = 100, "Lewat batas"
        EMPLOYEE = 0, "Diingatkan pemohon"

    request = models.ForeignKey(WorkRequest, models.PROTECT, related_name="reminders")
    stage_at = models.DateTimeField("tahap mulai")
    """Which stage: its beginning, as on the request."""
    level = models.PositiveSmallIntegerField("tingkat", choices=Level)
    at = models.DateTimeField("waktu")

    class Meta:
        verbose_name = "pengingat"
        verbose_name_plural = "pengingat"
        ordering = ["at"]
        indexes = [models.Index(fields=["request", "level", "-at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "stage_at", "level"],
                condition=Q(level__gt=0),
                name="workflows_reminded_once",
            )
        ]

    def __str__(self) -> str:
        return f"pengingat {self.level} {self.request}"


class SavedView(models.Model):
    """A list as one person keeps it: a name for a query of an inbox."""

    class Place(models.TextChoices):
        OPD = "kotak-masuk", "Kotak masuk OPD"
        BKD = "kotak-masuk-bkd", "Kotak masuk BKD"

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="saved_views", verbose_name="pemilik"
    )
    place = models.CharField("tempat", max_length=20, choices=Place)
    name = models.CharField("nama", max_length=40)
    query = models.CharField("saringan", max_length=500, blank=True)

    class Meta:
        verbose_name = "tampilan tersimpan"
        verbose_name_plural = "tampilan tersimpan"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "place", "name"], name="workflows_view_named")
        ]

    def __str__(self) -> str:
        return self.name


class ReasonTemplate(models.Model):
    """A sentence that an office often gives as its reason, or as a condition of an approval."""

    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+", verbose_name="unit")
    """Whose officials may choose it: those of the unit and of all units below."""
    step = models.CharField("langkah", max_length=20)
    text = models.CharField("kalimat", max_length=300)

    class Meta:
        verbose_name = "contoh alasan"
        verbose_name_plural = "contoh alasan"
        ordering = ["step", "text"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "step", "text"], name="workflows_reason_once"),
            models.CheckConstraint(condition=~Q(text=""), name="workflows_reason_has_text"),
        ]

    def __str__(self) -> str:
        return self.text
