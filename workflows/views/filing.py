"""The applicant's own verbs: submit and withdraw."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from wfa.refusals import Refused
from wfa.requests.models import WorkRequest
from wfa.requests.services import EDITABLE
from workflows import services
from workflows.services import Outcome, Receipt
from workflows.views.scope import person

_STATEMENT = "Centang pernyataan lebih dulu. Pengajuan belum dikirim."


@require_POST
def submit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send one's own request to the OPD; without the statement back to the check."""
    case = _own(request, pk)
    if not request.POST.get("pernyataan"):
        messages.error(request, _STATEMENT)
        return redirect("pengajuan-periksa", pk)
    try:
        receipt = services.submit(case, by=person(request))
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("pengajuan-periksa", pk)
    if receipt.ok:
        _say_sent(request, receipt.request, receipt)
        return redirect("pengajuan", pk)
    for sentence in _reasons(receipt):
        messages.error(request, sentence)
    case.refresh_from_db()
    return redirect("pengajuan-periksa" if case.state in EDITABLE else "pengajuan", pk)


@require_POST
def withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take one's own request back, with or without a reason."""
    case = _own(request, pk)
    note = request.POST.get("catatan", "").replace("\0", "")[:2000]
    [receipt] = services.perform("withdraw", [case], by=person(request), note=note)
    say = {
        Outcome.DONE: (messages.success, "Pengajuan dibatalkan."),
        Outcome.SAME: (messages.info, receipt.sentence),
    }.get(receipt.outcome, (messages.error, receipt.sentence))
    say[0](request, say[1])
    return redirect("pengajuan", pk)


def _own(request: HttpRequest, pk: uuid.UUID) -> WorkRequest:
    user = person(request)
    return get_object_or_404(WorkRequest, Q(applicant=user) | Q(filed_by=user), pk=pk)


def _say_sent(request: HttpRequest, case: WorkRequest, receipt: Receipt) -> None:
    if receipt.outcome is Outcome.SAME:
        messages.info(request, f"{receipt.sentence} Nomor {case.number}.")
    else:
        messages.success(request, f"Pengajuan terkirim. Nomor {case.number}.")


def _reasons(receipt: Receipt) -> list[str]:
    sentences = [finding.sentence for finding in receipt.findings] or [receipt.sentence]
    return list(dict.fromkeys(sentences))
