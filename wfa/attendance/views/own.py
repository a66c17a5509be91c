"""What employees see of their own days: every flag, every verdict, who opened which picture."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wfa.attendance.forms.verifying import ExplainForm
from wfa.attendance.models import Expectation, PhotoViewing
from wfa.attendance.selectors import month as months
from wfa.attendance.selectors.days import days_of, decisions_on
from wfa.attendance.selectors.ground import STANDING
from wfa.attendance.services.explaining import explain, why_not
from wfa.attendance.views import desk, events
from wfa.refusals import Refused


@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """One's own month, the last day first."""
    now, today = timezone.now(), timezone.localdate()
    first = desk.month_of(request.GET.get("bulan", ""))
    rows = _own(request).filter(STANDING, date__range=months.month_of(first), date__lte=today)
    days = days_of(rows.order_by("-date", "-slot", "pk"), now)
    after = desk.step_month(first, 1)
    context = {
        "first": first,
        "previous": desk.step_month(first, -1),
        "next": after if after <= today else None,
        "days": days,
        "figures": _figures([day.row for day in days]),
    }
    return render(request, "attendance/own_month.html", context)


def _figures(rows: list[Expectation]) -> list[tuple[int, str]]:
    verdicts = [
        (sum(row.verdict == v for row in rows), v.label.lower()) for v in Expectation.Verdict
    ]
    return [(len(rows), "hari kerja fleksibel"), *verdicts]


@require_safe
def day(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _page(request, get_object_or_404(_own(request), pk=pk))


@require_POST
def give_explanation(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(_own(request), pk=pk)
    form = ExplainForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, 422)
    try:
        explain(row, by=desk.me(request), text=form.cleaned_data["penjelasan"])
    except Refused as refusal:
        form.add_error("penjelasan", refusal.message)
        return _page(request, row, form, 422)
    messages.success(request, "Penjelasan tersimpan. Atasan Anda diberi tahu.")
    return redirect("presensi-hari", pk=pk)


def _own(request: HttpRequest) -> QuerySet[Expectation]:
    rows = Expectation.objects.filter(employee=desk.me(request).pk)
    return rows.select_related("employee__position", "unit__opd")


def _page(
    request: HttpRequest, row: Expectation, form: ExplainForm | None = None, status: int = 200
) -> HttpResponse:
    [found] = days_of([row], timezone.now())
    viewings = PhotoViewing.objects.filter(check_in__expected__expectation=row)
    context: dict[str, Any] = {
        "day": found,
        "row": row,
        "form": form or ExplainForm(),
        "why_not": why_not(row),
        "history": events.history(decisions_on([row])[row.pk], found.explanations),
        "viewings": viewings.select_related("check_in__expected__window").order_by("-at", "pk"),
    }
    return render(request, "attendance/own_day.html", context, status=status)
