"""The letter in which an OPD proposes its people to the BKD (section 8.3 of the forms)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from documents.kinds import checking, parts, telling
from documents.kinds.base import Check, Signature, Snapshot, Standing, Validity
from documents.kinds.locks import lock_requests
from documents.kinds.locks import release_items as release
from documents.models import Document
from wfa.calendars import wording
from wfa.people import wording as written
from wfa.people.models import Employee, Unit
from wfa.people.permissions import Capacity
from wfa.policies.models import Policy
from wfa.requests.models import LIVE_DAY, State, WorkRequest
from workflows.models import Proposal, ProposalItem
from workflows.selectors import letters_due
from workflows.services import letter_signed

__all__ = ["release"]

NAME = "proposal_letter"
TEMPLATE = "documents/paper/proposal_letter.html"
CLASSIFICATION = "800.1.11.1"
BOOK = "agenda"
SIGN_ACTION = "sign_letter"
NEEDS_MANDATE = False
SIGNER = "kepala OPD"
HANDLED_BY: tuple[str, ...] = ("sign_letter",)
PLACES = ("usulan", "kotak-masuk-bkd", "surat-keputusan")
SUBJECT = "Usulan pelaksanaan tugas kedinasan secara fleksibel"


def due() -> QuerySet[Proposal]:
    """Proposals whose letter nobody has signed yet."""
    signed = Document.objects.filter(kind=Document.Kind.PROPOSAL_LETTER, state="numbered")
    return letters_due().exclude(pk__in=list(signed.values_list("subject_id", flat=True)))


def proposal_of(document: Document) -> Proposal:
    return Proposal.objects.select_related("opd").get(pk=document.subject_id)


def requests_of(document: Document) -> list[WorkRequest]:
    """The people whom the proposal still carries, by name."""
    found = WorkRequest.objects.filter(
        items__proposal_id=document.subject_id, items__is_open=True
    ).select_related("applicant__unit", "applicant__position", "unit", "opd", "policy")
    return list(found.order_by("applicant__name", "pk"))


def back(document: Document) -> tuple[str, str]:
    return reverse("usulan-lihat", args=[document.subject_id]), "Usulan"


def lock(document: Document) -> None:
    inside = ProposalItem.objects.filter(proposal_id=document.subject_id, is_open=True)
    lock_requests(inside.values_list("request", flat=True))


def checks(
    document: Document,
    user: Employee,
    capacity: Capacity | None,  # noqa: ARG001
    today: datetime.date,  # noqa: ARG001
) -> list[Check]:
    requests = requests_of(document)
    return [
        checking.standing(requests, State.PROPOSED),
        checking.separate(user, checking.applicants(requests)),
    ]


def standing(document: Document) -> Standing:  # noqa: ARG001
    return Standing("Surat ini asli.")


def tell(document: Document) -> None:
    telling.drafter(
        document,
        "Surat usulan terbit",
        f"Surat usulan nomor {document.number} sudah terbit dan diterima BKD.",
    )


def validity(document: Document, dated: datetime.date) -> Validity:  # noqa: ARG001
    return Validity(dated)


def snapshot(document: Document, signature: Signature) -> Snapshot:
    requests = requests_of(document)
    dates = parts.days_by_request(requests, LIVE_DAY)
    place = parts.this_region()
    rows = [
        parts.row(no, r, dates.get(r.pk, []), parts.place_of(r, alone=False))
        for no, r in enumerate(requests, 1)
    ]
    return {
        **parts.common(document, signature),
        "family": "sans",
        "nature": "Biasa",
        "enclosures": "1 (satu) berkas",
        "about": SUBJECT,
        "addressee": addressee(),
        "opening": "Dasar:",
        "bases": _bases(requests),
        "paragraphs": [_request_sentence(document.unit, requests, dates)],
        "composition": _composition(requests, dates),
        "closing": _closing(document.unit, dates),
        "signature": parts.signature_block(signature, enacted=False),
        "copies": [f"{written.title(place.head_title)} (sebagai laporan);", "Arsip."],
        "annex": {
            "heading": "SURAT USULAN",
            "title": "DAFTAR PEGAWAI YANG DIUSULKAN",
            "rows": rows,
        },
        "people": [
            {"name": r.applicant.get_short_name(), "nip": r.applicant.identity} for r in requests
        ],
    }


def addressee() -> list[str]:
    place = parts.this_region()
    bkd = place.bkd
    head = f"Kepala {bkd.short_name or bkd.title_name}" if bkd else ""
    return [f"Yth. {written.title(place.head_title)}", f"u.p. {head}", f"di {place.seat}"]


def _bases(requests: Sequence[WorkRequest]) -> list[str]:
    policies = {r.policy_id: r.policy for r in requests if r.policy and r.policy.document_date}
    return listed(documents_of(policies.values()))


def documents_of(policies: Iterable[Policy]) -> list[str]:
    """The documents behind these policies, as letters cite them."""
    return [
        f"{p.document_title} Nomor {p.document_number} tanggal {wording.short_day(p.document_date)}"
        for p in policies
        if p.document_date
    ]


def listed(local: Iterable[str]) -> list[str]:
    """What a letter of an OPD rests on: national rules, then these; each line closed."""
    national = [
        "Peraturan Presiden Nomor 21 Tahun 2023 tentang Hari Kerja dan Jam Kerja Instansi "
        "Pemerintah dan Pegawai Aparatur Sipil Negara",
        "Peraturan Menteri PAN-RB Nomor 4 Tahun 2025 tentang Pelaksanaan Tugas Kedinasan Pegawai "
        "ASN secara Fleksibel pada Instansi Pemerintah",
    ]
    return closed_list(dict.fromkeys([*national, *local]))


def closed_list(texts: Iterable[str]) -> list[str]:
    lines = list(texts)
    return [f"{line};" for line in lines[:-1]] + [f"{lines[-1]}."]


def _request_sentence(
    unit: Unit, requests: Sequence[WorkRequest], dates: dict[Any, list[datetime.date]]
) -> str:
    every = [day for days in dates.values() for day in days]
    return (
        f"Bersama ini kami usulkan {parts.counted(len(requests))} pegawai "
        f"{unit.title_name} untuk melaksanakan tugas kedinasan secara fleksibel pada "
        f"bulan {parts.months(every)}, sebagaimana tercantum dalam Lampiran. Seluruhnya telah "
        "dinilai menurut kriteria pegawai dan karakteristik tugas, dengan komposisi berikut."
    )


def _composition(
    requests: Sequence[WorkRequest], dates: dict[Any, list[datetime.date]]
) -> list[dict[str, Any]]:
    """WFH and WFA: how many people, and how many days of work together."""
    names = {"WFH": "WFH (dari rumah)", "WFA": "WFA (dari tempat lain)"}
    found = []
    for mode, label in names.items():
        mine = [r for r in requests if r.short_kind == mode]
        days = sum(len(dates.get(r.pk, [])) for r in mine)
        found.append({"label": label, "people": len(mine), "days": days})
    return found


def _closing(unit: Unit, dates: dict[Any, list[datetime.date]]) -> list[str]:
    every = [day for days in dates.values() for day in days]
    busiest = max((every.count(day) for day in set(every)), default=0)
    staff = Employee.objects.filter(
        unit__path__startswith=unit.path or "-", is_active=True, kind=Employee.Kind.ASN
    ).count()
    return [
        f"Pada hari terpadat {wording.number(busiest)} dari {wording.number(staff)} pegawai bekerja "
        "fleksibel; pegawai lainnya bekerja di kantor. Kami menjamin pelayanan publik dan tugas "
        "kedinasan tetap berjalan, dan pegawai dapat dipanggil kembali ke kantor sewaktu-waktu.",
        "Demikian disampaikan, atas perhatian dan perkenan Bapak/Ibu diucapkan terima kasih.",
    ]


def on_issued(document: Document, *, by: Employee, capacity: Capacity) -> None:
    """The letter is signed and has gone out: the proposal enters the BKD's inbox."""
    letter_signed(
        proposal_of(document),
        number=document.number,
        dated=document.dated or timezone.localdate(),
        signer_name=f"{document.signer_name}, {document.signer_capacity}",
        by=by,
        capacity=capacity.label,
    )
