"""Leave, duty travel and training: the list, a record by hand, taking one back."""

from __future__ import annotations

import calendar
import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from wfa.people.models import Employee, Unit
from wfa.people.selectors import search_people
from wfa.people.views.scope import held, me, tell
from wfa.refusals import Refused
from wfa.schedules.forms.absences import AbsenceFilter, AbsenceForm, WhoForm, WithdrawForm
from wfa.schedules.models import Absence
from wfa.schedules.selectors import absences as selectors
from wfa.schedules.services import absences as services

PER_PAGE = 50
FOUND = 20
"""People shown for a search."""


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Who is off in a month, with counts by kind."""
    units = list(selectors.recording_units(held(request)))
    form = AbsenceFilter(request.GET, units=units)
    month = form.month
    rows = _rows(request, form, units, month)
    kind = form.wanted("jenis")
    shown = rows.filter(kind=kind) if kind else rows
    counts = selectors.absence_counts(rows)
    context = {
        "form": form,
        "month": month,
        "before": month - datetime.timedelta(days=1),
        "after": month + datetime.timedelta(days=31),
        "views": _views(request, counts, kind),
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("halaman")),
        "is_filtered": any(form.wanted(name) for name in ("unit", "cari")),
    }
    return render(request, "schedules/absences.html", context)


def _rows(
    request: HttpRequest, form: AbsenceFilter, units: list[Unit], month: datetime.date
) -> QuerySet[Absence]:
    last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    rows = selectors.absences_between(selectors.absences_seen(held(request)), month, last)
    unit = next((u for u in units if str(u.pk) == form.wanted("unit")), None)
    if unit:
        rows = rows.filter(employee__unit__path__startswith=unit.path or "-")
    text = form.wanted("cari")
    if text:
        rows = rows.filter(employee__in=search_people(text, also_inactive=True))
    return rows


def _views(request: HttpRequest, counts: dict[str, int], kind: str) -> list[dict[str, Any]]:
    """The kinds as links with their numbers; the other filters are kept."""
    found = []
    for value, label in [("", "Semua"), *Absence.Kind.choices]:
        query = request.GET.copy()
        query.pop("halaman", None)
        query["jenis"] = value
        count = counts.get(value, 0) if value else sum(counts.values())
        url = f"?{query.urlencode()}"
        found.append({"label": label, "url": url, "count": count, "current": value == kind})
    return found


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """For whom; the names of one's own people only."""
    form = WhoForm(request.GET)
    people: list[Employee] = []
    if form.text:
        known = selectors.recordable(held(request))
        people = list(known.filter(pk__in=search_people(form.text)).order_by("name")[: FOUND + 1])
    day = form.day
    context = {
        "form": form,
        "people": people[:FOUND],
        "has_more": len(people) > FOUND,
        "query": f"?tanggal={day}" if day else "",
    }
    return render(request, "schedules/absence_choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's absence, as their letter says it."""
    person = get_object_or_404(selectors.recordable(held(request)), pk=pk)
    if request.method != "POST":
        day = WhoForm(request.GET).day
        return _form(request, person, AbsenceForm(initial={"first": day, "last": day}))
    form = AbsenceForm(request.POST)
    if not form.is_valid():
        return _form(request, person, form)
    said = form.cleaned_data
    try:
        absence = services.record_absence(
            person, said["kind"], said["first"], said["last"], said["basis"], by=me(request)
        )
    except Refused as refusal:
        tell(form, refusal)
        return _form(request, person, form, refusal)
    messages.success(request, f"Tercatat: {absence.get_kind_display()} {person.full_name}.")
    return redirect(f"{reverse('ketidakhadiran')}?bulan={absence.first_day:%Y-%m}")


def _form(
    request: HttpRequest, person: Employee, form: AbsenceForm, refusal: Refused | None = None
) -> HttpResponse:
    """The form; with a refusal also who could be called in, or the requests in the way."""
    shortages = getattr(refusal, "shortages", ())
    may_call = person.unit is not None and held(request).capacity("recall_employee", person.unit)
    gaps = selectors.gaps_of(shortages, without=person.pk) if shortages else []
    context = {
        "person": person,
        "form": form,
        "gaps": gaps,
        "can_call": bool(may_call) and bool(gaps) and all(gap.candidates for gap in gaps),
        "requests": getattr(refusal, "requests", ()),
    }
    status = 422 if form.errors else 200
    return render(request, "schedules/absence_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a wrong record back, with its reason."""
    absence = get_object_or_404(selectors.absences_seen(held(request)), pk=pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.withdraw_absence(absence, by=me(request), why=form.cleaned_data["why"])
        except Refused as refusal:
            tell(form, refusal)
        else:
            messages.success(request, "Catatan dicabut. Hari jadwal yang tergusur tidak kembali.")
            return redirect(f"{reverse('ketidakhadiran')}?bulan={absence.first_day:%Y-%m}")
    status = 422 if form.errors else 200
    context = {"absence": absence, "form": form}
    return render(request, "schedules/absence_withdraw.html", context, status=status)
