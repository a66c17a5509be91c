"""When somebody may be called, and what becomes of a call. It decides nothing (R22, R37). Pure."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from wfa.calendars.wording import clock

GONE = "Hari kerja fleksibel ini sudah dibatalkan. Pegawai bekerja di kantor."
OWN = "Ini hari Anda sendiri. Petugas lain yang menghubungi."
NO_NUMBER = "Nomor HP pegawai belum tercatat. Minta pegawai mengisinya pada halaman Akun."


@dataclass(frozen=True)
class Reach:
    """What decides whether one person can be called on one day away."""

    starts: datetime.datetime
    ends: datetime.datetime
    is_running: bool
    """Neither withdrawn nor shortened by a recall."""
    number: str


def why_not_call(reach: Reach, now: datetime.datetime) -> str:
    """Why nobody calls this person now; "" = they can be called."""
    if not reach.is_running:
        return GONE
    if now < reach.starts:
        return f"Pegawai dapat dihubungi mulai pukul {clock(reach.starts)}."
    if now >= reach.ends:
        return (
            f"Jam dapat dihubungi berakhir pukul {clock(reach.ends)}. Hubungi pada hari berikutnya."
        )
    return "" if reach.number else NO_NUMBER


def why_not_unanswered(due_at: datetime.datetime, now: datetime.datetime) -> str:
    """Why a call can't be closed as unanswered yet; "" = its time is over."""
    if now >= due_at:
        return ""
    return f"Pegawai masih dapat menjawab sampai pukul {clock(due_at)}. Tunggu sampai lewat."


def counts_as_called_back(due_at: datetime.datetime, answered_at: datetime.datetime) -> bool:
    """Whoever answers in the application inside the time has called back."""
    return answered_at <= due_at


def is_overdue(outcome: str, due_at: datetime.datetime, now: datetime.datetime) -> bool:
    """Running past its time: unanswered, unless a person confirms otherwise."""
    return outcome == "running" and now >= due_at
