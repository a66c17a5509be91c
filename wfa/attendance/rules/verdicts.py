"""What a superior may make of a day, and why not yet. A flag never decides, a person does (R37). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from wfa.attendance.rules.parts import Found
from wfa.calendars.wording import join

LAW = "UU 27/2022 Pasal 10"
"""Nobody is judged by a machine alone."""


@dataclass(frozen=True)
class Step:
    """One way to decide about a day. `name` stands in `decisions`, `target` is the verdict after it."""

    name: str
    target: str
    verb: str
    done: str
    audit: str
    noted: bool = True
    """Impossible without a reason (UU 30/2014 Ps 55)."""


VERIFY = Step("verify_day", "valid", "Nyatakan sah", "dinyatakan sah", "day_verified", noted=False)
CLARIFY = Step(
    "clarify_day", "clarify", "Minta klarifikasi", "dimintai klarifikasi", "day_questioned"
)
REJECT = Step(
    "invalidate_day", "invalid", "Nyatakan tidak sah", "dinyatakan tidak sah", "day_rejected"
)
STEPS = {step.name: step for step in (VERIFY, CLARIFY, REJECT)}
BY_TARGET = {step.target: step for step in STEPS.values()}

NOTE_MISSING = "Alasan wajib diisi. Tulis apa yang harus dijelaskan atau mengapa tidak sah."


@dataclass(frozen=True)
class Looked:
    """What is known of a day at the moment of decision."""

    found: Found
    flags: Sequence[str] = ()
    """In words, each kind once."""
    unanswered: int = 0
    """Calls that nobody answered."""
    explanations: int = 0
    withdrawn_why: str = field(default="")
    is_ahead: bool = False
    """The date hasn't come."""

    @property
    def wants_a_look(self) -> list[str]:
        """Why this day isn't decided unopened: sentences, empty = nothing stands out."""
        said = [gap.sentence for gap in self.found.missing]
        if self.flags:
            said.append(f"Ada tanda: {join(list(self.flags))}.")
        if self.unanswered:
            said.append(f"{self.unanswered} panggilan tidak dijawab.")
        if self.explanations:
            said.append("Ada penjelasan pegawai yang perlu dibaca.")
        return said


def obstacle(step: Step, day: Looked, *, opened: bool, note: str) -> str:
    """Why this step can't be taken on the day now; "" = it can.

    A day ahead is neither judged nor asked about, whatever its policy wants of it; today is
    judged as soon as nothing that the policy wants may still come.

    `opened`: the superior looked at this one day by itself. Unopened, only days that are whole and
    unflagged are called sah.
    """
    if day.withdrawn_why:
        return f"Hari ini dibatalkan, jadi tidak diverifikasi. Sebabnya: {day.withdrawn_why}"
    if day.is_ahead:
        return "Harinya belum tiba. Putuskan sesudah hari itu selesai."
    if step is not CLARIFY and day.found.waiting:
        return f"Hari ini belum selesai. Masih ditunggu: {join(day.found.waiting)}."
    if step is not VERIFY:
        return ""
    if not opened and day.wants_a_look:
        return f"{' '.join(day.wants_a_look)} Buka harinya, lalu putuskan sendiri."
    if day.found.missing and not note:
        gaps = " ".join(gap.sentence for gap in day.found.missing)
        return f"{gaps} Tulis alasan bila hari ini tetap dinyatakan sah."
    return ""


SENTENCES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Klarifikasi",
        (
            "Presensi siang tidak ada. Jelaskan apa yang terjadi dan lampirkan buktinya.",
            "Lokasi presensi di luar tempat yang disetujui. Jelaskan di mana Anda bekerja.",
            "Panggilan tidak dijawab. Jelaskan sebabnya dan kapan Anda menghubungi kembali.",
            "Laporan hasil kerja belum ada. Isi laporannya, lalu jelaskan sebab terlambat.",
        ),
    ),
    (
        "Tidak sah",
        (
            "Presensi tidak lengkap dan tidak ada penjelasan sampai batas waktunya.",
            "Penjelasan tidak didukung bukti. Hari ini tidak dihitung sebagai hari kerja fleksibel.",
        ),
    ),
)
"""Reasons that superiors may choose instead of typing."""
