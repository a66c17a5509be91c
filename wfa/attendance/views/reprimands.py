"""Steps of guidance for those who decide: the list, one step, the verbs."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wfa.attendance import wording
from wfa.attendance.forms.reprimands import AnswerForm, DecideForm, DropForm, LiftForm
from wfa.attendance.models import Reprimand
from wfa.attendance.rules import evidence, ladder
from wfa.attendance.selectors import reprimands as selectors
from wfa.attendance.selectors.absence import absence_of
from wfa.attendance.selectors.breaches import left_of
from wfa.attendance.services import reprimands as services
from wfa.calendars.wording import within
from wfa.decisions.selectors import for_subject
from wfa.people.permissions import under
from wfa.people.views.scope import held, me
from wfa.refusals import Refused
from workflows.views.scope import page_of

PER_PAGE = 25
State = Reprimand.State
_UNDECIDED = (State.PROPOSED, State.CONFIRMED)
"""What can still be dropped."""


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, a letter or an answer; what stands; what is over."""
    today = timezone.localdate()
    seen = selectors.seen_by(me(request), held(request))
    counts = _counts(seen)
    tab = request.GET.get("bagian", "")
    tab = tab if tab in selectors.TABS else _first(request, counts)
    page = page_of(selectors.in_tab(seen, tab, today), request.GET.get("halaman"), PER_PAGE)
    context = {
        "tab": tab,
        "title": selectors.TABS[tab],
        "views": [_view(key, label, counts, tab) for key, label in selectors.TABS.items()],
        "page": page,
        "rows": [(row, evidence.summary(row.ground, row.evidence)) for row in page],
        "today": today,
        "may_record": any(held(request).may_somewhere(r) for r in selectors.RECORD_RIGHTS),
    }
    return render(request, "attendance/reprimands.html", context)


def _counts(seen: Any) -> dict[str, int]:
    """How many wait in each part that waits; 1 query."""
    waiting = {"usul": State.PROPOSED, "surat": State.CONFIRMED, "keberatan": State.OBJECTED}
    found: dict[str, int] = seen.order_by().aggregate(
        **{tab: Count("pk", filter=Q(state=state)) for tab, state in waiting.items()}
    )
    return found


def _first(request: HttpRequest, counts: dict[str, int]) -> str:
    """The part that opens: of those that one works on, the first with something in it."""
    mine = ("usul", "surat", "keberatan") if _may(request, selectors.DECIDE) else ("keberatan",)
    return next((tab for tab in mine if counts[tab]), mine[0])


def _view(key: str, label: str, counts: dict[str, int], tab: str) -> dict[str, Any]:
    url = f"?bagian={key}"
    return {"label": label, "url": url, "count": counts.get(key), "current": key == tab}


def _may(request: HttpRequest, action: str) -> bool:
    return held(request).may_somewhere(action)


# --- one step --------------------------------------------------------------------------------


def _row(request: HttpRequest, pk: uuid.UUID, right: str = "") -> Reprimand:
    """A step that one may see; with `right` one over which one holds it. Any other: 404."""
    rows = selectors.seen_by(me(request), held(request))
    if right:
        rows = rows.filter(under(held(request).paths(right), "unit__path"))
    return get_object_or_404(rows, pk=pk)


@require_safe
def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _page(request, _row(request, pk))


def _page(request: HttpRequest, row: Reprimand, **sent: Form) -> HttpResponse:
    today = timezone.localdate()
    rights = _rights(request, row)
    step = selectors.step_for(row, today) if row.state == State.PROPOSED else None
    others = selectors.own(row.employee).exclude(pk=row.pk)
    left = left_of(row)
    context: dict[str, Any] = {
        "row": row,
        "summary": evidence.summary(row.ground, row.evidence),
        "lines": _lines(row, left),
        "too_little": evidence.too_little(row.ground, left) if row.state in _UNDECIDED else "",
        "days": row.evidence.get("expectations", []),
        "history": wording.history(row, for_subject(selectors.SUBJECT, row.pk)),
        "until": wording.until(row, today),
        "step": step,
        "next_name": within(ladder.NAMES[step.rung.level]) if step else "",
        "others": [(each, wording.until(each, today)) for each in others[:PER_PAGE]],
        "waits_letter": row.state == State.CONFIRMED and row.level in ladder.WITH_LETTER,
        "absence": absence_of(row.employee, today.year) if rights["may_decide"] else None,
        **rights,
        **_forms(row, step, rights),
        **sent,
    }
    status = 422 if any(form.errors for form in sent.values()) else 200
    return render(request, "attendance/reprimand.html", context, status=status)


def _lines(row: Reprimand, left: evidence.Left) -> list[evidence.Line]:
    shown = evidence.lines(row.ground, row.evidence)
    return (
        evidence.beside(shown, row.evidence, left)
        if row.ground == Reprimand.Ground.CHECK_INS
        else shown
    )


def _rights(request: HttpRequest, row: Reprimand) -> dict[str, bool]:
    """What this person may do with it now; the services ask again."""
    may_decide = held(request).capacity(selectors.DECIDE, row.unit) is not None
    may_answer = held(request).capacity(selectors.ANSWER, row.unit) is not None
    return {
        "may_decide": may_decide,
        "may_answer": may_answer,
        "decided_it": row.decided_by_id == me(request).pk,
        "may_take_file": row.level == "examination" and row.issued_at is not None,
    }


def _forms(row: Reprimand, step: selectors.Step | None, rights: dict[str, bool]) -> dict[str, Form]:
    found: dict[str, Form] = {}
    if step and rights["may_decide"]:
        found["decide_form"] = DecideForm(choices=step.choices)
    if row.state == State.CONFIRMED and rights["may_decide"]:
        found["drop_form"] = DropForm(auto_id="urung-%s")
    if row.state in ladder.STANDING and rights["may_decide"]:
        found["lift_form"] = LiftForm(auto_id="cabut-%s")
    if row.state == State.OBJECTED and rights["may_answer"] and not rights["decided_it"]:
        found["answer_form"] = AnswerForm()
    return found


@require_POST
def decide(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Confirm or drop a proposal; a step that waits for its letter can only be dropped."""
    row = _row(request, pk, selectors.DECIDE)
    if row.state == State.CONFIRMED:
        drop = DropForm(request.POST, auto_id="urung-%s")
        return _act(
            request,
            row,
            {"drop_form": drop},
            lambda: services.decide(
                row, services.DROP, by=me(request), note=drop.cleaned_data["note"]
            ),
            "Tidak dilanjutkan. Pegawai diberi tahu.",
        )
    form = DecideForm(request.POST, choices=selectors.step_for(row, timezone.localdate()).choices)
    return _act(request, row, {"decide_form": form}, lambda: _decided(request, row, form), _SAID)


def _decided(request: HttpRequest, row: Reprimand, form: DecideForm) -> Reprimand:
    said = form.cleaned_data
    step, level = (services.CONFIRM, said["level"]) if form.confirms else (services.DROP, "")
    return services.decide(row, step, by=me(request), note=said["note"], level=level)


_SAID = "Putusan tersimpan dan tercatat atas nama Anda."


@require_POST
def answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row, form = _row(request, pk, selectors.ANSWER), AnswerForm(request.POST)
    return _act(
        request,
        row,
        {"answer_form": form},
        lambda: services.answer_objection(
            row, by=me(request), lifts=form.lifts, note=form.cleaned_data["note"]
        ),
        "Jawaban tersimpan. Pegawai diberi tahu.",
    )


@require_POST
def lift(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row = _row(request, pk, selectors.DECIDE)
    form = LiftForm(request.POST, auto_id="cabut-%s")
    return _act(
        request,
        row,
        {"lift_form": form},
        lambda: services.lift(row, by=me(request), note=form.cleaned_data["note"]),
        "Dicabut. Pegawai diberi tahu.",
    )


def _act(
    request: HttpRequest,
    row: Reprimand,
    forms: dict[str, Form],
    work: Callable[[], Reprimand],
    said: str,
) -> HttpResponse:
    """Check the form, do the work, lead back to the step; a refusal stands at its field."""
    [form] = forms.values()
    if not form.is_valid():
        return _page(request, row, **forms)
    try:
        work()
    except Refused as refusal:
        if refusal.code == "moved":
            messages.info(request, refusal.message)
            return redirect("pembinaan-lihat", row.pk)
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return _page(request, row, **forms)
    messages.success(request, said)
    return redirect("pembinaan-lihat", row.pk)
