"""One request of a proposal on a page of its own: all or some of its days, with conditions."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from wfa.refusals import Refused
from wfa.requests.models import State, WorkRequest
from wfa.requests.rules import Facts
from wfa.requests.selectors import facts_for
from workflows import selectors, services
from workflows.forms.desks import ItemForm, with_reason
from workflows.models import Proposal, SavedView
from workflows.permissions import AT_BKD, obstacles, open_steps
from workflows.reasons import CONDITION
from workflows.selectors import Beside
from workflows.services import Outcome, Receipt
from workflows.steps import STEPS
from workflows.views import case as case_page
from workflows.views import reasons, results
from workflows.views.scope import held, person


def place(proposal: Proposal) -> str:
    """Where results of decisions on this proposal are shown."""
    return f"usulan {proposal.pk}"


def page(request: HttpRequest, proposal: Proposal, key: str) -> HttpResponse:
    return _page(request, proposal, _case(proposal, key))


def decide(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """Take one step on one request; a "no" leaves everything as it was typed."""
    data = with_reason(request.POST)
    case = _case(proposal, data.get("pilih", ""))
    form = ItemForm(data, dates=_dates(case), auto_id="i_%s")
    if not form.is_valid():
        return _page(request, proposal, case, form)
    try:
        [receipt] = _perform(request, case, form)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _page(request, proposal, case, form)
    if receipt.outcome is Outcome.REFUSED:
        found = [finding.sentence for finding in receipt.findings] or [receipt.sentence]
        for sentence in dict.fromkeys(found):
            form.add_error(None, sentence)
        return _page(request, proposal, case, form)
    results.keep(request, place(proposal), [receipt], undoable=_can_be_undone(form))
    return redirect(_after(proposal, case))


def _perform(request: HttpRequest, case: WorkRequest, form: ItemForm) -> list[Receipt]:
    step, note = form.cleaned_data["langkah"], form.cleaned_data["catatan"]
    more: dict[str, Any] = {}
    if step == "approve":
        more["conditions"] = {case.pk: form.conditions()}
        if (dates := form.chosen()) is not None:
            more["days"] = {case.pk: dates}
    receipts = services.perform(step, [case], by=person(request), note=note, **more)
    if step != "approve":
        reasons.remember(request, note)
    return receipts


def _can_be_undone(form: ItemForm) -> bool:
    target = STEPS[form.cleaned_data["langkah"]].target
    return target in STEPS["reopen"].rights


def _after(proposal: Proposal, case: WorkRequest) -> str:
    """The next request that is still to be decided, else the whole proposal."""
    address = reverse("usulan-lihat", args=[proposal.pk])
    waiting = proposal.items.filter(is_open=True, request__state=State.PROPOSED)
    row = waiting.order_by("request__due_on", "request__applicant__name", "pk").first()
    return f"{address}?butir={row.request_id}" if row and row.request_id != case.pk else address


def _page(
    request: HttpRequest, proposal: Proposal, case: WorkRequest, form: ItemForm | None = None
) -> HttpResponse:
    facts = facts_for([case])[case.pk]
    beside = _beside(request, case, facts)
    why_held = case_page.held_back(case, beside)
    offered, obstructed = _offers(request, proposal, case)
    steps = [s for s in offered if not (why_held and STEPS[s].judged)]
    known, dates = case_page.about(request, case, facts, beside), _dates(case)
    context = {
        **known,
        "proposal": proposal,
        "outcome": results.take(request, place(proposal)),
        "held": why_held,
        "reasons": obstructed,
        "steps": steps,
        "form": form or ItemForm(initial=_initial(dates), dates=dates, auto_id="i_%s"),
        "seats": [(date, beside.seats.get(date)) for date in dates],
        "picked": _picked(form, dates),
        "sentences": reasons.for_steps(request, beside, [s for s in steps if STEPS[s].noted]),
        "terms": reasons.for_steps(request, beside, [CONDITION])[-1:],
        "document": case_page.document(request, known["evidence"]),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "workflows/item.html", context, status=status)


def _beside(request: HttpRequest, case: WorkRequest, facts: Facts) -> Beside:
    """All that stands beside the case; the shell is told what was asked already."""
    found = selectors.beside(
        owner_id=person(request).pk,
        place=SavedView.Place.BKD,
        units=selectors.units_of_desk(held(request)),
        case=case,
        dates=facts.dates,
    )
    request.region_name = found.region  # type: ignore[attr-defined]
    request.places = ("kotak-masuk-bkd",)  # type: ignore[attr-defined]  # see wfa.context
    return found


def _offers(
    request: HttpRequest, proposal: Proposal, case: WorkRequest
) -> tuple[list[str], list[str]]:
    """The steps to offer here, or why there are none."""
    if proposal.closed_at is not None:
        return [], ["Pemeriksaan usulan ini sudah selesai."]
    if not proposal.items.filter(request=case, is_open=True).exists():
        return [], ["Pengajuan ini sudah keluar dari usulan."]
    steps = open_steps(case, held(request), AT_BKD)
    blocked = obstacles(case, person(request).pk, steps) if steps else []
    if blocked:
        return [], blocked
    return steps, [] if steps else [f"Keadaannya sekarang: {State(case.state).label}."]


def _case(proposal: Proposal, key: str) -> WorkRequest:
    """A request that is or was in the proposal; 404 for every other."""
    try:
        pk = uuid.UUID(key)
    except ValueError as error:
        raise Http404 from error
    cases = WorkRequest.objects.select_related(
        "applicant__position", "applicant__unit", "unit", "opd"
    )
    found = cases.filter(pk=pk, items__proposal=proposal).first()
    if found is None:
        raise Http404
    return found


def _dates(case: WorkRequest) -> list[datetime.date]:
    """The days that can still be approved."""
    return list(case.days.filter(state="asked").order_by("date").values_list("date", flat=True))


def _initial(dates: list[datetime.date]) -> dict[str, Any]:
    return {"hari": [d.isoformat() for d in dates]}


def _picked(form: ItemForm | None, dates: list[datetime.date]) -> set[datetime.date]:
    """The days that stand ticked: as they were sent, or all."""
    if form is None or not isinstance(form.data, QueryDict):
        return set(dates)
    sent = set(form.data.getlist("hari"))
    return {d for d in dates if d.isoformat() in sent}
