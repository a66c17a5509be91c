"""The archive: what is kept, until when, and the cases that wait to be filed."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from documents import exports, selectors, services
from documents.forms import ArchiveFilter
from documents.models import ArchiveEntry
from documents.views.scope import person, tell
from wfa.refusals import Refused

PER_PAGE = 50
MOST_CASES = 200


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    form = ArchiveFilter(request.GET)
    entries = _filtered(form)
    if request.GET.get("bentuk") == "xlsx":
        response = HttpResponse(exports.archive_list(entries.iterator()), exports.TYPE)
        response["Content-Disposition"] = 'attachment; filename="daftar-arsip.xlsx"'
        return response
    query = request.GET.copy()
    query["bentuk"] = "xlsx"
    cases = selectors.closed_cases()
    context = {
        "form": form,
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "page": Paginator(entries, PER_PAGE).get_page(request.GET.get("halaman")),
        "cases": list(cases[:MOST_CASES]),
        "case_count": cases.count(),
        "export": f"?{query.urlencode()}",
    }
    return render(request, "documents/archive.html", context)


@require_POST
def archive_cases(request: HttpRequest) -> HttpResponse:
    """File the chosen cases that have ended."""
    chosen = selectors.closed_cases().filter(pk__in=_ids(request))
    try:
        count = services.file_cases(chosen, by=person(request))
    except Refused as refusal:
        tell(request, refusal)
        return redirect("arsip")
    if count:
        messages.success(request, f"{count} berkas pengajuan diarsipkan.")
    else:
        messages.info(request, "Tidak ada berkas baru. Centang dulu, atau sudah diarsipkan.")
    return redirect("arsip")


def _ids(request: HttpRequest) -> list[uuid.UUID]:
    found = []
    for text in request.POST.getlist("requests")[:MOST_CASES]:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def _filtered(form: ArchiveFilter) -> QuerySet[ArchiveEntry]:
    form.is_valid()
    held: dict[str, Any] = form.cleaned_data
    entries = selectors.archive()
    if text := held.get("q"):
        entries = entries.filter(Q(description__icontains=text) | Q(classification=text))
    if year := held.get("tahun"):
        entries = entries.filter(dated__year=year)
    if fate := held.get("nasib"):
        entries = entries.filter(fate=fate)
    if kind := held.get("isi"):
        entries = entries.filter(document__isnull=kind == "kasus")
    return entries
