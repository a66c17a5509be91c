"""People as those see them who manage accounts or hand out slips."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wfa.people import selectors, services
from wfa.people.forms import AccountForm, EndForm, PeopleFilter
from wfa.people.models import Employee
from wfa.people.views import scope
from wfa.refusals import Refused

PER_PAGE = 50


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    form = PeopleFilter(request.GET, scope=scope.units(request, *scope.SLIPS))
    form.is_valid()
    inside = scope.people(request, *scope.SLIPS)
    found = selectors.search_people(form.cleaned_data.get("cari") or "", inside, also_inactive=True)
    page = Paginator(form.narrow(found), PER_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "form": form,
        "page": page,
        "is_filtered": any(form.cleaned_data.values()),
        **scope.doors(request),
    }
    return render(request, "people/list.html", context)


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "people/person.html", _about(request, pk))


@never_cache
@require_POST
def new_code(request: HttpRequest, pk: int) -> HttpResponse:
    """The code is shown once, on the answer to the click: it is kept nowhere."""
    employee = scope.person(request, pk, *scope.SLIPS)
    try:
        code = services.issue_first_sign_in(employee, by=scope.me(request))
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("pegawai-lihat", pk=pk)
    link = settings.BASE_URL + reverse("masuk-pertama-kode", kwargs={"code": code})
    context = {"person": employee, "code": code, "link": link, "days": services.FIRST_SIGN_IN_DAYS}
    return render(request, "people/code.html", context)


@require_POST
def set_active(request: HttpRequest, pk: int) -> HttpResponse:
    employee = scope.person(request, pk, "manage_people")
    active = request.POST.get("aktif") == "ya"
    try:
        services.set_active(employee, active=active, by=scope.me(request))
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        word = "aktif kembali" if active else "dinonaktifkan"
        messages.success(request, f"Akun {employee.full_name} {word}.")
    return redirect("pegawai-lihat", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def new_account(request: HttpRequest) -> HttpResponse:
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = services.add_account(**form.cleaned_data, by=scope.me(request))
        except Refused as refusal:
            scope.tell(form, refusal)
        else:
            messages.success(request, f"Akun {added.full_name} dibuat. Buat kode masuknya.")
            return redirect("pegawai-lihat", pk=added.pk)
    return render(request, "people/new_account.html", {"form": form})


def _about(request: HttpRequest, pk: int) -> dict[str, Any]:
    employee = scope.person(request, pk, *scope.SLIPS)
    today = timezone.localdate()
    return {
        "person": employee,
        "offices": selectors.offices_of(employee),
        "duties": selectors.duties_of(employee),
        "open_code": selectors.open_first_sign_in(employee),
        "today": today,
        "end_form": EndForm(initial={"ends": today}, auto_id=False),
        "may_manage": _manages(request, employee),
        "is_me": employee.pk == scope.me(request).pk,
    }


def _manages(request: HttpRequest, employee: Employee) -> bool:
    held = scope.held(request)
    if employee.unit is None:
        return held.may_somewhere("manage_people")
    return held.capacity("manage_people", employee.unit) is not None
