"""Flexible work switched off and on, and who a new version of the rules touches."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from wfa.calendars import wording
from wfa.people.models import Unit
from wfa.policies.models import Policy
from wfa.policies.selectors import rules_for_many, switching_units, version_before, versions_of
from wfa.refusals import Refused
from workflows.forms.switch import HOLD, RECALL, CloseForm, OpenForm
from workflows.selectors import impact
from workflows.services import switching
from workflows.views.scope import held, person

_READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def effect(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is touched by a version, before it is put in force."""
    policy = get_object_or_404(Policy.objects.select_related("unit"), pk=pk)
    today = timezone.localdate()
    context = {
        "policy": policy,
        "impact": impact.of_version(policy, today),
        "most": impact.MOST_JUDGED,
        "today": today,
        "may_enforce": held(request).may_somewhere("enforce_policy"),
    }
    return render(request, "workflows/switch_effect.html", context)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What is open and what is closed, and with which document."""
    today = timezone.localdate()
    rows = _rows(today)
    context = {
        "closed": [row for row in rows if row["closing"]],
        "ahead": [row for row in rows if row["ahead"]],
        "open_count": sum(row["open"] for row in rows),
        "total": len(rows),
        "today": today,
    }
    return render(request, "workflows/switch.html", context)


@_READ_WRITE
def close(request: HttpRequest) -> HttpResponse:
    """The document and three answers; then who is touched; then, said once more, it is done."""
    if request.method != "POST":
        start = {"effective_from": timezone.localdate(), "unit": request.GET.get("unit")}
        return _asked(request, CloseForm(initial=start))
    form = CloseForm(request.POST)
    if not form.is_valid() or "ubah" in request.POST:
        return _asked(request, form)
    if "yakin" not in request.POST:
        return render(request, "workflows/switch_preview.html", _preview(form))
    try:
        closing = switching.switch_off(
            form.cleaned_data["unit"],
            by=person(request),
            hold=form.cleaned_data["pending"] == HOLD,
            **form.basis(),
        )
    except Refused as refusal:
        _tell(form, refusal)
        return _asked(request, form)
    messages.success(request, _closed(closing))
    return redirect(_next(form, closing))


@_READ_WRITE
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open again what a switch has closed."""
    unit = get_object_or_404(switching_units(), pk=pk)
    today = timezone.localdate()
    closing = switching.closing_of(unit, today)
    if closing is None:
        messages.info(
            request, f"{unit} tidak sedang ditutup dengan sakelar. Tidak ada yang diubah."
        )
        return redirect("sakelar")
    form = OpenForm(
        request.POST if request.method == "POST" else None, initial={"effective_from": today}
    )
    if request.method == "POST" and form.is_valid():
        try:
            version = switching.switch_on(unit, by=person(request), **form.basis())
        except Refused as refusal:
            _tell(form, refusal)
        else:
            start = wording.day(version.effective_from or today)
            messages.success(request, f"Kerja fleksibel {unit} dibuka lagi mulai {start}.")
            return redirect("sakelar")
    context = {
        "form": form,
        "unit": unit,
        "closing": closing,
        "before": version_before(closing),
        "held": impact.of_closing(unit, today) if _holds(closing) else None,
    }
    status = 422 if form.errors else 200
    return render(request, "workflows/switch_open.html", context, status=status)


def _asked(request: HttpRequest, form: CloseForm) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "workflows/switch_close.html", {"form": form}, status=status)


def _preview(form: CloseForm) -> dict[str, Any]:
    data = form.cleaned_data
    since = data["since"] if data["running"] == RECALL else data["effective_from"]
    return {
        "form": form,
        "answers": data,
        "hold": data["pending"] == HOLD,
        "recall": data["running"] == RECALL,
        "closing": impact.of_closing(data["unit"], since),
        "reopening": _reopening(data["unit"], data["effective_from"]),
        "since": since,
    }


def _reopening(unit: Unit, start: datetime.date) -> list[Policy]:
    """Phases set up for later days that would open again by themselves."""
    later = [p for p in versions_of(unit) if p.effective_from and p.effective_from > start]
    return [policy for policy in later if policy.parameters.get("open")]


def _next(form: CloseForm, closing: Policy) -> str:
    """To the decree of the recall, where that was the answer."""
    if form.cleaned_data["running"] != RECALL:
        return reverse("sakelar")
    page = _recall_page(closing)
    return f"{page}?{urlencode({'sejak': form.cleaned_data['since'].isoformat()})}"


def _recall_page(closing: Policy) -> str:
    """Papers are made one room higher: the page is known by its name only."""
    try:
        return reverse("sk-panggil", args=[closing.pk])
    except NoReverseMatch:  # pragma: no cover - an installation without papers
        return reverse("sakelar")


def _closed(closing: Policy) -> str:
    start = wording.day(closing.effective_from or timezone.localdate())
    return f"Kerja fleksibel {closing.unit} ditutup mulai {start}."


def _holds(closing: Policy) -> bool:
    return bool(closing.parameters.get("held_when_closed", True))


def _rows(today: datetime.date) -> list[dict[str, Any]]:
    """Each unit that is switched as a whole: open or not, by what, and what is touched."""
    units = list(switching_units())
    rules = rules_for_many(units, today)
    own: dict[int, Policy] = {}
    ahead: dict[int, Policy] = {}
    for policy in _closings():
        start = policy.effective_from
        if start and start > today:
            ahead[policy.unit_id] = policy
        elif rules[policy.unit_id].sources["open"][0] == policy.version:
            own[policy.unit_id] = policy
    return [
        _row(unit, rules[unit.pk].open, own.get(unit.pk), ahead.get(unit.pk), today)
        for unit in units
    ]


def _closings() -> list[Policy]:
    """Versions in force that close their unit, of active units, oldest first; 1 query."""
    found = Policy.objects.filter(
        state=Policy.State.IN_FORCE, unit__in=switching_units(), parameters__open=False
    )
    return list(found.select_related("unit").order_by("version"))


def _row(
    unit: Unit, is_open: bool, closing: Policy | None, ahead: Policy | None, today: datetime.date
) -> dict[str, Any]:
    shut = closing if closing and not is_open else None
    touched = impact.of_closing(unit, today) if shut else None
    return {
        "unit": unit,
        "open": is_open,
        "closing": shut,
        "ahead": ahead,
        "holds": bool(shut and _holds(shut)),
        "touched": touched,
        "recall": _recall_page(shut) if shut and touched and touched.running else "",
    }


def _tell(form: Form, refusal: Refused) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
