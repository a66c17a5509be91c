"""The letter in which an OPD reports its roster to the BKD (section 8.3 of the forms).

A roster that came back and is submitted again gets a new letter: the paper keeps the round it was
written for (`options["round"]`), and the letters of earlier rounds stay issued as history.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from documents.kinds import parts, proposal_letter, rosters, telling
from documents.kinds.base import Check, Signature, Snapshot, Standing, Validity
from documents.kinds.rosters import lock
from documents.models import Document
from wfa.calendars import wording
from wfa.people import wording as written
from wfa.people.models import Employee
from wfa.people.permissions import Capacity
from wfa.policies.selectors import rules_along
from wfa.schedules.models import Roster

__all__ = ["lock"]

NAME = "roster_letter"
TEMPLATE = "documents/paper/roster_letter.html"
CLASSIFICATION = "800.1.11.1"
BOOK = "agenda"
SIGN_ACTION = "sign_letter"
NEEDS_MANDATE = False
SIGNER = "kepala OPD"
HANDLED_BY: tuple[str, ...] = ("sign_letter",)
PLACES = ("jadwal", "jadwal-bkd", "surat-keputusan")


def due() -> QuerySet[Roster]:
    """Rosters whose letter nobody has signed yet."""
    signed = Document.objects.filter(kind=NAME, state=Document.State.NUMBERED)
    waiting = Roster.objects.filter(state=Roster.State.SUBMITTED)
    return waiting.exclude(pk__in=list(signed.values_list("subject_id", flat=True)))


def title(roster: Roster) -> str:
    when = rosters.period(roster)
    kinds = Roster.Kind
    what = {
        kinds.AMENDMENT: f"perubahan jadwal {rosters.WORK}",
        kinds.EXTRA: f"hari tambahan {rosters.WORK}",
    }.get(kinds(roster.kind), f"jadwal {rosters.WORK}")
    return f"Usulan {what} {when}"


def back(document: Document) -> tuple[str, str]:
    return reverse("jadwal-matriks", args=[document.subject_id]), "Jadwal"


def checks(
    document: Document,
    user: Employee,
    capacity: Capacity | None,  # noqa: ARG001
    today: datetime.date,  # noqa: ARG001
) -> list[Check]:
    return rosters.checks(document, user, Roster.State.SUBMITTED)


def standing(document: Document) -> Standing:  # noqa: ARG001
    return Standing("Surat ini asli.")


def validity(document: Document, dated: datetime.date) -> Validity:  # noqa: ARG001
    return Validity(dated)


def snapshot(document: Document, signature: Signature) -> Snapshot:
    roster = rosters.roster_of(document)
    lines = rosters.lines_of(roster)
    days = rosters.days_of(lines)
    composed = rosters.composition(roster, days)
    place = parts.this_region()
    return {
        **parts.common(document, signature),
        "family": "sans",
        "nature": "Biasa",
        "enclosures": "1 (satu) berkas",
        "about": document.title,
        "addressee": proposal_letter.addressee(),
        "opening": "Dasar:",
        "bases": _bases(roster, days),
        "paragraphs": [_sentence(roster, len(lines), days)],
        "composition": composed,
        "closing": _closing(composed),
        "signature": parts.signature_block(signature, enacted=False),
        "copies": [f"{written.title(place.head_title)} (sebagai laporan);", "Arsip."],
        "annex": rosters.annex(roster, lines, heading="SURAT USULAN", title=_annex_title(roster)),
        "people": rosters.people(lines),
        "roster": {"id": str(roster.pk), "kind": roster.kind, "round": roster.round},
    }


def _bases(roster: Roster, days: Sequence[datetime.date]) -> list[str]:
    """National rules, the policies in force on the days of the roster, and what it changes."""
    along = rules_along([roster.unit], days or [roster.first_day])
    policies = {r.policy.pk: r.policy for r in along.values() if r.policy}
    changed = rosters.changed_paper(roster)
    return proposal_letter.listed(
        [*proposal_letter.documents_of(policies.values()), *([changed] if changed else [])]
    )


def _sentence(roster: Roster, count: int, days: Sequence[datetime.date]) -> str:
    unit, who = roster.unit.title_name, f"{parts.counted(count)} pegawai"
    if roster.kind == Roster.Kind.AMENDMENT:
        return (
            f"Bersama ini kami usulkan perubahan jadwal {unit} {rosters.period(roster)} untuk "
            f"{who}, karena {rosters.reason_of(roster)}. Hari semula dan hari penggantinya "
            "tercantum dalam Lampiran. Komposisi pada hari yang berubah menjadi sebagai berikut."
        )
    if roster.kind == Roster.Kind.EXTRA:
        return (
            f"Bersama ini kami usulkan hari tambahan {rosters.WORK} bagi {who} {unit} sebanyak "
            f"{parts.counted(len(days))} hari, karena {rosters.reason_of(roster)}. Nama dan "
            "harinya tercantum dalam Lampiran, dengan komposisi sebagai berikut."
        )
    return (
        f"Bersama ini kami usulkan jadwal {rosters.WORK} bagi {who} {unit} "
        f"{rosters.period(roster)}, sebagaimana tercantum dalam Lampiran. Pegawai lainnya bekerja "
        "di kantor. Komposisi pada setiap hari sebagai berikut."
    )


def _closing(composed: Sequence[dict[str, Any]]) -> list[str]:
    least = min((row["present"] for row in composed), default=0)
    busiest = max(composed, key=lambda row: row["away"], default=None)
    most = busiest["away"] if busiest else 0
    return [
        f"Pada hari terpadat {wording.number(most)} pegawai bekerja di luar kantor. Kantor tidak "
        f"pernah kosong: setiap hari sedikitnya {wording.number(least)} pegawai berada di kantor. "
        "Kami menjamin pelayanan publik tetap berjalan penuh, dan pegawai dapat dipanggil kembali "
        "ke kantor sewaktu-waktu.",
        "Demikian disampaikan, atas perhatian dan perkenan Bapak/Ibu diucapkan terima kasih.",
    ]


def _annex_title(roster: Roster) -> str:
    if roster.kind == Roster.Kind.AMENDMENT:
        return "DAFTAR PERUBAHAN JADWAL"
    return "DAFTAR PEGAWAI DAN HARI YANG DIUSULKAN"


def release(document: Document) -> None:
    """The roster still waits for its letter; nothing else holds it."""


def on_issued(document: Document, *, by: Employee, capacity: Capacity) -> None:
    """The letter is signed and has gone out: the roster enters the BKD's list."""
    rosters.move("report", document, by=by, capacity=capacity)


def tell(document: Document) -> None:
    telling.drafter(
        document,
        "Surat usulan jadwal terbit",
        f"Surat usulan nomor {document.number} sudah terbit dan diterima BKD.",
    )
