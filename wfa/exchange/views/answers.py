"""Lists that came back from attendance applications, and how they differ from ours."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from wfa.exchange.forms.systems import AnswerForm
from wfa.exchange.models import Acknowledgement
from wfa.exchange.rules.comparing import WHY
from wfa.exchange.selectors import systems as selectors
from wfa.exchange.services.answers import read_answer
from wfa.exchange.views import scope
from wfa.files import workbooks
from wfa.people.models import Employee
from wfa.people.views.scope import tell, units
from wfa.refusals import Refused

PER_PAGE = 50
_COLUMNS = (
    ("Selisih", 22),
    ("NIP", 20),
    ("Nama", 34),
    ("Tanggal", 12),
    ("Di Luwes", 12),
    ("Di aplikasi presensi", 20),
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest) -> HttpResponse:
    form = AnswerForm(
        request.POST or None, request.FILES or None, scope=units(request, scope.EXPORT)
    )
    if request.method == "POST" and form.is_valid():
        try:
            answer = _read(request, form.cleaned_data)
        except Refused as refusal:
            tell(form, refusal)
        else:
            return redirect("presensi-pengakuan-lihat", pk=answer.pk)
    page = Paginator(selectors.answers(scope.paths(request)), PER_PAGE)
    context = {
        "form": form,
        "page": page.get_page(request.GET.get("halaman")),
        **scope.places(request, "pengakuan"),
    }
    return render(request, "exchange/answers.html", context)


def _read(request: HttpRequest, clean: dict[str, Any]) -> Acknowledgement:
    return read_answer(
        clean["berkas"],
        system=clean["system"],
        unit=clean["unit"],
        by=scope.me(request),
        capacity=scope.capacity(request, scope.EXPORT, unit=clean["unit"]),
    )


@never_cache
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    answer = _visible(request, pk)
    page = Paginator(answer.differences, PER_PAGE).get_page(request.GET.get("halaman"))
    problems = [{"number": n, "message": sentence} for n, sentence in answer.problems[:PER_PAGE]]
    context = {
        "answer": answer,
        "page": page,
        "rows": _rows(page.object_list),
        "problems": problems,
        **scope.places(request, "pengakuan"),
    }
    return render(request, "exchange/answer.html", context)


@never_cache
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    answer = _visible(request, pk)
    keys = ("why", "nip", "name", "date", "ours", "theirs")
    lines = ([row[key] for key in keys] for row in _rows(answer.differences))
    data = workbooks.workbook("Selisih", _COLUMNS, ([*map(_plain, line)] for line in lines))
    response = HttpResponse(data, content_type=workbooks.TYPE)
    response["Content-Disposition"] = f'attachment; filename="selisih-presensi-{pk}.xlsx"'
    return response


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime.date) else value


def _rows(differences: Iterable[list[str]]) -> list[dict[str, Any]]:
    """Differences with the names of the people; 1 query."""
    told = list(differences)
    people = Employee.objects.filter(nip__in={nip for _, nip, *_ in told})
    names = {person.nip: person.full_name for person in people}
    return [
        {
            "why": WHY[why],
            "nip": nip,
            "name": names.get(nip, "Tidak dikenal"),
            "date": datetime.date.fromisoformat(date),
            "ours": ours or "WFO",
            "theirs": theirs or "WFO",
        }
        for why, nip, date, ours, theirs in told
    ]


def _visible(request: HttpRequest, pk: int) -> Acknowledgement:
    """A comparison of units of one's own; any other isn't there (404)."""
    found = selectors.answers(scope.paths(request)).defer(None)
    return get_object_or_404(found, pk=pk)
