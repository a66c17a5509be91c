"""The month as a file: the forms of one person, the lines for e-Kinerja, the recap of a unit."""

from __future__ import annotations

import io

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wfa.files.workbooks import TYPE
from wfa.performance import sheets
from wfa.performance.selectors import recap
from wfa.performance.selectors.asked import Subject, subject_of
from wfa.performance.selectors.layouts import month_form
from wfa.performance.selectors.lines import lines, reports_in
from wfa.performance.services import exporting
from wfa.performance.views.scope import held, me

LINES, LKH, ACHIEVEMENT, RECAP = "ekinerja", "lkh", "capaian", "rekap"


@never_cache
@require_safe
def download(request: HttpRequest) -> HttpResponseBase:
    """`isi`: ekinerja, lkh, capaian, rekap; `bentuk`: csv or xlsx; `orang`, `unit` or oneself."""
    subject = subject_of(me(request), held(request), request.GET.dict())
    if subject is None:
        raise Http404
    what = request.GET.get("isi", LINES)
    is_csv = request.GET.get("bentuk") != "xlsx" and what == LINES
    answer = _csv(subject) if is_csv else _sheet(subject, what)
    exporting.note_export(subject, by=me(request), held=held(request), layout=what)
    ending = "csv" if is_csv else "xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{what}-{subject.name}.{ending}"'
    return answer


def _csv(subject: Subject) -> HttpResponseBase:
    found = lines(subject.first, subject.days)
    return StreamingHttpResponse(exporting.csv_lines(found), content_type="text/csv; charset=utf-8")


def _sheet(subject: Subject, what: str) -> HttpResponseBase:
    return FileResponse(io.BytesIO(_workbook(subject, what)), content_type=TYPE)


def _workbook(subject: Subject, what: str) -> bytes:
    if what == LINES:
        count = reports_in(subject.first, subject.days).count()
        return exporting.workbook(lines(subject.first, subject.days), count)
    if what == RECAP:
        rows = list(recap.by_person(subject.first, subject.days))
        return exporting.recap_workbook(recap.named(rows))
    if what not in (LKH, ACHIEVEMENT) or subject.person is None:
        raise Http404
    form = month_form(subject.person, subject.first, subject.days)
    return sheets.lkh(form) if what == LKH else sheets.achievement(form)
