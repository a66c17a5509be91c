"""The composition that an OPD plans, reports and gets approved: its legal state and its lines."""

from __future__ import annotations

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django_fsm import FSMField, FSMModelMixin, transition


class RosterState(models.TextChoices):
    DRAFT = "draft", "Rancangan"
    SUBMITTED = "submitted", "Menunggu surat usulan"
    REPORTED = "reported", "Dilaporkan ke BKD"
    RETURNED = "returned", "Dikembalikan BKD"
    APPROVED = "approved", "Disetujui, menunggu surat tugas"
    IN_FORCE = "in_force", "Berlaku"
    WITHDRAWN = "withdrawn", "Dibatalkan"


OPEN = (
    RosterState.DRAFT,
    RosterState.SUBMITTED,
    RosterState.REPORTED,
    RosterState.RETURNED,
    RosterState.APPROVED,
)
HOLDING = (
    RosterState.SUBMITTED,
    RosterState.REPORTED,
    RosterState.RETURNED,
    RosterState.APPROVED,
)
"""States in which the lines hold seats (`RosterLine.held`) for days that aren't facts yet."""


class Roster(FSMModelMixin, models.Model):  # type: ignore[misc]
    """One plan of one OPD for at most two months. Only `workflows.services.perform_roster` moves it."""

    class Kind(models.TextChoices):
        MONTH = "month", "Jadwal bulanan"
        AMENDMENT = "amendment", "Perubahan jadwal"
        EXTRA = "extra", "Hari tambahan"
        ORDER = "order", "Perintah situasional"

    State = RosterState

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+", verbose_name="OPD")
    kind = models.CharField("jenis", max_length=10, choices=Kind, default=Kind.MONTH)
    state = FSMField(
        "keadaan", default=RosterState.DRAFT, choices=RosterState.choices, protected=True
    )
    round = models.PositiveSmallIntegerField("putaran", default=1)
    first_day = models.DateField("mulai")
    last_day = models.DateField("sampai")
    amends = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="amendments",
        verbose_name="mengubah jadwal",
    )
    """The roster whose days an amendment changes."""
    pattern = models.JSONField("pola", default=dict, blank=True)
    """The pattern painted last, with its seed: {"kind": …, "seed": …, …}, see `patterns`."""
    reason = models.CharField("alasan", max_length=500, blank=True)
    """Why it is changed, or an extra day asked for; what an order answers."""
    order_basis = models.CharField("dasar perintah", max_length=200, blank=True)
    """The instruction behind an order: title, number, date."""
    revision = models.PositiveIntegerField("revisi", default=0)
    """Counts the changes of the draft: a page that shows an older one may not overwrite it."""
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="penyusun"
    )
    created_at = models.DateTimeField("disusun", default=timezone.now)
    changed_at = models.DateTimeField("diubah", default=timezone.now)
    since = models.DateTimeField("dalam keadaan ini sejak", default=timezone.now)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField("diajukan", null=True, blank=True)
    reported_at = models.DateTimeField("diterima BKD", null=True, blank=True)
    due_on = models.DateField("tenggat BKD", null=True, blank=True)
    letter_number = models.CharField("nomor surat usulan", max_length=120, blank=True)
    letter_date = models.DateField("tanggal surat usulan", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField("diputus", null=True, blank=True)
    assignment_number = models.CharField("nomor surat tugas", max_length=120, blank=True)
    in_force_at = models.DateTimeField("berlaku", null=True, blank=True)

    class Meta:
        verbose_name = "jadwal unit"
        verbose_name_plural = "jadwal unit"
        ordering = ["-first_day", "-created_at"]
        indexes = [
            models.Index(fields=["first_day", "state"]),
            models.Index(
                fields=["due_on"], condition=Q(due_on__isnull=False), name="schedules_rosters_due"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "first_day"],
                condition=Q(kind="month") & ~Q(state="withdrawn"),
                name="schedules_one_month",
            ),
            models.UniqueConstraint(
                fields=["amends"],
                condition=Q(kind="amendment", state__in=OPEN),
                name="schedules_one_open_amendment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=RosterState.values), name="schedules_roster_state_known"
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="schedules_roster_dates"
            ),
            models.CheckConstraint(
                condition=Q(kind="amendment", amends__isnull=False)
                | (~Q(kind="amendment") & Q(amends__isnull=True)),
                name="schedules_roster_amends",
            ),
            models.CheckConstraint(
                condition=Q(kind="month") | Q(state__in=["draft", "withdrawn"]) | ~Q(reason=""),
                name="schedules_roster_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(submitted_by__isnull=True)
                | ~Q(decided_by=F("submitted_by")),
                name="schedules_roster_decider_differs",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="schedules_roster_submitted_pair",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="schedules_roster_decided_pair",
            ),
            models.CheckConstraint(
                condition=(~Q(state="reported") & Q(due_on__isnull=True))
                | Q(state="reported", due_on__isnull=False, reported_at__isnull=False),
                name="schedules_roster_waiting_has_deadline",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.first_day}"

    @property
    def is_editable(self) -> bool:
        return self.state in {RosterState.DRAFT, RosterState.RETURNED}

    # --- the state: each step sets fields only; rights and rules are the door's --------------

    @transition(field=state, source=["draft", "returned"], target="submitted")
    def submit(self, *, at: datetime.datetime, by_id: int) -> None:
        self.since = self.submitted_at = at
        self.submitted_by_id = by_id

    @transition(field=state, source="submitted", target="reported")
    def report(
        self, *, at: datetime.datetime, due: datetime.date, number: str, dated: datetime.date | None
    ) -> None:
        self.since = self.reported_at = at
        self.due_on, self.letter_number, self.letter_date = due, number, dated

    @transition(field=state, source="reported", target="returned")
    def send_back(self, *, at: datetime.datetime) -> None:
        self.since, self.due_on = at, None
        self.round += 1

    @transition(field=state, source="reported", target="approved")
    def approve(self, *, at: datetime.datetime, by_id: int) -> None:
        self.since = self.decided_at = at
        self.decided_by_id, self.due_on = by_id, None

    @transition(field=state, source="approved", target="reported")
    def reopen(self, *, at: datetime.datetime, due: datetime.date) -> None:
        self.since, self.due_on = at, due
        self.decided_at = self.decided_by_id = None

    @transition(field=state, source="approved", target="in_force")
    def enact(self, *, at: datetime.datetime, number: str) -> None:
        self.since = self.in_force_at = at
        self.assignment_number = number

    @transition(field=state, source=["draft", "submitted", "returned"], target="withdrawn")
    def withdraw(self, *, at: datetime.datetime) -> None:
        self.since = at


class RosterLine(models.Model):
    """The days of one person in a roster: one letter per calendar day from `first_day` on.

    Letters: see `wfa.schedules.letters`. A whole month of one person is one short text, so that
    200 people are 200 rows to load, compare and keep, and not 6,000.
    """

    roster = models.ForeignKey(Roster, models.CASCADE, related_name="lines")
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="pegawai"
    )
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, related_name="+", verbose_name="unit kerja"
    )
    """The person's own unit when the line was made or last refreshed."""
    is_structural = models.BooleanField("pejabat struktural", default=False)
    cells = models.CharField("hari", max_length=62)
    """What is planned; "." = this roster says nothing about the day."""
    base = models.CharField("hari semula", max_length=62)
    """What stood when the line was drafted (an amendment); "." everywhere for a first plan."""
    held = models.CharField("kursi yang dipegang", max_length=62, blank=True)
    """Letters of the days for which a seat is held now; "" = none."""

    class Meta:
        verbose_name = "baris jadwal"
        verbose_name_plural = "baris jadwal"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["roster", "employee"], name="schedules_one_line")
        ]

    def __str__(self) -> str:
        return f"{self.roster_id} {self.employee_id}"
