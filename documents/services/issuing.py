"""From numbered to issued: rendered outside any transaction, then one transaction for the rest.

The row says itself that it is due; the job and the sweep only look. Running twice, or dying in
between, ends in the same single issue.
"""

from __future__ import annotations

import datetime
import logging
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from documents import rendering, storage
from documents.kinds import fingerprint, kind_of
from documents.kinds.enacting import NotMovedError
from documents.models import Document
from documents.services.archiving import file_document
from documents.services.drafting import may_handle
from documents.services.locking import lock_document, require
from documents.services.signing import enqueue
from wfa.audit.services import record
from wfa.files.models import StoredFile
from wfa.files.services import read_bytes
from wfa.people.authority import Role
from wfa.people.models import Employee
from wfa.people.permissions import Capacity
from wfa.refusals import Refused

logger = logging.getLogger(__name__)
FIRST_WAIT = datetime.timedelta(minutes=2)
LONGEST_WAIT = datetime.timedelta(hours=1)


class AlteredError(Exception):
    """The frozen content doesn't match its hash: nothing is printed from it."""


def issue_due(limit: int = 20) -> int:
    """Issue the numbered papers that are due; how many went out. Sweep and job both call it."""
    now = timezone.now()
    waiting = Document.objects.filter(state=Document.State.NUMBERED, due_at__lte=now)
    ids = list(waiting.order_by("due_at", "pk").values_list("pk", flat=True)[:limit])
    return sum(issue(pk) for pk in ids)


def issue(document_id: Any) -> bool:
    """Issue one numbered paper if it is due and nobody else holds it; True when it went out."""
    document = claim(document_id)
    if document is None:
        return False
    try:
        return finish(document, render(document))
    except Exception as error:
        _failed(document, error)
        return False


def claim(document_id: Any) -> Document | None:
    """Take a due paper by moving its next try forward: who changes the row has it."""
    now = timezone.now()
    document = Document.objects.filter(
        pk=document_id, state=Document.State.NUMBERED, due_at__lte=now
    ).first()
    if document is None:
        return None
    wait = min(FIRST_WAIT * 2 ** min(document.attempts, 10), LONGEST_WAIT)
    taken = Document.objects.filter(
        pk=document.pk, state=Document.State.NUMBERED, due_at=document.due_at
    ).update(due_at=now + wait, attempts=F("attempts") + 1)
    return document if taken else None


def render(document: Document) -> rendering.Rendered:
    """The paper of the frozen content, and of nothing else."""
    if fingerprint(document.snapshot) != document.snapshot_sha256:
        raise AlteredError("isi beku tidak cocok dengan sidiknya")
    return rendering.render(
        kind_of(document.kind).TEMPLATE,
        document.snapshot,
        emblem=emblem_of(document.snapshot),
    )


def emblem_of(snapshot: dict[str, Any]) -> bytes:
    """The region's emblem that the snapshot names; b"" where there was none."""
    named = snapshot["letterhead"].get("emblem")
    if not named:
        return b""
    stored = StoredFile.objects.get(pk=named["file"])
    if stored.sha256 != named["sha256"]:
        raise AlteredError("lambang daerah tidak cocok dengan sidiknya")
    return read_bytes(stored)


def finish(document: Document, rendered: rendering.Rendered) -> bool:
    """File, hash, state, the requests, archive, notices: all in one transaction, or nothing."""
    name, digest = storage.put(rendered.content)
    with transaction.atomic():
        paper = lock_document(document)
        if paper.state != Document.State.NUMBERED:
            return False
        assert paper.signer is not None  # noqa: S101 - a numbered paper has one
        paper.state, paper.issued_at = Document.State.ISSUED, timezone.now()
        paper.file_name, paper.file_sha256 = name, digest
        paper.file_size, paper.pages = len(rendered.content), rendered.pages
        paper.due_at, paper.last_error = None, ""
        paper.save()
        capacity = capacity_of(paper.snapshot)
        kind_of(paper.kind).on_issued(paper, by=paper.signer, capacity=capacity)
        file_document(paper)
        record(
            "document.issued",
            by=None,
            target=("document", paper.pk),
            number=paper.number,
            sha256=digest,
        )
        kind_of(paper.kind).tell(paper)
    return True


def capacity_of(snapshot: dict[str, Any]) -> Capacity:
    """As whom the paper was signed, from the frozen values: the office may have ended since."""
    held = snapshot["capacity"]
    return Capacity(
        role=Role(held["role"]),
        unit_id=held["unit_id"],
        path=held["path"],
        kind=held["kind"],
        label=held["label"],
        basis=held["basis"],
        ends=datetime.date.fromisoformat(held["ends"]) if held["ends"] else None,
    )


def _failed(document: Document, error: Exception) -> None:
    """Numbered and due it stays. The error is told by its kind only: no personal data."""
    told = str(error) if isinstance(error, AlteredError | NotMovedError) else type(error).__name__
    Document.objects.filter(pk=document.pk).update(last_error=told[:200])
    logger.error("issue of document %s failed: %s", document.pk, type(error).__name__)


@transaction.atomic
def retry(document: Document, *, by: Employee) -> Document:
    """Try the issue again now."""
    paper = lock_document(document)
    require(paper, Document.State.NUMBERED, "Hanya naskah yang belum terbit dapat diulang.")
    capacity = may_handle(paper, by)
    paper.due_at = timezone.now()
    paper.save(update_fields=["due_at"])
    record("document.retried", by=by, capacity=capacity.label, target=("document", paper.pk))
    transaction.on_commit(lambda: enqueue(paper))
    return paper


@transaction.atomic
def void(document: Document, *, by: Employee, reason: str) -> Document:
    """Give up a numbered paper that never went out. Its number stays used, and says why."""
    text = " ".join(reason.split())
    if len(text) < 10:
        raise Refused(
            "Tulis alasan pembatalan, sedikitnya 10 huruf.", code="reason", field="reason"
        )
    paper = lock_document(document)
    require(paper, Document.State.NUMBERED, "Hanya naskah yang belum terbit dapat dibatalkan.")
    capacity = may_handle(paper, by)
    paper.state, paper.due_at = Document.State.VOID, None
    paper.void_reason, paper.voided_by = text[:300], by
    paper.save(update_fields=["state", "due_at", "void_reason", "voided_by"])
    kind_of(paper.kind).release(paper)
    record(
        "document.voided",
        by=by,
        capacity=capacity.label,
        target=("document", paper.pk),
        number=paper.number,
        reason=paper.void_reason,
    )
    return paper
