"""The reading of an uploaded list: first a dry run, then perhaps applied."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

APPLIED_PAIR = Q(applied_at__isnull=True, applied_by__isnull=True) | Q(
    applied_at__isnull=False, applied_by__isnull=False
)
"""When and by whom stand together: the condition of a constraint, which each table names itself."""


class Reading(models.Model):
    """One list that was read; its report says what would be taken in, and what is refused."""

    class State(models.TextChoices):
        READ = "read", "Belum disimpan"
        APPLIED = "applied", "Tersimpan"
        DISCARDED = "discarded", "Dibuang"

    state = models.CharField("keadaan", max_length=10, choices=State, default=State.READ)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    report = models.JSONField("hasil", default=dict, blank=True)
    created_at = models.DateTimeField("dibaca")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="dibaca oleh"
    )
    applied_at = models.DateTimeField("disimpan", null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True
