"""The days of a request: the grain of everything that is decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from wfa.requests.models.requests import WorkRequest
from wfa.requests.models.states import LIVE_DAY


class RequestDay(models.Model):
    """One day of a request: overlap, days a week, approval and the decree's annex work on it."""

    class State(models.TextChoices):
        ASKED = "asked", "Diajukan"
        APPROVED = "approved", "Disetujui"
        REFUSED = "refused", "Tidak disetujui"
        CANCELLED = "cancelled", "Dibatalkan"

    class Slot(models.TextChoices):
        FULL = "full", "Sehari penuh"

    request = models.ForeignKey(WorkRequest, models.PROTECT, related_name="days")
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    date = models.DateField("tanggal")
    slot = models.CharField("bagian hari", max_length=4, choices=Slot, default=Slot.FULL)
    seat_unit = models.ForeignKey(
        "people.Unit",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="kuota milik",
        db_index=False,  # see Meta.indexes
    )
    """Whose quota holds a seat for this day; every live day has one, no other has."""
    work_unit = models.ForeignKey(
        "people.Unit",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="unit kerja saat itu",
        db_index=False,
    )
    """The person's own unit when the seat was taken: a workplace below the OPD counts it too."""
    is_structural = models.BooleanField("pejabat struktural", default=False)
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.ASKED)

    class Meta:
        verbose_name = "hari pengajuan"
        verbose_name_plural = "hari pengajuan"
        ordering = ["date"]
        indexes = [
            models.Index(fields=["date", "state"]),
            models.Index(
                fields=["seat_unit", "date", "id"],
                condition=Q(seat_unit__isnull=False),
                name="requests_seats_held",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "date", "slot"],
                condition=Q(state__in=LIVE_DAY),
                name="requests_one_place_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "approved", "refused", "cancelled"]),
                name="requests_day_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE_DAY, seat_unit__isnull=False, work_unit__isnull=False)
                | (~Q(state__in=LIVE_DAY) & Q(seat_unit__isnull=True, work_unit__isnull=True)),
                name="requests_live_day_has_seat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.state}"
