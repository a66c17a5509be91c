"""The steps of filling in a request, the last look, and its files."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wfa.refusals import Refused
from wfa.requests import rules, selectors, services
from wfa.requests.models import Evidence
from wfa.requests.views.scope import editable, own, person


@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, pk: uuid.UUID, step: int) -> HttpResponse:
    if step not in {1, 2, 3}:
        raise Http404
    case = own(request, pk)
    if not editable(request, case):
        return redirect("pengajuan", pk)
    return render(request, "requests/fill.html", {"case": case, "step": step})


@require_safe
def check(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    case = own(request, pk)
    if not editable(request, case):
        return redirect("pengajuan", pk)
    findings = rules.check(selectors.facts_of(case))
    context = {"case": case, "rules": findings, "blocking": rules.blocking(findings)}
    return render(request, "requests/check.html", context)


@require_POST
def upload(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    case = own(request, pk)
    sent = request.FILES.get("evidence")
    if sent is None:
        messages.error(request, "Belum ada berkas yang dipilih. Pilih satu berkas.")
        return redirect("pengajuan-isi", pk, 1)
    try:
        services.add_evidence(
            case, sent, by=person(request), is_health=bool(request.POST.get("is_health"))
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("pengajuan-isi", pk, 1)


@require_POST
def remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    mine = selectors.own(person(request))
    evidence = get_object_or_404(Evidence.objects.filter(request__in=mine), pk=pk)
    try:
        services.remove_evidence(evidence, by=person(request))
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("pengajuan", evidence.request_id)
    messages.success(request, "Berkas dihapus.")
    return redirect("pengajuan-isi", evidence.request_id, 1)
