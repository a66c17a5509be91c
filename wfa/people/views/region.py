"""The region, its emblem, and who signs decrees under which mandate."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from wfa.files.models import StoredFile
from wfa.files.services import accept, open_for
from wfa.people import selectors, services
from wfa.people.forms import MandateForm, RegionForm
from wfa.people.models import Employee, Region
from wfa.people.views import scope
from wfa.refusals import Refused

_READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@_READ_WRITE
def settings(request: HttpRequest) -> HttpResponse:
    region = selectors.region()
    form = RegionForm(request.POST or None, request.FILES or None, initial=_initial(region))
    if request.method == "POST" and form.is_valid():
        try:
            _save(form.cleaned_data, by=scope.me(request))
        except Refused as refusal:
            form.add_error(refusal.field or "emblem", refusal.message)
        else:
            messages.success(request, "Pengaturan daerah tersimpan.")
            return redirect("pengaturan")
    mandate = selectors.mandate_on(timezone.localdate())
    return render(request, "people/region.html", {"form": form, "home": region, "mandate": mandate})


def _initial(region: Region | None) -> dict[str, Any]:
    if region is None:
        return {}
    return {name: getattr(region, name) for name in ("kind", "name", "seat", "bkd")}


@transaction.atomic
def _save(clean: dict[str, Any], *, by: Employee) -> None:
    """An emblem that the gate refuses leaves everything as it was."""
    upload = clean.pop("emblem")
    if upload:
        clean["emblem"] = accept(upload, by=by, purpose=StoredFile.Purpose.EMBLEM)
    services.save_region(by=by, **clean)


@_READ_WRITE
def mandate(request: HttpRequest) -> HttpResponse:
    region = selectors.region()
    start = {"starts": timezone.localdate(), "office": region and region.bkd_id}
    form = MandateForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.set_mandate(**form.cleaned_data, by=scope.me(request))
        except Refused as refusal:
            scope.tell(form, refusal)
        else:
            messages.success(request, f"{saved} tercatat.")
            return redirect("kewenangan")
    current = selectors.mandate_on(timezone.localdate())
    rows = [{"mandate": row, "current": row == current} for row in selectors.mandates()]
    return render(request, "people/mandate.html", {"form": form, "rows": rows})


@require_safe
def emblem(_request: HttpRequest) -> HttpResponseBase:
    """The emblem is on every letter: reading it is no event, so nothing is logged."""
    region = selectors.region()
    if region is None or region.emblem is None:
        raise Http404
    return open_for(region.emblem, log=lambda _stored: None)
