"""The moment of signing: number, frozen content and its hash, in one transaction."""

from __future__ import annotations

import datetime
import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone

from documents import numbering
from documents.kinds import Check, Kind, Signature, fingerprint, kind_of
from documents.models import Document, Register
from documents.services.locking import lock_document, require
from wfa.audit.services import record
from wfa.calendars import wording
from wfa.people.models import Employee, Unit
from wfa.people.permissions import Authority, Capacity, authority, holders
from wfa.people.selectors import mandate_on
from wfa.refusals import Refused


def signing_capacity(document: Document, user: Employee) -> Capacity | None:
    return authority(user).capacity(kind_of(document.kind).SIGN_ACTION, document.unit)


def checks(
    document: Document, user: Employee, capacity: Capacity | None, today: datetime.date
) -> list[Check]:
    """All that must hold before `user` signs; the page shows it, `sign` enforces it."""
    kind = kind_of(document.kind)
    return [_right(kind, capacity), *kind.checks(document, user, capacity, today)]


def _right(kind: Kind, capacity: Capacity | None) -> Check:
    if capacity is None:
        sentence = f"Hanya {kind.SIGNER} yang dapat menandatangani naskah ini."
        return Check("bad", sentence, code="no_right")
    return Check("ok", f"Anda bertindak sebagai {capacity.label}.", capacity.basis)


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
