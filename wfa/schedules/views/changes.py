"""A change of a month in force, and an extra day: each begins with a reason."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from wfa.calendars.selectors import load
from wfa.people.models import Unit
from wfa.people.views.scope import tell
from wfa.refusals import Refused
from wfa.schedules.forms.rosters import ExtraForm, ReasonForm
from wfa.schedules.models import Roster
from wfa.schedules.models.rosters import OPEN
from wfa.schedules.selectors import with_people
from wfa.schedules.selectors.planning import staff_of
from wfa.schedules.services import start_amendment, start_extra
from wfa.schedules.views import scope
from wfa.schedules.views.page import decided_for, decided_of


@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One change at a time: an open one is shown instead."""
    roster = scope.drafted(request, pk)
    if found := roster.amendments.filter(kind=Roster.Kind.AMENDMENT, state__in=OPEN).first():
        messages.info(request, "Masih ada perubahan yang berjalan. Ini perubahannya.")
        return redirect("jadwal-matriks", found.pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = start_amendment(
                roster,
                by=scope.me(request),
                reason=form.cleaned_data["reason"],
                decided=decided_for(roster, with_people(roster)),
            )
        except Refused as refusal:
            tell(form, refusal)
        else:
            return redirect("jadwal-matriks", made.pk)
    return render(request, "schedules/roster_amend.html", {"roster": roster, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def extra(request: HttpRequest) -> HttpResponse:
    """An extra day for chosen people on proposal of the OPD (Jawa Barat)."""
    units = Unit.objects.filter(scope.opds(request, "draft_roster")).order_by("name")
    asked = request.POST.get("opd") or request.GET.get("opd") or ""
    opd = get_object_or_404(units, pk=int(asked)) if asked.isdigit() else units.first()
    form = ExtraForm(request.POST if request.method == "POST" else None)
    if opd is not None and request.method == "POST" and form.is_valid():
        try:
            made = _start(request, opd, form)
        except Refused as refusal:
            tell(form, refusal)
        else:
            return redirect("jadwal-matriks", made.pk)
    context = {"opd": opd, "units": units, "form": form}
    return render(request, "schedules/roster_extra.html", context)


def _start(request: HttpRequest, opd: Unit, form: ExtraForm) -> Roster:
    first = form.cleaned_data["first"]
    last = form.cleaned_data["last"] or first
    people = [person.pk for person in staff_of([opd])]
    return start_extra(
        opd,
        form.dates(load(first, last)),
        by=scope.me(request),
        reason=form.cleaned_data["reason"],
        decided=decided_of(people, first, last),
    )
