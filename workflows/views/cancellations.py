"""Giving approved days back: the employee asks, the OPD decides."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wfa.calendars.selectors import load
from wfa.calendars.wording import moment
from wfa.refusals import Refused
from wfa.requests.models import WorkRequest
from wfa.requests.wording import title
from workflows import selectors, services
from workflows.forms.loops import AskForm, DecideForm, ReasonForm
from workflows.models import Cancellation
from workflows.permissions import obstacles
from workflows.services import Outcome
from workflows.views.scope import held, page_of, person

PER_PAGE = 25
_READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])
_SPAN = datetime.timedelta(days=400)


# --- the employee ----------------------------------------------------------------------------


@_READ_WRITE
def ask(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Choose days of one's own approved request to give back, and say why."""
    mine = WorkRequest.objects.filter(applicant=person(request)).prefetch_related("days")
    case = get_object_or_404(mine, pk=pk)
    days = selectors.free_days(case) if case.state in selectors.RUNNING else []
    waiting = case.cancellations.filter(state=Cancellation.State.ASKED).first()
    sent = request.POST if request.method == "POST" else None
    form = AskForm(sent, days=days, initial={"dates": [d.isoformat() for d in days]})
    if sent is not None and form.is_valid():
        try:
            services.ask_cancellation(case, by=person(request), **form.cleaned_data)
        except Refused as refusal:
            _tell(form, refusal)
        else:
            messages.success(request, "Permintaan pembatalan terkirim. OPD memutusnya.")
            return redirect("pengajuan", pk)
    context = {
        "case": case,
        "title": title(case),
        "form": form,
        "days": days,
        "waiting": waiting,
        "is_running": case.state in selectors.RUNNING,
    }
    status = 422 if form.errors else 200
    return render(request, "workflows/cancellation_ask.html", context, status=status)


@require_POST
def withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take one's own asking back."""
    asked = get_object_or_404(Cancellation, pk=pk, asked_by=person(request))
    try:
        services.withdraw_cancellation(asked, by=person(request))
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Permintaan pembatalan ditarik. Hari Anda tetap berlaku.")
    return redirect("pengajuan", asked.request_id)


# --- who decides -----------------------------------------------------------------------------


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What waits for one's own desk, oldest first, and approvals that came too late."""
    page = page_of(
        selectors.cancellations_waiting(held(request)), request.GET.get("halaman"), PER_PAGE
    )
    expired = page_of(selectors.expired(held(request)), request.GET.get("lewat"), PER_PAGE)
    context = {"page": page, "rows": _rows(list(page.object_list)), "expired": expired}
    return render(request, "workflows/cancellations.html", context)


def _rows(found: list[Cancellation]) -> list[dict[str, Any]]:
    """Each asking with its days, and the working day before the first: until then it helps."""
    today = timezone.localdate()
    calendar = load(today - _SPAN, today + _SPAN)
    rows = []
    for asked in found:
        days = selectors.asked_days(asked)
        due = calendar.add_working_days(days[0], -1) if days else None
        rows.append({"asked": asked, "case": asked.request, "days": days, "due": due})
    return rows


@_READ_WRITE
def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One asking: its days, its reason, and the decision."""
    asked = get_object_or_404(selectors.cancellations_seen(held(request)), pk=pk)
    sent = request.POST if request.method == "POST" else None
    form = DecideForm(sent)
    if sent is not None and form.is_valid():
        try:
            decided = services.decide_cancellation(
                asked,
                by=person(request),
                granted=form.is_granted,
                note=form.cleaned_data["note"],
            )
        except Refused as refusal:
            _tell(form, refusal)
            asked.refresh_from_db(fields=["state"])
        else:
            _say_decided(request, decided)
            return redirect("pembatalan-daftar")
    status = 422 if form.errors else 200
    context = _contents(request, asked, form)
    return render(request, "workflows/cancellation.html", context, status=status)


def _contents(request: HttpRequest, asked: Cancellation, form: DecideForm) -> dict[str, Any]:
    case, days = asked.request, selectors.asked_days(asked)
    free = set(selectors.free_days(case)) if case.state in selectors.RUNNING else set()
    return {
        "asked": asked,
        "case": case,
        "title": title(case),
        "days": days,
        "gone": [d for d in days if d not in free],
        "left": [d for d in days if d in free],
        "keeps": sorted(free - set(days)),
        "is_open": asked.state == Cancellation.State.ASKED,
        "reasons": obstacles(case, person(request).pk, ["cancel"]),
        "form": form,
    }


def _say_decided(request: HttpRequest, decided: Cancellation) -> None:
    """What was decided now, or what somebody decided before."""
    said = decided.get_state_display().lower()
    if decided.decided_by is None or decided.decided_at is None:
        messages.info(request, f"Permintaan ini sudah {said}. Tidak ada yang diubah.")
    elif decided.decided_by_id == person(request).pk:
        messages.success(request, f"Permintaan pembatalan {said}. Pegawai diberi tahu.")
    else:
        who, at = decided.decided_by.full_name, moment(decided.decided_at)
        messages.info(request, f"Sudah {said} oleh {who}, {at}.")


@_READ_WRITE
def expire(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Close an approval whose days have all passed before its decree."""
    case = get_object_or_404(selectors.expired(held(request)).prefetch_related("days"), pk=pk)
    sent = request.POST if request.method == "POST" else None
    form = ReasonForm(sent)
    if sent is not None and form.is_valid():
        [receipt] = services.perform(
            "cancel", [case], by=person(request), note=form.cleaned_data["reason"]
        )
        if receipt.outcome is not Outcome.REFUSED:
            messages.success(request, f"Pengajuan {case.number}: {receipt.sentence.lower()}")
            return redirect("pembatalan-daftar")
        form.add_error(None, receipt.sentence)
    context = {
        "case": case,
        "title": title(case),
        "form": form,
        "reasons": obstacles(case, person(request).pk, ["cancel"]),
    }
    status = 422 if form.errors else 200
    return render(request, "workflows/cancellation_expire.html", context, status=status)


def _tell(form: Any, refusal: Refused) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
