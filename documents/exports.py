"""The archive's list as a spreadsheet (daftar isi berkas, PP 28/2012 Ps 42)."""

from __future__ import annotations

from collections.abc import Iterable

from documents.models import ArchiveEntry
from wfa.files.workbooks import TYPE, safe, workbook

__all__ = ["TYPE", "archive_list", "safe"]

COLUMNS = (
    ("No", 6),
    ("Kode klasifikasi", 16),
    ("Uraian informasi", 70),
    ("Tanggal", 12),
    ("Jumlah", 12),
    ("Aktif sampai", 14),
    ("Inaktif sampai", 14),
    ("Nasib akhir", 22),
    ("Keamanan", 16),
    ("Diarsipkan oleh", 34),
    ("SHA-256", 68),
)


def archive_list(entries: Iterable[ArchiveEntry]) -> bytes:
    rows = (_row(number, entry) for number, entry in enumerate(entries, 1))
    return workbook("Daftar arsip", COLUMNS, rows)


def _row(number: int, entry: ArchiveEntry) -> list[object]:
    return [
        number,
        entry.classification,
        entry.description,
        entry.dated,
        "1 naskah" if entry.document_id else "1 berkas",
        entry.active_until,
        entry.inactive_until,
        entry.get_fate_display(),
        entry.get_security_display(),
        entry.filed_by_name,
        entry.sha256,
    ]
