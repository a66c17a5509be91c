"""The day of one person as a fact, and the seats of one office on one day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Place(models.TextChoices):
    """Where somebody is on a day; everything but the office takes them away from it."""

    OFFICE = "office", "Kantor"
    HOME = "home", "Rumah"
    OTHER_OFFICE = "other_office", "Kantor lain"
    OTHER_PLACE = "other_place", "Lokasi lain"
    DUTY_TRAVEL = "duty_travel", "Dinas luar"
    TRAINING = "training", "Diklat"
    LEAVE = "leave", "Cuti"


AWAY = (Place.HOME, Place.OTHER_OFFICE, Place.OTHER_PLACE)
"""Places of flexible work: each takes a seat of the quota (PermenPAN-RB 4/2025 Ps 12)."""
OFF = (Place.DUTY_TRAVEL, Place.TRAINING, Place.LEAVE)
"""Absences: they take no seat, but whoever is off isn't present either (PP 11/2017 Ps 1)."""


class Slot(models.TextChoices):
    """Which part of the day; halves only where the policy allows them."""

    FULL = "full", "Sehari penuh"
    MORNING = "am", "Pagi"
    AFTERNOON = "pm", "Siang"


class WorkDay(models.Model):
    """Where one person works on one day, and the paper it rests on.

    A day is never overwritten: one that is taken back keeps its row with the time and the reason,
    so that "who was where on 3 May" can be answered for ever.
    """

    Place = Place
    Slot = Slot

    class Source(models.TextChoices):
        """What wrote the day; `source_id` is the id of that case."""

        REQUEST = "request", "Pengajuan"
        ROTA = "rota", "Jadwal unit"
        POLICY = "policy", "Hari tetap menurut kebijakan"
        ORDER = "order", "Perintah situasional"
        SWAP = "swap", "Tukar hari"
        ABSENCE = "absence", "Ketidakhadiran"

    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="work_days",
        verbose_name="pegawai",
        db_index=False,  # see Meta.indexes
    )
    unit = models.ForeignKey(
        "people.Unit",
        models.PROTECT,
        related_name="+",
        verbose_name="unit kerja hari itu",
        db_index=False,  # see Meta.indexes
    )
    """The person's own unit on that day; its offices hold the seat (`selectors.offices_of`)."""
    date = models.DateField("tanggal")
    slot = models.CharField("bagian hari", max_length=4, choices=Slot, default=Slot.FULL)
    place = models.CharField("tempat", max_length=14, choices=Place)
    is_structural = models.BooleanField("pejabat struktural", default=False)
    """Whether the seat counts as one of a structural official: as it was when it was taken."""
    source_kind = models.CharField("sumber", max_length=20, choices=Source)
    source_id = models.CharField("perkara", max_length=40)
    basis_text = models.CharField("dasar", max_length=200)
    """The decree or letter behind the day, as people cite it."""
    written_at = models.DateTimeField("dicatat")
    withdrawn_at = models.DateTimeField("dicabut", null=True, blank=True)
    withdrawn_why = models.CharField("sebab dicabut", max_length=200, blank=True)

    class Meta:
        verbose_name = "hari kerja"
        verbose_name_plural = "hari kerja"
        ordering = ["date"]
        indexes = [
            models.Index(fields=["unit", "date"]),
            models.Index(fields=["source_kind", "source_id"]),
            models.Index(fields=["written_at"], name="schedules_written"),
            # the unique ones below are partial on the slot: no query about a person's days fits them
            models.Index(fields=["employee", "date"], name="schedules_of_person"),
            models.Index(
                fields=["withdrawn_at"],
                condition=Q(withdrawn_at__isnull=False),
                name="schedules_withdrawn",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "date"],
                condition=Q(withdrawn_at__isnull=True) & ~Q(slot="pm"),
                name="schedules_one_morning",
            ),
            models.UniqueConstraint(
                fields=["employee", "date"],
                condition=Q(withdrawn_at__isnull=True) & ~Q(slot="am"),
                name="schedules_one_afternoon",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                name="schedules_withdrawn_pair",
            ),
            models.CheckConstraint(
                condition=Q(place__in=Place.values), name="schedules_place_known"
            ),
            models.CheckConstraint(condition=Q(slot__in=Slot.values), name="schedules_slot_known"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.place}"


class QuotaCounter(models.Model):
    """Seats away from one office on one day; waiting requests and rosters hold theirs too.

    An office is an OPD, or a workplace below it (UPTD, school, ward). The numbers on the right of
    each check are those of the policy when a seat was last taken: a policy that lowers them later
    takes nobody's seat away.
    """

    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+", verbose_name="unit")
    date = models.DateField("tanggal")
    limit = models.PositiveIntegerField("batas")
    """At most this many away."""
    taken = models.PositiveIntegerField("terisi", default=0)
    room = models.PositiveIntegerField("boleh tidak di kantor")
    """At most this many away or absent: the people of the office without those who must be in."""
    absent = models.PositiveIntegerField("cuti, dinas luar, diklat", default=0)
    structural_room = models.PositiveIntegerField("pejabat yang boleh tidak di kantor")
    structural_taken = models.PositiveIntegerField("pejabat bekerja di luar kantor", default=0)
    structural_absent = models.PositiveIntegerField("pejabat tidak masuk", default=0)

    class Meta:
        verbose_name = "kuota harian"
        verbose_name_plural = "kuota harian"
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "date"], name="schedules_one_counter_a_day"),
            models.CheckConstraint(
                condition=Q(taken__lte=F("limit")), name="schedules_quota_not_exceeded"
            ),
            models.CheckConstraint(
                condition=Q(taken=0) | Q(room__gte=F("taken") + F("absent")),
                name="schedules_office_not_empty",
            ),
            models.CheckConstraint(
                condition=Q(structural_taken=0)
                | Q(structural_room__gte=F("structural_taken") + F("structural_absent")),
                name="schedules_structural_present",
            ),
            models.CheckConstraint(
                condition=Q(structural_taken__lte=F("taken"))
                & Q(structural_absent__lte=F("absent")),
                name="schedules_structural_are_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.taken}/{self.limit}"
