"""The decree that gives approved requests their force (section 8.4 of the forms)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from documents.kinds import checking, law, parts, telling
from documents.kinds.base import Check, Signature, Snapshot, Validity
from documents.kinds.enacting import move
from documents.kinds.locks import lock_items as lock
from documents.kinds.locks import release_items as release
from documents.kinds.standing import of_decree as standing
from documents.models import Document, DocumentItem
from wfa.calendars import wording
from wfa.people import wording as written
from wfa.people.models import Employee, Unit
from wfa.people.permissions import Capacity
from wfa.policies.selectors import rules_for_many
from wfa.requests.models import RequestDay, State, WorkRequest
from workflows.models import ProposalItem
from workflows.selectors import approved_items
from workflows.services import papers_filed, papers_issued

__all__ = ["lock", "release", "standing"]

NAME = "decree"
TEMPLATE = "documents/paper/decree.html"
CLASSIFICATION = "800.1.11.1"
BOOK = "agenda"
SIGN_ACTION = "sign_decree"
NEEDS_MANDATE = True
SIGNER = "kepala BKD"
HANDLED_BY: tuple[str, ...] = ("draft_decree", "sign_decree")
PLACES = ("surat-keputusan",)
SUBJECT = "pelaksanaan tugas kedinasan secara fleksibel"


def due() -> QuerySet[WorkRequest]:
    """Approved requests that stand in no live decree yet."""
    taken = DocumentItem.objects.filter(kind=Document.Kind.DECREE, is_live=True)
    return approved_items().exclude(pk__in=taken.values("request"))


def title(requests: Sequence[WorkRequest], dates: Sequence[datetime.date]) -> str:
    """ "Pelaksanaan tugas kedinasan secara fleksibel pada Dinas … bulan Agustus 2026" """
    units = {r.opd_id: r.opd for r in requests}
    if len(units) == 1:
        unit = next(iter(units.values()))
        where = f"pada {unit.title_name}"
        if len(unit.name) > 130 and unit.short_name:
            where = f"pada {unit.short_name}"
    else:
        where = f"di lingkungan Pemerintah {parts.region_name(parts.this_region())}"
    return f"{SUBJECT.capitalize()} {where} bulan {parts.months(dates)}"


def requests_of(document: Document) -> list[WorkRequest]:
    """The people of a decree in the order in which it lists them: by OPD, then by name."""
    found = WorkRequest.objects.filter(papers__document=document).select_related(
        "applicant__unit", "applicant__position", "unit", "opd", "policy"
    )
    return list(found.order_by("opd__path", "applicant__name", "pk"))


def dates_of(requests: Sequence[WorkRequest], since: datetime.date) -> dict[Any, list[Any]]:
    """Approved days that lie ahead: a decree is never retroactive (UU 30/2014 Ps 58 ayat (6))."""
    return parts.days_by_request(requests, [RequestDay.State.APPROVED], since)


def back(document: Document) -> tuple[str, str]:  # noqa: ARG001
    return reverse("surat-keputusan"), "Surat Keputusan"


def checks(
    document: Document, user: Employee, capacity: Capacity | None, today: datetime.date
) -> list[Check]:
    requests = requests_of(document)
    return [
        checking.standing(requests, State.APPROVED),
        checking.separate(user, checking.applicants(requests)),
        *checking.held(requests, today),
        checking.mandate(capacity, today),
        *([checking.ahead(requests, today)] if requests else []),
    ]


def tell(document: Document) -> None:
    telling.people(document, requests_of(document), "Surat keputusan Anda")


def validity(document: Document, dated: datetime.date) -> Validity:
    """In force from its date; ends with the last approved day (UU 30/2014 Ps 58 ayat (1))."""
    dates = dates_of(requests_of(document), dated)
    return Validity(dated, max((max(days) for days in dates.values()), default=dated))


def snapshot(document: Document, signature: Signature) -> Snapshot:
    requests = requests_of(document)
    dates = dates_of(requests, signature.today)
    alone = bool(document.options.get("single"))
    rows = [
        parts.row(no, r, dates.get(r.pk, []), parts.place_of(r, alone=alone))
        for no, r in enumerate(requests, 1)
    ]
    last = max((max(days) for days in dates.values()), default=signature.today)
    block = parts.signature_block(signature, enacted=True)
    issuer = law.issuer(signature, document.unit)
    return {
        **parts.common(document, signature),
        "family": "serif",
        "heading": f"KEPUTUSAN {issuer}",
        "about": document.title.upper(),
        "office": issuer,
        "considering": _considering(document, requests, issuer),
        "recalling": law.recalling(requests, signature),
        "noting": _letters(requests),
        "enacting": f"KEPUTUSAN {issuer} TENTANG {document.title.upper()}.",
        "clauses": _clauses(document, requests, rows if alone else [], last),
        "signature": block,
        "copies": copies(requests),
        "annex": None
        if alone
        else {
            "heading": f"KEPUTUSAN {issuer}",
            "title": "DAFTAR PEGAWAI YANG MELAKSANAKAN TUGAS KEDINASAN SECARA FLEKSIBEL",
            "rows": rows,
        },
        "people": [
            {"name": r.applicant.get_short_name(), "nip": r.applicant.identity} for r in requests
        ],
        "valid_until": last.isoformat(),
    }


def _considering(document: Document, requests: Sequence[WorkRequest], issuer: str) -> list[str]:
    units = list(dict.fromkeys(r.opd.title_name for r in requests))
    whose = wording.join(units) if len(units) <= 3 else f"{len(units)} perangkat daerah"
    return [
        "bahwa untuk menjaga kinerja organisasi dan mutu pelayanan publik, Pegawai Aparatur Sipil "
        "Negara dapat melaksanakan tugas kedinasan secara fleksibel;",
        f"bahwa {whose} telah menilai dan mengusulkan pegawainya, dan usulan tersebut telah "
        f"diperiksa serta memenuhi syarat;",
        "bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a dan huruf b, perlu "
        f"menetapkan Keputusan {written.title(issuer)} tentang {_named(document.title)};",
    ]


def _named(title: str) -> str:
    """The title in running text: main words with a capital."""
    words = [w if w in written.SMALL_WORDS else w[:1].upper() + w[1:] for w in title.split()]
    return " ".join(words)


def _letters(requests: Sequence[WorkRequest]) -> list[str]:
    """The letters of proposal, each once, by date."""
    found = ProposalItem.objects.filter(request__in=requests, is_open=True).select_related(
        "proposal__opd"
    )
    letters = {item.proposal_id: item.proposal for item in found}
    ordered = sorted(letters.values(), key=lambda p: (p.letter_date or datetime.date.max, p.pk))
    return [
        f"Surat {p.opd.head_name} Nomor "
        f"{p.letter_number} tanggal {wording.short_day(p.letter_date)} hal Usulan Pelaksanaan "
        f"Tugas Kedinasan secara Fleksibel;"
        for p in ordered
        if p.letter_number and p.letter_date
    ]


def _clauses(
    document: Document,
    requests: Sequence[WorkRequest],
    alone: list[dict[str, Any]],
    last: datetime.date,
) -> list[dict[str, Any]]:
    who = "pegawai berikut" if alone else _everybody(len(requests))
    duties = [_point(each) for each in obligations(requests)]
    duties += [_point(each) for each in document.options.get("conditions", [])]
    return law.clauses(
        [
            {
                "text": f"Memberikan persetujuan kepada {who} untuk melaksanakan tugas kedinasan "
                "secara fleksibel" + (":" if alone else " sebagaimana tercantum dalam Lampiran."),
                "person": alone[0] if alone else None,
            },
            {
                "text": "Pegawai sebagaimana dimaksud dalam Diktum KESATU wajib:",
                "points": _closed(duties),
            },
            {
                "text": "Persetujuan ini bukan hak yang tetap; pegawai segera kembali bekerja di "
                "kantor apabila dipanggil, dan persetujuan dapat dicabut apabila kewajiban tidak "
                "dipenuhi atau kepentingan dinas menghendaki."
            },
            {
                "text": "Atasan langsung dan kepala perangkat daerah memantau serta mengevaluasi "
                "kinerja, disiplin, dan pelayanan selama pelaksanaan Keputusan ini."
            },
            {
                "text": "Gaji dan penghasilan lain pegawai tetap mengikuti ketentuan peraturan "
                "perundang-undangan."
            },
            {
                "text": "Keputusan ini mulai berlaku pada tanggal ditetapkan dan berakhir pada "
                f"tanggal {wording.short_day(last)}, dengan ketentuan apabila di kemudian hari "
                "terdapat kekeliruan, diadakan perbaikan sebagaimana mestinya."
            },
        ]
    )


def _everybody(count: int) -> str:
    return f"{parts.counted(count)} pegawai"


def obligations(requests: Sequence[WorkRequest]) -> list[str]:
    """Working obligations as the rules of the OPDs set them, each once."""
    units = {r.opd_id: r.opd for r in requests}
    today = min((r.first_day for r in requests if r.first_day), default=timezone.localdate())
    found = rules_for_many(units.values(), today)
    lines = [line for pk in units for line in found[pk].values["obligations"]]
    return list(dict.fromkeys(lines))


def _point(text: str) -> str:
    """A point without its closing mark, small first letter: how lists inside a clause begin."""
    bare = text.strip().removesuffix("dan").rstrip(" ;.,")
    return bare[:1].lower() + bare[1:] if bare[1:2].islower() else bare


def _closed(points: list[str]) -> list[str]:
    ends = [";"] * (len(points) - 2) + ["; dan", "."]
    return [text + end for text, end in zip(points, ends[-len(points) :], strict=True)]


def copies(requests: Sequence[WorkRequest]) -> list[str]:
    return copies_to([r.opd for r in requests])


def copies_to(units: Iterable[Unit]) -> list[str]:
    """Who gets a copy of a decree about people of these OPDs."""
    place = parts.this_region()
    heads = dict.fromkeys(written.title(parts.head_title(unit)) for unit in units)
    listed = list(heads) if len(heads) <= 5 else ["Kepala perangkat daerah yang bersangkutan"]
    lines = [
        f"{written.title(place.head_title)} (sebagai laporan)",
        f"Inspektur {parts.region_name(place)}",
        *listed,
        "Pegawai yang bersangkutan",
    ]
    return [f"{line};" for line in lines[:-2]] + [f"{lines[-2]}; dan", f"{lines[-1]}."]


def on_issued(document: Document, *, by: Employee, capacity: Capacity) -> None:
    """The decree has gone out: its requests come into force, their process goes on."""
    requests = move("enact", document, by=by, capacity=capacity)
    papers_issued(requests)
    papers_filed(requests)
