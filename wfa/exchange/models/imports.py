"""Readings of "Data Peta Pegawai WFH": first a dry run, then perhaps applied."""

from __future__ import annotations

from django.db import models

from wfa.schedules.models import APPLIED_PAIR, Reading


class LocationImport(Reading):
    """One reading of a list of homes. The report counts and names refusals, without coordinates."""

    class Meta:
        verbose_name = "impor lokasi"
        verbose_name_plural = "impor lokasi"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=APPLIED_PAIR, name="exchange_locations_applied_pair")
        ]

    def __str__(self) -> str:
        return f"impor lokasi #{self.pk}"
