"""What happened, in an order that can be proved."""

from django.db import models

from wfa.audit import labels


class AuditEvent(models.Model):
    """One event; its hash covers its content and the hash before it. Never updated or deleted."""

    sequence = models.PositiveBigIntegerField("urutan", primary_key=True)
    at = models.DateTimeField("waktu", db_index=True)
    action = models.CharField("kejadian", max_length=60)
    actor_nip = models.CharField("NIP pelaku", max_length=60, blank=True)
    actor_name = models.CharField("nama pelaku", max_length=260, blank=True)
    capacity = models.CharField("bertindak sebagai", max_length=260, blank=True)
    target_kind = models.CharField("jenis objek", max_length=40, blank=True)
    target_id = models.CharField("objek", max_length=60, blank=True)
    data = models.JSONField("rincian", default=dict, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = "kejadian audit"
        verbose_name_plural = "jejak audit"
        ordering = ["sequence"]
        indexes = [
            models.Index(fields=["target_kind", "target_id", "sequence"]),
            models.Index(fields=["target_id", "sequence"]),
            models.Index(fields=["actor_nip", "sequence"]),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"

    @property
    def target_words(self) -> str:
        """ "Pengajuan 5f0d6187": the word, and enough of the id to tell two apart."""
        return f"{labels.target(self.target_kind)} {self.target_id[:8]}"


class AuditHead(models.Model):
    """The end of the chain: locked while events are added, so that a cut tail is found."""

    count = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    class Meta:
        verbose_name = "ujung jejak audit"
        verbose_name_plural = "ujung jejak audit"

    def __str__(self) -> str:
        return str(self.count)
