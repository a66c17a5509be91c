"""What couldn't be kept, in words for the people who plan."""

from __future__ import annotations

from wfa.calendars import wording
from wfa.schedules.patterns.values import Date, Why


def full(date: Date, why: Why, office: str, people: int) -> str:
    """Somebody stays in because an office has no seat left."""
    who = f"{wording.day(date)}: {wording.number(people)}"
    if why is Why.STRUCTURAL:
        return (
            f"{who} pejabat di {office} tetap di kantor agar selalu ada pejabat yang hadir. "
            "Bila perlu, pilih hari lain bagi mereka."
        )
    if why is Why.PRESENCE:
        return (
            f"{who} pegawai {office} tetap di kantor agar kantor tidak kosong. "
            "Bila perlu, pilih hari lain bagi mereka."
        )
    return (
        f"{who} pegawai tetap di kantor karena kuota {office} penuh. "
        "Giliran berikutnya mereka didahulukan; bila kurang, ubah kuotanya."
    )


def week(date: Date, people: int, cap: int) -> str:
    return (
        f"{wording.day(date)}: {wording.number(people)} pegawai tetap di kantor karena batas "
        f"{cap} hari seminggu. Bila tidak dikehendaki, pilih pola dengan hari lebih sedikit."
    )


def share(date: Date, placed: int, target: int) -> str:
    return (
        f"{wording.day(date)}: hanya {wording.number(placed)} dari {wording.number(target)} pegawai "
        "dapat bekerja di luar kantor. Turunkan persentasenya atau ubah kuota."
    )


def no_weekdays(people: int) -> str:
    return (
        f"{wording.number(people)} pegawai belum punya hari yang boleh dipakai. "
        "Isi hari masing-masing, lalu buat ulang jadwal."
    )


def stays(why: str) -> str:
    return why or "Pegawai ini tetap di kantor. Periksa kebijakan unit bila tidak sesuai."


def turns(office: str, people: int, seats: int) -> str:
    return (
        f"Di {office}, {wording.number(people)} pegawai bergilir memakai {wording.number(seats)} "
        "kursi sehari, karena satu kelompok lebih besar daripada kuotanya. "
        "Selisihnya paling banyak satu hari; bila kurang, ubah kuotanya."
    )


def groups(office: str, people: int, seats: int) -> str:
    return (
        f"Di {office}, kelompok yang lebih besar, {wording.number(people)} pegawai, berbagi "
        f"{wording.number(seats)} kursi sehari dan mendapat lebih sedikit hari. "
        "Hapus kelompok buatan tangan itu agar semua bergilir."
    )


def by_hand(date: Date, office: str, over: int) -> str:
    return (
        f"{wording.day(date)}: isian tangan di {office} kelebihan {wording.number(over)} orang. "
        "Kembalikan sebagian ke kantor."
    )
