"""Connections to attendance applications: set up, key, deliveries."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wfa.exchange.forms.systems import SystemForm
from wfa.exchange.models import AttendanceSystem, Delivery
from wfa.exchange.selectors import systems as selectors
from wfa.exchange.services import pushing
from wfa.exchange.services import systems as services
from wfa.exchange.views import scope
from wfa.people.views.scope import tell
from wfa.refusals import Refused

PER_PAGE = 30
_NAMES = ("name", "layout", "mode", "push_url")


@require_safe
def systems(request: HttpRequest) -> HttpResponse:
    context = {"systems": selectors.systems(), **scope.places(request, "sambungan")}
    return render(request, "exchange/systems.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    form = SystemForm(request.POST or None, initial={"layout": "baris", "mode": "off"})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_system(**form.cleaned_data, by=scope.me(request))
        except Refused as refusal:
            tell(form, refusal)
        else:
            messages.success(request, f"Sambungan {made.name} dibuat. Buat kuncinya.")
            return redirect("presensi-sambungan-lihat", pk=made.pk)
    context = {"form": form, **scope.places(request, "sambungan")}
    return render(request, "exchange/system_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def system(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = _known(pk)
    form = SystemForm(request.POST or None, initial={n: getattr(found, n) for n in _NAMES})
    if request.method == "POST" and form.is_valid():
        try:
            services.change_system(found, **form.cleaned_data, by=scope.me(request))
        except Refused as refusal:
            tell(form, refusal)
        else:
            messages.success(request, "Sambungan tersimpan.")
            return redirect("presensi-sambungan-lihat", pk=pk)
    return render(request, "exchange/system.html", _about(request, found, form))


def _about(request: HttpRequest, found: AttendanceSystem, form: SystemForm) -> dict[str, Any]:
    page = Paginator(selectors.deliveries(found), PER_PAGE)
    return {
        "system": found,
        "form": form,
        "address": settings.BASE_URL + reverse("presensi-tarik", args=[found.pk]),
        "key_is_gone": not services.key_of(found),
        "page": page.get_page(request.GET.get("halaman")),
        **scope.places(request, "sambungan"),
    }


@never_cache
@require_POST
def renew_key(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The key is shown once, on the answer to the click: it is kept nowhere."""
    found = _known(pk)
    try:
        key = services.renew_key(found, by=scope.me(request))
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("presensi-sambungan-lihat", pk=pk)
    return render(request, "exchange/key.html", {"system": found, "key": key})


@require_POST
def close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = _known(pk)
    try:
        services.close_system(found, by=scope.me(request))
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Sambungan {found.name} ditutup. Kuncinya tidak berlaku lagi.")
    return redirect("presensi-sambungan-lihat", pk=pk)


@require_POST
def send(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    everything = request.POST.get("semua") == "ya"
    try:
        pushing.start_delivery(_known(pk), by=scope.me(request), everything=everything)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Kiriman disiapkan dan berangkat dalam satu menit.")
    return redirect("presensi-sambungan-lihat", pk=pk)


@require_POST
def retry(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    delivery = get_object_or_404(Delivery.objects.select_related("system"), pk=pk)
    if pushing.retry(delivery, by=scope.me(request)):
        messages.success(request, "Kiriman akan dicoba lagi dalam satu menit.")
    else:
        messages.info(request, "Kiriman ini sudah dicoba lagi oleh orang lain.")
    return redirect("presensi-sambungan-lihat", pk=delivery.system_id)


def _known(pk: uuid.UUID) -> AttendanceSystem:
    return get_object_or_404(AttendanceSystem.objects.select_related("created_by"), pk=pk)
