"""The moment of signing: number, frozen content and its hash, in one transaction."""

from __future__ import annotations

import datetime
import secrets
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from documents import numbering
from documents.kinds import Kind, Signature, fingerprint, kind_of, parts
from documents.kinds import decree as decree_kind
from documents.kinds import proposal_letter as letter_kind
from documents.kinds import recall as recall_kind
from documents.models import Document, Register
from documents.services.locking import lock_document, require
from wfa.audit.services import record
from wfa.calendars import wording
from wfa.people.models import Employee, Unit
from wfa.people.permissions import Authority, Capacity, authority, holders
from wfa.people.selectors import mandate_on
from wfa.refusals import Refused
from wfa.requests.models import State, WorkRequest
from workflows.selectors import closings_of
from workflows.services.judging import held_sentence


@dataclass(frozen=True)
class Check:
    """One line of "Sebelum ditandatangani": `level` is ok, warn or bad (bad stops the signing)."""

    level: str
    sentence: str
    law: str = ""
    code: str = ""


def requests_of(document: Document, *, by: Employee | None = None) -> list[WorkRequest]:
    """The requests that a paper is about, or would be if `by` signed it."""
    if document.kind == Document.Kind.RECALL:
        return recall_kind.requests_of(document, by=by)
    if document.kind == Document.Kind.PROPOSAL_LETTER:
        return letter_kind.requests_of(document)
    return decree_kind.requests_of(document)


def signing_capacity(document: Document, user: Employee) -> Capacity | None:
    return authority(user).capacity(kind_of(document.kind).SIGN_ACTION, document.unit)


def checks(
    document: Document, user: Employee, capacity: Capacity | None, today: datetime.date
) -> list[Check]:
    """All that must hold before `user` signs; the page shows it, `sign` enforces it."""
    requests = requests_of(document, by=user)
    found = [
        _right(document, capacity),
        *_standing(document, requests),
        _separate_from_recall(user, document)
        if document.kind == Document.Kind.RECALL
        else _separate(user, requests),
    ]
    if document.kind == Document.Kind.DECREE:
        found += _held(requests, today)
    if kind_of(document.kind).NEEDS_MANDATE:
        found += [_mandate(capacity, today), *_ahead(document, requests, today)]
    return found


def _right(document: Document, capacity: Capacity | None) -> Check:
    if capacity is None:
        who = "kepala OPD" if document.kind == Document.Kind.PROPOSAL_LETTER else "kepala BKD"
        return Check("bad", f"Hanya {who} yang dapat menandatangani naskah ini.", code="no_right")
    return Check("ok", f"Anda bertindak sebagai {capacity.label}.", capacity.basis)


def _standing(document: Document, requests: list[WorkRequest]) -> list[Check]:
    if document.kind == Document.Kind.RECALL:
        return _callable(document, requests)
    if not requests:
        return [Check("bad", "Tidak ada pegawai dalam naskah ini. Buang rancangan.", code="empty")]
    wanted = {
        Document.Kind.PROPOSAL_LETTER: State.PROPOSED,
        Document.Kind.DECREE: State.APPROVED,
        Document.Kind.REVOCATION: State.IN_FORCE,
    }[Document.Kind(document.kind)]
    moved = [r for r in requests if r.state != wanted]
    if moved:
        names = ", ".join(str(r) for r in moved[:5])
        return [
            Check(
                "bad",
                f"Keadaan pengajuan {names} berubah. Buang rancangan, lalu susun lagi.",
                code="moved",
            )
        ]
    word = {"proposed": "diusulkan", "approved": "disetujui", "in_force": "masih berlaku"}
    return [Check("ok", f"{len(requests)} pengajuan {word[wanted]}, tidak ada di naskah lain.")]


def _callable(document: Document, requests: list[WorkRequest]) -> list[Check]:
    """What a recall takes in: everything that runs; a paper that is just going out comes first."""
    if not requests:
        sentence = "Tidak ada lagi persetujuan yang dipanggil kembali. Buang rancangan."
        return [Check("bad", sentence, code="empty")]
    since = recall_kind.since_of(document, timezone.localdate())
    if not recall_kind.is_closed(recall_kind.closing_of(document), since):
        sentence = "Kerja fleksibel sudah dibuka lagi. Buang rancangan."
        return [Check("bad", sentence, code="open_again")]
    going = Document.objects.filter(
        kind=Document.Kind.DECREE, state=Document.State.NUMBERED, items__request__in=requests
    )
    if going.exists():
        sentence = "Ada surat keputusan yang sedang terbit. Tunggu sampai terbit atau dibatalkan."
        return [Check("bad", sentence, code="going_out")]
    people = len({r.applicant_id for r in requests})
    return [Check("ok", f"{len(requests)} persetujuan dari {people} pegawai dipanggil kembali.")]


def _held(requests: list[WorkRequest], today: datetime.date) -> list[Check]:
    """Flexible work was closed after the draft: what isn't signed yet is held."""
    held = closings_of(requests, today)
    return [
        Check("bad", held_sentence(closing), code="held")
        for closing in dict.fromkeys(held.values())
    ]


def _separate_from_recall(user: Employee, document: Document) -> Check:
    """The signer's own approval is left out, for another official to call back."""
    if recall_kind.own_of(document, user).exists():
        return Check(
            "warn",
            "Persetujuan Anda sendiri tidak ikut dipanggil. Pejabat lain yang memutusnya.",
            "UU 30/2014 Pasal 42",
        )
    return Check("ok", "Tidak memuat pengajuan Anda sendiri.", "UU 30/2014 Pasal 42")


def _separate(user: Employee, requests: list[WorkRequest]) -> Check:
    """Nobody signs for themself, through an acting office either (UU 30/2014 Ps 42)."""
    if any(r.applicant_id == user.pk for r in requests):
        return Check(
            "bad",
            "Naskah ini memuat pengajuan Anda sendiri. Pejabat lain harus menandatanganinya.",
            "UU 30/2014 Pasal 42",
            code="own_case",
        )
    return Check("ok", "Tidak memuat pengajuan Anda sendiri.", "UU 30/2014 Pasal 42")


def _mandate(capacity: Capacity | None, today: datetime.date) -> Check:
    mandate = mandate_on(today)
    if mandate is None or (capacity and mandate.office_id != capacity.unit_id):
        return Check(
            "bad",
            "Dasar kewenangan menandatangani belum ada untuk hari ini. "
            "Isi di halaman Daerah, bagian Dasar kewenangan.",
            "UU 30/2014 Pasal 14",
            code="no_basis",
        )
    return Check("ok", f"Dasar kewenangan: {mandate}.", "UU 30/2014 Pasal 14")


def _ahead(document: Document, requests: list[WorkRequest], today: datetime.date) -> list[Check]:
    """A decree isn't retroactive: it can't give days that have passed (UU 30/2014 Ps 58 (6))."""
    if document.kind != Document.Kind.DECREE:
        return []
    law = "UU 30/2014 Pasal 58 ayat (6)"
    every = parts.days_by_request(requests, ["approved"])
    late = [r for r in requests if not any(day >= today for day in every.get(r.pk, []))]
    if late:
        names = ", ".join(str(r) for r in late[:5])
        return [
            Check(
                "bad",
                f"Semua hari pada {names} sudah lewat. Buang rancangan, susun tanpa pengajuan itu.",
                law,
                code="past",
            )
        ]
    passed = sum(day < today for days in every.values() for day in days)
    if passed:
        return [Check("warn", f"{passed} hari sudah lewat dan tidak ikut dicetak.", law)]
    return [Check("ok", "Semua hari masih di depan.", law)]


def preview(document: Document, user: Employee) -> dict[str, Any]:
    """The content as it would be signed today: by `user` when they may, else by who may."""
    if document.snapshot:
        return dict(document.snapshot)
    today = timezone.localdate()
    kind = kind_of(document.kind)
    capacity = signing_capacity(document, user)
    signer: Employee | None = user if capacity else None
    if signer is None:
        signer = next(iter(holders(kind.SIGN_ACTION, document.unit)), None)
        capacity = signing_capacity(document, signer) if signer else None
    return kind.snapshot(document, _signature(kind, document, signer, capacity, today))


def _signature(
    kind: Kind,
    document: Document,
    signer: Employee | None,
    capacity: Capacity | None,
    today: datetime.date,
    *,
    number: str = "",
    token: str = "",
    at: datetime.datetime | None = None,
) -> Signature:
    mandate = mandate_on(today) if kind.NEEDS_MANDATE else None
    office = Unit.objects.filter(pk=capacity.unit_id).first() if capacity else document.unit
    basis = ""
    if mandate and mandate.basis_date:
        basis = f"{mandate} tanggal {wording.short_day(mandate.basis_date)}"
    behalf = mandate.on_behalf_of if mandate else ""
    return Signature(today, signer, capacity, office, behalf, basis, number, token, at)


@transaction.atomic
def sign(document: Document, *, by: Employee, capacity: Capacity | None = None) -> Document:
    """Sign: number from the register, content frozen and hashed, token, state *numbered*.

    Nothing is in force before the issue, which the worker does next.
    """
    paper = lock_document(document)
    require(paper, Document.State.DRAFT, "Rancangan ini sudah berubah.")
    today = timezone.localdate()
    held = signing_capacity(paper, by)
    if capacity is not None:
        held = _chosen(paper, authority(by), capacity)
    for check in checks(paper, by, held, today):
        if check.level == "bad":
            raise Refused(check.sentence, code=check.code)
    assert held is not None  # noqa: S101 - the first check refuses without one
    _freeze(paper, by, held)
    _audit(paper, by, held)
    transaction.on_commit(lambda: enqueue(paper))
    return paper


def _chosen(paper: Document, held: Authority, capacity: Capacity) -> Capacity | None:
    """The capacity chosen, if it is still held and may sign this paper itself."""
    if capacity not in held.capacities:
        return None
    only = Authority((capacity,), held.granted)
    return only.capacity(kind_of(paper.kind).SIGN_ACTION, paper.unit)


def _freeze(paper: Document, by: Employee, held: Capacity) -> None:
    kind = kind_of(paper.kind)
    register = locked_register(paper.unit, kind.BOOK, timezone.localdate().year)
    now = timezone.now()
    today = timezone.localdate(now)
    if today.year != register.year:  # the year turned while we waited for the lock
        register = locked_register(paper.unit, kind.BOOK, today.year)
    paper.sequence = take_number(register)
    paper.register, paper.number = register, _number(paper, kind, today)
    paper.token = secrets.token_hex(16)
    signature = _signature(
        kind, paper, by, held, today, number=paper.number, token=paper.token, at=now
    )
    validity = kind.validity(paper, today)
    paper.snapshot = kind.snapshot(paper, signature)
    paper.snapshot_sha256 = fingerprint(paper.snapshot)
    paper.dated, paper.numbered_at, paper.due_at = today, now, now
    paper.valid_from, paper.valid_until = validity.starts, validity.ends
    paper.signer, paper.signer_name, paper.signer_capacity = by, by.full_name, held.label
    paper.state = Document.State.NUMBERED
    paper.save()


def locked_register(unit: Unit, name: str, year: int) -> Register:
    """The book of a unit and year; its lock makes the numbers gapless."""
    book, _ = Register.objects.get_or_create(unit=unit, name=name, year=year)
    return Register.objects.select_for_update().get(pk=book.pk)


def take_number(register: Register) -> int:
    register.last += 1
    register.save(update_fields=["last"])
    return register.last


def unit_code(unit: Unit) -> str:
    """How the unit is written in a number: its own letter code, else its short name."""
    text = unit.letter_code or unit.short_name or unit.code or f"U{unit.pk}"
    return "".join(c if c.isascii() and (c.isalnum() or c in ".-") else "-" for c in text).upper()


def _number(paper: Document, kind: Kind, today: datetime.date) -> str:
    number = numbering.write(
        numbering.PATTERNS[kind.NAME],
        numbering.Parts(
            kind.CLASSIFICATION, paper.sequence or 0, unit_code(paper.unit), today, kind.NAME
        ),
    )
    if Document.objects.filter(number=number).exists():
        raise Refused(
            f"Nomor {number} sudah dipakai unit lain. Minta administrator mengisi kode surat "
            "yang berbeda untuk unit ini.",
            code="number_taken",
        )
    return number


def enqueue(paper: Document) -> None:
    """A hint for the worker; the row itself says that it is due."""
    from documents.tasks import issue

    issue.enqueue(str(paper.pk))


def _audit(paper: Document, by: Employee, held: Capacity) -> None:
    record(
        "document.signed",
        by=by,
        capacity=held.label,
        target=("document", paper.pk),
        kind=paper.kind,
        number=paper.number,
        snapshot_sha256=paper.snapshot_sha256,
        basis=held.basis,
    )
