"""The person, the post, the unit and the task: may this one work elsewhere at all? Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wfa.calendars.wording import short_day
from wfa.people.models import Employee
from wfa.requests.rules.facts import PERMEN, Facts, Finding, Level, add_months, cite


def open(facts: Facts) -> Iterator[Finding]:
    rules = facts.rules
    if not rules.values["open"]:
        yield Finding(
            "policy_off",
            Level.BAD,
            "Kerja fleksibel sedang tidak dibuka di daerah ini. Tunggu pengumuman BKD.",
            rules.describe("open"),
        )
    track = {"special": "special_open", "task": "task_open"}.get(facts.basis)
    if track and not rules.values[track]:
        yield Finding(
            "track_off",
            Level.BAD,
            "Dasar pengajuan ini sedang tidak dibuka. Pilih dasar yang lain.",
            rules.describe(track),
            "basis",
        )
    if not facts.basis:
        yield Finding(
            "no_basis", Level.BAD, "Dasar pengajuan belum dipilih. Pilih satu.", "", "basis"
        )


def person(facts: Facts) -> Iterator[Finding]:
    """PermenPAN-RB 4/2025 Ps 25 (1): not under discipline, not new in the post."""
    law = f"{PERMEN} Pasal 25 ayat (1) huruf a"
    standing = Employee.Standing
    if facts.standing in {standing.DISCIPLINE, standing.INVESTIGATION}:
        word = "menjalani" if facts.standing == standing.DISCIPLINE else "dalam proses"
        yield Finding(
            "discipline",
            Level.BAD,
            f"Pegawai sedang {word} hukuman disiplin. Ajukan lagi setelah selesai.",
            law,
        )
    elif not facts.is_active or facts.standing != standing.ACTIVE:
        yield Finding(
            "not_active",
            Level.BAD,
            "Pegawai tercatat tidak aktif bekerja. Tanyakan kepada pengelola kepegawaian.",
            "PP 11/2017 Pasal 1 angka 27",
        )
    else:
        yield Finding("discipline", Level.OK, "Tidak dalam proses hukuman disiplin.", law)
    yield from _new_in_position(facts)


def revoked(facts: Facts) -> Iterator[Finding]:
    """A letter of guidance took flexible work away: no day until its end, whoever asks or decides."""
    found = facts.revoked
    if found and any(map(found.holds, facts.dates or (facts.today,))):
        said = f"{found.words[:1].upper()}{found.words[1:]}"
        yield Finding(
            "revoked",
            Level.BAD,
            f"{said}. Pilih hari sesudahnya.",
            facts.rules.describe("reprimand_ladder"),
            "dates",
        )


def _new_in_position(facts: Facts) -> Iterator[Finding]:
    months = facts.rules.values["new_in_position_months"]
    law = cite(f"{PERMEN} Pasal 25 ayat (1) huruf b", facts.rules, "new_in_position_months")
    since = facts.position_since
    if since is None:
        if months:
            yield Finding(
                "position_unknown",
                Level.WARN,
                "Tanggal mulai jabatan tidak tercatat. Penilai memeriksanya.",
                law,
            )
        return
    until = add_months(since, months)
    first = min(facts.dates, default=facts.today)
    if first < until:
        yield Finding(
            "new_in_position",
            Level.BAD,
            f"Pegawai baru menempati jabatan sejak {short_day(since)}. "
            f"Pilih hari mulai {short_day(until)}.",
            law,
            "dates",
        )
    else:
        yield Finding("new_in_position", Level.OK, f"Menjabat sejak {short_day(since)}.", law)


def excluded(facts: Facts) -> Iterator[Finding]:
    rules, law = facts.rules, facts.rules.describe("excluded_echelons")
    what = ""
    if facts.echelon and facts.echelon in rules.values["excluded_echelons"]:
        what = "Eselon jabatan ini tetap bekerja di kantor."
    elif word := _named(facts.position, rules.values["excluded_positions"]):
        what, law = f"Jabatan {word} tetap bekerja di kantor.", rules.describe("excluded_positions")
    elif rules.values["excluded"]:
        what, law = "Unit ini tetap bekerja di kantor.", rules.describe("excluded")
    if what:
        yield Finding(
            "excluded", Level.BAD, f"{what} Tanyakan kepada BKD bila ada pengecualian.", law
        )
    if facts.place and facts.place not in rules.values["places"]:
        yield Finding(
            "place_closed",
            Level.BAD,
            "Jenis tempat ini tidak dibuka. Pilih jenis tempat yang lain.",
            cite(f"{PERMEN} Pasal 12", rules, "places"),
            "place",
        )


def _named(position: str, words: Sequence[str]) -> str:
    """The excluded word that stands as a whole word in the position's name."""
    padded = f" {position.lower()} "
    return next((w for w in words if f" {w.lower()} " in padded), "")


def criteria(facts: Facts) -> Iterator[Finding]:
    """PermenPAN-RB 4/2025 Ps 23: all criteria of the task are met (track karakteristik tugas)."""
    if facts.basis != "task":
        return
    law = f"{PERMEN} Pasal 23"
    if not facts.criteria or not all(met for _, met in facts.criteria):
        yield Finding(
            "criteria",
            Level.BAD,
            "Belum semua kriteria tugas terpenuhi. Centang semuanya, atau pilih keadaan khusus.",
            law,
            "criteria",
        )
    else:
        yield Finding("criteria", Level.OK, "Semua kriteria tugas terpenuhi.", law)


def complete(facts: Facts) -> list[Finding]:
    """Whether the case is "lengkap": all that the law asks for is there (Ps 30; R9)."""
    needed = [
        ("reason", "Alasan belum diisi. Tulis alasan Anda."),
        ("place", "Jenis tempat belum dipilih. Pilih satu."),
        ("place_address", "Alamat tempat kerja belum diisi. Tulis alamat lengkapnya."),
        ("plan", "Rencana kerja belum diisi. Tulis paling sedikit satu pekerjaan dan keluarannya."),
        ("phone", "Nomor HP aktif belum diisi. Tulis nomor yang bisa dihubungi."),
    ]
    if facts.basis == "special" and facts.rules.values.get("evidence_required", True):
        needed.insert(1, ("evidence", "Bukti dukung belum ada. Unggah paling sedikit satu berkas."))
    if facts.place == "other_place":  # Ps 12: another place follows from the work
        needed.insert(
            -2, ("place_reason", "Alasan memilih lokasi lain belum diisi. Tulis alasannya.")
        )
    missing = [
        Finding(f"missing_{name}", Level.BAD, sentence, f"{PERMEN} Pasal 30", name)
        for name, sentence in needed
        if name not in facts.filled
    ]
    if missing:
        return missing
    what = "Alasan, bukti dukung, rencana kerja, dan keluaran lengkap."
    if facts.basis != "special":
        what = "Alasan, rencana kerja, dan keluaran lengkap."
    return [Finding("complete", Level.OK, what, f"{PERMEN} Pasal 30")]
