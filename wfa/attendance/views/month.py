"""A month of duty, per person and per OPD."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wfa.attendance.selectors import month as selectors
from wfa.attendance.views import desk

PER_PAGE = 50


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    context = {**contents(request), **desk.places(request, "bulan")}
    return render(request, "attendance/month.html", context)


def contents(request: HttpRequest, *, everybody: bool = False) -> dict[str, Any]:
    """The month of a unit by people, or of all OPDs; `everybody`: not in pages."""
    now, today = timezone.now(), timezone.localdate()
    first, unit = desk.month_of(request.GET.get("bulan", "")), desk.chosen_unit(request)
    paths = [unit.path or "-"] if unit else desk.paths(request)
    scope = selectors.Scope(first, today, paths)
    opds = [] if unit else selectors.by_opd(scope, now)
    is_wide = len(opds) > 1
    after = desk.step_month(first, 1)
    found: dict[str, Any] = {
        "first": first,
        "previous": desk.step_month(first, -1),
        "next": after if after <= today else None,
        "unit": unit,
        "is_wide": is_wide,
        "opds": opds if is_wide else [],
        "total": selectors.total(opds) if is_wide else None,
        "page": None,
        "lines": [],
    }
    if is_wide:
        return found
    people = selectors.by_person(scope)
    if everybody:
        return found | {"lines": selectors.lines_of(scope, list(people), now)}
    page = Paginator(people, PER_PAGE).get_page(request.GET.get("halaman"))
    return found | {"page": page, "lines": selectors.lines_of(scope, list(page.object_list), now)}
