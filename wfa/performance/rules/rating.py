"""What a rating needs, and who may give it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from wfa.performance.models.reviews import FAVOURABLE, Rating

FEEDBACK_MISSING = "Umpan balik wajib untuk penilaian di bawah Baik. Tulis apa yang kurang."


@dataclass(frozen=True)
class Subject:
    """A report that is to be rated, and what the reviewer saw of it."""

    is_own: bool
    in_scope: bool
    withdrawn_why: str
    version: int
    seen_version: int


def needs_feedback(rating: str) -> bool:
    """Whether this rating stands only with a word of explanation."""
    return Rating(rating) not in FAVOURABLE


def reasons(subject: Subject) -> list[str]:
    """Why this person may not rate this report now; empty = they may."""
    if subject.is_own:
        return ["Ini laporan Anda sendiri. Atasan Anda yang menilainya."]
    if not subject.in_scope:
        return ["Laporan ini di luar unit Anda. Atasan unit itu yang menilainya."]
    if subject.withdrawn_why:
        return ["Hari ini sudah dibatalkan, jadi laporannya tidak dinilai."]
    if subject.version != subject.seen_version:
        return ["Pegawai baru saja memperbaiki laporan ini. Baca versi barunya, lalu nilai."]
    return []
