"""What was asked, for which days, and its legal state."""

from __future__ import annotations

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django_fsm import FSMField, FSMModelMixin, transition

from wfa.policies.models import Policy
from wfa.requests.models.states import WAITING, State


class WorkRequest(FSMModelMixin, models.Model):  # type: ignore[misc]
    """One request for flexible work. Only `workflows.services.perform` moves its state."""

    class Basis(models.TextChoices):
        """Legal ground (PermenPAN-RB 4/2025 Ps 8)."""

        SPECIAL = "special", "Keadaan khusus"
        TASK = "task", "Karakteristik tugas"

    class Place(models.TextChoices):
        """Where (PermenPAN-RB 4/2025 Ps 12 ayat 1)."""

        HOME = "home", "Rumah atau tempat tinggal"
        OTHER_OFFICE = "other_office", "Kantor selain lokasi penempatan"
        OTHER_PLACE = "other_place", "Lokasi lain"

    class Reason(models.TextChoices):
        HEALTH = "health", "Kesehatan"
        FAMILY = "family", "Keluarga"
        EMERGENCY = "emergency", "Keadaan darurat"
        FOCUS = "focus", "Pekerjaan yang memerlukan ketenangan"
        FIELD = "field", "Pekerjaan di luar kantor"
        OTHER = "other", "Lainnya"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("nomor", max_length=20, unique=True, null=True, blank=True)
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="requests", verbose_name="pegawai"
    )
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="diisi oleh"
    )
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, related_name="+", verbose_name="unit penilai"
    )
    """The unit whose officials decide: the applicant's, or one level up for a head of an OPD."""
    opd = models.ForeignKey("people.Unit", models.PROTECT, related_name="+", verbose_name="OPD")
    state = FSMField("keadaan", default=State.DRAFT, choices=State.choices, protected=True)
    round = models.PositiveSmallIntegerField("putaran", default=1)
    policy = models.ForeignKey(
        Policy, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kebijakan"
    )

    basis = models.CharField("dasar", max_length=8, choices=Basis, blank=True)
    place = models.CharField("jenis tempat", max_length=14, choices=Place, blank=True)
    place_address = models.CharField("alamat tempat kerja", max_length=300, blank=True)
    place_reason = models.CharField("alasan memilih tempat", max_length=300, blank=True)
    reason_kind = models.CharField("jenis alasan", max_length=10, choices=Reason, blank=True)
    reason = models.TextField("alasan", blank=True, max_length=2000)
    criteria = models.JSONField("kriteria tugas", default=dict, blank=True)
    """{criterion key: true/false}, PermenPAN-RB 4/2025 Ps 23."""
    dates = models.JSONField("tanggal yang dipilih", default=list, blank=True)
    """ISO dates of the draft; at submission each becomes a `RequestDay`."""
    work_item = models.CharField("butir SKP terkait", max_length=300, blank=True)
    equipment = models.CharField("sarana kerja", max_length=300, blank=True)
    phone = models.CharField("nomor HP aktif", max_length=30, blank=True)
    substitute = models.CharField("pengganti atau kontak layanan", max_length=200, blank=True)
    statement_at = models.DateTimeField("pernyataan dibuat", null=True, blank=True)
    privacy_version = models.CharField("versi pemberitahuan privasi", max_length=10, blank=True)

    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    changed_at = models.DateTimeField("diubah", auto_now=True)
    submitted_at = models.DateTimeField("diajukan", null=True, blank=True)
    complete_at = models.DateTimeField("lengkap", null=True, blank=True)
    complete_by = models.CharField("dinyatakan lengkap oleh", max_length=260, blank=True)
    since = models.DateTimeField("dalam keadaan ini sejak", default=timezone.now)
    stage_at = models.DateTimeField("tahap ini mulai", null=True, blank=True)
    due_on = models.DateField("tenggat tahap ini", null=True, blank=True)
    """The last day for whoever has the case now; null while no official has it."""
    due_opd = models.DateField("tenggat OPD", null=True, blank=True)
    due_bkd = models.DateField("tenggat BKD", null=True, blank=True)
    decide_by = models.DateField("tenggat keputusan", null=True, blank=True)
    """The three ends of stages as the policy gave them at submission (UU 30/2014 Ps 53)."""
    conditions = models.JSONField("syarat persetujuan", default=list, blank=True)
    """Sentences under which the BKD approved."""
    renews = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="renewals",
        verbose_name="perpanjangan dari",
    )
    first_day = models.DateField("hari pertama", null=True, blank=True)
    last_day = models.DateField("hari terakhir", null=True, blank=True)
    recommended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "pengajuan"
        verbose_name_plural = "pengajuan"
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["applicant", "-created_at"]),
            models.Index(
                fields=["opd", "state", "complete_at"],
                condition=Q(state__in=["submitted", "recommended", "proposed"]),
                name="requests_pending",
            ),
            models.Index(fields=["last_day", "state"], name="requests_running"),
            models.Index(fields=["due_on"], condition=Q(due_on__isnull=False), name="requests_due"),
            # what waits in a unit, however many closed cases lie behind it; see selectors.waiting_cases
            models.Index(
                fields=["unit", "state", "due_on", "complete_at", "id"],
                condition=Q(due_on__isnull=False),
                name="requests_waiting",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="requests_state_known"
            ),
            models.CheckConstraint(
                condition=Q(recommended_by__isnull=True)
                | (~Q(recommended_by=F("applicant")) & ~Q(recommended_by=F("filed_by"))),
                name="requests_recommender_differs",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | (~Q(decided_by=F("applicant")) & ~Q(decided_by=F("filed_by"))),
                name="requests_decider_differs",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(recommended_by__isnull=True)
                | ~Q(decided_by=F("recommended_by")),
                name="requests_opd_bkd_differ",
            ),
            models.CheckConstraint(
                condition=Q(complete_at__isnull=True, complete_by="")
                | (Q(complete_at__isnull=False) & ~Q(complete_by="")),
                name="requests_complete_pair",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | (Q(number__isnull=False) & Q(submitted_at__isnull=False)),
                name="requests_submitted_has_number",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True, stage_at__isnull=True)
                | Q(due_on__isnull=False, stage_at__isnull=False),
                name="requests_stage_pair",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=WAITING) | Q(due_on__isnull=False),
                name="requests_waiting_has_deadline",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"draf {self.pk}"

    @property
    def short_kind(self) -> str:
        """WFH for one's home, WFA for every other place."""
        return "WFH" if self.place == self.Place.HOME else "WFA"

    # --- the legal state: each step sets fields only; rights and rules are the door's ---------

    def _enter(self, at: datetime.datetime, due: datetime.date | None) -> None:
        self.since = at
        self.begin_stage(at, due)

    def begin_stage(self, at: datetime.datetime, due: datetime.date | None) -> None:
        """A stage begins. One that begins after its planned end gets what is left of the whole."""
        if due is None:
            self.due_on = self.stage_at = None
            return
        today = timezone.localtime(at).date()
        late = due < today
        self.due_on = max(self.decide_by or due, today) if late else due
        self.stage_at = at

    @transition(field=state, source=["draft", "returned"], target="submitted")
    def submit(self, *, at: datetime.datetime, complete_by: str) -> None:
        self.submitted_at = self.complete_at = at
        self.complete_by = complete_by
        self.recommended_by = self.decided_by = None
        self.conditions = []
        self._enter(at, self.due_opd)

    @transition(
        field=state,
        source=["draft", "submitted", "returned", "recommended", "proposed"],
        target="withdrawn",
    )
    def withdraw(self, *, at: datetime.datetime) -> None:
        self._enter(at, None)

    @transition(field=state, source="submitted", target="recommended")
    def recommend(self, *, at: datetime.datetime, by_id: int) -> None:
        self.recommended_by_id = by_id
        self.since = at

    @transition(field=state, source="recommended", target="submitted")
    def take_back(self, *, at: datetime.datetime) -> None:
        self.recommended_by = None
        self.since = at

    @transition(field=state, source=["submitted", "recommended", "proposed"], target="returned")
    def send_back(self, *, at: datetime.datetime) -> None:
        self.complete_at, self.complete_by = None, ""
        self.recommended_by = None
        self.round += 1
        self._enter(at, None)

    @transition(field=state, source=["submitted", "recommended", "proposed"], target="refused")
    def refuse(self, *, at: datetime.datetime, by_id: int) -> None:
        if self.state != State.PROPOSED:  # the OPD's own refusal takes its recommendation back
            self.recommended_by = None
        self.decided_by_id = by_id
        self._enter(at, None)

    @transition(field=state, source="recommended", target="proposed")
    def propose(self, *, at: datetime.datetime) -> None:
        self.since = at

    @transition(field=state, source="proposed", target="approved")
    def approve(self, *, at: datetime.datetime, by_id: int) -> None:
        self.decided_by_id = by_id
        self._enter(at, self.decide_by)

    @transition(field=state, source="proposed", target="submitted")
    def return_to_opd(self, *, at: datetime.datetime) -> None:
        self.recommended_by = None
        self.round += 1
        self._enter(at, self.due_opd)

    @transition(field=state, source=["approved", "refused"], target="proposed")
    def reopen(self, *, at: datetime.datetime) -> None:
        self.decided_by = None
        self.conditions = []
        self._enter(at, self.due_bkd)

    @transition(field=state, source="approved", target="in_force")
    def enact(self, *, at: datetime.datetime) -> None:
        self._enter(at, None)

    @transition(field=state, source=["approved", "in_force"], target="cancelled")
    def cancel(self, *, at: datetime.datetime) -> None:
        self._enter(at, None)

    @transition(field=state, source="in_force", target="revoked")
    def revoke(self, *, at: datetime.datetime) -> None:
        self.since = at

    @transition(field=state, source="in_force", target="ended")
    def end(self, *, at: datetime.datetime) -> None:
        self.since = at

    @transition(field=state, source="refused", target="objected")
    def object(self, *, at: datetime.datetime, due: datetime.date) -> None:
        self._enter(at, due)

    @transition(field=state, source="objected", target="refused")
    def uphold(self, *, at: datetime.datetime) -> None:
        self._enter(at, None)

    @transition(field=state, source="objected", target="proposed")
    def overturn(self, *, at: datetime.datetime, due: datetime.date) -> None:
        self.decided_by = None
        self._enter(at, due)
