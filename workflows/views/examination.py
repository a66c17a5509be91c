"""The BKD's desk: which proposals wait, and the decisions on one of them until it is closed."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wfa.calendars.rules import Calendar
from wfa.calendars.selectors import load
from wfa.people.models import Unit
from wfa.people.permissions import under
from wfa.refusals import Refused
from wfa.requests.models import State, WorkRequest
from workflows import selectors, services
from workflows.forms.desks import DecideForm, DeskFilterForm, RowDecisions, with_reason
from workflows.models import Proposal, ProposalItem, SavedView
from workflows.permissions import AT_BKD
from workflows.rules import age, deadline
from workflows.services import Receipt
from workflows.views import confirming, dossier, kept, reasons, results
from workflows.views import item as item_page
from workflows.views.scope import chosen, examined, held, keys_of, page_of, person

PER_PAGE = 25


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Proposals that wait for the BKD, by deadline; the closed ones of the last 90 days."""
    today = timezone.localdate()
    filters = DeskFilterForm(request.GET)
    wanted = filters.wanted(today)
    closed = request.GET.get("tampilan") == "selesai"
    seen = _desk(request, closed=closed)
    rows = selectors.search_proposals(selectors.with_counts(seen), **wanted)
    if not closed:
        rows = rows.order_by(F("due").asc(nulls_last=True), "received_at", "pk")
    plain = (
        None
        if wanted.get("due")
        else seen
        if not wanted.get("opd")
        else seen.filter(opd=wanted["opd"])
    )
    page = page_of(rows, request.GET.get("halaman"), PER_PAGE, counted=plain)
    calendar = load(today - selectors.RECENT, today)
    query = kept.query_of(request.GET)
    views = selectors.saved_views(person(request).pk, SavedView.Place.BKD)
    context = {
        "closed": closed,
        "page": page,
        "rows": [_row(p, calendar, today) for p in page.object_list],
        "opds": Unit.objects.filter(pk__in=seen.order_by().values("opd"))[:200],
        "filters": filters,
        "is_filtered": any(wanted.values()),
        "views": _views(closed=closed),
        "kept": [{"pk": v.pk, "name": v.name, "query": v.query} for v in views],
        "query": query,
        "keys": kept.has_keys(request),
        "may_keep_reasons": held(request).may_somewhere("sign_decree"),
    }
    return render(request, "workflows/bkd_inbox.html", context)


def _row(proposal: Any, calendar: Calendar, today: datetime.date) -> dict[str, Any]:
    left = deadline(calendar, proposal.due, today) if proposal.due else None
    return {
        "proposal": proposal,
        "age": age(calendar, proposal.received_at, today),
        "left": left and (left[0].removesuffix(": putuskan tertulis"), *left[1:]),
    }


@require_POST
def decide(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Row by row, or one step for all that are ticked."""
    proposal = examined(request, pk)
    if request.POST.get("satu"):
        return item_page.decide(request, proposal)
    typed = RowDecisions.read(request.POST)
    if request.POST.get("langkah"):
        return _bulk(request, proposal, typed)
    if not typed.is_valid():
        return dossier.page(request, proposal, typed=typed, status=422)
    groups = typed.groups()
    wanted = [key for keys in groups.values() for key in keys]
    cases = {case.pk: case for case in keys_of(_cases(proposal), wanted)}
    receipts: list[Receipt] = []
    try:
        for (step, note), keys in groups.items():
            receipts += services.perform(
                step, [cases[key] for key in keys], by=person(request), note=note
            )
    except Refused as refusal:
        messages.error(request, refusal.message)
    return _answer(request, proposal, receipts, typed, undoable=True)


@require_POST
def undo(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take back what this officer decided, while the examination is open."""
    proposal = examined(request, pk)
    one = request.POST.get("urungkan")
    keys = [
        key for text in ([one] if one else request.POST.getlist("pilih")) if (key := _key(text))
    ]
    if not keys:
        messages.error(request, "Belum ada keputusan yang dipilih untuk diurungkan.")
        return redirect("usulan-lihat", pk)
    cases = keys_of(_cases(proposal), list(dict.fromkeys(keys)))
    receipts = services.perform("reopen", cases, by=person(request))
    return _answer(request, proposal, receipts, RowDecisions.read(request.POST))


@require_POST
def close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """End the examination: from now on the decisions stand."""
    proposal = examined(request, pk)
    if proposal.closed_at is not None:
        messages.info(request, f"Pemeriksaan ini sudah diselesaikan oleh {proposal.closed_by}.")
        return redirect("usulan-lihat", pk)
    try:
        services.close_examination(proposal, by=person(request))
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        approved = proposal.items.filter(is_open=True, request__state=State.APPROVED).count()
        rest = f"{approved} pengajuan menunggu surat keputusan." if approved else ""
        messages.success(request, f"Pemeriksaan selesai. {rest}".strip())
    return redirect("usulan-lihat", pk)


def _bulk(request: HttpRequest, proposal: Proposal, typed: RowDecisions) -> HttpResponse:
    form = DecideForm(_whole(request, proposal))
    if not form.is_valid() or form.cleaned_data["langkah"] not in AT_BKD:
        texts = [str(text) for errors in form.errors.values() for text in errors]
        typed.errors[""] = " ".join(texts) or "Langkah ini tidak dikenal. Muat ulang halaman."
        return dossier.page(request, proposal, typed=typed, status=422)
    if form.lacks_note() or form.lacks_number():
        cases = chosen(_cases(proposal), form.cleaned_data["pilih"])
        return _confirm(request, proposal, form, cases, typed)
    cases = keys_of(_cases(proposal), form.cleaned_data["pilih"])
    try:
        receipts = services.perform(
            form.cleaned_data["langkah"],
            cases,
            by=person(request),
            note=form.cleaned_data["catatan"],
        )
    except Refused as refusal:
        typed.errors[""] = refusal.message
        return dossier.page(request, proposal, typed=typed, status=422)
    reasons.remember(request, form.cleaned_data["catatan"])
    return _answer(request, proposal, receipts, typed, undoable=True)


def _whole(request: HttpRequest, proposal: Proposal) -> QueryDict:
    """The form as sent; "semua" stands for every request of the proposal that is undecided."""
    data = with_reason(request.POST)
    if data.get("semua"):
        waiting = proposal.items.filter(is_open=True, request__state=State.PROPOSED)
        keys = waiting.order_by("pk").values_list("request", flat=True)
        data.setlist("pilih", [str(key) for key in keys])
    return data


def _confirm(
    request: HttpRequest,
    proposal: Proposal,
    form: DecideForm,
    cases: list[WorkRequest],
    typed: RowDecisions,
) -> HttpResponse:
    step = form.cleaned_data["langkah"]
    hidden = [("langkah", step)]
    for key, (wanted, note) in typed.typed.items():
        hidden += [(f"keputusan-{key}", wanted), (f"alasan-{key}", note)]
    return confirming.page(
        request,
        form,
        cases,
        action=reverse("usulan-putuskan", args=[proposal.pk]),
        back=reverse("usulan-lihat", args=[proposal.pk]),
        hidden=hidden,
        crumb=f"Usulan {proposal.opd}",
        sentences=reasons.for_desk(request, [step]),
    )


def _answer(
    request: HttpRequest,
    proposal: Proposal,
    receipts: list[Receipt],
    typed: RowDecisions,
    *,
    undoable: bool = False,
) -> HttpResponse:
    """Back to the dossier with the receipts; what was typed for other rows stays."""
    settled = [str(r.request.pk) for r in receipts if r.ok]
    if receipts:
        results.keep(
            request,
            item_page.place(proposal),
            receipts,
            undoable=undoable,
            typed=typed.without(settled),
        )
    return redirect("usulan-lihat", proposal.pk)


def _cases(proposal: Proposal) -> QuerySet[WorkRequest]:
    """All that are or were in the proposal."""
    items = ProposalItem.objects.filter(proposal=proposal)
    return WorkRequest.objects.filter(pk__in=items.values("request")).select_related("applicant")


def _desk(request: HttpRequest, *, closed: bool) -> QuerySet[Proposal]:
    scope = under(held(request).paths("examine_request"), "opd__path")
    if not closed:
        return selectors.bkd_inbox().filter(scope)
    recent = Proposal.objects.filter(scope, closed_at__gte=timezone.now() - selectors.RECENT)
    return recent.select_related("opd", "closed_by").order_by("-closed_at", "pk")


def _views(*, closed: bool) -> list[dict[str, Any]]:
    return [
        {"label": "Menunggu pemeriksaan", "url": "?", "current": not closed, "count": None},
        {
            "label": "Selesai 90 hari terakhir",
            "url": "?tampilan=selesai",
            "current": closed,
            "count": None,
        },
    ]


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
