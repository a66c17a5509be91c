"""What people read for the code of an event. Each app tells its own in its `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Mapping

_LABELS: dict[str, str] = {}


def register(labels: Mapping[str, str]) -> None:
    """Make known what the codes of an app's events are called: {"signed_in": "Masuk"}."""
    _LABELS.update(labels)


def label(action: str) -> str:
    """The registered words, or the code itself as words."""
    return _LABELS.get(action) or action.replace("_", " ").replace(".", ": ")


_DETAILS: dict[str, str] = {
    "after": "sesudah",
    "agrees": "setuju",
    "based_on": "berdasar versi",
    "basis": "dasar",
    "before": "sebelum",
    "changed": "berubah",
    "closed_by": "ditutup dengan",
    "dated": "tertanggal",
    "days": "hari",
    "decision": "keputusan",
    "duty": "tugas",
    "effective_from": "berlaku dari",
    "effective_until": "berlaku sampai",
    "ends": "sampai",
    "fields": "isian",
    "file": "berkas",
    "from": "dari",
    "health": "bukti kesehatan",
    "hold": "ditahan",
    "kept": "dipertahankan",
    "kind": "jenis",
    "letter": "surat",
    "new": "baru",
    "number": "nomor",
    "office": "jabatan",
    "parameters": "aturan",
    "pending": "menunggu",
    "people_changed": "pegawai berubah",
    "people_missing": "pegawai tidak ada lagi",
    "people_new": "pegawai baru",
    "people_refused": "pegawai ditolak",
    "people_unchanged": "pegawai tetap",
    "reason": "alasan",
    "roster": "jadwal",
    "removed": "dihapus",
    "request": "pengajuan",
    "requests": "pengajuan",
    "resumed": "dilanjutkan",
    "running": "sedang berlaku",
    "sha256": "SHA-256",
    "snapshot_sha256": "SHA-256 isi",
    "starts": "mulai",
    "step": "langkah",
    "text": "isi",
    "to": "menjadi",
    "unchanged": "tetap",
    "unit": "unit",
    "units_changed": "unit berubah",
    "units_missing": "unit tidak ada lagi",
    "units_new": "unit baru",
    "units_refused": "unit ditolak",
    "units_unchanged": "unit tetap",
    "version": "versi",
}
_VALUES: dict[str, str] = {}


def register_details(names: Mapping[str, str], values: Mapping[str, str] | None = None) -> None:
    """Make known what an app's details are called, and codes that stand in them."""
    _DETAILS.update(names)
    _VALUES.update(values or {})


def detail(key: str) -> str:
    """The word for a detail of an event; the code itself as words where there is none."""
    return _DETAILS.get(key) or key.replace("_", " ")


def value(code: str) -> str:
    """What a code in a detail stands for; anything else as it is."""
    return _VALUES.get(code, code)


_TARGETS = {
    "account": "Rekap hari",
    "calendar": "Kalender",
    "call": "Panggilan",
    "check_in": "Presensi",
    "document": "Naskah",
    "exchange": "Aplikasi presensi",
    "employee": "Pegawai",
    "file": "Berkas",
    "holiday": "Hari libur",
    "mandate": "Dasar kewenangan",
    "policy": "Kebijakan",
    "proposal": "Usulan",
    "ramadan": "Ramadan",
    "region": "Daerah",
    "reprimand": "Pembinaan",
    "request": "Pengajuan",
    "roll_call": "Undian panggilan",
    "roster": "Jadwal",
    "swap": "Tukar hari",
    "unit": "Unit",
    "window": "Jendela presensi",
}


def target(kind: str) -> str:
    """The word for what an event is about; the code itself where there is none."""
    return _TARGETS.get(kind, kind)


def codes_like(words: str) -> list[str]:
    """Codes whose words contain `words`."""
    wanted = words.casefold()
    return [code for code, text in _LABELS.items() if wanted in text.casefold()]
