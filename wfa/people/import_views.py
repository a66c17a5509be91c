"""Pages of the import of UNOR.csv and SIASN.xlsx: a trial reading first, then saving."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from typing import Any

import openpyxl
from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from wfa.people import import_service
from wfa.people.forms import SpokenForm
from wfa.people.importers.sentences import KINDS
from wfa.people.models import ImportRun
from wfa.people.views import scope
from wfa.refusals import Refused

PER_PAGE = 50
PARTS = {
    "ditolak": "Ditolak",
    "peringatan": "Masuk dengan peringatan",
    "berubah": "Berubah",
    "baru": "Baru",
    "hilang": "Tidak ada di berkas",
}
_LISTS = {"berubah": "changed", "baru": "new", "hilang": "missing"}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportForm(SpokenForm):
    people = forms.FileField(
        label="Berkas pegawai (SIASN.xlsx)", help_text="XLSX dari SIASN, paling besar 20 MB."
    )
    units = forms.FileField(
        label="Berkas unit (UNOR.csv)",
        required=False,
        help_text="CSV dari SIASN, paling besar 10 MB. Kosongkan jika unit tidak berubah.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def runs(request: HttpRequest) -> HttpResponse:
    """The form, and what was read before."""
    import_service.release_stuck()
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        try:
            run = import_service.start(clean["units"], clean["people"], by=scope.me(request))
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("impor-lihat", pk=run.pk)
    earlier = ImportRun.objects.select_related("people_file", "created_by").defer("report")
    page = Paginator(earlier, 20).get_page(request.GET.get("halaman"))
    return render(
        request, "people/import.html", {"form": form, "page": page, **scope.doors(request)}
    )


@never_cache
@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    import_service.release_stuck()
    known = ImportRun.objects.select_related("people_file", "units_file", "created_by")
    found = get_object_or_404(known, pk=pk)
    report = found.report if "problems" in found.report else None
    context: dict[str, Any] = {"run": found, "report": report}
    if report:
        context |= _about(request, report)
    return render(request, "people/import_run.html", context)


def _about(request: HttpRequest, report: dict[str, Any]) -> dict[str, Any]:
    part = request.GET.get("bagian", "ditolak")
    part = part if part in PARTS else "ditolak"
    rows = {key: _rows(report, key) for key in PARTS}
    code = request.GET.get("jenis", "")
    shown = rows[part]
    if part == "peringatan":
        shown = [row for row in shown if row["code"] == code] if code else shown
    views = [
        {"label": label, "url": f"?bagian={key}", "count": len(rows[key]), "current": key == part}
        for key, label in PARTS.items()
    ]
    people = report["people"]
    return {
        "views": views,
        "part": part,
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("halaman")),
        "groups": _groups(rows["peringatan"]) if part == "peringatan" else [],
        "totals": _totals(report),
        "taken": people["new"] + people["changed"] + people["unchanged"],
        "told": len(rows["ditolak"]) + len(rows["peringatan"]),
    }


def _rows(report: dict[str, Any], part: str) -> list[dict[str, Any]]:
    if part in _LISTS:
        lists = report["lists"]
        return [*lists["units"][_LISTS[part]], *lists["people"][_LISTS[part]]]
    return [row for row in report["problems"] if row["row_is_refused"] == (part == "ditolak")]


def _groups(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Warnings of one kind together, the most frequent first."""
    counts = Counter(row["code"] for row in rows)
    return [
        {"code": code, "count": count, "label": KINDS[code].group or KINDS[code].message}
        for code, count in counts.most_common()
        if code in KINDS
    ]


def _totals(report: dict[str, Any]) -> dict[str, int]:
    keys = ("read", "new", "changed", "unchanged", "refused")
    return {key: sum(sheet[key] for sheet in report["sheets"]) for key in keys}


@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(ImportRun, pk=pk)
    try:
        counts = import_service.save(found, by=scope.me(request)).report["people"]
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(
            request,
            f"Tersimpan: {counts['new']} pegawai baru, {counts['changed']} berubah, "
            f"{counts['unchanged']} tetap.",
        )
    return redirect("impor-lihat", pk=pk)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        import_service.discard(get_object_or_404(ImportRun, pk=pk))
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("impor-lihat", pk=pk)
    messages.success(request, "Hasil uji coba dibuang. Tidak ada data yang berubah.")
    return redirect("impor")


@never_cache
@require_safe
def rejected(_request: HttpRequest, pk: int) -> HttpResponse:
    """Every row that was refused or warned about, to be mended at its source."""
    report = get_object_or_404(ImportRun, pk=pk).report
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Perlu diperbaiki")
    sheet.append(["Berkas", "Lembar", "Baris", "NIP", "Nama", "Akibat", "Yang harus dilakukan"])
    for row in report.get("problems", []):
        effect = "Ditolak" if row["severity"] == "refused" else "Peringatan"
        told = (row["file"], row["sheet"], row["row"], row["nip"], row["name"])
        sheet.append([_harmless(value) for value in (*told, effect, row["message"])])
    out = BytesIO()
    book.save(out)
    response = HttpResponse(out.getvalue(), content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="impor-{pk}-perlu-diperbaiki.xlsx"'
    return response


def _harmless(value: object) -> object:
    """A text that a spreadsheet would take for a formula is shown as text."""
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value
