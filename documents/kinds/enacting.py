"""Through the one door: what an issued decree does to the requests that stand in it."""

from __future__ import annotations

import logging

from documents.models import Document
from wfa.people.models import Employee
from wfa.people.permissions import Capacity
from wfa.requests.models import WorkRequest
from workflows.services import perform

logger = logging.getLogger(__name__)


class NotMovedError(Exception):
    """A request of the paper didn't follow: the issue is undone as a whole and tried again."""


def move(
    step: str, document: Document, *, by: Employee, capacity: Capacity, note: str = ""
) -> list[WorkRequest]:
    """Perform `step` on all requests of the paper; all or none."""
    target = {"enact": "in_force", "revoke": "revoked"}[step]
    items = WorkRequest.objects.filter(papers__document=document).order_by("pk")
    waiting = [each for each in items if each.state != target]
    receipts = perform(
        step, waiting, by=by, capacity=capacity, note=note, document_number=document.number
    )
    failed = [receipt for receipt in receipts if not receipt.ok]
    if failed:
        logger.error("%s of document %s: %s not moved", step, document.pk, len(failed))
        raise NotMovedError(
            f"{len(failed)} pengajuan tidak dapat diproses. {failed[0].sentence.rstrip('.')}"
        )
    return list(items.all())
