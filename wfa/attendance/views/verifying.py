"""The desk of those who verify: days that wait, and one verdict for one or for many."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wfa.attendance.forms.verifying import DecideDaysForm, DeskForm, query_of
from wfa.attendance.models import Expectation, Verdict
from wfa.attendance.rules.verdicts import SENTENCES, STEPS
from wfa.attendance.selectors import marks
from wfa.attendance.selectors import verifying as selectors
from wfa.attendance.selectors.days import days_of
from wfa.attendance.selectors.verifiers import within
from wfa.attendance.services.verifying import DayReceipt, verify
from wfa.attendance.views import day as day_page
from wfa.attendance.views import desk, results
from wfa.people.models import Unit
from wfa.refusals import Refused
from workflows.forms.desks import CONFIRM_ABOVE, with_reason
from workflows.services import Outcome
from workflows.views.scope import page_of

PER_PAGE = 25
SEEN = {selectors.WAITING: Verdict.WAITING, selectors.CLARIFYING: Verdict.CLARIFY}
"""The verdict of all days of a view, where they have one in common."""


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return _list(request, request.GET)


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """One verdict on one day or on many; afterwards back to where it was given."""
    data = with_reason(request.POST)
    form = DecideDaysForm(data)
    back = QueryDict(data.get("kembali", ""))
    if not form.is_valid():
        texts = [str(text) for errors in form.errors.values() for text in errors]
        return _list(request, back, problems=texts, status=422)
    rows = _chosen(request, form.cleaned_data["pilih"])
    if data.get("dibuka") and len(rows) == 1:
        return _decide_opened(request, rows[0], form, data.get("kembali"))
    if form.lacks_note() or form.lacks_number():
        return _confirm(request, form, rows, back)
    receipts = _verify(request, form, rows)
    results.keep(request, receipts)
    return redirect(_url(back))


def _verify(
    request: HttpRequest, form: DecideDaysForm, rows: Sequence[Expectation], *, opened: bool = False
) -> list[DayReceipt]:
    clean = form.cleaned_data
    return verify(
        clean["langkah"],
        rows,
        by=desk.me(request),
        note=clean["catatan"],
        seen=clean["dari"],
        opened=opened,
    )


def _decide_opened(
    request: HttpRequest, row: Expectation, form: DecideDaysForm, back: str | None
) -> HttpResponse:
    """From the page of the day: a "no" leaves there what was typed."""
    try:
        [receipt] = _verify(request, form, [row], opened=True)
    except Refused as refusal:
        form.add_error("catatan", refusal.message)
        return day_page.page(request, row.pk, form=form, status=422)
    if receipt.outcome is Outcome.REFUSED:
        form.add_error(None, receipt.sentence)
        return day_page.page(request, row.pk, form=form, status=422)
    if back is not None:
        results.keep(request, [receipt])
        return redirect(_url(QueryDict(back)))
    messages.success(request, f"Hari {row.employee.full_name}: {receipt.sentence}")
    return redirect("pengawasan-hari", pk=row.pk)


def _chosen(request: HttpRequest, keys: Sequence[uuid.UUID]) -> list[Expectation]:
    """The chosen days in the order given; 404 when one lies outside what one may see.

    One's own and those of people above are kept: the door says why not.
    """
    found = desk.days(request).in_bulk(list(keys))
    if len(found) != len(keys):
        raise Http404
    return [found[key] for key in keys]


def _confirm(
    request: HttpRequest, form: DecideDaysForm, rows: Sequence[Expectation], back: QueryDict
) -> HttpResponse:
    """Asks for what is missing, the reason or the number, and keeps everything else."""
    step = STEPS[form.cleaned_data["langkah"]]
    asks_number = form.lacks_number()
    if request.POST.get("ditanya"):
        form.say_what_is_missing()
    context = {
        "form": form,
        "rows": rows,
        "step": step,
        "asks_number": asks_number,
        "back": _url(back),
        "kept": back.urlencode(),
        "seen": form.cleaned_data["dari"],
        "sentences": SENTENCES if step.noted else (),
    }
    status = 422 if form.errors else 200
    return render(request, "attendance/confirm.html", context, status=status)


# --- the page ------------------------------------------------------------------------------------


def _list(
    request: HttpRequest, query: QueryDict, *, problems: Sequence[str] = (), status: int = 200
) -> HttpResponse:
    asked, now = DeskForm(query).asked(), timezone.now()
    held, person = desk.held(request), desk.me(request).pk
    rows = selectors.desk(held, person, everybody=asked.everybody)
    is_too_wide = asked.is_too_wide(held.paths(desk.VERIFY))
    shown = rows.none() if is_too_wide else selectors.found(rows, asked, now)
    page = page_of(shown, query.get("halaman"), PER_PAGE)
    counted = selectors.counts(rows, now)
    outcome = results.take(request)
    context: dict[str, Any] = {
        "asked": asked,
        "views": _views(query, asked, counted),
        "units": _units(request, rows, asked),
        "is_too_wide": is_too_wide,
        "page": page,
        "days": days_of(page.object_list, now),
        "seen": SEEN.get(asked.view, ""),
        "can_decide": asked.view != selectors.DECIDED,
        "outcome": outcome,
        "picked": set(outcome.get("picked", [])),
        "problems": problems,
        "query": query_of(query),
        "everybody_url": f"?{query_of(query, semua='' if asked.everybody else '1', halaman='')}",
        "has_below": asked.everybody or _has_below(request, rows),
        "confirm_above": CONFIRM_ABOVE,
        **desk.places(request, "verifikasi"),
    }
    return render(request, "attendance/verify.html", context, status=status)


def _of_view(rows: QuerySet[Expectation], asked: selectors.Asked) -> QuerySet[Expectation]:
    seen = SEEN.get(asked.view)
    return rows.filter(verdict=seen) if seen else rows.exclude(verdict=Verdict.WAITING)


def _units(request: HttpRequest, rows: QuerySet[Expectation], asked: selectors.Asked) -> list[Unit]:
    wide = asked.everybody and marks.is_whole(desk.held(request).paths(desk.VERIFY))
    return selectors.units_of(_of_view(rows, asked), opds=wide)


def _has_below(request: HttpRequest, rows: QuerySet[Expectation]) -> bool:
    """Whether leaders below verify others, whom one could see too."""
    every = Expectation.objects.filter(within(desk.held(request), desk.me(request).pk))
    waiting = every.filter(verdict=Verdict.WAITING, withdrawn_at__isnull=True)
    return waiting.exclude(pk__in=rows.filter(verdict=Verdict.WAITING).values("pk")).exists()


def _views(
    query: QueryDict, asked: selectors.Asked, counted: dict[str, int]
) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": f"?{query_of(query, tampilan=view, halaman='')}",
            "count": counted.get(view),
            "current": view == asked.view,
        }
        for view, label in selectors.VIEWS.items()
    ]


def _url(back: QueryDict) -> str:
    found = query_of(back)
    return f"{reverse('verifikasi-hari')}?{found}" if found else reverse("verifikasi-hari")
