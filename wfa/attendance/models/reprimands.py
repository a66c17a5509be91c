"""Steps of guidance after a breach: the system collects, a named person decides (R25, G18)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Level(models.TextChoices):
    """The ladder; which of its rungs are used is a matter of policy."""

    NOTE = "note", "Catatan pembinaan"
    WARNING_1 = "warning_1", "Peringatan pertama"
    WARNING_2 = "warning_2", "Peringatan kedua"
    REVOKE = "revoke", "Pencabutan kerja fleksibel"
    EXAMINATION = "examination", "Usul pemeriksaan"


class Reprimand(models.Model):
    """One rung for one person. Never a hukuman disiplin (PP 94/2021 Ps 26-27, 37)."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Menunggu putusan"
        CONFIRMED = "confirmed", "Menunggu surat"
        ISSUED = "issued", "Berlaku"
        OBJECTED = "objected", "Dalam keberatan"
        DROPPED = "dropped", "Tidak dilanjutkan"
        LIFTED = "lifted", "Dicabut"

    class Ground(models.TextChoices):
        CALLS = "calls", "Panggilan tidak dijawab"
        CHECK_INS = "checkins", "Presensi terlewat"
        BY_HAND = "by_hand", "Dicatat atasan"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reprimands", verbose_name="pegawai"
    )
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+", verbose_name="unit")
    level = models.CharField("langkah", max_length=12, choices=Level)
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.PROPOSED)
    ground = models.CharField("sebab", max_length=10, choices=Ground)
    evidence = models.JSONField("bukti", default=dict)
    """Frozen when it was proposed: dates, windows, calls, as values."""
    about = models.CharField("perkara", max_length=80)
    """What it is about, so that the same breach is proposed once: "calls:2026-12-04"."""
    proposed_at = models.DateTimeField("diusulkan")
    decided_at = models.DateTimeField("diputus", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField("pertimbangan", max_length=2000, blank=True)
    number = models.CharField("nomor surat", max_length=120, blank=True)
    letter_date = models.DateField("tanggal surat", null=True, blank=True)
    issued_at = models.DateTimeField("diterbitkan", null=True, blank=True)
    object_until = models.DateField("keberatan paling lambat", null=True, blank=True)
    objection = models.TextField("keberatan", max_length=4000, blank=True)
    objection_at = models.DateTimeField("keberatan diajukan", null=True, blank=True)
    answer = models.TextField("jawaban keberatan", max_length=2000, blank=True)
    answer_at = models.DateTimeField("keberatan dijawab", null=True, blank=True)
    expires_on = models.DateField("berlaku sampai", null=True, blank=True)
    lifted_at = models.DateTimeField("dicabut", null=True, blank=True)
    lifted_why = models.CharField("sebab dicabut", max_length=300, blank=True)

    class Meta:
        verbose_name = "langkah pembinaan"
        verbose_name_plural = "langkah pembinaan"
        ordering = ["-proposed_at", "pk"]
        indexes = [models.Index(fields=["state", "unit"], name="attendance_reprimands_open")]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "about"], name="attendance_one_reprimand_per_breach"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="attendance_reprimand_decided_pair",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | (Q(decided_by__isnull=False) & ~Q(reason="")),
                name="attendance_reprimand_has_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["issued", "objected", "lifted"])
                | Q(issued_at__isnull=False),
                name="attendance_reprimand_issued",
            ),
            models.CheckConstraint(
                condition=~Q(level__in=["warning_1", "warning_2", "revoke"])
                | Q(issued_at__isnull=True)
                | ~Q(number=""),
                name="attendance_warning_has_number",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_why="")
                | (Q(lifted_at__isnull=False) & ~Q(lifted_why="")),
                name="attendance_reprimand_lifted_pair",
            ),
            models.CheckConstraint(
                condition=~Q(state="lifted") | Q(lifted_at__isnull=False),
                name="attendance_reprimand_lifted_state",
            ),
            models.CheckConstraint(
                condition=Q(objection_at__isnull=True, objection="")
                | (Q(objection_at__isnull=False) & ~Q(objection="")),
                name="attendance_objection_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.number}".strip()
