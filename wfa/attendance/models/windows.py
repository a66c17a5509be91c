"""Windows of check-in, what the service did during each minute, and how an outage extends them."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import F, Q


class DutyDate(models.Model):
    """One date whose expectations are kept in step with the schedule: the row that is locked."""

    date = models.DateField("tanggal", primary_key=True)
    synced_at = models.DateTimeField("disesuaikan", null=True, blank=True)
    rules_mark = models.CharField("cap aturan", max_length=64, blank=True)
    """Of the policies and the calendar that the expectations of a date ahead were planned by."""

    class Meta:
        verbose_name = "tanggal tugas"
        verbose_name_plural = "tanggal tugas"

    def __str__(self) -> str:
        return f"{self.date}"


class Window(models.Model):
    """One span of a date in which people check in; shared by all whose policy names it.

    `extended_until` is set by an outage of ours and only ever grows (G8).
    """

    date = models.DateField("tanggal")
    number = models.PositiveSmallIntegerField("urutan")
    name = models.CharField("nama", max_length=20)
    opens_at = models.DateTimeField("dibuka")
    closes_at = models.DateTimeField("ditutup")
    grace_minutes = models.PositiveSmallIntegerField("toleransi (menit)", default=0)
    extended_until = models.DateTimeField("diperpanjang sampai", null=True, blank=True)

    class Meta:
        verbose_name = "jendela presensi"
        verbose_name_plural = "jendela presensi"
        ordering = ["date", "opens_at", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["date", "number", "name", "opens_at", "closes_at", "grace_minutes"],
                name="attendance_one_window",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="attendance_window_order"
            ),
            models.CheckConstraint(
                condition=Q(extended_until__isnull=True) | Q(extended_until__gt=F("closes_at")),
                name="attendance_window_only_grows",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.date}"

    @property
    def ends_at(self) -> datetime.datetime:
        """Until when a check-in is in time, extensions included."""
        return self.extended_until or self.closes_at

    @property
    def late_until(self) -> datetime.datetime:
        """Until when one is still taken as late."""
        return self.ends_at + datetime.timedelta(minutes=self.grace_minutes)


class WindowExtension(models.Model):
    """Why a window was extended: an outage of at least 60 seconds inside it. Append-only."""

    window = models.ForeignKey(Window, models.PROTECT, related_name="extensions")
    down_from = models.DateTimeField("terganggu sejak")
    down_until = models.DateTimeField("terganggu sampai")
    until = models.DateTimeField("diperpanjang sampai")
    reason = models.CharField("tanda gangguan", max_length=200)
    written_at = models.DateTimeField("dicatat")

    class Meta:
        verbose_name = "perpanjangan jendela"
        verbose_name_plural = "perpanjangan jendela"
        ordering = ["written_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["window", "until"], name="attendance_extension_once"),
            models.CheckConstraint(
                condition=Q(down_until__gt=F("down_from")), name="attendance_outage_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.window} sampai {self.until}"


class ServiceMinute(models.Model):
    """What the web service did in one minute: requests it answered, errors, probes from outside it.

    A minute of office hours without a row was a minute in which nothing of ours ran.
    """

    minute = models.DateTimeField("menit", primary_key=True)
    served = models.PositiveIntegerField("dilayani", default=0)
    errors = models.PositiveIntegerField("galat", default=0)
    probes = models.PositiveIntegerField("pemeriksaan berhasil", default=0)
    probes_failed = models.PositiveIntegerField("pemeriksaan gagal", default=0)

    class Meta:
        verbose_name = "menit layanan"
        verbose_name_plural = "menit layanan"
        ordering = ["minute"]

    def __str__(self) -> str:
        return f"{self.minute:%Y-%m-%d %H:%M}"
