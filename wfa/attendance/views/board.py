"""The board of today, and the people of one unit."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wfa.attendance.rules import board as rules
from wfa.attendance.rules.board import Span
from wfa.attendance.selectors import board as selectors
from wfa.attendance.selectors.days import days_of
from wfa.attendance.views import desk
from wfa.people.models import Unit
from wfa.policies.parameters import REGISTRY
from wfa.policies.selectors import rules_for
from workflows.views.scope import page_of

PER_PAGE = 50
LAW = next(each.law for each in REGISTRY if each.key == "call_minutes")
"""Where the time of a call comes from (R22)."""


@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """Numbers of one window of today, and whom nobody reaches."""
    context = {**contents(request), **desk.places(request, "papan")}
    return render(request, "attendance/board.html", context)


def contents(request: HttpRequest) -> dict[str, Any]:
    """What the board says, for the page and for its spreadsheet."""
    at, date, paths = timezone.now(), timezone.localdate(), desk.paths(request)
    spans = selectors.spans_on(paths, date)
    span = _chosen(spans, request.GET.get("jendela", ""), at)
    found: dict[str, Any] = {
        "at": at,
        "date": date,
        "span": span,
        "tabs": _tabs(spans, span, at),
        "people": None if span else selectors.days_under(paths, date).count(),
        "first_unit": None if span else _first_unit(paths),
    }
    if span is None:
        return found
    tallies = selectors.tallies(paths, date, span, at)
    silent, count = selectors.silent(paths, date, at)
    return found | {
        "says": span.says(at),
        "tallies": tallies,
        "total": rules.total(tallies),
        "extended": rules.extended(span, [(e.down_from, e.down_until) for e in _outages(span)]),
        "silent": silent,
        "silent_count": count,
        "silent_more": count - len(silent),
        "limits": _limits(paths) if silent else None,
        "limits_law": LAW,
    }


def _outages(span: Span) -> Sequence[Any]:
    return selectors.extensions_of(span) if span.ends_at > span.closes_at else []


def _chosen(spans: Sequence[Span], key: str, at: datetime.datetime) -> Span | None:
    """The window of ?jendela=; else the one that is on."""
    return next((span for span in spans if span.key == key), None) or rules.current(spans, at)


def _tabs(spans: Sequence[Span], shown: Span | None, at: datetime.datetime) -> list[dict[str, Any]]:
    return [
        {
            "label": rules.tab_label(span, spans, at),
            "url": f"?jendela={span.key}",
            "count": None,
            "current": span == shown,
        }
        for span in spans
    ]


def _first_unit(paths: Sequence[str]) -> Unit | None:
    return Unit.objects.filter(path__in=paths).order_by("path").first()


def _limits(paths: Sequence[str]) -> Any:
    """The policy of the unit that one leads: how long and how often one is called."""
    unit = _first_unit(paths)
    return rules_for(unit, timezone.localdate()) if unit else None


@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """The people of a unit and of those below it, on today or on ?tanggal=; the flagged first."""
    found, at = desk.unit_of(request, pk), timezone.now()
    today = timezone.localdate(at)
    date = desk.date_of(request.GET.get("tanggal", ""), today)
    rows = selectors.people_of([found.path or "-"], date, at)
    plain = selectors.days_under([found.path or "-"], date)
    page = page_of(rows, request.GET.get("halaman"), PER_PAGE, counted=plain)
    context = {
        "unit": found,
        "date": date,
        "is_today": date == today,
        "at": at,
        "page": page,
        "days": days_of(page.object_list, at),
        "before": date - datetime.timedelta(days=1),
        "after": date + datetime.timedelta(days=1) if date < today else None,
        **desk.places(request, "papan"),
    }
    return render(request, "attendance/unit.html", context)
