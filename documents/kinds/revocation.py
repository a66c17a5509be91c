"""The decree that revokes an issued decree for some or all of its people."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from documents.kinds import checking, decree, law, parts, telling
from documents.kinds.base import Check, Signature, Snapshot, Standing, Validity
from documents.kinds.enacting import move
from documents.kinds.locks import lock_items as lock
from documents.kinds.locks import release_items as release
from documents.kinds.standing import DECREE
from documents.models import Document, DocumentItem
from wfa.calendars import wording
from wfa.people import wording as written
from wfa.people.models import Employee
from wfa.people.permissions import Capacity
from wfa.requests.models import RequestDay, State

__all__ = ["lock", "release"]

NAME = "revocation"
TEMPLATE = "documents/paper/decree.html"
CLASSIFICATION = "800.1.11.1"
BOOK = "agenda"
SIGN_ACTION = "sign_decree"
NEEDS_MANDATE = True
SIGNER = "kepala BKD"
HANDLED_BY: tuple[str, ...] = ("draft_decree", "sign_decree")
PLACES = ("surat-keputusan",)


def due() -> QuerySet[Document]:
    """Nothing waits for a revocation by itself: a person decides on it, with a reason."""
    return Document.objects.none()


def revoked_decree(document: Document) -> Document:
    return Document.objects.get(pk=document.subject_id, kind=Document.Kind.DECREE)


def title(revoked: Document) -> str:
    return f"Pencabutan persetujuan dalam Keputusan Nomor {revoked.number}"


def back(document: Document) -> tuple[str, str]:  # noqa: ARG001
    return reverse("surat-keputusan"), "Surat Keputusan"


def checks(
    document: Document, user: Employee, capacity: Capacity | None, today: datetime.date
) -> list[Check]:
    requests = decree.requests_of(document)
    return [
        checking.standing(requests, State.IN_FORCE),
        checking.separate(user, checking.applicants(requests)),
        checking.mandate(capacity, today),
    ]


def standing(document: Document) -> Standing:  # noqa: ARG001
    return Standing(DECREE)


def tell(document: Document) -> None:
    telling.people(document, decree.requests_of(document), "Pencabutan kerja fleksibel Anda")


def validity(document: Document, dated: datetime.date) -> Validity:  # noqa: ARG001
    return Validity(dated)


def snapshot(document: Document, signature: Signature) -> Snapshot:
    revoked = revoked_decree(document)
    requests = decree.requests_of(document)
    dates = parts.days_by_request(requests, [RequestDay.State.APPROVED], signature.today)
    rows = [
        {**parts.row(no, r, dates.get(r.pk, []), parts.place_of(r, alone=False))}
        for no, r in enumerate(requests, 1)
    ]
    issuer = law.issuer(signature, document.unit)
    return {
        **parts.common(document, signature),
        "family": "serif",
        "heading": f"KEPUTUSAN {issuer}",
        "about": document.title.upper(),
        "office": issuer,
        "considering": _considering(document, revoked, issuer),
        "recalling": law.recalling(requests, signature),
        "noting": [],
        "enacting": f"KEPUTUSAN {issuer} TENTANG {document.title.upper()}.",
        "clauses": _clauses(revoked, len(requests)),
        "signature": parts.signature_block(signature, enacted=True),
        "copies": decree.copies(requests),
        "annex": {
            "heading": f"KEPUTUSAN {issuer}",
            "title": "DAFTAR PEGAWAI YANG PERSETUJUANNYA DICABUT",
            "rows": rows,
        },
        "people": [
            {"name": r.applicant.get_short_name(), "nip": r.applicant.identity} for r in requests
        ],
        "revokes": {"number": revoked.number, "id": str(revoked.pk)},
    }


def _considering(document: Document, revoked: Document, issuer: str) -> list[str]:
    reason = str(document.options.get("reason", "")).strip().rstrip(".;")
    return [
        f"bahwa dengan Keputusan Nomor {revoked.number} tanggal {_date(revoked)} telah diberikan "
        "persetujuan melaksanakan tugas kedinasan secara fleksibel;",
        f"bahwa persetujuan kepada pegawai dalam Lampiran perlu dicabut karena {_lower(reason)};",
        "bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a dan huruf b, perlu "
        f"menetapkan Keputusan {written.title(issuer)} tentang Pencabutan Persetujuan dalam "
        f"Keputusan Nomor {revoked.number};",
    ]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _date(revoked: Document) -> str:
    return wording.short_day(revoked.dated) if revoked.dated else ""


def _clauses(revoked: Document, count: int) -> list[dict[str, Any]]:
    return law.clauses(
        [
            {
                "text": f"Mencabut persetujuan kepada {parts.counted(count)} pegawai sebagaimana "
                f"tercantum dalam Lampiran, yang diberikan dengan Keputusan Nomor {revoked.number} "
                f"tanggal {_date(revoked)}."
            },
            {
                "text": "Pegawai sebagaimana dimaksud dalam Diktum KESATU kembali melaksanakan "
                "tugas di kantor sejak Keputusan ini berlaku."
            },
            {
                "text": "Persetujuan kepada pegawai lain dalam Keputusan Nomor "
                f"{revoked.number} tetap berlaku."
            }
            if _others(revoked, count)
            else {
                "text": f"Dengan berlakunya Keputusan ini, Keputusan Nomor {revoked.number} "
                "dinyatakan tidak berlaku."
            },
            {
                "text": "Pegawai dapat mengajukan keberatan paling lama 21 hari kerja sejak "
                "Keputusan ini diterima (Undang-Undang Nomor 30 Tahun 2014 Pasal 77)."
            },
            {
                "text": "Keputusan ini mulai berlaku pada tanggal ditetapkan, dengan ketentuan "
                "apabila di kemudian hari terdapat kekeliruan, diadakan perbaikan sebagaimana "
                "mestinya."
            },
        ]
    )


def _others(revoked: Document, count: int) -> bool:
    return revoked.items.filter(is_live=True).count() > count


def on_issued(document: Document, *, by: Employee, capacity: Capacity) -> None:
    """The persons leave the decree that is revoked; their requests become revoked."""
    requests = move(
        "revoke", document, by=by, capacity=capacity, note=str(document.options["reason"])
    )
    DocumentItem.objects.filter(
        document_id=document.subject_id, request__in=requests, is_live=True
    ).update(is_live=False)
