"""The papers of a roster: the letter that reports it, and its Surat Tugas."""

from __future__ import annotations

from types import ModuleType

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from documents.kinds import assignment_letter, roster_letter
from documents.kinds.rosters import SUBJECT_KIND, taken_up
from documents.models import Document
from documents.services.drafting import PAPERS
from wfa.audit.services import record
from wfa.people.models import Employee
from wfa.people.permissions import Capacity, authority
from wfa.refusals import Refused
from wfa.schedules.models import Roster

OPEN = (Document.State.DRAFT, Document.State.NUMBERED)
LIVE = (*OPEN, Document.State.ISSUED)


def ensure_roster_letter(roster: Roster, *, by: Employee, paper: str = "A4") -> Document:
    """The letter of this round: the one there is, or a new draft. Repeating changes nothing.

    One draft at a time; the issued letters of earlier rounds stay as they are.
    """
    found = papers_of(roster).filter(kind=roster_letter.NAME, state__in=LIVE)
    known = found.filter(options__round=roster.round).first()
    if known is not None:
        return known
    if roster.state != Roster.State.SUBMITTED:
        raise Refused(
            "Jadwal ini tidak menunggu surat usulan. Buka halaman jadwalnya.", code="not_waiting"
        )
    capacity = _may_prepare(roster, by, "sign_letter", "draft_roster")
    return _once(roster_letter, roster, by, capacity, paper)


def ensure_assignment(roster: Roster, *, by: Employee, paper: str = "A4") -> Document:
    """The Surat Tugas of an approved roster: the one there is, or a new draft."""
    known = papers_of(roster).filter(kind=assignment_letter.NAME, state__in=LIVE).first()
    if known is not None:
        return known
    if roster.state != Roster.State.APPROVED:
        raise Refused(
            "Surat tugas disusun setelah jadwal disetujui BKD. Buka halaman jadwalnya.",
            code="not_approved",
        )
    capacity = _may_prepare(roster, by, "sign_letter", "draft_roster", "approve_roster")
    return _once(assignment_letter, roster, by, capacity, paper)


def paper_for(roster: Roster, *, by: Employee, paper: str = "A4") -> Document | None:
    """The paper that the roster is waiting for now; else the newest of its issued ones."""
    if roster.state == Roster.State.SUBMITTED:
        return ensure_roster_letter(roster, by=by, paper=paper)
    if roster.state == Roster.State.APPROVED:
        return ensure_assignment(roster, by=by, paper=paper)
    return papers_of(roster).filter(state__in=LIVE).first()


def papers_of(roster: Roster) -> QuerySet[Document]:
    """All papers about this roster, the newest first."""
    return Document.objects.filter(subject_kind=SUBJECT_KIND, subject_id=str(roster.pk)).order_by(
        "-drafted_at"
    )


def _may_prepare(roster: Roster, by: Employee, *actions: str) -> Capacity:
    held = authority(by)
    for action in actions:
        if capacity := held.capacity(action, roster.unit):
            return capacity
    raise Refused(
        "Surat jadwal disiapkan oleh kepala OPD atau pengelola kepegawaian. Hubungi mereka.",
        code="no_right",
    )


def _once(
    kind: ModuleType, roster: Roster, by: Employee, capacity: Capacity, paper: str
) -> Document:
    """A new draft, or the one that somebody else made in the same moment."""
    try:
        with transaction.atomic():
            _require_unmoved(roster)
            return _draft(kind, roster, by, capacity, paper)
    except IntegrityError:
        return papers_of(roster).get(kind=kind.NAME, state__in=OPEN)


def _require_unmoved(roster: Roster) -> None:
    """The roster stands as it was read, under its lock."""
    now = Roster.objects.select_for_update(of=("self",)).get(pk=roster.pk)
    if (now.state, now.round) != (roster.state, roster.round):
        raise Refused("Jadwal ini baru saja berubah. Muat ulang halaman.", code="moved")


def _draft(
    kind: ModuleType, roster: Roster, by: Employee, capacity: Capacity, paper: str
) -> Document:
    document = Document.objects.create(
        kind=kind.NAME,
        subject_kind=SUBJECT_KIND,
        subject_id=str(roster.pk),
        unit=roster.unit,
        title=kind.title(roster)[:300],
        options={"paper": paper if paper in PAPERS else PAPERS[0], "round": roster.round},
        drafted_by=by,
        drafted_at=timezone.now(),
    )
    if kind is assignment_letter:
        taken_up(roster)
    record(
        "document.drafted",
        by=by,
        capacity=capacity.label,
        target=("document", document.pk),
        kind=document.kind,
        roster=str(roster.pk),
    )
    return document
