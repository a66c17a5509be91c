"""The calendar of work as pages; who may open them is told by the table of rights."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wfa.audit.services import Actor
from wfa.calendars import selectors, services, wording
from wfa.calendars.forms import HolidayChangeForm, HolidayForm, RamadanForm, SeedForm
from wfa.calendars.models import Holiday, RamadanPeriod
from wfa.refusals import Refused

_READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    year = _year(request)
    return _page(request, year, HolidayForm(), SeedForm(initial={"year": year}))


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    form = HolidayForm(request.POST)
    if form.is_valid():
        try:
            holiday = services.add_holiday(**form.cleaned_data, by=_actor(request))
        except Refused as refusal:
            _tell(form, refusal)
        else:
            messages.success(request, f"{wording.day(holiday.date)} dicatat: {holiday.name}.")
            return _to_year(holiday.date.year)
    date = form.cleaned_data.get("date")
    year = date.year if date else timezone.localdate().year
    return _page(request, year, form, SeedForm(initial={"year": year}))


@_READ_WRITE
def change(request: HttpRequest, pk: int) -> HttpResponse:
    holiday = get_object_or_404(Holiday, pk=pk)
    form = HolidayChangeForm(
        request.POST if request.method == "POST" else None, initial=vars(holiday)
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.change_holiday(holiday, **form.cleaned_data, by=_actor(request))
        except Refused as refusal:
            _tell(form, refusal)
        else:
            messages.success(request, f"{wording.day(saved.date)} disimpan: {saved.name}.")
            return _to_year(saved.date.year)
    return render(request, "calendars/change.html", {"form": form, "holiday": holiday})


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    holiday = get_object_or_404(Holiday, pk=pk)
    services.remove_holiday(holiday, by=_actor(request))
    messages.success(request, f"{wording.day(holiday.date)} sekarang tidak lagi hari libur.")
    return _to_year(holiday.date.year)


@_READ_WRITE
def ramadan(request: HttpRequest) -> HttpResponse:
    """One page for all: ?ubah=<id> changes a recorded one."""
    period = _period(request)
    form = RamadanForm(
        request.POST if request.method == "POST" else None, initial=vars(period) if period else None
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.save_ramadan(period, **form.cleaned_data, by=_actor(request))
        except Refused as refusal:
            _tell(form, refusal)
        else:
            messages.success(request, f"Ramadan {wording.span(saved.starts, saved.ends)} disimpan.")
            return redirect("kalender-ramadan")
    context = {"form": form, "period": period, "rows": selectors.ramadans()}
    return render(request, "calendars/ramadan.html", context)


@require_POST
def fill(request: HttpRequest) -> HttpResponse:
    form = SeedForm(request.POST)
    if not form.is_valid():
        return _page(request, timezone.localdate().year, HolidayForm(), form)
    year = form.cleaned_data["year"]
    counts = services.seed(year, by=_actor(request))
    messages.success(
        request,
        f"Kalender {year}: {counts.new} hari baru, {counts.changed} berubah, "
        f"{counts.unchanged} tetap, {counts.removed} dihapus. "
        f"Perubahan petugas ({counts.kept}) tidak ditimpa.",
    )
    return _to_year(year)


def _page(request: HttpRequest, year: int, form: HolidayForm, seed_form: SeedForm) -> HttpResponse:
    rows = selectors.holidays_of(year)
    context: dict[str, Any] = {
        "form": form,
        "seed_form": seed_form,
        "year": year,
        "years": selectors.years(timezone.localdate()),
        "rows": [{"holiday": row, "day": wording.day(row.date)} for row in rows],
        "is_filled": any(row.kind == Holiday.Kind.NATIONAL for row in rows),
        "weekdays_off": sum(1 for r in rows if not r.is_cancelled and r.date.weekday() < 5),
        "zone": wording.zone(),
    }
    return render(request, "calendars/year.html", context)


def _year(request: HttpRequest) -> int:
    text = request.GET.get("tahun", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    known = services.FIRST_YEAR <= year <= services.LAST_YEAR
    return year if known else timezone.localdate().year


def _period(request: HttpRequest) -> RamadanPeriod | None:
    pk = request.GET.get("ubah", "")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    return get_object_or_404(RamadanPeriod, pk=int(pk))


def _to_year(year: int) -> HttpResponse:
    return redirect(f"{reverse('kalender')}?tahun={year}")


def _tell(form: Form, refusal: Refused) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)


def _actor(request: HttpRequest) -> Actor:
    return cast(Actor, request.user)
