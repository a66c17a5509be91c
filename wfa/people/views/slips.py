"""Printed slips for the first sign-in, per OPD."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from wfa.people import selectors, services
from wfa.people.views import scope


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    rows = selectors.slip_rows(
        scope.paths(request, *scope.SLIPS), scope.units(request, *scope.SLIPS)
    )
    context = {"rows": rows, "days": services.FIRST_SIGN_IN_DAYS, **scope.doors(request)}
    return render(request, "people/slips.html", context)


@never_cache
@require_POST
def print_slips(request: HttpRequest, pk: int) -> HttpResponse:
    """New codes for all who never signed in; the page is the only place where they stand."""
    unit = scope.unit(request, pk, *scope.SLIPS)
    slips = services.issue_slips(unit, by=scope.me(request))
    if not slips:
        messages.info(request, f"Semua pegawai {unit} sudah pernah masuk. Tidak ada slip baru.")
        return redirect("slip")
    context = {
        "unit": unit,
        "slips": slips,
        "address": settings.BASE_URL + reverse("masuk-pertama"),
        "until": timezone.localdate() + datetime.timedelta(days=services.FIRST_SIGN_IN_DAYS),
    }
    return render(request, "people/slips_print.html", context)
