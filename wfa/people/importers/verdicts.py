"""Verdicts about one row: pure functions that answer with codes and sentences.

Refused: no whole NIP, no name, unknown unit, a person read before. Everything else is taken with
a warning, since real rosters contradict themselves (CON_1–CON_4, COM_6/7 of BKN's quality checks).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from wfa.people.importers import cells, vocabulary
from wfa.people.importers.headings import PEOPLE
from wfa.people.importers.problems import Finding, refuse, shown, warn
from wfa.people.importers.rows import Row
from wfa.people.models import Employee

Standing = Employee.Standing


def judge(row: Row, today: datetime.date) -> tuple[list[Finding], Standing]:
    """All that the row itself tells, and the standing it is taken with."""
    standing, about_standing = standing_of(row)
    findings = [
        *_nip(row),
        *_name(row),
        *_against_nip(row),
        *_contact(row),
        *_future(row, today),
        *_blanks(row),
        *_unclear(row),
        *about_standing,
    ]
    return findings, standing


def _nip(row: Row) -> Iterator[Finding]:
    nip = row.nip
    if nip.lost_digits:
        yield refuse(
            "nip_lost_digits",
            "NIP tersimpan sebagai angka, sehingga digit akhirnya hilang. "
            "Ubah kolom menjadi teks, lalu salin NIP dari SIASN.",
        )
    elif not nip.digits:
        yield refuse("nip_missing", "NIP belum diisi. Isi NIP 18 angka sesuai SIASN.")
    elif not nip.is_whole:
        yield refuse(
            "nip_not_18_digits", "NIP harus terdiri dari 18 angka. Periksa NIP ini di SIASN."
        )
    elif nip.had_apostrophe:
        yield warn(
            "nip_apostrophe", "NIP diawali tanda petik. Tanda petik dihapus; rapikan di berkas."
        )


def _name(row: Row) -> Iterator[Finding]:
    if not any(char.isalpha() for char in row.name):
        yield refuse("name_missing", "Nama belum diisi. Isi nama sesuai SIASN.")


def _against_nip(row: Row) -> Iterator[Finding]:
    """The NIP holds date of birth, sex and the kind of employment (Perka BKN 22/2007)."""
    if not row.nip.is_whole:
        return
    digits = row.nip.digits
    born = _birth(digits)
    if row.birth and born != row.birth:
        yield warn(
            "nip_birth_mismatch",
            f"Tanggal lahir {cells.spoken(row.birth)} berbeda dari NIP. "
            "Perbaiki salah satunya di SIASN.",
        )
    elif born is None:
        yield warn(
            "nip_birth_mismatch", "NIP tidak memuat tanggal lahir yang sah. Periksa di SIASN."
        )
    yield from _sex_against_nip(row)
    contract = row.employment in {Employee.Employment.PPPK, Employee.Employment.PPPK_PART_TIME}
    if vocabulary.is_contract_nip(digits) != contract:
        pattern = "PNS" if contract else "PPPK"
        yield warn(
            "nip_kind_mismatch",
            f"NIP berpola {pattern}, tetapi jenis pegawainya {row.employment.label}. "
            "Periksa di SIASN.",
        )


def _birth(digits: str) -> datetime.date | None:
    try:
        return datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def _sex_against_nip(row: Row) -> Iterator[Finding]:
    inside = {"1": "M", "2": "F"}.get(row.nip.digits[14])
    words = {"M": "laki-laki", "F": "perempuan"}
    if row.sex and inside and inside != row.sex:
        yield warn(
            "nip_sex_mismatch",
            f"NIP menyatakan {words[inside]}, kolom jenis kelamin {words[row.sex]}. "
            "Perbaiki salah satunya di SIASN.",
        )


def _contact(row: Row) -> Iterator[Finding]:
    columns = [name for name in ("phone", "email") if name in row.fields]
    if columns and not any(row.fields[name] for name in columns):
        yield warn(
            "no_contact",
            "Nomor ponsel dan pos-el kosong. Pegawai hanya mendapat pemberitahuan di dalam Luwes.",
        )


def _future(row: Row, today: datetime.date) -> Iterator[Finding]:
    for name, day in row.dates.items():
        if day > today:
            yield warn(
                "date_in_future",
                f"{PEOPLE[name][0]} {cells.spoken(day)} belum terjadi. "
                "Periksa tahunnya di SIASN.",
            )


def _blanks(row: Row) -> Iterator[Finding]:
    told = [{"name": "NAMA", "unit": "UNOR ID"}[name] for name in row.stray]
    if row.nip.had_blanks:
        told.append("NIP")
    if told:
        yield warn(
            "stray_blanks",
            f"Spasi berlebih pada {' dan '.join(told)} sudah dirapikan. Rapikan juga di SIASN.",
        )


def _unclear(row: Row) -> Iterator[Finding]:
    if row.sex is None:
        yield warn("sex_unknown", "Jenis kelamin tidak dikenali. Tulis M atau F.")
    for title in row.odd:
        yield warn("value_unreadable", f"Isi kolom {title} tidak dikenali dan dikosongkan. {_FIX}")
    for title in row.cut:
        yield warn("text_cut", f"Isi kolom {title} terlalu panjang dan dipotong. {_FIX}")


_FIX = "Perbaiki di SIASN."
_STANDING_WARNINGS: dict[Standing, tuple[str, str]] = {
    Standing.DISCIPLINE: (
        "under_discipline",
        "Pegawai sedang menjalani hukuman disiplin. Ia masuk, tetapi tidak dapat mengajukan.",
    ),
    Standing.INVESTIGATION: (
        "under_investigation",
        "Pegawai dalam proses hukuman disiplin. Ia masuk; periksa statusnya di SIASN.",
    ),
    Standing.RETIRED: (
        "retired",
        "Pegawai sudah pensiun. Ia dicatat tidak aktif; hapus dari berkas bila sudah benar.",
    ),
    Standing.LEAVE: (
        "on_leave",
        "Pegawai cuti di luar tanggungan negara. Ia dicatat tidak aktif sampai SIASN berubah.",
    ),
    Standing.STUDY: (
        "studying",
        "Pegawai sedang tugas belajar. Ia dicatat tidak aktif sampai SIASN berubah.",
    ),
    Standing.PENSION_PREPARATION: (
        "pension_preparation",
        "Pegawai dalam masa persiapan pensiun. Ia dicatat tidak aktif sampai SIASN berubah.",
    ),
    Standing.INACTIVE: (
        "inactive",
        "Kedudukan hukum pegawai tidak aktif. Ia dicatat tidak aktif sampai SIASN berubah.",
    ),
}


def standing_of(row: Row) -> tuple[Standing, list[Finding]]:
    """The code decides, then the name; what nobody knows isn't taken for active."""
    if not row.standing_code and not row.standing_name:
        empty = warn(
            "standing_missing", "Kedudukan hukum kosong dan dianggap aktif. Isi sesuai SIASN."
        )
        return Standing.ACTIVE, [empty] if row.has_standing else []
    by_code = vocabulary.standing_of_code(row.standing_code)
    by_name = vocabulary.standing_of_name(row.standing_name)
    found = by_code or by_name
    if found is None:
        text = shown(row.standing_name or row.standing_code)
        unknown = f"Kedudukan hukum “{text}” tidak dikenal. Pegawai dicatat tidak aktif; {_CHECK}"
        return Standing.INACTIVE, [warn("standing_unknown", unknown)]
    findings = [warn(*_STANDING_WARNINGS[found])] if found in _STANDING_WARNINGS else []
    if by_code and by_name and by_code is not by_name:
        both = f"Kode dan nama kedudukan hukum berbeda. Kode yang dipakai; {_CHECK}"
        findings.append(warn("standing_contradicts", both))
    return found, findings


_CHECK = "periksa di SIASN."


# --- verdicts that need to know the rest ---------------------------------------------------


def unit_verdict(row: Row, active: bool | None) -> list[Finding]:
    """`active` of the row's unit, None when nobody knows it."""
    if not row.unit:
        return [refuse("unit_missing", "UNOR ID belum diisi. Isi unit pegawai sesuai SIASN.")]
    if active is None:
        return [
            refuse(
                "unit_unknown",
                f"Unit “{shown(row.unit, 12)}” tidak ada di daftar unit. Perbarui UNOR.csv dahulu.",
            )
        ]
    if not active:
        name = shown(row.unit_name or row.unit, 40)
        return [
            warn("unit_inactive", f"Unit “{name}” tidak aktif. Pindahkan pegawai ini di SIASN.")
        ]
    return []


def duplicate(row: Row, first: Row) -> Finding:
    """A further row of a person; the first one is taken."""
    where = f"baris {first.place.row}"
    if first.place.sheet != row.place.sheet:
        where += f" lembar {first.place.sheet}"
    if row.unit != first.unit:
        return refuse(
            "duplicate_other_unit",
            f"Sama dengan {where}, tetapi unitnya berbeda. Pilih satu unit di SIASN.",
        )
    if row.nip.digits != first.nip.digits:
        return refuse(
            "duplicate_other_nip",
            f"PNS ID sama dengan {where}, tetapi NIP-nya berbeda. Perbaiki di SIASN.",
        )
    return refuse("duplicate", f"Sama dengan {where}. Hapus baris ini dari berkas.")

