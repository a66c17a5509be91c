"""The attendance applications that take over the schedule, and what was sent to each."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class AttendanceSystem(models.Model):
    """One attendance application (K-Mob, e-Presensi, …) and how it gets the schedule.

    The key itself is kept nowhere: it is derived from `key_salt` and the installation's
    SECRET_KEY (`rules.signing.derived_key`), so a stolen database alone signs nothing.
    """

    class Layout(models.TextChoices):
        ROWS = "baris", "Baris per orang dan hari"
        MATRIX = "matriks", "Matriks pegawai WFH"
        MAP = "peta", "Peta lokasi pegawai"

    class Mode(models.TextChoices):
        OFF = "off", "Tidak tersambung"
        PULL = "pull", "Aplikasi presensi menarik sendiri"
        PUSH = "push", "Luwes mengirim"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("nama", max_length=80)
    layout = models.CharField("tata letak", max_length=8, choices=Layout, default=Layout.ROWS)
    mode = models.CharField("cara", max_length=4, choices=Mode, default=Mode.OFF)
    push_url = models.CharField("alamat kirim", max_length=300, blank=True)
    key_salt = models.CharField("garam kunci", max_length=64)
    key_print = models.CharField("sidik kunci", max_length=64)
    """SHA-256 of the key as it was shown: another one now means that SECRET_KEY was changed."""
    created_at = models.DateTimeField("dibuat")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="dibuat oleh"
    )
    closed_at = models.DateTimeField("ditutup", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "aplikasi presensi"
        verbose_name_plural = "aplikasi presensi"
        ordering = ["name", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(mode="push") | ~Q(push_url=""), name="exchange_push_has_address"
            ),
            models.CheckConstraint(
                condition=Q(mode__in=["off", "pull", "push"]), name="exchange_mode_known"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False, mode="off"),
                name="exchange_closed_pair",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """What changed since the last acknowledged delivery, on its way to one application.

    The row says itself that it is due; the worker's sweep sends it. One that waits or has failed
    stands alone: the next begins where the last acknowledged one ended.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Menunggu dikirim"
        SENT = "sent", "Terkirim, belum diakui"
        ACKNOWLEDGED = "acknowledged", "Diakui penerima"
        FAILED = "failed", "Dihentikan"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    system = models.ForeignKey(
        AttendanceSystem, models.PROTECT, related_name="deliveries", verbose_name="aplikasi"
    )
    since = models.DateTimeField("perubahan sejak", null=True, blank=True)
    """Null = everything."""
    until = models.DateTimeField("sampai", null=True, blank=True)
    """Where the next delivery begins; told when this one is sent."""
    rows = models.PositiveIntegerField("baris", default=0)
    state = models.CharField("keadaan", max_length=12, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("percobaan", default=0)
    due_at = models.DateTimeField("kirim setelah", null=True, blank=True)
    last_error = models.CharField("galat terakhir", max_length=200, blank=True)
    body_hash = models.CharField("SHA-256 isi", max_length=64, blank=True)
    created_at = models.DateTimeField("dibuat")
    sent_at = models.DateTimeField("terkirim", null=True, blank=True)

    class Meta:
        verbose_name = "pengiriman jadwal"
        verbose_name_plural = "pengiriman jadwal"
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["system", "-created_at"]),
            models.Index(
                fields=["due_at"], condition=Q(due_at__isnull=False), name="exchange_delivery_due"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["system"],
                condition=Q(state__in=["waiting", "failed"]),
                name="exchange_one_open_delivery",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", due_at__isnull=False)
                | (~Q(state="waiting") & Q(due_at__isnull=True)),
                name="exchange_waiting_is_due",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "acknowledged"])
                | Q(until__isnull=False, sent_at__isnull=False),
                name="exchange_sent_says_until",
            ),
        ]

    def __str__(self) -> str:
        return f"kiriman {self.created_at:%Y-%m-%d %H:%M}"


class UsedNonce(models.Model):
    """A nonce that came with a signed request: a second request with it is a replay."""

    system = models.ForeignKey(AttendanceSystem, models.CASCADE, related_name="nonces")
    nonce = models.CharField(max_length=64)
    used_at = models.DateTimeField()

    class Meta:
        verbose_name = "nonce terpakai"
        verbose_name_plural = "nonce terpakai"
        indexes = [models.Index(fields=["system", "used_at"])]
        constraints = [
            models.UniqueConstraint(fields=["system", "nonce"], name="exchange_nonce_once")
        ]

    def __str__(self) -> str:
        return f"nonce #{self.pk}"
