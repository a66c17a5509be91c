"""Two people who exchange days, with the consent of both and of their superior."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Swap(models.Model):
    """`asker` and `other` exchange where they work on one or two days.

    On each date each of them takes over the other's place. Two dates give a fair exchange: Ani is
    at home on Tuesday instead of Budi, and Budi on Thursday instead of Ani.
    """

    class State(models.TextChoices):
        ASKED = "asked", "Menunggu rekan"
        AGREED = "agreed", "Menunggu atasan"
        DONE = "done", "Disetujui"
        DECLINED = "declined", "Tidak disetujui rekan"
        REFUSED = "refused", "Ditolak atasan"
        WITHDRAWN = "withdrawn", "Dibatalkan"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="peminta"
    )
    other = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="rekan"
    )
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, related_name="+", verbose_name="unit yang memutus"
    )
    first_date = models.DateField("tanggal")
    second_date = models.DateField("tanggal pengganti", null=True, blank=True)
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.ASKED)
    reason = models.CharField("alasan", max_length=300)
    asked_at = models.DateTimeField("diminta")
    answered_at = models.DateTimeField("dijawab rekan", null=True, blank=True)
    decided_at = models.DateTimeField("diputus atasan", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField("catatan", max_length=300, blank=True)

    class Meta:
        verbose_name = "tukar hari"
        verbose_name_plural = "tukar hari"
        ordering = ["-asked_at"]
        indexes = [
            models.Index(
                fields=["unit", "asked_at"],
                condition=Q(state__in=["asked", "agreed"]),
                name="schedules_swaps_open",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(asker=F("other")), name="schedules_swap_of_two"),
            models.CheckConstraint(
                condition=Q(second_date__isnull=True) | ~Q(second_date=F("first_date")),
                name="schedules_swap_dates",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["done", "refused"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                )
                | (
                    ~Q(state__in=["done", "refused"])
                    & Q(decided_at__isnull=True, decided_by__isnull=True)
                ),
                name="schedules_swap_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | (~Q(decided_by=F("asker")) & ~Q(decided_by=F("other"))),
                name="schedules_swap_decider_differs",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asker} dan {self.other}, {self.first_date}"
