"""What an attendance application says that it has, compared with what is so."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from wfa.exchange.models.systems import AttendanceSystem, Delivery


class Acknowledgement(models.Model):
    """One list of rows (NIP, date, kind) as the application has them, and how they differ.

    Nothing is changed by it: whoever looks after the application mends the differences there.
    """

    system = models.ForeignKey(
        AttendanceSystem, models.PROTECT, related_name="answers", verbose_name="aplikasi"
    )
    delivery = models.ForeignKey(
        Delivery, models.PROTECT, null=True, blank=True, related_name="answers"
    )
    """The delivery it answered; null = a file that a person read in."""
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, related_name="+", verbose_name="unit yang dibandingkan"
    )
    first_day = models.DateField("dari tanggal")
    last_day = models.DateField("sampai tanggal")
    rows = models.PositiveIntegerField("baris dibaca")
    counts = models.JSONField("jumlah", default=dict)
    """{differs, missing, extra, unreadable, same: how many}"""
    differences = models.JSONField("selisih", default=list)
    """[[why, NIP, ISO date, ours, theirs]], at most `services.answers.MOST`."""
    problems = models.JSONField("baris tak terbaca", default=list)
    """[[row, sentence]]"""
    received_at = models.DateTimeField("diterima")
    received_from = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who read the file in; null = the application's own answer to a delivery."""

    class Meta:
        verbose_name = "pengakuan presensi"
        verbose_name_plural = "pengakuan presensi"
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="exchange_answer_dates"
            ),
            models.CheckConstraint(
                condition=Q(delivery__isnull=True, received_from__isnull=False)
                | Q(delivery__isnull=False, received_from__isnull=True),
                name="exchange_answer_source",
            ),
        ]

    def __str__(self) -> str:
        return f"pengakuan #{self.pk}"
