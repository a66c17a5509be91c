"""Locks in the order of the house: process → request or roster → document → register → audit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from viewflow.workflow.models import Process

from documents.models import Document
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


def release_items(document: Document) -> None:
    """The requests can be gathered into another paper."""
    document.items.update(is_live=False)


def lock_items(document: Document) -> None:
    """The requests that stand in the paper."""
    lock_requests(document.items.values_list("request", flat=True))
