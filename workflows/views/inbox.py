"""The OPD's inbox: list and case side by side, one decision for one or for many."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from wfa.people import wording as written
from wfa.people.permissions import Authority
from wfa.refusals import Refused
from wfa.requests.models import State, WorkRequest
from wfa.requests.rules import Facts, check_decision
from wfa.requests.selectors import facts_for
from workflows import selectors, services
from workflows.forms import CONFIRM_ABOVE, NOTE_MISSING, DecideForm, FilterForm
from workflows.permissions import AT_OPD, obstacles, open_steps
from workflows.rules import age, marks
from workflows.services import Outcome, Receipt
from workflows.steps import STEPS
from workflows.views import case as case_page
from workflows.views import confirming, results
from workflows.views.scope import case_of, chosen, dates_of, held, page_of, person

PER_PAGE = 25
PLACE = "kotak-masuk"
VIEWS = {
    "giliran": "Giliran saya",
    "siap": "Siap diusulkan",
    "bkd": "Di BKD",
    "semua": "90 hari terakhir",
}
_KEPT = ("tampilan", "q", "unit", "hari", "halaman")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    opened = _uuid(request.GET.get("kasus", ""))
    case = case_of(request, opened) if opened else None
    return _list(request, request.GET, case)


@require_safe
def case(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The case as a page of its own."""
    found = case_of(request, pk)
    return _case(request, found, back=_query(request.GET))


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """One step on one case or on many; afterwards back to the same list."""
    form = DecideForm(request.POST)
    back = _query(QueryDict(request.POST.get("kembali", "")))
    if not form.is_valid() or form.cleaned_data["langkah"] not in AT_OPD:
        return _list(request, QueryDict(back), problems=_sentences(form), status=422)
    cases = chosen(selectors.opd_scope(held(request)), form.cleaned_data["pilih"])
    single = cases[0] if request.POST.get("satu") and len(cases) == 1 else None
    if single is not None:
        return _decide_one(request, single, form, back)
    if form.lacks_note() or form.lacks_number():
        return _confirm(request, form, cases, back)
    return _decide_many(request, form, cases, back)


# --- deciding --------------------------------------------------------------------------------


def _decide_one(
    request: HttpRequest, case: WorkRequest, form: DecideForm, back: str
) -> HttpResponse:
    facts = facts_for([case])[case.pk]
    context = case_page.contents(request, case, facts, request.POST)
    typed = context["form"]
    if form.lacks_note():
        typed.add_error("catatan", NOTE_MISSING)
    if not typed.is_valid():
        return _case(request, case, back=back, context=context, status=422)
    try:
        [receipt] = services.perform(
            form.cleaned_data["langkah"],
            [case],
            by=person(request),
            note=form.cleaned_data["catatan"],
            assessment={case.pk: typed.assessment()},
        )
    except Refused as refusal:
        typed.add_error(None, refusal.message)
        return _case(request, case, back=back, context=context, status=422)
    return _after_one(request, case, receipt, back, context)


def _after_one(
    request: HttpRequest, case: WorkRequest, receipt: Receipt, back: str, context: dict[str, Any]
) -> HttpResponse:
    """A "no" leaves everything as it was typed; else back to the list."""
    if receipt.outcome is Outcome.REFUSED:
        reasons = [finding.sentence for finding in receipt.findings] or [receipt.sentence]
        for sentence in dict.fromkeys(reasons):
            context["form"].add_error(None, sentence)
        return _case(request, case, back=back, context=context, status=422)
    results.keep(request, PLACE, [receipt])
    return redirect(_list_url(back))


def _decide_many(
    request: HttpRequest, form: DecideForm, cases: list[WorkRequest], back: str
) -> HttpResponse:
    step, note = form.cleaned_data["langkah"], form.cleaned_data["catatan"]
    try:
        receipts = services.perform(step, cases, by=person(request), note=note)
    except Refused as refusal:
        return _list(request, QueryDict(back), problems=[refusal.message], picked=cases, status=422)
    results.keep(request, PLACE, receipts)
    return redirect(_list_url(back))


def _confirm(
    request: HttpRequest, form: DecideForm, cases: list[WorkRequest], back: str
) -> HttpResponse:
    """Asks for what is missing, the reason or the number, and keeps everything else."""
    hidden = [("langkah", form.cleaned_data["langkah"]), ("kembali", back)]
    return confirming.page(
        request,
        form,
        cases,
        action=reverse("kotak-masuk-putuskan"),
        back=_list_url(back),
        hidden=hidden,
        crumb="Kotak Masuk",
    )


# --- pages -----------------------------------------------------------------------------------


def _list(
    request: HttpRequest,
    query: QueryDict,
    case: WorkRequest | None = None,
    *,
    problems: list[str] | None = None,
    picked: list[WorkRequest] | None = None,
    status: int = 200,
) -> HttpResponse:
    view = query.get("tampilan", "")
    view = view if view in VIEWS else "giliran"
    filters = FilterForm(query)
    wanted = filters.wanted()
    cases = selectors.search_cases(selectors.opd_view(held(request), view), **wanted)
    page = page_of(cases, query.get("halaman"), PER_PAGE)
    waiting = selectors.waiting_by_unit(held(request))
    _tell_shell(request, waiting)
    shown = list(page.object_list)
    facts = facts_for([*shown, *([case] if case else [])])
    outcome = results.take(request, PLACE)
    context = {
        "views": _views(view, waiting),
        "view": view,
        "filters": filters,
        "is_filtered": any(wanted.values()),
        "units": _units(waiting),
        "page": page,
        "rows": [_row(request, each, facts[each.pk], case) for each in shown],
        "query": _query(query),
        "capacities": _acting(held(request)),
        "outcome": outcome,
        "picked": set(outcome.get("picked", [])) | {str(c.pk) for c in picked or []},
        "problems": problems or [],
        "steps": [s for s in AT_OPD if _offered(request, view, s)],
        "may_propose": view == "siap" and held(request).may_somewhere("propose_request"),
        "confirm_above": CONFIRM_ABOVE,
        **(case_page.contents(request, case, facts[case.pk]) if case else {}),
    }
    return render(request, "workflows/inbox.html", context, status=status)


def _case(
    request: HttpRequest,
    case: WorkRequest,
    *,
    back: str,
    context: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    if context is None:
        context = case_page.contents(request, case, facts_for([case])[case.pk])
    more = {"query": back, "back": _list_url(back), "capacities": _acting(held(request))}
    return render(request, "workflows/case.html", {**context, **more}, status=status)


def _row(
    request: HttpRequest, case: WorkRequest, facts: Facts, opened: WorkRequest | None
) -> dict[str, Any]:
    steps = open_steps(case, held(request), AT_OPD)
    blocked = obstacles(case, person(request).pk, steps) if steps else []
    waits = case.state in selectors.PENDING_AT_OPD
    return {
        "case": case,
        "dates": dates_of(case, facts),
        "age": age(facts.calendar, case.complete_at, facts.today) if waits else "",
        "marks": marks(check_decision(facts)) if waits else [],
        "blocked": blocked[0] if blocked else "",
        "can_pick": bool(steps) and not blocked,
        "is_open": opened is not None and case.pk == opened.pk,
    }


def _offered(request: HttpRequest, view: str, step: str) -> bool:
    """Whether the bar offers the step for the whole view."""
    states = {"giliran": State.SUBMITTED, "siap": State.RECOMMENDED}
    if view not in states:
        return False
    right = STEPS[step].rights.get(states[view])
    return right is not None and held(request).may_somewhere(right)


def _views(current: str, waiting: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for name, label in VIEWS.items():
        states = selectors.OPD_VIEWS.get(name)
        count = sum(w["count"] for w in waiting if w["state"] in states) if states else None
        url = f"?tampilan={name}"
        found.append({"label": label, "url": url, "count": count, "current": name == current})
    return found


def _units(waiting: list[dict[str, Any]]) -> list[tuple[int, str]]:
    """Units that have something waiting, for the filter."""
    found = {w["unit"]: w["short"] or written.title(w["name"]) for w in waiting}
    return list(found.items())[:100] if len(found) > 1 else []


def _tell_shell(request: HttpRequest, waiting: list[dict[str, Any]]) -> None:
    """The menu shows the same count: it needn't ask again."""
    if held(request).paths("assess_request"):
        count = sum(w["count"] for w in waiting if w["state"] == State.SUBMITTED)
        request.counted = {"kotak-masuk": count}  # type: ignore[attr-defined]


def _acting(authority: Authority) -> list[Any]:
    """The capacities in which one sits at this desk, with their basis."""
    return [
        capacity
        for capacity in authority.capacities
        if any(
            Authority((capacity,), authority.granted).may_somewhere(action)
            for action in ("assess_request", "propose_request")
        )
    ]


def _query(data: QueryDict) -> str:
    """Only what describes the list, so that nothing foreign travels along."""
    kept = QueryDict(mutable=True)
    for key in _KEPT:
        if value := data.get(key):
            kept[key] = value[:100]
    return kept.urlencode()


def _list_url(query: str) -> str:
    return f"{reverse('kotak-masuk')}?{query}" if query else reverse("kotak-masuk")


def _sentences(form: DecideForm) -> list[str]:
    texts = [str(text) for errors in form.errors.values() for text in errors]
    return texts or ["Langkah ini tidak dikenal. Muat ulang halaman, lalu coba lagi."]


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
