"""The forms of somebody's month as PDF. They are no issued papers: no number, nothing is kept."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from documents import rendering
from documents.kinds import parts
from documents.services import emblem_of
from documents.views.scope import held, person
from wfa.performance.selectors.asked import Subject, subject_of
from wfa.performance.selectors.layouts import MonthForm, month_form
from wfa.performance.services.exporting import note_export

FORMS = {
    "lkh": ("documents/paper/work_month.html", "Laporan Kinerja Harian"),
    "capaian": ("documents/paper/work_day.html", "Laporan Capaian Kinerja Harian"),
}
FOOT = "Dibuat melalui Luwes dari rencana dan laporan yang terkirim. Ditandatangani di atas kertas."


@require_safe
def month_pdf(request: HttpRequest) -> HttpResponse:
    """`isi`: lkh or capaian; `orang` or oneself; `bulan`. Who took others' is written down."""
    subject = subject_of(person(request), held(request), request.GET.dict())
    what = request.GET.get("isi", "lkh")
    if subject is None or subject.person is None or what not in FORMS:
        raise Http404
    template, title = FORMS[what]
    snapshot = _snapshot(subject, title)
    rendered = rendering.render(template, snapshot, emblem=emblem_of(snapshot))
    note_export(subject, by=person(request), held=held(request), layout=f"{what}-pdf")
    response = HttpResponse(rendered.content, content_type="application/pdf")
    name = f"{what}-{subject.name}.pdf"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _snapshot(subject: Subject, title: str) -> dict[str, Any]:
    """What the page needs of a paper, and the form as values."""
    assert subject.person is not None  # noqa: S101 - asked for above
    form: MonthForm = month_form(subject.person, subject.first, subject.days)
    unit = subject.person.unit
    opd = (unit.opd or unit) if unit else parts.this_region().bkd
    if opd is None:
        raise Http404
    return {
        "family": "sans",
        "paper": "A4",
        "pdf_title": f"{title} {form.head.name} {form.head.month}",
        "about": title,
        "foot_note": FOOT,
        "letterhead": parts.letterhead(opd),
        "place": parts.this_region().seat,
        "verification": None,
        "signed_at": "",
        "annex": None,
        "form": asdict(form),
    }
