"""Papers before they have a number: written, shown, discarded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from documents.kinds import decree as decree_kind
from documents.kinds import kind_of, parts, proposal_letter, revocation
from documents.models import Document, DocumentItem
from documents.services.locking import lock_document, lock_requests, require
from wfa.audit.services import Entry, record, record_many
from wfa.people.models import Employee, Unit
from wfa.people.permissions import Capacity, authority
from wfa.refusals import Refused
from wfa.requests.models import RequestDay, State, WorkRequest
from workflows.models import Proposal, ProposalItem
from workflows.selectors import closings_of
from workflows.services import papers_drafted
from workflows.services.judging import held_sentence

PAPERS = ("A4", "F4")
LETTER_STATES = (Document.State.DRAFT, Document.State.NUMBERED, Document.State.ISSUED)
SHORTEST_REASON = 10


def ensure_letter(proposal: Proposal, *, by: Employee) -> Document:
    """The letter of a proposal: the one there is, or a new draft. Repeating changes nothing."""
    found = _letter_of(proposal)
    if found is not None:
        return found
    if proposal.received_at is not None:
        raise Refused("Usulan ini sudah diterima BKD. Buka halaman usulannya.", code="received")
    held = authority(by)
    capacity = held.capacity("sign_letter", proposal.opd) or held.capacity(
        "propose_request", proposal.opd
    )
    if capacity is None:
        raise Refused(
            "Surat usulan disiapkan oleh kepala OPD. Hubungi kepala OPD Anda.", code="no_right"
        )
    try:
        with transaction.atomic():
            return _new_letter(proposal, by, capacity)
    except IntegrityError:  # somebody opened the page in the same moment
        return Document.objects.get(
            kind=Document.Kind.PROPOSAL_LETTER,
            subject_id=str(proposal.pk),
            state__in=LETTER_STATES,
        )


def _letter_of(proposal: Proposal) -> Document | None:
    return Document.objects.filter(
        kind=Document.Kind.PROPOSAL_LETTER, subject_id=str(proposal.pk), state__in=LETTER_STATES
    ).first()


def _new_letter(proposal: Proposal, by: Employee, capacity: Capacity) -> Document:
    letter = Document.objects.create(
        kind=Document.Kind.PROPOSAL_LETTER,
        subject_kind="proposal",
        subject_id=str(proposal.pk),
        unit=proposal.opd,
        title=proposal_letter.SUBJECT,
        options={"paper": "A4"},
        drafted_by=by,
        drafted_at=timezone.now(),
    )
    _audit("document.drafted", letter, by, capacity)
    return letter


@transaction.atomic
def draft_decree(
    requests: Iterable[WorkRequest],
    *,
    by: Employee,
    single: bool = False,
    paper: str = "A4",
    conditions: Sequence[str] = (),
) -> list[Document]:
    """Gather approved requests into one decree with an annex per OPD, or one each (`single`).

    Everybody named in a decree reads its annex, so people of two OPDs never stand in one (G10).
    All or none: a request that isn't approved, or stands in another decree, stops the draft.
    """
    capacity = may_draft(by)
    rows = lock_requests([r.pk for r in requests])
    _check_approved(rows)
    options = {
        "paper": paper if paper in PAPERS else PAPERS[0],
        "single": single,
        "conditions": [line.strip() for line in conditions if line.strip()],
    }
    groups = [[r] for r in rows] if single else _by_opd(rows)
    dates = parts.days_by_request(rows, [RequestDay.State.APPROVED])
    papers = [
        draft_of(Document.Kind.DECREE, decree_kind.title(g, _dates(g, dates)), options, by)
        for g in groups
    ]
    write(list(zip(papers, groups, strict=True)), by, capacity)
    papers_drafted(rows)
    return papers


def _by_opd(rows: Sequence[WorkRequest]) -> list[list[WorkRequest]]:
    """The requests by the OPD in which their people work, in the order of first mention."""
    groups: dict[tuple[int, ...], list[WorkRequest]] = {}
    for row in rows:
        groups.setdefault(_readers(row), []).append(row)
    return list(groups.values())


def _readers(row: WorkRequest) -> tuple[int, ...]:
    """The OPD whose people read the decree; who moved after filing is read by two, so alone."""
    home = row.applicant.unit
    if home is None or home.opd_id is None:
        return (row.opd_id,)
    stayed = (home.path or "").startswith(row.opd.path or "-")  # a head files one level up
    return (home.opd_id,) if stayed else (home.opd_id, row.opd_id)


def _dates(group: Sequence[WorkRequest], dates: dict[Any, list[Any]]) -> list[Any]:
    return [day for r in group for day in dates.get(r.pk, [])]


def may_draft(by: Employee) -> Capacity:
    """As whom `by` drafts papers at the BKD."""
    capacity = authority(by).capacity("draft_decree", bkd())
    if capacity is None:
        raise Refused(
            "Surat keputusan disusun oleh petugas BKD. Hubungi BKD bila perlu.", code="no_right"
        )
    return capacity


def bkd() -> Unit:
    unit = parts.this_region().bkd
    assert unit is not None  # noqa: S101 - this_region refuses without one
    return unit


def _check_approved(rows: Sequence[WorkRequest]) -> None:
    """What a decree may hold: approved, days ahead, in no other decree, its sitting closed."""
    if not rows:
        raise Refused(
            "Belum ada pengajuan yang dipilih. Centang sedikitnya satu.",
            code="empty",
            field="requests",
        )
    _check_states(rows)
    _check_free(rows)
    check_held(rows)
    _check_sittings(rows)


def _check_states(rows: Sequence[WorkRequest]) -> None:
    late = [r for r in rows if r.state != State.APPROVED]
    if late:
        raise Refused(
            f"{_numbers(late)} tidak lagi berstatus disetujui. Muat ulang daftar dan pilih lagi.",
            code="not_approved",
        )
    today = timezone.localdate()
    past = [r for r in rows if r.last_day and r.last_day < today]
    if past:  # never retroactive (UU 30/2014 Ps 58 ayat (6))
        raise Refused(
            f"{_numbers(past)} sudah lewat semua harinya. Hapus centangnya, lalu susun lagi.",
            code="past",
        )


def _check_free(rows: Sequence[WorkRequest]) -> None:
    taken = DocumentItem.objects.filter(
        request__in=rows, kind=Document.Kind.DECREE, is_live=True
    ).select_related("request")
    if taken:
        raise Refused(
            f"{_numbers([item.request for item in taken])} sudah masuk surat keputusan lain. "
            "Muat ulang daftar dan pilih lagi.",
            code="in_other_decree",
        )


def _check_sittings(rows: Sequence[WorkRequest]) -> None:
    sitting = ProposalItem.objects.filter(
        request__in=rows, is_open=True, proposal__closed_at__isnull=True
    ).select_related("request")
    if sitting:
        raise Refused(
            f"Pemeriksaan usulan untuk {_numbers([i.request for i in sitting])} belum selesai. "
            "Selesaikan pemeriksaan di Kotak Masuk.",
            code="sitting_open",
        )


def check_held(rows: Sequence[WorkRequest]) -> None:
    """Approved before flexible work was closed, and not yet in a decree: held with the others."""
    if held := closings_of(rows, timezone.localdate()):
        first = held_sentence(next(iter(held.values())))
        raise Refused(f"{_numbers([r for r in rows if r.pk in held])}: {first}", code="held")


def _numbers(requests: Sequence[WorkRequest]) -> str:
    shown = ", ".join(str(r) for r in requests[:5])
    more = len(requests) - 5
    return f"Pengajuan {shown} dan {more} lainnya" if more > 0 else f"Pengajuan {shown}"


def draft_of(kind: Document.Kind, title: str, options: dict[str, Any], by: Employee) -> Document:
    """A paper of the BKD, not yet stored."""
    return Document(
        kind=kind,
        unit=bkd(),
        title=title[:300],
        options=options,
        drafted_by=by,
        drafted_at=timezone.now(),
    )


def write(
    papers: Sequence[tuple[Document, Sequence[WorkRequest]]], by: Employee, capacity: Capacity
) -> None:
    """Store drafts with the requests that stand in them, and tell the audit log."""
    Document.objects.bulk_create(paper for paper, _ in papers)
    DocumentItem.objects.bulk_create(
        DocumentItem(document=paper, request=r, kind=paper.kind)
        for paper, group in papers
        for r in group
    )
    record_many(
        [
            Entry(
                "document.drafted",
                by,
                capacity.label,
                ("document", paper.pk),
                {"kind": paper.kind, "requests": len(group)},
            )
            for paper, group in papers
        ]
    )


@transaction.atomic
def revoke(
    decree: Document, requests: Iterable[WorkRequest], *, by: Employee, reason: str
) -> Document:
    """Draft the decree that revokes `decree` for these people (UU 30/2014 Ps 64 and 66)."""
    capacity = may_draft(by)
    text = " ".join(reason.split())
    if len(text) < SHORTEST_REASON:
        raise Refused(
            f"Tulis alasan pencabutan, sedikitnya {SHORTEST_REASON} huruf. "
            "Alasan dicetak dalam bagian Menimbang.",
            code="reason",
            field="reason",
        )
    rows = lock_requests([r.pk for r in requests])
    _check_revocable(decree, rows)
    paper = draft_of(Document.Kind.REVOCATION, revocation.title(decree), {}, by)
    paper.subject_kind, paper.subject_id = "decree", str(decree.pk)
    paper.options = {"paper": decree.options.get("paper", "A4"), "reason": text}
    write([(paper, rows)], by, capacity)
    return paper


def _check_revocable(decree: Document, rows: Sequence[WorkRequest]) -> None:
    if decree.kind != Document.Kind.DECREE or decree.state != Document.State.ISSUED:
        raise Refused("Hanya surat keputusan yang sudah terbit dapat dicabut.", code="not_issued")
    live = set(decree.items.filter(is_live=True).values_list("request", flat=True))
    wrong = [r for r in rows if r.pk not in live or r.state != State.IN_FORCE]
    if not rows or wrong:
        raise Refused(
            "Pilih pegawai yang persetujuannya masih berlaku dalam keputusan ini.",
            code="not_in_force",
            field="requests",
        )
    if DocumentItem.objects.filter(
        request__in=rows, kind=Document.Kind.REVOCATION, is_live=True
    ).exists():
        raise Refused(
            "Pencabutan untuk pegawai ini sudah disusun. Buka tab Menunggu tanda tangan.",
            code="already_drafted",
        )


@transaction.atomic
def discard(document: Document, *, by: Employee) -> Document:
    """Throw a draft away; its requests can be gathered again. It never had a number."""
    paper = lock_document(document)
    require(paper, Document.State.DRAFT, "Hanya rancangan yang dapat dibuang.")
    capacity = may_handle(paper, by)
    paper.state = Document.State.DISCARDED
    paper.save(update_fields=["state"])
    kind_of(paper.kind).release(paper)
    _audit("document.discarded", paper, by, capacity)
    return paper


def may_handle(document: Document, by: Employee) -> Capacity:
    """Who may throw away, try again or void a paper: those who draft or sign its kind."""
    held = authority(by)
    for action in kind_of(document.kind).HANDLED_BY:
        if capacity := held.capacity(action, document.unit):
            return capacity
    raise Refused("Anda tidak berwenang atas naskah ini. Hubungi penyusunnya.", code="no_right")


def _audit(action: str, document: Document, by: Employee, capacity: Capacity) -> None:
    record(
        action, by=by, capacity=capacity.label, target=("document", document.pk), kind=document.kind
    )
