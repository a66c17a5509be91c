"""Messages to people: the row is the truth, sending is a job over rows that are due."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Message(models.Model):
    """One notice to one person; shown in the application, and sent by e-mail where one is known."""

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

    class Meta:
        verbose_name = "pesan"
        verbose_name_plural = "pesan"
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["recipient", "read_at", "-created_at"]),
            models.Index(
                fields=["due_at"], condition=Q(due_at__isnull=False), name="notifications_due"
            ),
        ]

    def __str__(self) -> str:
        return self.subject
