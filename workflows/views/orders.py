"""Situational orders: floods, demonstrations, mudik. Painted over units for given dates (R34)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from wfa.people.models import Unit
from wfa.people.permissions import under
from wfa.refusals import Refused
from wfa.schedules.models import Roster
from wfa.schedules.selectors import MonthView, month_view
from wfa.schedules.selectors.planning import staff_of
from wfa.schedules.services.rosters import start_order
from workflows.forms.rosters import OrderForm
from workflows.selectors import roster_desk
from workflows.selectors.rosters import taken_by_requests
from workflows.services.rosters import RosterReceipt, perform_roster
from workflows.views.scope import held, page_of, person

PER_PAGE = 25
NAMED = 12
"""People named among those who stay."""
OFFICES = (Unit.Kind.OPD, Unit.Kind.TECHNICAL, Unit.Kind.SCHOOL, Unit.Kind.WARD)


class _NotKeptError(Exception):
    """A preview: what was tried is undone."""


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    rows = roster_desk.orders(_scope(request, "unit__path"))
    page = page_of(rows, request.GET.get("halaman"), PER_PAGE)
    context = {"page": page, "rows": list(page.object_list)}
    return render(request, "workflows/orders.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Fill in, look at what it would do, then submit it or keep it as a draft."""
    form = OrderForm(request.POST or None, units=_units(request))
    step = request.POST.get("langkah", "")
    if request.method != "POST" or not form.is_valid():
        return _form(request, form)
    try:
        if step == "ajukan":
            return _submit(request, form)
        if step == "simpan":
            _start(request, form)
            messages.success(request, "Rancangan disimpan. Ubah di jadwalnya, lalu ajukan.")
            return redirect("perintah")
        return _form(request, form, preview=_preview(request, form))
    except Refused as refusal:
        field = _FIELDS.get(refusal.field, "")
        form.add_error(field or None, refusal.message)
        return _form(request, form)


_FIELDS = {"units": "units", "dates": "first_day", "reason": "reason", "basis": "basis"}


def _form(
    request: HttpRequest, form: OrderForm, *, preview: Sequence[Mapping[str, Any]] = ()
) -> HttpResponse:
    context = {"form": form, "preview": preview}
    status = 422 if form.errors else 200
    return render(request, "workflows/order_new.html", context, status=status)


def _submit(request: HttpRequest, form: OrderForm) -> HttpResponse:
    """All of them or none: what is refused stays in the form with its reasons."""
    refused: list[RosterReceipt] = []
    try:
        with transaction.atomic():
            rosters = _start(request, form)
            receipts = perform_roster("submit", rosters, by=person(request))
            refused = [receipt for receipt in receipts if not receipt.ok]
            if refused:
                raise _NotKeptError
    except _NotKeptError:
        for receipt in refused:
            for sentence in [receipt.sentence, *map(str, receipt.problems[:5])]:
                form.add_error(None, f"{receipt.roster.unit}: {sentence}")
        return _form(request, form)
    messages.success(request, f"Perintah untuk {len(rosters)} OPD diajukan ke BKD.")
    return redirect("perintah")


def _start(request: HttpRequest, form: OrderForm) -> list[Roster]:
    held_values, dates = form.cleaned_data, form.dates()
    return start_order(
        held_values["units"],
        dates,
        by=person(request),
        reason=held_values["reason"],
        basis=held_values["basis"],
        decided=_decided(held_values["units"], dates),
    )


def _decided(units: Sequence[Unit], dates: Sequence[datetime.date]) -> Mapping[Any, str]:
    """What requests hold in the weeks of the order; 2 queries."""
    week = datetime.timedelta(days=6)
    people = [each.pk for each in staff_of(units)]
    return taken_by_requests(people, min(dates) - week, max(dates) + week)


def _preview(request: HttpRequest, form: OrderForm) -> list[dict[str, Any]]:
    """Who would stay, and which offices would be short: tried out, then undone."""
    found: list[dict[str, Any]] = []
    try:
        with transaction.atomic():
            decided = _decided(form.cleaned_data["units"], form.dates())
            for roster in _start(request, form):
                found.append(_would(roster, month_view(roster, decided=decided)))
            raise _NotKeptError
    except _NotKeptError:
        return found


def _would(roster: Roster, view: MonthView) -> dict[str, Any]:
    days = sum(day.is_open and not day.is_off for day in view.days)
    stay = [row.employee.full_name for row in view.rows if row.away < days]
    return {
        "unit": roster.unit,
        "people": view.people,
        "home": sum(row.away == days for row in view.rows),
        "stay": stay[:NAMED],
        "more": max(len(stay) - NAMED, 0),
        "problems": [str(problem) for problem in view.problems],
        "least": min((t.present for t in view.totals if t.away), default=view.people),
    }


def _scope(request: HttpRequest, field: str) -> Q:
    return under(held(request).paths("order_roster"), field)


def _units(request: HttpRequest) -> QuerySet[Unit]:
    """Offices under one's order: of a whole region its OPDs, of one OPD its workplaces too."""
    inside = Unit.objects.filter(_scope(request, "path"), is_active=True).order_by("path")
    opds = inside.filter(kind=Unit.Kind.OPD)
    return opds if opds.count() > 1 else inside.filter(kind__in=OFFICES)
