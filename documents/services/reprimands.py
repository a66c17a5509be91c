"""The letter of a step of guidance: prepared when whoever signs it opens it."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from documents.kinds import reprimand as kind
from documents.models import Document
from documents.services.drafting import PAPERS
from wfa.attendance.models import Reprimand
from wfa.attendance.rules.ladder import WITH_LETTER
from wfa.attendance.selectors.reprimands import SUBJECT
from wfa.audit.services import record
from wfa.people.models import Employee
from wfa.people.permissions import Capacity, authority
from wfa.refusals import Refused

LIVE = (Document.State.DRAFT, Document.State.NUMBERED, Document.State.ISSUED)


def letters_of(reprimand: Reprimand) -> QuerySet[Document]:
    """The live letter of this step, if there is one."""
    return Document.objects.filter(
        kind=kind.NAME, subject_kind=SUBJECT, subject_id=str(reprimand.pk), state__in=LIVE
    )


def ensure_reprimand_letter(reprimand: Reprimand, *, by: Employee, paper: str = "A4") -> Document:
    """The letter of a decided step: the one there is, or a new draft. Repeating changes nothing."""
    known = letters_of(reprimand).first()
    if known is not None:
        return known
    if reprimand.state != Reprimand.State.CONFIRMED or reprimand.level not in WITH_LETTER:
        raise Refused(
            "Langkah ini tidak menunggu surat. Buka halaman Pembinaan.", code="not_waiting"
        )
    capacity = authority(by).capacity(kind.SIGN_ACTION, kind.office(reprimand))
    if capacity is None or by.pk == reprimand.employee_id:
        raise Refused("Surat ini disiapkan oleh kepala OPD. Hubungi beliau.", code="no_right")
    try:
        with transaction.atomic():
            return _draft(reprimand, by, capacity, paper)
    except IntegrityError:  # somebody opened the page in the same moment
        return letters_of(reprimand).get()


def _draft(reprimand: Reprimand, by: Employee, capacity: Capacity, paper: str) -> Document:
    document = Document.objects.create(
        kind=kind.NAME,
        subject_kind=SUBJECT,
        subject_id=str(reprimand.pk),
        unit=kind.office(reprimand),
        title=kind.title(reprimand),
        options={"paper": paper if paper in PAPERS else PAPERS[0]},
        drafted_by=by,
        drafted_at=timezone.now(),
    )
    record(
        "document.drafted",
        by=by,
        capacity=capacity.label,
        target=("document", document.pk),
        kind=document.kind,
        reprimand=str(reprimand.pk),
    )
    return document
