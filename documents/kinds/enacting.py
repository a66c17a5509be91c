"""Through the one door: what an issued decree does to the requests that stand in it."""

from __future__ import annotations

import logging

from documents.models import Document
from wfa.people.models import Employee
from wfa.people.permissions import Capacity
from wfa.requests.models import State, WorkRequest
from workflows.services import perform

logger = logging.getLogger(__name__)


_STATES = {
    "enact": (State.IN_FORCE, {State.CANCELLED}),
    "revoke": (State.REVOKED, {State.CANCELLED, State.ENDED}),
}
"""{step: (where it leads, states of those that have left between signature and issue)}"""


class NotMovedError(Exception):
    """A request of the paper didn't follow: the issue is undone as a whole and tried again."""


def move(
    step: str, document: Document, *, by: Employee, capacity: Capacity, note: str = ""
) -> list[WorkRequest]:
    """Perform `step` on all requests of the paper; all or none.

    A number has been taken: who gave all days back, or was called back, before the paper went out
    holds nobody else up.
    """
    target, left = _STATES[step]
    items = WorkRequest.objects.filter(papers__document=document).order_by("pk")
    waiting = [each for each in items if each.state not in {target, *left}]
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
