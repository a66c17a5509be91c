"""Exchanging days: one's own askings, those that wait for one, and choosing step by step."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from wfa.people.models import Employee
from wfa.refusals import Refused
from wfa.schedules.letters import LETTERS, letter_of
from wfa.schedules.models import Swap, WorkDay
from workflows.forms.swaps import AnswerForm, StageForm, SwapForm
from workflows.selectors import swaps as selectors
from workflows.services import swaps as services
from workflows.views.scope import held, page_of, person

PER_PAGE = 25
_SAID = {
    "setuju": "Anda setuju. Atasan diberi tahu.",
    "tidak": "Jawaban Anda disampaikan.",
    "batal": "Permintaan dibatalkan.",
    "kabul": "Disetujui. Hari keduanya sudah ditukar.",
    "tolak": "Ditolak. Keduanya diberi tahu.",
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What waits for one's answer or decision, then one's own."""
    me = person(request)
    mine = selectors.swaps_of(me)
    today = timezone.localdate()
    asked = mine.filter(other=me, state=Swap.State.ASKED, first_date__gt=today)
    to_decide = list(selectors.swaps_to_decide(me, held(request))[: PER_PAGE + 1])
    context = {
        "me": me,
        "today": today,
        "asked": list(asked.order_by("asked_at")),
        "to_decide": to_decide[:PER_PAGE],
        "has_more": len(to_decide) > PER_PAGE,
        "page": page_of(mine, request.GET.get("halaman"), PER_PAGE),
        "can_ask": me.kind == Employee.Kind.ASN and me.unit_id is not None,
    }
    return render(request, "workflows/swaps.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """One's own day, then a colleague, then the day in return: each step an address of its own."""
    stage = StageForm(request.POST if request.method == "POST" else request.GET)
    date, other, text = stage.wanted()
    mine = selectors.own_days(person(request))
    context: dict[str, Any] = {"date": date, "text": text, "letters": LETTERS}
    if date is None or date not in {row.date for row in mine}:
        return _days(request, context, mine, asked=date)
    context["own"] = next(_said(row) for row in mine if row.date == date)
    if other is None:
        return _colleagues(request, context, date, text)
    people = {p.pk: p for p in selectors.colleagues(person(request), text=text, most=1000)}
    who = people.get(other) or _anywhere(request, other)
    return _return(request, context, who, date, [row.date for row in mine])


def _said(row: WorkDay) -> str:
    return LETTERS[letter_of(row.place, row.slot)].label


def _anywhere(request: HttpRequest, pk: int) -> Employee:
    """A colleague of the same OPD; anybody else isn't there (404)."""
    unit = person(request).unit
    opd = unit.opd_id or unit.pk if unit else 0
    known = Employee.objects.select_related("unit__opd").exclude(pk=person(request).pk)
    return get_object_or_404(known, pk=pk, unit__opd=opd, is_active=True)


def _days(
    request: HttpRequest,
    context: dict[str, Any],
    mine: Sequence[WorkDay],
    *,
    asked: datetime.date | None,
) -> HttpResponse:
    """Which of one's days; those of a decree and absences say why not."""
    rows = [{"date": row.date, "said": _said(row), "why": _own_reason(row)} for row in mine]
    context |= {"rows": rows, "is_gone": asked is not None}
    return render(request, "workflows/swap_day.html", context)


def _own_reason(row: WorkDay) -> str:
    if row.source_kind == WorkDay.Source.REQUEST:
        return "dari surat keputusan, tidak dapat ditukar"
    if row.source_kind == WorkDay.Source.ABSENCE:
        return "tidak masuk"
    return ""


def _colleagues(
    request: HttpRequest, context: dict[str, Any], date: datetime.date, text: str
) -> HttpResponse:
    """Who can, and why the others can't."""
    me = person(request)
    found = selectors.colleagues(me, text=text)
    ground = selectors.swap_ground([me.pk, *(p.pk for p in found)], [date])
    can: list[dict[str, Any]] = []
    cannot: list[dict[str, Any]] = []
    for each in found:
        why = ground.reasons(me.pk, each.pk, [date])
        cells = ground.cells(each.pk, date)
        said = LETTERS[letter_of(cells[0].place, cells[0].slot)].label if cells else ""
        row = {"person": each, "said": said, "why": why[0].sentence if why else ""}
        (cannot if _for_good(why) else can).append(row)
    context |= {"can": can, "cannot": cannot}
    return render(request, "workflows/swap_colleague.html", context)


_BALANCED = {"week"}
"""A day in return may put these right, so the colleague stays possible."""


def _for_good(why: Sequence[Any]) -> bool:
    return any(reason.code not in _BALANCED for reason in why)


def _return(
    request: HttpRequest,
    context: dict[str, Any],
    who: Employee,
    date: datetime.date,
    mine: Sequence[datetime.date],
) -> HttpResponse:
    """The day in return, only those that are possible; then the asking is sent."""
    me = person(request)
    ground = selectors.swap_ground([me.pk, who.pk], mine)
    dates = [d for d in mine if d != date and not ground.reasons(me.pk, who.pk, [date, d])]
    form = SwapForm(request.POST if request.method == "POST" else None, dates=dates)
    if form.is_valid():
        try:
            swap = services.ask(
                me, who, date, form.cleaned_data["second"], reason=form.cleaned_data["reason"]
            )
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, f"Permintaan dikirim. {who.full_name} diberi tahu.")
            return redirect("tukar-lihat", pk=swap.pk)
    alone = ground.reasons(me.pk, who.pk, [date])
    context |= {"who": who, "form": form, "alone": alone[0].sentence if alone else ""}
    status = 422 if form.errors else 200
    return render(request, "workflows/swap_ask.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One asking, and what this person may do with it."""
    swap = get_object_or_404(selectors.swaps_seen(person(request), held(request)), pk=pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        verb = form.cleaned_data["tindakan"]
        try:
            done = _VERBS[verb](swap, person(request), form.cleaned_data["note"])
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _what_came(done, verb))
            return redirect("tukar-lihat", pk=swap.pk)
    status = 422 if form.errors else 200
    return render(request, "workflows/swap.html", _contents(request, swap, form), status=status)


_VERBS: dict[str, Callable[[Swap, Employee, str], Swap]] = {
    "setuju": lambda swap, by, _note: services.agree(swap, by=by),
    "tidak": lambda swap, by, note: services.decline(swap, by=by, note=note),
    "batal": lambda swap, by, _note: services.withdraw(swap, by=by),
    "kabul": lambda swap, by, note: services.decide(swap, by=by, approved=True, note=note),
    "tolak": lambda swap, by, note: services.decide(swap, by=by, approved=False, note=note),
}
_LEADS_TO = {
    "setuju": Swap.State.AGREED,
    "tidak": Swap.State.DECLINED,
    "batal": Swap.State.WITHDRAWN,
    "kabul": Swap.State.DONE,
    "tolak": Swap.State.REFUSED,
}


def _what_came(swap: Swap, verb: str) -> str:
    """Somebody may have been faster: that is information, not an error."""
    if swap.state == _LEADS_TO[verb]:
        return _SAID[verb]
    return f"Permintaan ini sudah {swap.get_state_display().lower()}."


def _contents(request: HttpRequest, swap: Swap, form: AnswerForm) -> dict[str, Any]:
    me, dates = person(request), services.dates_of(swap)
    is_open = swap.state in selectors.OPEN
    ground = selectors.swap_ground([swap.asker_id, swap.other_id], dates) if is_open else None
    problems = ground.reasons(swap.asker_id, swap.other_id, dates) if ground else []
    two = {swap.asker_id, swap.other_id}
    decides = swap.state == Swap.State.AGREED and me.pk not in two
    return {
        "swap": swap,
        "today": timezone.localdate(),
        "dates": dates,
        "form": form,
        "problems": problems,
        "rows": _exchange_rows(swap, dates, ground) if ground else [],
        "answers": swap.state == Swap.State.ASKED and me.pk == swap.other_id,
        "withdraws": is_open and me.pk == swap.asker_id,
        "decides": decides and held(request).capacity("decide_swap", swap.unit) is not None,
    }


def _exchange_rows(
    swap: Swap, dates: Sequence[datetime.date], ground: selectors.SwapGround
) -> list[dict[str, Any]]:
    """Before and after, per date."""
    return [
        {
            "date": date,
            "asker": _places(ground, swap.asker_id, date),
            "other": _places(ground, swap.other_id, date),
        }
        for date in dates
    ]


def _places(ground: selectors.SwapGround, pk: int, date: datetime.date) -> str:
    cells = ground.cells(pk, date)
    return ", ".join(LETTERS[letter_of(c.place, c.slot)].label for c in cells) or "belum ada"
