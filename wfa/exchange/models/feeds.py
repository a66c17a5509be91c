"""The secret address under which somebody's own calendar can be read."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class CalendarFeed(models.Model):
    """One address of one person; of its secret only the SHA-256 is kept. Revoked ones stay."""

    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="calendar_feeds",
        verbose_name="pegawai",
    )
    secret_hash = models.CharField("SHA-256 rahasia", max_length=64, unique=True)
    created_at = models.DateTimeField("dibuat")
    revoked_at = models.DateTimeField("dicabut", null=True, blank=True)

    class Meta:
        verbose_name = "langganan kalender"
        verbose_name_plural = "langganan kalender"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee"],
                condition=Q(revoked_at__isnull=True),
                name="exchange_one_feed",
            )
        ]

    def __str__(self) -> str:
        return f"langganan kalender #{self.pk}"
