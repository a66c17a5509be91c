"""The forms as workbooks: a head, the table, who signs. No text becomes a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from wfa.calendars.wording import day, short_day
from wfa.files.workbooks import safe
from wfa.performance.selectors.layouts import Head, MonthForm

LKH = (("Tanggal", 18), ("Hari", 10), ("Keterangan", 22), ("Rencana", 60), ("Realisasi", 60))
ACHIEVEMENT = (
    ("No", 5),
    ("KEGIATAN", 45),
    ("OUTPUT", 30),
    ("CAPAIAN KINERJA", 16),
    ("SATUAN", 14),
    ("KETERANGAN", 60),
)
_BOLD = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_LINE = Side(style="thin")
_FRAME = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def lkh(form: MonthForm) -> bytes:
    """The month of one person: every date with plan and realisation."""
    book = Workbook(write_only=True)
    sheet = _sheet(book, "LKH", LKH)
    _title(sheet, "LAPORAN KINERJA HARIAN", form.head)
    sheet.append(_plain(sheet, ["Bulan", form.head.month]))
    sheet.append(_plain(sheet, ["Dasar", "; ".join(form.head.bases)]))
    sheet.append(_plain(sheet, ["Status", form.told]))
    sheet.append([])
    sheet.append(_framed(sheet, [name for name, _ in LKH], bold=True))
    for line in form.dates:
        texts = [short_day(line.date), line.weekday, line.note]
        texts += ["\n".join(line.plans), "\n".join(line.results)]
        sheet.append(_framed(sheet, texts))
    _signatures(sheet, form.head, columns=len(LKH))
    return _bytes(book)


def achievement(form: MonthForm) -> bytes:
    """One sheet per day with a report: "Laporan Capaian Kinerja Harian"."""
    book = Workbook(write_only=True)
    for each in form.days:
        sheet = _sheet(book, each.date.strftime("%d-%m-%Y"), ACHIEVEMENT)
        _title(sheet, "LAPORAN CAPAIAN KINERJA HARIAN", form.head)
        sheet.append(_plain(sheet, ["Hari/tanggal", "", day(each.date)]))
        sheet.append([])
        sheet.append(_framed(sheet, [name for name, _ in ACHIEVEMENT], bold=True))
        for number, line in enumerate(each.lines, start=1):
            values = [line.activity, line.output, line.realised, line.measure, line.note]
            sheet.append(_framed(sheet, [str(number), *values]))
        for text in each.evidence:
            sheet.append(_plain(sheet, ["", f"Bukti: {text}"]))
        _signatures(sheet, form.head, columns=len(ACHIEVEMENT))
    if not form.days:
        _sheet(book, "Kosong", ACHIEVEMENT).append(["Belum ada laporan pada bulan ini."])
    return _bytes(book)


def _sheet(book: Workbook, title: str, columns: Sequence[tuple[str, int]]) -> Any:
    names = set(book.sheetnames)
    free = (f"{title} ({n})" if n > 1 else title for n in range(1, len(names) + 2))
    sheet = book.create_sheet(next(name for name in free if name not in names))
    for number, (_, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    return sheet


def _title(sheet: Any, title: str, head: Head) -> None:
    sheet.append([_cell(sheet, title, font=_BOLD)])
    facts = (
        ("Nama", head.name),
        ("NIP", head.nip),
        ("Jabatan", head.position),
        ("Unit kerja", head.unit),
        ("Unit organisasi", head.opd),
    )
    for label, text in facts:
        sheet.append(_plain(sheet, [label, "", text]))


def _signatures(sheet: Any, head: Head, *, columns: int) -> None:
    """The superior on the left, whose form it is on the right, with room to sign."""
    left, right = head.superior, head.subject
    rows = [
        ("Pejabat penilai/atasan langsung", "Pejabat yang dinilai"),
        (left.office, right.office),
        *(("", ""),) * 3,
        (left.name, right.name),
        (f"NIP {left.nip}" if left.nip else "", f"NIP {right.nip}"),
    ]
    sheet.append([])
    for first, second in rows:
        sheet.append(_plain(sheet, ["", first, *("",) * (columns - 3), second]))


def _plain(sheet: Any, texts: Iterable[str]) -> list[Any]:
    return [_cell(sheet, text) for text in texts]


def _framed(sheet: Any, texts: Iterable[str], *, bold: bool = False) -> list[Any]:
    return [_cell(sheet, text, font=_BOLD if bold else None, framed=True) for text in texts]


def _cell(sheet: Any, text: str, *, font: Font | None = None, framed: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, safe(text))
    if font:
        cell.font = font
    if framed:
        cell.border, cell.alignment = _FRAME, _WRAPPED
    return cell


def _bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
