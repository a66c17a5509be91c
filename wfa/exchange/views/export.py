"""The schedule as a file: which days, whose, and in which layout."""

from __future__ import annotations

import io

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wfa.exchange.forms.export import ExportForm, usual
from wfa.exchange.selectors import Ask, next_moment
from wfa.exchange.services import exporting
from wfa.exchange.views import scope
from wfa.files.workbooks import TYPE
from wfa.people.views.scope import tell, units
from wfa.refusals import Refused


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    return _page(request, _form(request, bound=False))


@never_cache
@require_safe
def download(request: HttpRequest) -> HttpResponseBase:
    """The file; whatever is wrong with the question is told on its page."""
    form = _form(request, bound=True)
    if not form.is_valid():
        return _page(request, form)
    ask, clean = form.ask(), form.cleaned_data
    begun = timezone.localtime(next_moment(timezone.now()))
    try:
        answer = _file(ask, clean["layout"], clean["format"])
    except Refused as refusal:
        tell(form, refusal)
        return _page(request, form)
    _note(request, form, ask)
    stamp = f"{begun:%Y%m%dT%H%M%S}"
    name = f"presensi-{clean['layout']}-berikut-{stamp}.{clean['format']}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Luwes-Sejak-Berikut"] = begun.isoformat()
    return answer


def _file(ask: Ask, layout: str, kind: str) -> HttpResponseBase:
    if kind == "xlsx":
        return FileResponse(io.BytesIO(exporting.workbook(ask, layout)), content_type=TYPE)
    lines = exporting.csv_lines(ask, layout)
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")


def _note(request: HttpRequest, form: ExportForm, ask: Ask) -> None:
    clean = form.cleaned_data
    unit = clean["unit"]
    exporting.note_export(
        ask,
        clean["layout"],
        by=scope.me(request),
        capacity=scope.capacity(request, scope.EXPORT, unit=unit),
        kind=clean["format"],
        units=[str(unit)] if unit else ["Semua unit" if ask.paths is None else "Seluruh unit saya"],
    )


def _form(request: HttpRequest, *, bound: bool) -> ExportForm:
    return ExportForm(
        request.GET if bound else None,
        initial=usual(),
        scope=units(request, scope.EXPORT),
        paths=scope.paths(request),
    )


def _page(request: HttpRequest, form: ExportForm) -> HttpResponse:
    context = {
        "form": form,
        "next_since": next_moment(timezone.now()),
        **scope.places(request, "presensi"),
    }
    return render(request, "exchange/export.html", context)
