"""Import of "Data Peta Pegawai WFH": a dry run, then saving."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wfa.exchange.forms.locations import HomesForm
from wfa.exchange.models import LocationImport
from wfa.exchange.services import locations as services
from wfa.exchange.views import scope
from wfa.people.views.scope import people, tell
from wfa.refusals import Refused

PER_PAGE = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest) -> HttpResponse:
    form = HomesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        within = people(request, *scope.PLACES)
        try:
            run = services.read_homes(
                form.cleaned_data["berkas"], by=scope.me(request), within=within
            )
        except Refused as refusal:
            tell(form, refusal)
        else:
            return redirect("lokasi-impor-lihat", pk=run.pk)
    context = {"form": form, **scope.places(request, "lokasi")}
    return render(request, "exchange/homes.html", context)


@never_cache
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    run = _own(request, pk)
    page = Paginator(list(services.refused_rows(run)), PER_PAGE)
    context = {
        "run": run,
        "page": page.get_page(request.GET.get("halaman")),
        **scope.places(request, "lokasi"),
    }
    return render(request, "exchange/homes_run.html", context)


@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        new = services.save_homes(
            _own(request, pk),
            by=scope.me(request),
            within=people(request, *scope.PLACES),
            capacity=scope.capacity(request, *scope.PLACES),
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Tersimpan: {new} lokasi baru atau berubah.")
    return redirect("lokasi-impor-lihat", pk=pk)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        services.discard_homes(_own(request, pk))
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("lokasi-impor-lihat", pk=pk)
    messages.success(request, "Hasil uji baca dibuang. Tidak ada lokasi yang berubah.")
    return redirect("lokasi-impor")


def _own(request: HttpRequest, pk: int) -> LocationImport:
    """Only one's own readings: a file may name people of whom others mustn't know."""
    known = LocationImport.objects.select_related("file", "created_by")
    return get_object_or_404(known, pk=pk, created_by=scope.me(request))
