"""The account of a day that an OPD sends to BKD: who was expected, present, missing."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class DayAccount(models.Model):
    """Frozen when it is sent. A correction is a further round; the one before stays."""

    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+", verbose_name="OPD")
    date = models.DateField("tanggal")
    round = models.PositiveSmallIntegerField("putaran", default=1)
    numbers = models.JSONField("jumlah", default=dict)
    lines = models.JSONField("rincian", default=list)
    sha256 = models.CharField("SHA-256", max_length=64)
    note = models.CharField("catatan", max_length=500, blank=True)
    sent_at = models.DateTimeField("dikirim")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="pengirim"
    )
    sender_name = models.CharField("nama pengirim", max_length=260)
    capacity = models.CharField("sebagai", max_length=260)

    class Meta:
        verbose_name = "rekap hari"
        verbose_name_plural = "rekap hari"
        ordering = ["-date", "unit", "-round"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "date", "round"], name="attendance_account_round_once"
            ),
            models.CheckConstraint(
                condition=Q(round=1) | ~Q(note=""), name="attendance_correction_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.date} putaran {self.round}"
