"""Messages to people: the row is the truth, sending is a job over rows that are due."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Message(models.Model):
    """One notice to one person; shown in the application, and sent by e-mail where one is known.

    A digest is a message too, but an e-mail only: `digest_on` is its morning, `parts` are what it
    sums up.
    """

    class Topic(models.TextChoices):
        NEWS = "news", "Kabar"
        """What was decided about oneself, and one's account: always sent at once."""
        WORK = "work", "Pekerjaan baru"
        NUDGE = "nudge", "Diingatkan pemohon"
        REMINDER = "reminder", "Pengingat tenggat"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages", verbose_name="penerima"
    )
    subject = models.CharField("judul", max_length=200)
    body = models.TextField("isi")
    link = models.CharField("alamat halaman", max_length=200, blank=True)
    created_at = models.DateTimeField("dibuat")
    read_at = models.DateTimeField("dibaca", null=True, blank=True)
    email = models.EmailField("pos-el", blank=True)
    due_at = models.DateTimeField("kirim setelah", null=True, blank=True)
    """Null = no e-mail to send (no address, or already sent)."""
    sent_at = models.DateTimeField("terkirim", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("percobaan", default=0)
    last_error = models.CharField("galat terakhir", max_length=200, blank=True)
    dead_at = models.DateTimeField("dihentikan", null=True, blank=True)
    topic = models.CharField("pokok", max_length=10, choices=Topic, default=Topic.NEWS)
    waits_digest = models.BooleanField("menunggu ringkasan", default=False)
    digest = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name="ringkasan",
    )
    digest_on = models.DateField("ringkasan untuk", null=True, blank=True)

    class Meta:
        verbose_name = "pesan"
        verbose_name_plural = "pesan"
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["recipient", "read_at", "-created_at"]),
            models.Index(
                fields=["due_at"], condition=Q(due_at__isnull=False), name="notifications_due"
            ),
            models.Index(
                fields=["recipient"], condition=Q(waits_digest=True), name="notifications_waiting"
            ),
            models.Index(
                fields=["recipient", "-created_at"],
                condition=Q(topic="reminder"),
                name="notifications_reminders",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "digest_on"],
                condition=Q(digest_on__isnull=False),
                name="notifications_one_digest",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Preference(models.Model):
    """How a person wants to be reminded by e-mail; without a row: one digest each morning."""

    class Mode(models.TextChoices):
        DIGEST = "digest", "Satu ringkasan setiap pagi hari kerja"
        AT_ONCE = "at_once", "Langsung, satu surat per pengingat"
        NONE = "none", "Tanpa pos-el, cukup di dalam Luwes"

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        primary_key=True,
        related_name="+",
        verbose_name="orang",
    )
    mode = models.CharField("cara", max_length=10, choices=Mode, default=Mode.DIGEST)

    class Meta:
        verbose_name = "pilihan pemberitahuan"
        verbose_name_plural = "pilihan pemberitahuan"

    def __str__(self) -> str:
        return f"{self.person}: {self.get_mode_display()}"
