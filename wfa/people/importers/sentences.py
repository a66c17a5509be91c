"""What may be wrong with a row, in one sentence or two that say what to do. Pure: no database.

Refused rows stay out; rows with a warning go in. One code, one meaning, for programs and tests.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

REFUSED = "refused"
WARNING = "warning"


@dataclass(frozen=True)
class Kind:
    severity: str
    message: str
    group: str = ""
    """How many rows share a warning, for the page: "{n} pegawai …"."""


@dataclass(frozen=True)
class Verdict:
    code: str
    severity: str
    message: str


def _no(message: str) -> Kind:
    return Kind(REFUSED, message)


def _but(message: str, group: str) -> Kind:
    return Kind(WARNING, message, group)


KINDS: dict[str, Kind] = {
    # people, refused
    "nip_missing": _no("NIP belum diisi. Isi NIP 18 angka sesuai SIASN."),
    "nip_digits": _no("NIP harus 18 angka, di sini {count}. Periksa NIP ini di SIASN."),
    "nip_marks": _no("NIP memuat tanda selain angka. Tulis 18 angka saja, sesuai SIASN."),
    "nip_number": _no(
        "NIP tersimpan sebagai bilangan sehingga angka akhirnya hilang. Jadikan kolomnya teks."
    ),
    "name_missing": _no("Nama belum diisi. Isi nama sesuai SIASN."),
    "unit_missing": _no("Kolom UNOR ID kosong. Isi unit kerjanya sesuai SIASN."),
    "unit_unknown": _no("Unit “{unit}” tidak ada di daftar unit. Impor UNOR lebih dulu."),
    "duplicate": _no("Orang ini sudah terbaca di {first}, unitnya sama. Hapus salah satu baris."),
    "duplicate_other_unit": _no(
        "Orang ini sudah terbaca di {first}, tetapi unitnya berbeda. Pilih satu unit."
    ),
    "identity_conflict": _no(
        "NIP dan PNS ID ini milik dua pegawai berbeda di Luwes. Periksa keduanya di SIASN."
    ),
    # people, taken with a warning
    "birth_mismatch": _but(
        "Tanggal lahir {birth} berbeda dari NIP. Perbaiki salah satunya di SIASN.",
        "baris dengan tanggal lahir berbeda dari NIP",
    ),
    "birth_impossible": _but(
        "Delapan angka awal NIP bukan tanggal. Periksa NIP ini di SIASN.",
        "NIP tidak diawali tanggal lahir",
    ),
    "sex_mismatch": _but(
        "NIP menyatakan {number}, kolom jenis kelamin {column}. Perbaiki salah satunya.",
        "baris dengan jenis kelamin berbeda dari NIP",
    ),
    "sex_unknown": _but(
        "Jenis kelamin “{written}” tidak dikenal. Tulis M atau F.", "jenis kelamin tidak dikenal"
    ),
    "nip_kind": _but(
        "Susunan NIP bukan untuk {work}. Periksa NIP dan status kepegawaiannya di SIASN.",
        "NIP tidak sesuai status kepegawaian",
    ),
    "no_contact": _but(
        "Nomor HP dan pos-el kosong. Lengkapi di SIASN agar pemberitahuan sampai.",
        "pegawai tanpa nomor HP dan pos-el",
    ),
    "future_date": _but(
        "{label} {day} belum terjadi. Periksa tahunnya di SIASN.", "tanggal belum terjadi"
    ),
    "date_unreadable": _but(
        "{label} “{written}” bukan tanggal. Tulis seperti 17-08-2026.", "tanggal tidak terbaca"
    ),
    "apostrophe": _but(
        "Tanda petik di depan {labels} dihapus. Hapus juga di berkas.",
        "baris dengan tanda petik di depan isian",
    ),
    "blanks": _but(
        "Spasi berlebih pada {labels} dihapus. Rapikan juga di SIASN.",
        "baris dengan spasi berlebih",
    ),
    "cut": _but(
        "{label} terlalu panjang dan dipotong menjadi {limit} huruf. Persingkat di SIASN.",
        "isian dipotong karena terlalu panjang",
    ),
    "phone_zero": _but(
        "Angka 0 di depan nomor HP hilang dan dikembalikan. Jadikan kolomnya teks.",
        "nomor HP kehilangan angka 0",
    ),
    "phone_unknown": _but(
        "Nomor HP “{written}” bukan nomor telepon dan tidak disimpan. Perbaiki di SIASN.",
        "nomor HP tidak dikenal",
    ),
    "email_unknown": _but(
        "Pos-el “{written}” tidak dikenal dan tidak disimpan. Perbaiki di SIASN.",
        "pos-el tidak dikenal",
    ),
    "grade_unknown": _but(
        "Golongan “{written}” tidak dikenal dan dikosongkan. Perbaiki di SIASN.",
        "golongan tidak dikenal",
    ),
    "discipline": _but(
        "Sedang menjalani hukuman disiplin. Masuk sebagai aktif, tetapi tidak dapat mengajukan.",
        "pegawai menjalani hukuman disiplin",
    ),
    "investigation": _but(
        "Dalam proses hukuman disiplin. Masuk sebagai aktif; periksa kedudukan hukumnya.",
        "pegawai dalam proses hukuman disiplin",
    ),
    "retired": _but(
        "Sudah pensiun. Masuk sebagai tidak aktif; perbaiki di SIASN jika keliru.",
        "pegawai sudah pensiun",
    ),
    "leave": _but(
        "Cuti di luar tanggungan negara. Masuk sebagai tidak aktif sampai SIASN diperbarui.",
        "pegawai cuti di luar tanggungan negara",
    ),
    "study": _but(
        "Sedang tugas belajar. Masuk sebagai tidak aktif sampai SIASN diperbarui.",
        "pegawai tugas belajar",
    ),
    "mpp": _but(
        "Masa persiapan pensiun. Masuk sebagai tidak aktif; perbaiki di SIASN jika keliru.",
        "pegawai dalam masa persiapan pensiun",
    ),
    "inactive": _but(
        "Kedudukan hukum “{written}” bukan aktif. Masuk sebagai tidak aktif; periksa di SIASN.",
        "pegawai tidak aktif",
    ),
    "standing_missing": _but(
        "Kedudukan hukum kosong, dianggap aktif. Lengkapi di SIASN.",
        "pegawai tanpa kedudukan hukum",
    ),
    # units
    "unit_id_missing": _no("Kolom Id kosong. Isi ID unit sesuai SIASN."),
    "unit_name_missing": _no("Nama unit belum diisi. Isi NamaUnor sesuai SIASN."),
    "unit_id_long": _no("Id lebih dari 40 huruf. Pakai ID unit dari SIASN."),
    "unit_duplicate": _no("Unit ini sudah terbaca di {first}. Hapus salah satu baris."),
    "parent_unknown": _no("Unit atasan “{unit}” tidak ada. Tambahkan unit itu ke berkas."),
    "parent_refused": _no("Unit atasan “{unit}” ditolak. Perbaiki unit itu lebih dulu."),
    "unit_cycle": _no("Unit ini menjadi atasan bagi dirinya sendiri. Perbaiki DiatasanId."),
    "unit_deep": _no("Unit ini lebih dari {limit} tingkat di bawah puncak. Periksa DiatasanId."),
    "second_root": _but(
        "Unit puncak lebih dari satu. Isi DiatasanId agar unit ini masuk pohon.",
        "unit puncak tambahan",
    ),
    "unit_kind_unknown": _but(
        "Jenis unit “{written}” tidak dikenal dan dibaca dari tempatnya. Periksa JenisUnorId.",
        "jenis unit tidak dikenal",
    ),
    "head_unknown": _but(
        "Pimpinan unit ini tidak ada di berkas pegawai. Periksa PemimpinPnsId.",
        "unit dengan pimpinan yang tidak dikenal",
    ),
    "head_inactive": _but(
        "Pimpinan unit ini tidak aktif. Tunjuk Plt. atau Plh. sampai diganti.",
        "unit dengan pimpinan yang tidak aktif",
    ),
    # sheets
    "column_missing": _no(
        "Kolom {labels} tidak ada, jadi lembar ini tidak dibaca. Tambahkan, lalu unggah lagi."
    ),
    "sheet_hidden": _but(
        "Lembar ini tersembunyi dan tidak dibaca. Tampilkan jika isinya diperlukan.",
        "lembar tersembunyi",
    ),
    "sheet_empty": _but(
        "Lembar ini kosong dan dilewati. Hapus jika tidak diperlukan.", "lembar kosong"
    ),
    "header_low": _but(
        "Judul kolom ada di baris ini; baris di atasnya dilewati.", "judul kolom bukan di baris 1"
    ),
    "rows_empty": _but(
        "{count} baris kosong sebelum baris ini dilewati. Hapus jika tidak diperlukan.",
        "tempat dengan baris kosong",
    ),
}


def verdict(code: str, **words: object) -> Verdict:
    kind = KINDS[code]
    clipped = {
        key: value if not isinstance(value, str) else _short(value) for key, value in words.items()
    }
    return Verdict(code, kind.severity, kind.message.format(**clipped))


def _short(written: str, limit: int = 60) -> str:
    return written if len(written) <= limit else f"{written[: limit - 1]}…"


# --- the number ------------------------------------------------------------------------------


def nip(raw: object, written: str) -> tuple[str, Verdict | None]:
    """The 18 digits, or what stands there and why it can't be taken."""
    digits = re.sub(r"\s", "", written)
    if not digits:
        return "", verdict("nip_missing")
    if _rounded(raw, digits):
        return digits, verdict("nip_number")
    if not (digits.isascii() and digits.isdigit()):
        return digits, verdict("nip_marks")
    if len(digits) != 18:
        return digits, verdict("nip_digits", count=len(digits))
    return digits, None


def _rounded(raw: object, digits: str) -> bool:
    """Spreadsheets keep 15 digits of a number: an 18-digit one has lost its serial."""
    if isinstance(raw, float):
        return raw >= 1e15
    if isinstance(raw, int):
        return len(digits) == 18 and digits.endswith("000")
    return bool(re.fullmatch(r"\d+([.,]\d+)?E\+?\d+|\d{18}[.,]0+", digits.upper()))


def birth_in(number: str) -> datetime.date | None:
    try:
        return datetime.date(int(number[:4]), int(number[4:6]), int(number[6:8]))
    except ValueError:
        return None


def sex_in(number: str) -> str:
    return {"1": "M", "2": "F"}.get(number[14:15], "")


def against_number(
    number: str, birth: datetime.date | None, sex: str, *, contract: bool, work: str
) -> list[Verdict]:
    """Where the row contradicts its NIP; real data do, so these only warn."""
    found = []
    born, marked = birth_in(number), sex_in(number)
    if born is None:
        found.append(verdict("birth_impossible"))
    elif birth and birth != born:
        found.append(verdict("birth_mismatch", birth=f"{birth:%d-%m-%Y}"))
    if sex and marked and sex != marked:
        words = {"M": "laki-laki", "F": "perempuan"}
        found.append(verdict("sex_mismatch", number=words[marked], column=words[sex]))
    fits = number[12:14] >= "21" if contract else "01" <= number[12:14] <= "12"
    if not fits:
        found.append(verdict("nip_kind", work=work))
    return found
