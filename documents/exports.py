"""The archive's list as a spreadsheet (daftar isi berkas, PP 28/2012 Ps 42)."""

from __future__ import annotations

import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from documents.models import ArchiveEntry

HEADINGS = (
    "No",
    "Kode klasifikasi",
    "Uraian informasi",
    "Tanggal",
    "Jumlah",
    "Aktif sampai",
    "Inaktif sampai",
    "Nasib akhir",
    "Keamanan",
    "Diarsipkan oleh",
    "SHA-256",
)
WIDTHS = (6, 16, 70, 12, 12, 14, 14, 22, 16, 34, 68)
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(text: str) -> str:
    """Text that no spreadsheet program takes for a formula, and no control characters."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{text}" if text.startswith(_RISKY) else text


def archive_list(entries: Iterable[ArchiveEntry]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Daftar arsip")
    for column, width in zip("ABCDEFGHIJK", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"
    heads = [WriteOnlyCell(sheet, value=heading) for heading in HEADINGS]
    for cell in heads:
        cell.font = Font(bold=True)
    sheet.append(heads)
    for number, entry in enumerate(entries, 1):
        sheet.append(_row(number, entry))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _row(number: int, entry: ArchiveEntry) -> list[object]:
    return [
        number,
        safe(entry.classification),
        safe(entry.description),
        entry.dated,
        "1 naskah" if entry.document_id else "1 berkas",
        entry.active_until,
        entry.inactive_until,
        entry.get_fate_display(),
        entry.get_security_display(),
        safe(entry.filed_by_name),
        entry.sha256,
    ]
