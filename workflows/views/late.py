"""Cases past their deadline: who has them since when, to be decided in writing."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wfa.calendars.rules import Calendar
from wfa.calendars.selectors import load
from wfa.calendars.wording import join
from wfa.files.workbooks import TYPE, workbook
from wfa.requests.models import WorkRequest
from workflows import rules
from workflows.selectors import late as selectors
from workflows.selectors.late import Late
from workflows.views.scope import held, page_of

PER_PAGE = 30
MOST = 5000
"""Rows of a spreadsheet."""
BACK = datetime.timedelta(days=400)
COLUMNS = (
    ("Nomor", 16),
    ("Pegawai", 34),
    ("NIP", 22),
    ("OPD", 44),
    ("Tahap", 24),
    ("Ada pada", 44),
    ("Sejak", 14),
    ("Tenggat", 14),
    ("Lewat (hari kerja)", 18),
    ("Keterangan", 40),
    ("Dasar", 30),
)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    everything = selectors.late_cases(held(request), today)
    stage, opd = request.GET.get("tahap", ""), request.GET.get("opd", "")
    cases = _narrowed(everything, stage, opd)
    calendar = load(today - BACK, today)
    if request.GET.get("bentuk") == "xlsx":
        return _sheet(selectors.told(list(cases[:MOST]), today), calendar, today)
    page = page_of(cases, request.GET.get("halaman"), PER_PAGE)
    query = request.GET.copy()
    query["bentuk"] = "xlsx"
    rows = selectors.told(list(page.object_list), today)
    context = {
        "page": page,
        "rows": rows,
        "views": _views(everything, stage, opd),
        "stage": stage,
        "opd": opd,
        "opds": selectors.opds_of(everything),
        "is_filtered": bool(stage or opd),
        "any_held": any(row.is_held for row in rows),
        "calendar": calendar,
        "today": today,
        "xlsx": f"?{query.urlencode()}",
    }
    return render(request, "workflows/late.html", context)


def _narrowed(cases: QuerySet[WorkRequest], stage: str, opd: str) -> QuerySet[WorkRequest]:
    if stage in selectors.STAGES:
        cases = cases.filter(state__in=selectors.STAGES[stage][1])
    return cases.filter(opd=int(opd)) if opd.isdecimal() and len(opd) < 9 else cases


def _views(cases: QuerySet[WorkRequest], stage: str, opd: str) -> list[dict[str, Any]]:
    """The stages as links with their numbers, and all of them together."""
    counts = selectors.counted(_narrowed(cases, "", opd))
    kept = f"&opd={opd}" if opd.isdecimal() else ""
    total = {
        "label": "Semua tahap",
        "url": f"?tahap={kept}",
        "count": sum(counts.values()),
        "current": stage not in selectors.STAGES,
    }
    return [
        total,
        *(
            {
                "label": label,
                "url": f"?tahap={key}{kept}",
                "count": counts[key],
                "current": key == stage,
            }
            for key, (label, _) in selectors.STAGES.items()
        ),
    ]


def _sheet(rows: Iterable[Late], calendar: Calendar, today: datetime.date) -> HttpResponse:
    lines = [_line(row, calendar, today) for row in rows]
    response = HttpResponse(workbook("Lewat batas", COLUMNS, lines), TYPE)
    name = f"lewat-batas-{today:%Y-%m-%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _line(row: Late, calendar: Calendar, today: datetime.date) -> list[object]:
    case = row.case
    since = timezone.localdate(case.stage_at or case.since)
    late = -rules.days_left(calendar, case.due_on, today) if case.due_on else None
    says = [
        *(["Semua harinya sudah lewat"] if row.is_over else []),
        *(["Ditahan selama kerja fleksibel ditutup"] if row.is_held else []),
    ]
    return [
        case.number,
        case.applicant.full_name,
        case.applicant.nip or "",
        case.opd.title_name,
        str(row.stage),
        join([person.full_name for person in row.people]) or "Belum ada pejabat",
        since,
        case.due_on,
        late if late is not None and late >= 0 else None,
        "; ".join(says) or "Putuskan tertulis",
        row.article,
    ]
