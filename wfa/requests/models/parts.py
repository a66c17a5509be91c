"""What belongs to a request: its plan, its evidence, its earlier rounds, and the counter."""

import uuid

from django.db import models

from wfa.requests.models.requests import WorkRequest


class PlanItem(models.Model):
    """One row of the work plan (PermenPAN-RB 4/2025 Ps 30: rencana kerja dan keluaran)."""

    request = models.ForeignKey(WorkRequest, models.CASCADE, related_name="plan")
    order = models.PositiveSmallIntegerField(default=0)
    activity = models.CharField("uraian pekerjaan", max_length=300)
    target = models.CharField("target", max_length=40)
    measure = models.CharField("satuan", max_length=40)
    output = models.CharField("keluaran", max_length=200)
    due = models.DateField("tenggat", null=True, blank=True)

    class Meta:
        verbose_name = "rencana kerja"
        verbose_name_plural = "rencana kerja"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.activity


class RequestRound(models.Model):
    """What a request said in a round that was sent back, so that the next one can be compared."""

    request = models.ForeignKey(WorkRequest, models.CASCADE, related_name="rounds")
    round = models.PositiveSmallIntegerField("putaran")
    at = models.DateTimeField("dikembalikan")
    content = models.JSONField("isi", default=dict)
    """{field: value as people read it}, see `rules.content`."""

    class Meta:
        verbose_name = "putaran pengajuan"
        verbose_name_plural = "putaran pengajuan"
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(fields=["request", "round"], name="requests_one_round")
        ]

    def __str__(self) -> str:
        return f"{self.request} putaran {self.round}"


class Evidence(models.Model):
    """A file that supports a request; health evidence is seen by fewer people."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(WorkRequest, models.CASCADE, related_name="evidence")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    is_health = models.BooleanField("bukti kesehatan", default=False)

    class Meta:
        verbose_name = "bukti dukung"
        verbose_name_plural = "bukti dukung"

    def __str__(self) -> str:
        return str(self.file)


class RequestCounter(models.Model):
    """The last request number of a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "penomoran pengajuan"
        verbose_name_plural = "penomoran pengajuan"

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
