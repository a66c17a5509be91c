"""The OPD's inbox: list, case and document side by side, one decision for one or for many."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wfa.policies.selectors import closures_for
from wfa.refusals import Refused
from wfa.requests.models import State, WorkRequest
from wfa.requests.selectors import facts_for, home_unit
from workflows import selectors, services
from workflows.forms.desks import CONFIRM_ABOVE, NOTE_MISSING, DecideForm, FilterForm, with_reason
from workflows.permissions import AT_OPD
from workflows.selectors import Beside
from workflows.services import Outcome, Receipt
from workflows.services.judging import held_sentence
from workflows.views import case as case_page
from workflows.views import confirming, kept, reasons, results, rows
from workflows.views.scope import case_of, chosen, held, keys_of, page_of, person

PER_PAGE = 25
PLACE = "kotak-masuk"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    opened = _uuid(request.GET.get("kasus", ""))
    case = case_of(request, opened) if opened else None
    return _list(request, request.GET, case)


@require_safe
def case(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The case as a page of its own."""
    found = case_of(request, pk)
    return _case(request, found, back=kept.query_of(request.GET))


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """One step on one case or on many; afterwards back to the same list."""
    data = with_reason(request.POST)
    form = DecideForm(data)
    back = kept.query_of(QueryDict(data.get("kembali", "")))
    if not form.is_valid() or form.cleaned_data["langkah"] not in AT_OPD:
        return _list(request, QueryDict(back), problems=_sentences(form), status=422)
    scope, keys = selectors.opd_scope(held(request)), form.cleaned_data["pilih"]
    if data.get("satu") and len(keys) == 1:
        return _decide_one(request, chosen(scope, keys)[0], form, back)
    if form.lacks_note() or form.lacks_number():
        return _confirm(request, form, chosen(scope, keys), back)
    return _decide_many(request, form, keys_of(scope, keys), back)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take one's own recommendations back, as long as they aren't proposed."""
    back = kept.query_of(QueryDict(request.POST.get("kembali", "")))
    keys = [key for text in request.POST.getlist("pilih") if (key := _uuid(text))]
    if not keys:
        problem = "Belum ada penilaian yang dipilih untuk diurungkan."
        return _list(request, QueryDict(back), problems=[problem], status=422)
    cases = keys_of(selectors.opd_scope(held(request)), list(dict.fromkeys(keys)))
    receipts = services.perform("take_back", cases, by=person(request))
    results.keep(request, PLACE, receipts)
    return redirect(_list_url(back, next_one=str(cases[0].pk)))


# --- deciding --------------------------------------------------------------------------------


def _decide_one(
    request: HttpRequest, case: WorkRequest, form: DecideForm, back: str
) -> HttpResponse:
    context = _contents(request, case, with_reason(request.POST))
    typed = context["form"]
    if form.lacks_note():
        typed.add_error("catatan", NOTE_MISSING)
    if not typed.is_valid():
        return _case(request, case, back=back, context=context, status=422)
    step, note = form.cleaned_data["langkah"], form.cleaned_data["catatan"]
    assessment = {case.pk: typed.assessment()}
    try:
        [receipt] = services.perform(
            step, [case], by=person(request), note=note, assessment=assessment
        )
    except Refused as refusal:
        typed.add_error(None, refusal.message)
        return _case(request, case, back=back, context=context, status=422)
    return _after_one(request, receipt, form, back, context)


def _after_one(
    request: HttpRequest, receipt: Receipt, form: DecideForm, back: str, context: dict[str, Any]
) -> HttpResponse:
    """A "no" leaves everything as it was typed; else back to the list, at the next case."""
    if receipt.outcome is Outcome.REFUSED:
        found = [finding.sentence for finding in receipt.findings] or [receipt.sentence]
        for sentence in dict.fromkeys(found):
            context["form"].add_error(None, sentence)
        return _case(request, context["case"], back=back, context=context, status=422)
    _keep(request, [receipt], form)
    return redirect(_list_url(back, next_one=request.POST.get("berikut", "")))


def _decide_many(
    request: HttpRequest, form: DecideForm, cases: list[WorkRequest], back: str
) -> HttpResponse:
    step, note = form.cleaned_data["langkah"], form.cleaned_data["catatan"]
    try:
        receipts = services.perform(step, cases, by=person(request), note=note)
    except Refused as refusal:
        return _list(request, QueryDict(back), problems=[refusal.message], picked=cases, status=422)
    _keep(request, receipts, form)
    return redirect(_list_url(back))


def _keep(request: HttpRequest, receipts: list[Receipt], form: DecideForm) -> None:
    step, note = form.cleaned_data["langkah"], form.cleaned_data["catatan"]
    results.keep(request, PLACE, receipts, undoable=step == "recommend")
    if step != "recommend":
        reasons.remember(request, note)


def _confirm(
    request: HttpRequest, form: DecideForm, cases: list[WorkRequest], back: str
) -> HttpResponse:
    """Asks for what is missing, the reason or the number, and keeps everything else."""
    step = form.cleaned_data["langkah"]
    beside = _beside(request, None)
    return confirming.page(
        request,
        form,
        cases,
        action=reverse("kotak-masuk-putuskan"),
        back=_list_url(back),
        hidden=[("langkah", step), ("kembali", back)],
        crumb="Kotak Masuk",
        sentences=reasons.for_steps(request, beside, [step]),
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
    found = _found(request, query)
    shown: list[WorkRequest] = list(found["page"].object_list)
    opened = case or _first(request, shown)
    facts = facts_for([*shown, *([case] if case and case not in shown else [])])
    beside = _beside(request, opened, facts[opened.pk].dates if opened else ())
    outcome = results.take(request, PLACE)
    context: dict[str, Any] = {
        **found,
        **_desk(request, found["view"]),
        "kept": rows.kept_views(beside, found["query"]),
        "rows": rows.rows(request, shown, facts, opened),
        "outcome": outcome,
        "picked": set(outcome.get("picked", [])) | {str(c.pk) for c in picked or []},
        "problems": problems or [],
        "closings": _closings(shown, beside),
        "is_asked": case is not None,
        "next_one": _next(shown, opened),
    }
    if opened is not None:
        context |= case_page.contents(request, opened, facts[opened.pk], beside)
        context["document"] = case_page.document(request, context["evidence"])
    return render(request, "workflows/inbox.html", context, status=status)


def _found(request: HttpRequest, query: QueryDict) -> dict[str, Any]:
    """The page of the list that the address describes, with its view and filters."""
    today = timezone.localdate()
    view = query.get("tampilan", "")
    view = view if view in rows.VIEWS else "giliran"
    filters = FilterForm(query)
    wanted = filters.wanted(today)
    is_filtered = any(value not in (None, "") for value in wanted.values())
    waiting = selectors.waiting_by_unit(held(request), today)
    _tell_shell(request, waiting)
    cases = selectors.search_cases(selectors.opd_view(held(request), view, today), **wanted)
    total = None if is_filtered else selectors.count_in(waiting, view)
    return {
        "view": view,
        "views": rows.views(view, waiting),
        "filters": filters,
        "is_filtered": is_filtered,
        "units": rows.units(waiting),
        "page": page_of(cases, query.get("halaman"), PER_PAGE, total=total),
        "query": kept.query_of(query),
    }


def _desk(request: HttpRequest, view: str) -> dict[str, Any]:
    """As whom one sits here, and what one may do with the whole list."""
    authority = held(request)
    return {
        "capacities": rows.acting(authority),
        "bar": rows.offered(request, view),
        "may_propose": view == "siap" and authority.may_somewhere("propose_request"),
        "may_keep_reasons": authority.may_somewhere("refuse_request"),
        "confirm_above": CONFIRM_ABOVE,
        "keys": kept.has_keys(request),
    }


def _case(
    request: HttpRequest,
    case: WorkRequest,
    *,
    back: str,
    context: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = context or _contents(request, case)
    more = {
        "query": back,
        "back": _list_url(back),
        "capacities": rows.acting(held(request)),
        "document": case_page.document(request, context["evidence"]),
    }
    return render(request, "workflows/case.html", {**context, **more}, status=status)


def _contents(
    request: HttpRequest, case: WorkRequest, data: QueryDict | None = None
) -> dict[str, Any]:
    facts = facts_for([case])[case.pk]
    return case_page.contents(request, case, facts, _beside(request, case, facts.dates), data)


def _beside(
    request: HttpRequest, case: WorkRequest | None, dates: Sequence[datetime.date] = ()
) -> Beside:
    """All that stands beside the list; the shell needn't ask for the region's name again."""
    found = selectors.beside(
        owner_id=person(request).pk,
        place=PLACE,
        units=selectors.units_of_desk(held(request)),
        case=case,
        dates=dates,
    )
    request.region_name = found.region  # type: ignore[attr-defined]
    return found


def _first(request: HttpRequest, shown: list[WorkRequest]) -> WorkRequest | None:
    """The case that is open though nobody asked: the one after the last decision, or the first."""
    wanted = request.GET.get("lanjut", "")
    return next((c for c in shown if str(c.pk) == wanted), shown[0] if shown else None)


def _next(shown: list[WorkRequest], opened: WorkRequest | None) -> str:
    """Which case to open once this one is decided: the next, after the last the one before."""
    keys = [case.pk for case in shown]
    if opened is None or opened.pk not in keys or len(keys) < 2:
        return ""
    at = keys.index(opened.pk)
    return str(keys[at + 1] if at + 1 < len(keys) else keys[at - 1])


def _closings(shown: list[WorkRequest], beside: Beside) -> list[str]:
    """Why cases of this page stand still, each reason once."""
    if not beside.is_closing:
        return []
    found = closures_for(
        {home_unit(c).pk: home_unit(c) for c in shown}.values(), timezone.localdate()
    )
    return list(dict.fromkeys(held_sentence(policy) for policy in found.values() if policy))


def _tell_shell(request: HttpRequest, waiting: list[dict[str, Any]]) -> None:
    """The menu shows the same count: it needn't ask again."""
    if held(request).paths("assess_request"):
        count = sum(w["count"] for w in waiting if w["state"] == State.SUBMITTED)
        request.counted = {"kotak-masuk": count}  # type: ignore[attr-defined]


def _list_url(query: str, *, next_one: str = "") -> str:
    parts = [query, f"lanjut={next_one}" if _uuid(next_one) else ""]
    found = "&".join(part for part in parts if part)
    return f"{reverse('kotak-masuk')}?{found}" if found else reverse("kotak-masuk")


def _sentences(form: DecideForm) -> list[str]:
    texts = [str(text) for errors in form.errors.values() for text in errors]
    return texts or ["Langkah ini tidak dikenal. Muat ulang halaman, lalu coba lagi."]


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
