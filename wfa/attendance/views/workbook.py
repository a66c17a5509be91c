"""The tables of supervision as spreadsheets, in which no text becomes a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wfa.attendance.models import Verdict
from wfa.attendance.rules.board import Tally
from wfa.attendance.selectors.month import NAMES, Line
from wfa.attendance.views import accounts, board, month
from wfa.calendars.wording import clock
from wfa.files import workbooks

Table = tuple[str, str, Sequence[tuple[str, int]], Iterable[Sequence[object]]]
"""(name of the file, of the sheet, columns, rows)"""


@never_cache
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """?isi=papan (the default), bulan, or rekap with ?rekap=<round>."""
    make = {"papan": _board, "bulan": _month, "rekap": _account}.get(
        request.GET.get("isi", "papan")
    )
    if make is None:
        raise Http404
    name, title, columns, rows = make(request)
    response = HttpResponse(workbooks.workbook(title, columns, rows), content_type=workbooks.TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


_BOARD = (
    ("Unit", 44),
    ("Ditunggu", 11),
    ("Hadir", 11),
    ("Belum", 11),
    ("Dipanggil", 11),
    ("Menjawab", 11),
    ("Perlu tindakan", 34),
)


def _board(request: HttpRequest) -> Table:
    found = board.contents(request)
    rows = [_tally(tally) for tally in found.get("tallies", ())]
    if rows:
        rows.append(["Jumlah", *_tally(found["total"])[1:]])
    name = found["span"].name if found["span"] else "Papan"
    at = timezone.localtime(found["at"])
    return f"pengawasan-{at:%Y-%m-%d-%H%M}", f"{name} {at:%d-%m-%Y}", _BOARD, rows


def _tally(tally: Tally) -> list[object]:
    numbers = (tally.expected, tally.present, tally.absent, tally.called, tally.answered)
    to_do = "; ".join(words for words, _, _ in tally.to_do)
    unit: Any = tally.unit
    return [unit.title_name if unit else "", *numbers, to_do or "Tidak ada"]


_MONTH = (
    ("NIP", 22),
    ("Nama", 34),
    ("Unit", 44),
    ("Hari", 8),
    ("Sah", 8),
    ("Menunggu", 11),
    ("Diklarifikasi", 13),
    ("Tidak sah", 11),
    ("Presensi terlewat", 17),
    ("Presensi terlambat", 18),
    ("Diterima kemudian", 17),
)


def _month(request: HttpRequest) -> Table:
    found = month.contents(request, everybody=True)
    lines: Sequence[Line] = found["opds"] or found["lines"]
    first = found["first"]
    return f"bulan-{first:%Y-%m}", f"{first:%Y-%m}", _MONTH, map(_line, lines)


def _line(line: Line) -> list[object]:
    person = line.person
    who = [person.identity, person.full_name] if person else ["", ""]
    return [*who, line.unit.title_name, *(getattr(line.sums, name) for name in NAMES)]


_ACCOUNT = (
    ("NIP", 22),
    ("Nama", 34),
    ("Unit", 44),
    ("Presensi", 44),
    ("Rencana", 20),
    ("Laporan", 20),
    ("Yang kurang", 50),
    ("Tanda", 12),
    ("Panggilan", 11),
    ("Tak dijawab", 11),
    ("Verifikasi", 20),
)


def _account(request: HttpRequest) -> Table:
    key = request.GET.get("rekap", "")
    if not (key.isdecimal() and len(key) < 10):
        raise Http404
    account = accounts.account_of(request, int(key))
    name = f"rekap-{account.date}-putaran-{account.round}"
    return name, f"{account.date}", _ACCOUNT, map(_frozen, account.lines)


def _frozen(line: dict[str, Any]) -> list[object]:
    points = "; ".join(f"{p['name']}: {_when(p['at']) or 'tidak ada'}" for p in line["points"])
    return [
        line["nip"],
        line["name"],
        line["unit"],
        points or "Tidak diminta",
        _when(line["plan_at"]),
        _when(line["report_at"]),
        " ".join(line["gaps"]),
        len(line["flags"]),
        line["calls"],
        line["unanswered"],
        Verdict(line["verdict"]).label,
    ]


def _when(text: str | None) -> str:
    at = parse_datetime(text) if text else None
    return clock(at) if at else ""
