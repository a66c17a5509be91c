"""Calls to people on their day away, with a clock, and the fair draw of whom to call."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from wfa.attendance.models.expectations import Expectation


class RollCall(models.Model):
    """One draw of people to be called: whoever was drawn least comes first, by a seed that stands here."""

    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+", verbose_name="OPD")
    date = models.DateField("tanggal")
    seed = models.CharField("acuan undian", max_length=32)
    pool = models.PositiveIntegerField("pegawai yang dapat diundi")
    people = models.JSONField("yang terundi", default=list)
    """Ids of employees, in the order in which they were drawn."""
    drawn_at = models.DateTimeField("diundi")
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Empty: the policy's daily draw."""

    class Meta:
        verbose_name = "undian panggilan"
        verbose_name_plural = "undian panggilan"
        ordering = ["-date", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "date"], name="attendance_one_draw_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.date}"


class ResponseCall(models.Model):
    """One call: begun, answered or not, by whom; the employee can answer back in the application."""

    class Channel(models.TextChoices):
        PHONE = "phone", "Telepon"
        WHATSAPP = "whatsapp", "WhatsApp"
        VIDEO = "video", "Panggilan video"

    class Outcome(models.TextChoices):
        RUNNING = "running", "Sedang dipanggil"
        ANSWERED = "answered", "Menjawab"
        UNANSWERED = "unanswered", "Tidak menjawab"
        CALLED_BACK = "called_back", "Menghubungi kembali"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    expectation = models.ForeignKey(Expectation, models.PROTECT, related_name="calls")
    channel = models.CharField("lewat", max_length=8, choices=Channel)
    number = models.CharField("nomor yang dihubungi", max_length=30, blank=True)
    started_at = models.DateTimeField("mulai")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="pemanggil"
    )
    caller_name = models.CharField("nama pemanggil", max_length=260)
    capacity = models.CharField("sebagai", max_length=260)
    due_at = models.DateTimeField("dijawab paling lambat")
    outcome = models.CharField("hasil", max_length=11, choices=Outcome, default=Outcome.RUNNING)
    closed_at = models.DateTimeField("ditutup", null=True, blank=True)
    note = models.CharField("catatan", max_length=300, blank=True)
    answer_text = models.CharField("jawaban pegawai", max_length=300, blank=True)
    answer_at = models.DateTimeField("pegawai menjawab di aplikasi", null=True, blank=True)
    roll_call = models.ForeignKey(
        RollCall, models.PROTECT, null=True, blank=True, related_name="calls"
    )

    class Meta:
        verbose_name = "panggilan"
        verbose_name_plural = "panggilan"
        ordering = ["started_at"]
        indexes = [
            models.Index(
                fields=["started_at"],
                condition=Q(outcome="unanswered"),
                name="attendance_calls_unanswered",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["expectation"],
                condition=Q(outcome="running"),
                name="attendance_one_call_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(outcome="running", closed_at__isnull=True)
                | (~Q(outcome="running") & Q(closed_at__isnull=False)),
                name="attendance_call_closed_pair",
            ),
            models.CheckConstraint(
                condition=Q(due_at__gt=F("started_at")), name="attendance_call_has_time"
            ),
            models.CheckConstraint(
                condition=Q(answer_at__isnull=True, answer_text="")
                | (Q(answer_at__isnull=False) & ~Q(answer_text="")),
                name="attendance_call_answer_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"panggilan {self.started_at}"
