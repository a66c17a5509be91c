"""What the superior says of a report. A person rates; nothing here is reckoned by the system."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Rating(models.TextChoices):
    """The five words of a rating (PermenPAN-RB 6/2022: predikat kinerja)."""

    VERY_GOOD = "very_good", "Sangat Baik"
    GOOD = "good", "Baik"
    NEEDS_WORK = "needs_work", "Butuh Perbaikan"
    POOR = "poor", "Kurang"
    VERY_POOR = "very_poor", "Sangat Kurang"


FAVOURABLE = (Rating.VERY_GOOD, Rating.GOOD)
"""Ratings that may stand without a word; the others say why."""


class Review(models.Model):
    """One rating of one version of a report, as values. Append-only: a correction is a further row."""

    report = models.ForeignKey(
        "performance.DailyReport", models.PROTECT, related_name="reviews", verbose_name="laporan"
    )
    number = models.PositiveSmallIntegerField("urutan")
    version = models.PositiveSmallIntegerField("versi laporan")
    rating = models.CharField("penilaian", max_length=10, choices=Rating)
    feedback = models.TextField("umpan balik", max_length=2000, blank=True)
    at = models.DateTimeField("dinilai")
    subject_nip = models.CharField("NIP yang dinilai", max_length=60)
    reviewer_nip = models.CharField("NIP penilai", max_length=60)
    reviewer_name = models.CharField("nama penilai", max_length=260)
    reviewer_position = models.CharField("jabatan penilai", max_length=260, blank=True)
    capacity = models.CharField("sebagai", max_length=260)

    class Meta:
        verbose_name = "penilaian laporan"
        verbose_name_plural = "penilaian laporan"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="performance_review_order"),
            models.CheckConstraint(
                condition=Q(rating__in=Rating.values), name="performance_rating_known"
            ),
            models.CheckConstraint(
                condition=Q(rating__in=FAVOURABLE) | ~Q(feedback=""),
                name="performance_low_rating_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(reviewer_nip=F("subject_nip")), name="performance_not_on_own"
            ),
        ]

    def __str__(self) -> str:
        return self.get_rating_display()
