"""Calls: whom to call today, the verbs of a call, and the employee's answer."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from wfa.attendance.forms.calls import AnswerForm, CloseForm, DrawForm, StartForm
from wfa.attendance.models import ResponseCall, RollCall
from wfa.attendance.selectors import calls as selectors
from wfa.attendance.services import calling, drawing
from wfa.calendars.selectors import load
from wfa.people.views.scope import held, me
from wfa.refusals import Refused
from workflows.views.scope import page_of

PER_PAGE = 25


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Whom a draw picked and who was called today; the draw itself."""
    return _page(request)


def _page(request: HttpRequest, form: DrawForm | None = None) -> HttpResponse:
    today = timezone.localdate()
    draws = selectors.drawn_today(held(request), today)
    drawn = {person for row in draws for person in row.people}
    rows = selectors.to_call(held(request), me(request), today, drawn)
    page = page_of(rows, request.GET.get("halaman"), PER_PAGE)
    calls = selectors.calls_of(page.object_list)
    context: dict[str, Any] = {
        "today": today,
        "page": page,
        "rows": [(row, calls[row.pk], row.employee_id in drawn) for row in page],
        "draws": draws,
        "form": form or _draw_form(request, draws, today),
        "closed": load(today, today).why_not(today),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "attendance/calls.html", context, status=status)


def _draw_form(
    request: HttpRequest, draws: Sequence[RollCall], today: datetime.date
) -> DrawForm | None:
    """Offered where an OPD has no draw yet, on a working day."""
    units = selectors.drawing_units(held(request)).exclude(pk__in=[d.unit_id for d in draws])
    if load(today, today).why_not(today) or not units.exists():
        return None
    return DrawForm(units=units)


@require_POST
def draw(request: HttpRequest) -> HttpResponse:
    form = DrawForm(request.POST, units=selectors.drawing_units(held(request)))
    if not form.is_valid():
        return _page(request, form)
    unit, people = form.cleaned_data["opd"], form.cleaned_data["jumlah"]
    try:
        row = drawing.draw_by_hand(unit, by=me(request), people=people)
    except Refused as refusal:
        _tell(request, refusal)
    else:
        messages.success(request, f"{len(row.people)} pegawai terundi. Hubungi satu per satu.")
    return redirect("panggilan")


@require_POST
def start(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Begin a call; the page then shows number and clock."""
    row = get_object_or_404(selectors.callable_by(held(request)), pk=pk)
    form = StartForm(request.POST)
    if not form.is_valid():
        return _back(request, form)
    drawn = selectors.drawn_today(held(request), row.date)
    roll_call = next((each for each in drawn if row.employee_id in each.people), None)
    try:
        calling.start_call(
            row, by=me(request), channel=form.cleaned_data["lewat"], roll_call=roll_call
        )
    except Refused as refusal:
        _tell(request, refusal)
    else:
        messages.success(request, "Waktu menjawab mulai berjalan. Hubungi nomornya sekarang.")
    return _back(request)


@require_POST
def close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say what became of the call."""
    call = get_object_or_404(selectors.calls_seen(held(request)), pk=pk)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _back(request, form)
    try:
        closed = calling.close_call(
            call, by=me(request), answered=form.is_answered, note=form.cleaned_data["catatan"]
        )
    except Refused as refusal:
        _tell(request, refusal)
    else:
        messages.success(request, f"Panggilan ditutup: {closed.get_outcome_display().lower()}.")
    return _back(request)


@require_POST
def answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The employee: "saya sudah menghubungi pukul …"."""
    mine = ResponseCall.objects.filter(expectation__employee=me(request))
    call = get_object_or_404(mine, pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _back(request, form, home="presensi-saya")
    try:
        calling.answer_back(call, by=me(request), text=form.cleaned_data["text"])
    except Refused as refusal:
        _tell(request, refusal)
    else:
        messages.success(request, "Jawaban tersimpan. Pemanggil diberi tahu.")
    return _back(request, home="presensi-saya")


def _tell(request: HttpRequest, refusal: Refused) -> None:
    """Somebody was faster: information, not an error."""
    say = messages.info if refusal.code == "moved" else messages.error
    say(request, refusal.message)


def _back(
    request: HttpRequest, form: Form | None = None, *, home: str = "panggilan"
) -> HttpResponse:
    """To the page that held the form; what was wrong with it is said there."""
    for problems in form.errors.values() if form else []:
        messages.error(request, " ".join(str(each) for each in problems))
    asked = request.POST.get("kembali", "")
    is_ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(asked if asked and is_ours else reverse(home))
