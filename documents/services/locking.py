"""Locks in the order of the house: process → request → document → register → audit head."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from viewflow.workflow.models import Process

from documents.models import Document
from wfa.refusals import Refused
from wfa.requests.models import WorkRequest
from workflows.models import ProposalItem


def lock_requests(ids: Iterable[Any]) -> list[WorkRequest]:
    """The processes of these requests, then the requests, each ordered by key."""
    wanted = list(ids)
    processes = ProposalItem.objects.filter(request__in=wanted, is_open=True)
    list(
        Process.objects.select_for_update()
        .filter(pk__in=set(processes.values_list("proposal__process", flat=True)))
        .order_by("pk")
    )
    return list(
        WorkRequest.objects.select_for_update(of=("self",))
        .filter(pk__in=wanted)
        .select_related("opd", "applicant__unit")
        .order_by("pk")
    )


def lock_document(document: Document) -> Document:
    """The paper with all that stands in it, locked; as it is now."""
    ids = list(document.items.values_list("request", flat=True))
    if document.kind == Document.Kind.PROPOSAL_LETTER:
        items = ProposalItem.objects.filter(proposal=uuid.UUID(document.subject_id), is_open=True)
        ids = list(items.values_list("request", flat=True))
    lock_requests(ids)
    return (
        Document.objects.select_for_update(of=("self",)).select_related("unit").get(pk=document.pk)
    )


def require(document: Document, state: Document.State, sentence: str) -> None:
    """Somebody was faster: information, with what to do next."""
    if document.state != state:
        now = document.get_state_display().lower()
        raise Refused(f"{sentence} Naskah ini sekarang: {now}. Muat ulang halaman.", code="moved")
