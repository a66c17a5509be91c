"""One's own month, somebody else's month, and the month of a unit in numbers."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from wfa.attendance.selectors.verifiers import VERIFY
from wfa.people.models import Employee, Unit
from wfa.people.permissions import Authority, under
from wfa.performance.selectors import asked, month, recap
from wfa.performance.selectors.month import MonthDay
from wfa.performance.views.scope import held, me, months, of_performance, page_of, tabs


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Per date: plan, report, rating, verdict; an official outside SIASN goes to the desk."""
    user, shown = me(request), tabs(request, "kinerja")
    if user.kind != Employee.Kind.ASN and shown:
        return redirect(shown[0]["url"])
    context = _of_person(user, _first(request)) | {"tabs": shown, "is_own": True}
    return _page(request, "performance/month.html", context)


@require_safe
def of_somebody(request: HttpRequest, pk: int) -> HttpResponse:
    """The month of a person of one's units; days of other units stay out of it."""
    found, first = held(request), _first(request)
    person = get_object_or_404(asked.people_within(found, first), pk=pk)
    context = _of_person(person, first, asked.days_within(found)) | {
        "tabs": tabs(request, "kinerja-rekap"),
        "is_own": person.pk == me(request).pk,
        "hides_feedback": person.pk != me(request).pk and not _rates(found, person),
    }
    return _page(request, "performance/month.html", context)


def _rates(found: Authority, person: Employee) -> bool:
    """Whether what was written to this person is for this reader too."""
    return person.unit is not None and found.capacity(VERIFY, person.unit) is not None


def _of_person(person: Employee, first: datetime.date, scope: Q | None = None) -> dict[str, Any]:
    rows = month.month_of(person, first, scope)
    return {"person": person, "rows": rows, "figures": _figures(rows), **months(first)}


def _figures(rows: list[MonthDay]) -> list[tuple[str, str]]:
    total = len(rows)
    return [
        (str(total), "hari kerja fleksibel"),
        (f"{sum(r.plan is not None for r in rows)} dari {total}", "rencana terisi"),
        (f"{sum(r.report is not None for r in rows)} dari {total}", "laporan terkirim"),
        (str(sum(r.expectation.verdict == "valid" for r in rows)), "hari dinyatakan sah"),
    ]


@require_safe
def of_units(request: HttpRequest) -> HttpResponse:
    """Per OPD where one sees several and asked for none, else per person of the unit."""
    found, first, unit = held(request), _first(request), _unit(request)
    scope = under([unit.path or "-"], "unit__path") if unit else asked.days_within(found)
    context: dict[str, Any] = {
        "tabs": tabs(request, "kinerja-rekap"),
        "unit": unit,
        "units": asked.units_offered(found),
        **months(first),
    }
    opds = recap.by_opd(first, scope) if unit is None else []
    if len(opds) > 1:
        context |= {"rows": opds, "per_opd": True, "total": recap.total(opds, None)}
    else:
        page = page_of(recap.by_person(first, scope), request.GET.get("halaman"))
        context |= {"rows": recap.named(list(page.object_list)), "page": page}
    return _page(request, "performance/recap.html", context)


def _unit(request: HttpRequest) -> Unit | None:
    """The unit of `?unit=`, else the one unit that is one's own; one outside the scope isn't there."""
    text = request.GET.get("unit", "")
    if not text:
        return asked.only_unit(held(request))
    unit = asked.unit_of(held(request), text)
    if unit is None:
        raise Http404
    return unit


def _first(request: HttpRequest) -> datetime.date:
    return asked.first_of(request.GET.get("bulan", ""))


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    of_performance(request)
    return render(request, template, context)
