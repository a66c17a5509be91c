"""Duties and offices: who holds which today, giving them and ending them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wfa.people import selectors, services
from wfa.people.forms import DutyForm, EndForm, HeldFilter, HeldForm, OfficeForm
from wfa.people.models import Appointment, Duty, Employee
from wfa.people.permissions import office_label, under
from wfa.people.views import scope
from wfa.refusals import Refused

PER_PAGE = 50
FOUND = 20
"""How many people a search shows to choose from."""
_READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])
_RIGHT = "manage_people"


@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """Duties, or with ?bagian=jabatan the offices that SIASN doesn't know."""
    is_office = request.GET.get("bagian") == "jabatan"
    kinds = Appointment.Kind if is_office else Duty.Kind
    form = HeldFilter(request.GET, kinds=kinds, scope=scope.units(request, _RIGHT))
    form.is_valid()
    found: QuerySet[Any] = (
        selectors.held(Appointment, _inside(request))
        if is_office
        else selectors.held(Duty, _inside(request))
    )
    rows = found.filter(_chosen(form.cleaned_data))
    context = {
        "form": form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("halaman")),
        "is_office": is_office,
        "is_filtered": any(form.cleaned_data.values()),
        "views": _parts(is_office),
        **scope.doors(request),
        "end_form": EndForm(initial={"ends": timezone.localdate()}, auto_id=False),
        "today": timezone.localdate(),
    }
    return render(request, "people/duties.html", context)


def _chosen(clean: dict[str, Any]) -> Q:
    """What the filters ask for; without a choice of time only what is held today."""
    today = timezone.localdate()
    times = {"lalu": Q(ends__lt=today), "akan": Q(starts__gt=today)}
    condition = times.get(clean.get("waktu") or "", Duty.valid_on(today))
    for word in (clean.get("cari") or "").split():
        condition &= Q(employee__name__icontains=word) | Q(employee__nip__startswith=word)
    if clean.get("jenis"):
        condition &= Q(kind=clean["jenis"])
    if unit := clean.get("unit"):
        condition &= Q(unit__path__startswith=unit.path)
    return condition


def _parts(is_office: bool) -> list[dict[str, Any]]:
    return [
        {"label": "Tugas", "url": "?", "count": None, "current": not is_office},
        {
            "label": "Jabatan sementara dan tambahan",
            "url": "?bagian=jabatan",
            "count": None,
            "current": is_office,
        },
    ]


@_READ_WRITE
def give_duty(request: HttpRequest) -> HttpResponse:
    return _give(request, DutyForm, office=False)


@_READ_WRITE
def give_office(request: HttpRequest) -> HttpResponse:
    return _give(request, OfficeForm, office=True)


def _give(request: HttpRequest, form_class: type[HeldForm], *, office: bool) -> HttpResponse:
    """First a search (GET), then a choice among those found; it needs no JavaScript."""
    asked = request.POST.get("cari", request.GET.get("cari", ""))
    asked = asked.replace("\0", "").strip()[:100]
    found = _candidates(request, asked)
    form = form_class(
        request.POST or None,
        found=found,
        scope=scope.units(request, _RIGHT),
        initial=_initial(request, found),
    )
    if request.method == "POST" and form.is_valid():
        try:
            given = _save(form, by=scope.me(request), office=office)
        except Refused as refusal:
            scope.tell(form, refusal)
        else:
            messages.success(request, _sentence(given))
            return redirect("pegawai-lihat", pk=given.employee_id)
    context = {"form": form, "found": found, "asked": asked, "limit": FOUND, "is_office": office}
    return render(request, "people/give.html", context)


def _candidates(request: HttpRequest, asked: str) -> list[Employee]:
    """Those the search finds, and the one who was chosen before (from their page or a sent form)."""
    inside = scope.people(request, _RIGHT)
    known = list(selectors.search_people(asked, inside)[:FOUND]) if asked else []
    chosen = request.POST.get("employee") or request.GET.get("pegawai") or ""
    if _number(chosen) and int(chosen) not in {p.pk for p in known}:
        known += selectors.search_people("", inside).filter(pk=int(chosen))
    return known


def _initial(request: HttpRequest, found: list[Employee]) -> dict[str, Any]:
    unit = request.GET.get("unit", "")
    return {
        "kind": request.GET.get("jenis"),
        "employee": found[0].pk if len(found) == 1 else None,
        "unit": int(unit) if _number(unit) else None,
        "starts": timezone.localdate(),
    }


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _save(form: HeldForm, *, by: Employee, office: bool) -> Duty | Appointment:
    if office:
        return services.appoint(**form.cleaned_data, by=by)
    return services.give_duty(**form.cleaned_data, by=by)


def _sentence(given: Duty | Appointment) -> str:
    what = office_label(given) if isinstance(given, Appointment) else str(given)
    return f"{given.employee.full_name} sekarang tercatat sebagai {what}."


@require_POST
def end_duty(request: HttpRequest, pk: int) -> HttpResponse:
    known = Duty.objects.select_related("employee", "unit")
    return _end(request, get_object_or_404(known, _inside(request), pk=pk))


@require_POST
def end_office(request: HttpRequest, pk: int) -> HttpResponse:
    known = Appointment.objects.select_related("employee", "unit")
    return _end(request, get_object_or_404(known, _inside(request), pk=pk))


def _inside(request: HttpRequest) -> Q:
    return under(scope.paths(request, _RIGHT), "unit__path")


def _end(request: HttpRequest, held: Duty | Appointment) -> HttpResponse:
    """The date comes with the click; a date that won't do is asked for again."""
    form = EndForm(request.POST)
    if form.is_valid():
        last_day = form.cleaned_data["ends"]
        try:
            services.end_held(held, last_day=last_day, by=scope.me(request))
        except Refused as refusal:
            scope.tell(form, refusal)
        else:
            messages.success(request, f"{held} berakhir {last_day:%d-%m-%Y}.")
            return redirect("pegawai-lihat", pk=held.employee_id)
    context = {"form": form, "held": held, "is_office": isinstance(held, Appointment)}
    return render(request, "people/end.html", context)
