"""The one decree that calls people back to the office when flexible work is switched off (R34).

Its annex lists decrees, not people: nobody reads the names of another OPD (ADR 0006). Whom it
takes in is asked anew until it goes out, so that no approval slips through.
"""

from __future__ import annotations

import datetime
import logging
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone

from documents.kinds import checking, decree, law, parts, telling
from documents.kinds.base import Check, Signature, Snapshot, Standing, Validity
from documents.kinds.enacting import NotMovedError
from documents.kinds.locks import lock_items as lock
from documents.kinds.locks import lock_requests
from documents.kinds.locks import release_items as release
from documents.kinds.standing import DECREE
from documents.models import Document, DocumentItem
from wfa.calendars import wording
from wfa.people import wording as written
from wfa.people.models import Employee, Unit
from wfa.people.permissions import Capacity
from wfa.policies.models import Policy
from wfa.policies.selectors import rules_for
from wfa.requests.models import WorkRequest
from workflows.selectors.impact import running_of
from workflows.services import perform

__all__ = ["lock", "release"]

NAME = "recall"
TEMPLATE = "documents/paper/decree.html"
CLASSIFICATION = "800.1.11.1"
BOOK = "agenda"
SIGN_ACTION = "sign_decree"
NEEDS_MANDATE = True
SIGNER = "kepala BKD"
HANDLED_BY: tuple[str, ...] = ("draft_decree", "sign_decree")
PLACES = ("surat-keputusan",)
SUBJECT = "Pemanggilan kembali ke kantor"
BATCH = 2000
"""Requests in one call of the door; more only where a region has more running at once."""

logger = logging.getLogger(__name__)


def due() -> QuerySet[Document]:
    """Nothing is called back by itself: a person decides on it when they close."""
    return Document.objects.none()


def closing_of(document: Document) -> Policy:
    return Policy.objects.select_related("unit").get(pk=document.subject_id)


def since_of(document: Document, dated: datetime.date) -> datetime.date:
    """The first day in the office: as drafted, but never before the decree itself."""
    return max(datetime.date.fromisoformat(document.options["since"]), dated)


def is_closed(closing: Policy, since: datetime.date) -> bool:
    """Whether its unit is closed on the first day in the office: taken back or opened again, no."""
    return not rules_for(closing.unit, since).open


def title(closing: Policy) -> str:
    return f"{SUBJECT} pegawai pada {closing.unit.title_name}"


def scope(document: Document, *, by: Employee | None = None) -> QuerySet[WorkRequest]:
    """All approvals with a live day from then on; those of the signer are left to somebody else."""
    found = running_of(closing_of(document).unit, since_of(document, timezone.localdate()))
    return found.exclude(applicant=by).exclude(filed_by=by) if by else found


def own_of(document: Document, user: Employee) -> QuerySet[WorkRequest]:
    """What the signer has in it, and can't call back themself (UU 30/2014 Ps 42)."""
    inside = scope(document)
    return inside.filter(applicant=user) | inside.filter(filed_by=user)


def requests_of(document: Document, *, by: Employee | None = None) -> list[WorkRequest]:
    """Once issued those it took in; before that, those it would take in."""
    done = WorkRequest.objects.filter(papers__document=document)
    found = done if done.exists() else scope(document, by=by)
    related = found.select_related("applicant__unit", "applicant__position", "unit", "opd")
    return list(related.order_by("opd__path", "applicant__name", "pk"))


def back(document: Document) -> tuple[str, str]:  # noqa: ARG001
    return reverse("surat-keputusan"), "Surat Keputusan"


def checks(
    document: Document, user: Employee, capacity: Capacity | None, today: datetime.date
) -> list[Check]:
    requests = requests_of(document, by=user)
    return [
        _callable(document, requests),
        _separate(user, document),
        checking.mandate(capacity, today),
    ]


def _callable(document: Document, requests: list[WorkRequest]) -> Check:
    """What a recall takes in: everything that runs; a paper that is just going out comes first."""
    if not requests:
        sentence = "Tidak ada lagi persetujuan yang dipanggil kembali. Buang rancangan."
        return Check("bad", sentence, code="empty")
    if not is_closed(closing_of(document), since_of(document, timezone.localdate())):
        sentence = "Kerja fleksibel sudah dibuka lagi. Buang rancangan."
        return Check("bad", sentence, code="open_again")
    going = Document.objects.filter(
        kind=Document.Kind.DECREE, state=Document.State.NUMBERED, items__request__in=requests
    )
    if going.exists():
        sentence = "Ada surat keputusan yang sedang terbit. Tunggu sampai terbit atau dibatalkan."
        return Check("bad", sentence, code="going_out")
    people = len({r.applicant_id for r in requests})
    return Check("ok", f"{len(requests)} persetujuan dari {people} pegawai dipanggil kembali.")


def _separate(user: Employee, document: Document) -> Check:
    """The signer's own approval is left out, for another official to call back."""
    if own_of(document, user).exists():
        return Check(
            "warn",
            "Persetujuan Anda sendiri tidak ikut dipanggil. Pejabat lain yang memutusnya.",
            checking.CONFLICT,
        )
    return Check("ok", "Tidak memuat pengajuan Anda sendiri.", checking.CONFLICT)


def standing(document: Document) -> Standing:  # noqa: ARG001
    return Standing(DECREE)


def tell(document: Document) -> None:
    telling.recalled(document, requests_of(document))


def validity(document: Document, dated: datetime.date) -> Validity:
    return Validity(since_of(document, dated))


def snapshot(document: Document, signature: Signature) -> Snapshot:
    closing = closing_of(document)
    inside = scope(document, by=signature.signer)
    since = since_of(document, signature.today)
    people = inside.aggregate(n=Count("applicant", distinct=True))["n"]
    issuer = law.issuer(signature, document.unit)
    heading = f"KEPUTUSAN {issuer}"
    return {
        **parts.common(document, signature),
        "family": "serif",
        "heading": heading,
        "about": document.title.upper(),
        "office": issuer,
        "considering": _considering(document, closing, issuer),
        "recalling": law.recalling([], signature),
        "noting": [f"{_basis(closing)};"],
        "enacting": f"{heading} TENTANG {document.title.upper()}.",
        "clauses": _clauses(people, since),
        "signature": parts.signature_block(signature, enacted=True),
        "copies": decree.copies_to(Unit.objects.filter(pk__in=inside.values("opd"))),
        "annex": {
            "heading": heading,
            "title": "DAFTAR KEPUTUSAN YANG PEGAWAINYA DIPANGGIL KEMBALI",
            "decrees": _decrees(inside),
        },
        "people": [],
        "count": people,
        "since": since.isoformat(),
    }


def _basis(closing: Policy) -> str:
    dated = wording.short_day(closing.document_date) if closing.document_date else ""
    return f"{closing.document_title} Nomor {closing.document_number} tanggal {dated}"


def _considering(document: Document, closing: Policy, issuer: str) -> list[str]:
    reason = str(document.options.get("reason", "")).strip().rstrip(".;")
    start = wording.short_day(closing.effective_from) if closing.effective_from else ""
    return [
        f"bahwa dengan {_basis(closing)}, pelaksanaan tugas kedinasan secara fleksibel pada "
        f"{closing.unit.title_name} dihentikan mulai tanggal {start};",
        "bahwa pegawai yang masih melaksanakan tugas kedinasan secara fleksibel perlu dipanggil "
        f"kembali ke kantor karena {reason[:1].lower() + reason[1:]};",
        "bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a dan huruf b, perlu "
        f"menetapkan Keputusan {written.title(issuer)} tentang Pemanggilan Kembali ke Kantor;",
    ]


def _clauses(people: int, since: datetime.date) -> list[dict[str, Any]]:
    start = wording.short_day(since)
    return law.clauses(
        [
            {
                "text": f"Memanggil kembali {parts.counted(people)} pegawai untuk melaksanakan "
                f"tugas di kantor mulai tanggal {start}, yaitu pegawai dengan persetujuan dalam "
                "keputusan sebagaimana tercantum dalam Lampiran."
            },
            {
                "text": f"Persetujuan untuk hari sejak tanggal {start} tidak berlaku; hari "
                "sebelum tanggal tersebut tetap berlaku."
            },
            {
                "text": "Kepala perangkat daerah menyampaikan Keputusan ini kepada pegawai yang "
                "bersangkutan dan memastikan pelayanan berjalan."
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


def _decrees(inside: QuerySet[WorkRequest]) -> list[dict[str, Any]]:
    """The decrees whose people are called back, by OPD and date; then what has no decree yet."""
    standing = DocumentItem.objects.filter(
        kind=Document.Kind.DECREE,
        is_live=True,
        document__state=Document.State.ISSUED,
        request__in=inside.values("pk"),
    )
    rows = list(
        standing.order_by("request__opd__path", "document__dated", "document__number")
        .values_list("document__number", "document__dated", "request__opd")
        .annotate(people=Count("request__applicant", distinct=True))
    )
    bare = inside.exclude(pk__in=standing.values("request")).order_by("opd__path")
    without = bare.values_list("opd").annotate(people=Count("applicant", distinct=True))
    units = Unit.objects.in_bulk({opd for _, _, opd, _ in rows} | {opd for opd, _ in without})
    listed = [(number, wording.short_day(dated), opd, n) for number, dated, opd, n in rows]
    listed += [("Belum dimuat dalam keputusan", "-", opd, n) for opd, n in without]
    return [
        {"no": no, "number": number, "dated": dated, "opd": units[opd].title_name, "people": n}
        for no, (number, dated, opd, n) in enumerate(listed, 1)
    ]


def on_issued(document: Document, *, by: Employee, capacity: Capacity) -> None:
    """Everybody in the scope loses the days from then on, through the one door; all or nothing."""
    since = since_of(document, document.dated or timezone.localdate())
    ids = list(scope(document, by=by).order_by("pk").values_list("pk", flat=True))
    requests = lock_requests(ids)
    for start in range(0, len(requests), BATCH):
        batch = requests[start : start + BATCH]
        receipts = perform(
            "recall",
            batch,
            by=by,
            capacity=capacity,
            note=str(document.options["reason"]),
            since=since,
            document_number=document.number,
        )
        _all_done(document, [r.sentence for r in receipts if not r.ok])
    _list(document, requests)


def _all_done(document: Document, failed: list[str]) -> None:
    if failed:
        logger.error("recall of document %s: %s not moved", document.pk, len(failed))
        raise NotMovedError(f"{len(failed)} pengajuan tidak dapat diproses. {failed[0]}")


def _list(document: Document, requests: list[WorkRequest]) -> None:
    """From now on the paper knows whom it took in; they may read it."""
    DocumentItem.objects.filter(
        kind=Document.Kind.RECALL, request__in=requests, is_live=True
    ).update(is_live=False)
    DocumentItem.objects.bulk_create(
        DocumentItem(document=document, request=r, kind=document.kind) for r in requests
    )
