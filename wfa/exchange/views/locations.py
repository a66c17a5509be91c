"""Where people work at home: each their own, officers for their people."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from wfa.exchange.forms.locations import HomesFilter, LocationForm, PersonLocationForm
from wfa.exchange.selectors import locations as selectors
from wfa.exchange.views import scope
from wfa.people.models import Employee
from wfa.people.views.scope import people as people_of
from wfa.people.views.scope import tell
from wfa.refusals import Refused
from wfa.schedules.models import Location
from wfa.schedules.services.locations import record_location, spot_of, usual_radius

PER_PAGE = 50
_CLOSED = ("camera", "microphone", "display-capture", "payment", "usb")
HERE_ONLY = ", ".join([*(f"{feature}=()" for feature in _CLOSED), "geolocation=(self)"])
"""The pages with a button that asks the device where it is; all others keep that closed too."""
_READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@_READ_WRITE
def own(request: HttpRequest) -> HttpResponse:
    person = Employee.objects.select_related("unit").get(pk=scope.me(request).pk)
    home, radius = selectors.home_of(person), usual_radius(person)
    form = LocationForm(request.POST or None, initial=_now(home))
    if request.method == "POST" and _save(request, form, person, radius, ""):
        messages.success(request, "Lokasi rumah Anda tersimpan.")
        return redirect("lokasi-saya")
    return _page(request, form, person, home, radius)


@never_cache
@_READ_WRITE
def of_person(request: HttpRequest, pk: int) -> HttpResponse:
    known = Employee.objects.select_related("unit__opd", "position")
    person = get_object_or_404(known, people_of(request, *scope.PLACES), pk=pk, kind="asn")
    home, radius = selectors.home_of(person), usual_radius(person)
    form = PersonLocationForm(request.POST or None, initial={"radius_m": radius, **_now(home)})
    capacity = scope.capacity(request, *scope.PLACES, unit=person.unit)
    if request.method == "POST" and _save(request, form, person, radius, capacity):
        messages.success(request, f"Lokasi rumah {person.full_name} tersimpan.")
        return redirect("lokasi-catat", pk=pk)
    return _page(request, form, person, home, radius, of_other=True)


@never_cache
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    form = HomesFilter(request.GET)
    form.is_valid()
    clean = form.cleaned_data
    found = selectors.people_with_homes(
        clean.get("cari") or "", people_of(request, *scope.PLACES), only=clean.get("belum") or ""
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "form": form,
        "page": page,
        "is_filtered": any(clean.values()),
        **scope.places(request, "lokasi"),
    }
    return render(request, "exchange/people.html", context)


def _save(
    request: HttpRequest, form: LocationForm, person: Employee, radius: int, capacity: str
) -> bool:
    if not form.is_valid():
        return False
    clean = form.cleaned_data
    try:
        spot = spot_of(
            clean["latitude"],
            clean["longitude"],
            clean.get("radius_m", radius),
            address=clean["address"],
        )
        record_location(person, spot, by=scope.me(request), capacity=capacity)
    except Refused as refusal:
        tell(form, refusal)
        return False
    return True


def _now(home: Location | None) -> dict[str, object]:
    if home is None:
        return {}
    names = ("latitude", "longitude", "address", "radius_m")
    return {name: getattr(home, name) for name in names}


def _page(
    request: HttpRequest,
    form: LocationForm,
    person: Employee,
    home: Location | None,
    radius: int,
    *,
    of_other: bool = False,
) -> HttpResponse:
    context = {
        "form": form,
        "person": person,
        "home": home,
        "earlier": selectors.earlier_homes(person)[:5],
        "radius": radius,
        "of_other": of_other,
    }
    response = render(request, "exchange/location.html", context)
    response["Permissions-Policy"] = HERE_ONLY
    return response
