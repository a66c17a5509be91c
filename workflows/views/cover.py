"""Calling somebody in and recording another's absence, in one act."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from wfa.people.models import Employee
from wfa.refusals import Refused
from wfa.schedules.selectors.absences import Gap, gaps_of, recordable, shortages_for
from workflows.forms.cover import CoverForm, OffForm
from workflows.services.recalling import cover_absence
from workflows.views.scope import held, person


@require_POST
def cover(request: HttpRequest) -> HttpResponse:
    """Who may come in, with how often they were called; then both acts, or neither."""
    off = OffForm(request.POST)
    off.is_valid()
    who = get_object_or_404(recordable(held(request)), pk=off.cleaned_data.get("employee") or 0)
    if who.unit is None or held(request).capacity("recall_employee", who.unit) is None:
        raise Http404
    if not off.is_valid():
        return redirect("ketidakhadiran-isi", pk=who.pk)
    gaps = _gaps(who, off.cleaned_data)
    asked = "ditanya" in request.POST
    form = CoverForm(request.POST if asked else None, gaps=gaps)
    if asked and form.is_valid():
        return _do(request, who, off, form)
    return _page(request, who, off, form)


def _gaps(who: Employee, said: dict[str, Any]) -> list[Gap]:
    return gaps_of(shortages_for(who.pk, said["first"], said["last"]), without=who.pk)


def _do(request: HttpRequest, who: Employee, off: OffForm, form: CoverForm) -> HttpResponse:
    said = off.cleaned_data
    try:
        absence = cover_absence(
            who,
            said["kind"],
            said["first"],
            said["last"],
            said["basis"],
            covers=form.covers,
            note=form.cleaned_data["reason"],
            by=person(request),
        )
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _page(request, who, off, form)
    said_so = f"Tercatat: {absence.get_kind_display()} {who.full_name}. Penggantinya diberi tahu."
    messages.success(request, said_so)
    return redirect(f"{reverse('ketidakhadiran')}?bulan={absence.first_day:%Y-%m}")


def _page(request: HttpRequest, who: Employee, off: OffForm, form: CoverForm) -> HttpResponse:
    context = {
        "who": who,
        "off": off,
        "form": form,
        "hidden": [(name, off.data.get(name, "")) for name in off.fields],
    }
    status = 422 if form.errors else 200
    return render(request, "workflows/recall_cover.html", context, status=status)
