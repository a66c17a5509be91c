"""Where somebody works when not in the office: what the attendance application compares with."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Location(models.Model):
    """The place of one person for one kind of flexible work, from a day on (R20).

    A new one takes the place of the one before it; that one stays as history. When its time is
    over, where it was goes and only the record stays (UU 27/2022 Ps 16(2)g and 44).
    """

    class Kind(models.TextChoices):
        HOME = "home", "Rumah"
        OTHER_OFFICE = "other_office", "Kantor lain"
        OTHER_PLACE = "other_place", "Lokasi lain"

    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="locations", verbose_name="pegawai"
    )
    kind = models.CharField("jenis tempat", max_length=14, choices=Kind, default=Kind.HOME)
    address = models.CharField("alamat", max_length=300, blank=True)
    latitude = models.DecimalField("lintang", max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField("bujur", max_digits=9, decimal_places=6, null=True)
    radius_m = models.PositiveIntegerField("jarak terjauh (meter)")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="dicatat oleh"
    )
    recorded_at = models.DateTimeField("dicatat")
    ended_at = models.DateTimeField("diganti", null=True, blank=True)
    blanked_at = models.DateTimeField("titik dan alamat dihapus", null=True, blank=True)

    class Meta:
        verbose_name = "lokasi kerja"
        verbose_name_plural = "lokasi kerja"
        ordering = ["employee", "-recorded_at"]
        indexes = [
            models.Index(
                fields=["ended_at"],
                condition=Q(ended_at__isnull=False, blanked_at__isnull=True),
                name="schedules_location_to_blank",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "kind"],
                condition=Q(ended_at__isnull=True),
                name="schedules_one_location",
            ),
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="schedules_location_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(
                    blanked_at__isnull=True, latitude__isnull=False, longitude__isnull=False
                )
                | Q(
                    blanked_at__isnull=False,
                    ended_at__isnull=False,
                    latitude__isnull=True,
                    longitude__isnull=True,
                    address="",
                ),
                name="schedules_location_blanked",
            ),
            models.CheckConstraint(
                condition=Q(radius_m__range=(20, 5000)), name="schedules_location_radius"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.employee}"
