"""Who works where on which day, and how many seats away from the office a day still has."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class WorkDay(models.Model):
    """One day of one person away from the usual place, and the paper it rests on.

    A day is never overwritten: one that is taken back keeps its row with the time and the reason,
    so that "who was where on 3 May" can be answered for ever.
    """

    class Place(models.TextChoices):
        HOME = "home", "Rumah"
        OTHER_OFFICE = "other_office", "Kantor lain"
        OTHER_PLACE = "other_place", "Lokasi lain"

    class Slot(models.TextChoices):
        FULL = "full", "Sehari penuh"

    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="work_days", verbose_name="pegawai"
    )
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, related_name="+", verbose_name="unit kerja hari itu"
    )
    date = models.DateField("tanggal")
    slot = models.CharField("bagian hari", max_length=4, choices=Slot, default=Slot.FULL)
    place = models.CharField("tempat", max_length=14, choices=Place)
    source_kind = models.CharField("sumber", max_length=20)
    """ "request": a request in force; `source_id` is its id."""
    source_id = models.CharField("perkara", max_length=40)
    basis_text = models.CharField("dasar", max_length=200)
    """The decree or letter behind the day, as people cite it."""
    written_at = models.DateTimeField("dicatat")
    withdrawn_at = models.DateTimeField("dicabut", null=True, blank=True)
    withdrawn_why = models.CharField("sebab dicabut", max_length=200, blank=True)

    class Meta:
        verbose_name = "hari kerja fleksibel"
        verbose_name_plural = "hari kerja fleksibel"
        ordering = ["date"]
        indexes = [
            models.Index(fields=["unit", "date"]),
            models.Index(fields=["source_kind", "source_id"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "date", "slot"],
                condition=Q(withdrawn_at__isnull=True),
                name="schedules_one_place_a_day",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                name="schedules_withdrawn_pair",
            ),
            models.CheckConstraint(
                condition=Q(place__in=["home", "other_office", "other_place"]),
                name="schedules_place_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.place}"


class QuotaCounter(models.Model):
    """Seats away from the office of one unit on one day; waiting requests hold theirs too.

    `limit` is the number that the policy gave when a seat was last taken. A policy that lowers it
    later takes nobody's seat away.
    """

    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+", verbose_name="unit")
    date = models.DateField("tanggal")
    limit = models.PositiveIntegerField("batas")
    taken = models.PositiveIntegerField("terisi", default=0)

    class Meta:
        verbose_name = "kuota harian"
        verbose_name_plural = "kuota harian"
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "date"], name="schedules_one_counter_a_day"),
            models.CheckConstraint(
                condition=Q(taken__lte=F("limit")), name="schedules_quota_not_exceeded"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.taken}/{self.limit}"
