"""Sentences for reasons: those at hand for a decision, and the page on which a head keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from wfa.people.models import Unit
from wfa.refusals import Refused
from workflows import selectors, services
from workflows.forms.desks import VERBS, ReasonForm
from workflows.models import ReasonTemplate
from workflows.permissions import reason_steps
from workflows.reasons import CONDITION, DEFAULTS
from workflows.selectors import Beside
from workflows.views.scope import held, person

_LAST = "alasan"
_LAST_KEPT, _LAST_LONG = 5, 300
LABELS = {**VERBS, CONDITION: "Syarat persetujuan"}

Groups = list[tuple[str, list[str]]]


def for_steps(request: HttpRequest, beside: Beside, steps: Iterable[str]) -> Groups:
    """(heading, sentences) for a choice: the last used, then of each step the office's and ours."""
    wanted = list(steps)
    last = request.session.get(_LAST, [])
    found: Groups = [("Terakhir Anda pakai", last)] if last and wanted else []
    for step in wanted:
        own = [row["text"] for row in beside["reasons"] if row["step"] == step]
        found.append((LABELS[step], [*own, *(t for t in DEFAULTS.get(step, ()) if t not in own)]))
    return found


def for_desk(request: HttpRequest, steps: Iterable[str]) -> Groups:
    """The same on a page without an open case; 1 query."""
    kept = [{"step": r.step, "text": r.text} for r in selectors.kept_reasons(held(request))]
    return for_steps(request, Beside({"reasons": kept}), steps)


def remember(request: HttpRequest, note: str) -> None:
    """Keep what was just given as a reason at the head of the last used ones."""
    text = " ".join(note.split())
    if text and len(text) <= _LAST_LONG:
        kept = [each for each in request.session.get(_LAST, []) if each != text]
        request.session[_LAST] = [text, *kept][:_LAST_KEPT]


# --- the page --------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The sentences of one's office, and a form for one more."""
    units = _units(request)
    unit = _unit(units, request)
    choices = [(step, LABELS[step]) for step in reason_steps(held(request), unit)]
    form = ReasonForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_reason(by=person(request), unit=unit, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            messages.success(request, "Contoh alasan ditambahkan.")
            return redirect(f"{request.path}?unit={unit.pk}")
    context = {
        "form": form,
        "unit": unit,
        "units": units,
        "groups": _groups(unit, [step for step, _ in choices]),
    }
    status = 422 if form.errors else 200
    return render(request, "workflows/reasons.html", context, status=status)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    reason = get_object_or_404(_managed(request), pk=pk)
    unit = reason.unit_id
    services.remove_reason(reason, by=person(request))
    messages.success(request, "Contoh alasan dihapus.")
    return redirect(f"{reverse('alasan')}?unit={unit}")


def _units(request: HttpRequest) -> list[Unit]:
    """The units whose sentences this person manages."""
    pks = {c.unit_id for c in held(request).capacities}
    units = Unit.objects.filter(pk__in=pks).order_by("path")
    return [unit for unit in units if reason_steps(held(request), unit)]


def _unit(units: Sequence[Unit], request: HttpRequest) -> Unit:
    if not units:
        raise Http404
    wanted = (request.POST if request.method == "POST" else request.GET).get("unit", "")
    return next((unit for unit in units if str(unit.pk) == wanted), units[0])


def _managed(request: HttpRequest) -> QuerySet[ReasonTemplate]:
    return ReasonTemplate.objects.filter(unit__in=_units(request)).select_related("unit")


def _groups(unit: Unit, steps: Sequence[str]) -> list[dict[str, Any]]:
    rows = list(ReasonTemplate.objects.filter(unit=unit))
    return [
        {
            "label": LABELS[step],
            "own": [row for row in rows if row.step == step],
            "default": DEFAULTS.get(step, ()),
        }
        for step in steps
    ]
