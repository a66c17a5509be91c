"""The rules as versioned data, per unit, with dates and a legal document."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Policy(models.Model):
    """One version of the rules of one unit (and everything below it).

    A draft can be edited; in force it is frozen: a change is a new version. Per parameter the
    nearest ancestor's value wins (`selectors.rules_for`).
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Rancangan"
        IN_FORCE = "in_force", "Berlaku"
        DISCARDED = "discarded", "Dibuang"
        TAKEN_BACK = "taken_back", "Ditarik sebelum berlaku"

    version = models.PositiveIntegerField("versi", unique=True)
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, related_name="policies", verbose_name="unit"
    )
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.DRAFT)
    parameters = models.JSONField("aturan", default=dict)
    """Only what this version sets itself: {key: value}."""
    effective_from = models.DateField("berlaku mulai", null=True, blank=True)
    effective_until = models.DateField("berlaku sampai", null=True, blank=True)
    document_title = models.CharField("judul dasar hukum", max_length=200, blank=True)
    document_number = models.CharField("nomor", max_length=120, blank=True)
    document_date = models.DateField("tanggal", null=True, blank=True)
    phase_name = models.CharField("nama fase", max_length=60, blank=True)
    """What people call it where it is a phase of a trial: "Fase I"."""
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="penyusun"
    )
    drafted_at = models.DateTimeField("disusun", auto_now_add=True)
    enforced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    enforced_at = models.DateTimeField("diberlakukan", null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_back_at = models.DateTimeField("ditarik", null=True, blank=True)
    taken_back_why = models.CharField("alasan ditarik", max_length=300, blank=True)

    class Meta:
        verbose_name = "kebijakan"
        verbose_name_plural = "kebijakan"
        ordering = ["-version"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="in_force")
                | (
                    Q(effective_from__isnull=False)
                    & Q(document_date__isnull=False)
                    & ~Q(document_number="")
                    & ~Q(document_title="")
                    & Q(enforced_by__isnull=False)
                ),
                name="policies_in_force_has_basis",
            ),
            models.CheckConstraint(
                condition=Q(enforced_at__isnull=True, enforced_by__isnull=True)
                | Q(enforced_at__isnull=False, enforced_by__isnull=False),
                name="policies_enforced_pair",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by__isnull=True)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="policies_taken_back_pair",
            ),
            models.CheckConstraint(
                condition=(~Q(state="taken_back") & Q(taken_back_at__isnull=True))
                | (Q(state="taken_back", taken_back_at__isnull=False) & ~Q(taken_back_why="")),
                name="policies_taken_back_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(effective_until__isnull=True)
                | Q(effective_until__gte=F("effective_from")),
                name="policies_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"Kebijakan versi {self.version}"
