"""A list of absences from a file: read as a trial first, then saved or thrown away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wfa.files.workbooks import TYPE, workbook
from wfa.people.views.scope import me
from wfa.refusals import Refused
from wfa.schedules.forms.absences import AbsenceFileForm
from wfa.schedules.models import AbsenceImport
from wfa.schedules.services import absence_imports as services

PER_PAGE = 50
PARTS = {"refused": "Ditolak", "accepted": "Diterima", "unchanged": "Sudah tercatat"}
_COLUMNS = [("Baris", 8), ("NIP", 22), ("Nama", 32), ("Yang harus dilakukan", 90)]


def _own(request: HttpRequest) -> QuerySet[AbsenceImport]:
    """Readings hold names: each sees their own only."""
    found = AbsenceImport.objects.filter(created_by=me(request))
    return found.select_related("file", "created_by")


@require_http_methods(["GET", "HEAD", "POST"])
def runs(request: HttpRequest) -> HttpResponse:
    """The form, and what was read before."""
    sent = request.method == "POST"
    form = AbsenceFileForm(request.POST if sent else None, request.FILES if sent else None)
    if form.is_valid():
        try:
            run = services.start_absence_import(form.cleaned_data["berkas"], by=me(request))
        except Refused as refusal:
            form.add_error("berkas", refusal.message)
        else:
            return redirect("ketidakhadiran-impor-lihat", pk=run.pk)
    page = Paginator(_own(request).defer("report"), 20).get_page(request.GET.get("halaman"))
    status = 422 if form.errors else 200
    context = {"form": form, "page": page}
    return render(request, "schedules/absence_import.html", context, status=status)


@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One reading: what would be saved, or was."""
    found = get_object_or_404(_own(request), pk=pk)
    lines: list[dict[str, Any]] = found.report.get("lines", [])
    part = request.GET.get("bagian", "")
    if part not in PARTS:
        part = next((key for key in PARTS if found.report.get(key)), "accepted")
    shown = [line for line in lines if line["outcome"] == part]
    context = {
        "run": found,
        "report": found.report,
        "part": part,
        "views": [
            {
                "label": label,
                "url": f"?bagian={key}",
                "count": found.report.get(key, 0),
                "current": key == part,
            }
            for key, label in PARTS.items()
        ],
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("halaman")),
    }
    return render(request, "schedules/absence_import_run.html", context)


@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_own(request), pk=pk)
    try:
        done = services.apply_absence_import(found, by=me(request))
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Tersimpan: {done.report['accepted']} ketidakhadiran.")
    return redirect("ketidakhadiran-impor-lihat", pk=pk)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        services.discard_absence_import(get_object_or_404(_own(request), pk=pk))
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("ketidakhadiran-impor-lihat", pk=pk)
    messages.success(request, "Hasil uji coba dibuang. Tidak ada data yang berubah.")
    return redirect("ketidakhadiran-impor")


@require_safe
def refused(request: HttpRequest, pk: int) -> HttpResponse:
    """Every refused row with its sentence, to be mended at its source."""
    lines = get_object_or_404(_own(request), pk=pk).report.get("lines", [])
    rows = [
        [line["row"], line["nip"], line["name"], line["sentence"]]
        for line in lines
        if line["outcome"] == "refused"
    ]
    response = HttpResponse(workbook("Perlu diperbaiki", _COLUMNS, rows), content_type=TYPE)
    name = f"ketidakhadiran-{pk}-perlu-diperbaiki.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
