"""The BKD's desk: which proposals wait, and the decisions on one of them until it is closed."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wfa.calendars.selectors import load
from wfa.people.models import Unit
from wfa.people.permissions import under
from wfa.refusals import Refused
from wfa.requests.models import State, WorkRequest
from workflows import selectors, services
from workflows.forms import DecideForm, RowDecisions
from workflows.models import Proposal, ProposalItem
from workflows.permissions import AT_BKD
from workflows.rules import age
from workflows.services import Receipt
from workflows.views import confirming, dossier, results
from workflows.views.scope import chosen, examined, held, page_of, person

PER_PAGE = 25


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Proposals that wait for the BKD, oldest first; the closed ones of the last 90 days."""
    closed = request.GET.get("tampilan") == "selesai"
    seen = _desk(request, closed=closed)
    opd = request.GET.get("opd", "")
    chosen_opd = int(opd) if opd.isdecimal() and len(opd) < 10 else None
    rows = selectors.with_counts(seen.filter(opd=chosen_opd) if chosen_opd else seen)
    page = page_of(rows, request.GET.get("halaman"), PER_PAGE)
    today = timezone.localdate()
    calendar = load(today - selectors.RECENT, today)
    context = {
        "closed": closed,
        "page": page,
        "rows": [(p, age(calendar, p.received_at, today)) for p in page.object_list],
        "opds": Unit.objects.filter(pk__in=seen.order_by().values("opd"))[:200],
        "opd": chosen_opd,
        "views": _views(closed=closed),
    }
    return render(request, "workflows/bkd_inbox.html", context)


@require_POST
def decide(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Row by row, or one step for all that are ticked."""
    proposal = examined(request, pk)
    typed = RowDecisions.read(request.POST)
    if request.POST.get("langkah"):
        return _bulk(request, proposal, typed)
    if not typed.is_valid():
        return dossier.page(request, proposal, typed=typed, status=422)
    groups = typed.groups()
    wanted = [key for keys in groups.values() for key in keys]
    cases = {case.pk: case for case in chosen(_cases(proposal), wanted)}
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
    cases = chosen(_cases(proposal), list(dict.fromkeys(keys)))
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
    form = DecideForm(request.POST)
    if not form.is_valid() or form.cleaned_data["langkah"] not in AT_BKD:
        texts = [str(text) for errors in form.errors.values() for text in errors]
        typed.errors[""] = " ".join(texts) or "Langkah ini tidak dikenal. Muat ulang halaman."
        return dossier.page(request, proposal, typed=typed, status=422)
    cases = chosen(_cases(proposal), form.cleaned_data["pilih"])
    if form.lacks_note() or form.lacks_number():
        return _confirm(request, proposal, form, cases, typed)
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
    return _answer(request, proposal, receipts, typed, undoable=True)


def _confirm(
    request: HttpRequest,
    proposal: Proposal,
    form: DecideForm,
    cases: list[WorkRequest],
    typed: RowDecisions,
) -> HttpResponse:
    hidden = [("langkah", form.cleaned_data["langkah"])]
    for key, (step, note) in typed.typed.items():
        hidden += [(f"keputusan-{key}", step), (f"alasan-{key}", note)]
    return confirming.page(
        request,
        form,
        cases,
        action=reverse("usulan-putuskan", args=[proposal.pk]),
        back=reverse("usulan-lihat", args=[proposal.pk]),
        hidden=hidden,
        crumb=f"Usulan {proposal.opd}",
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
            dossier.place(proposal),
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
