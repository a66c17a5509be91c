"""The letter by which a warning or the withdrawal of flexible work comes into force (R25).

Guidance, never a hukuman disiplin (PP 94/2021 Ps 26-27, 37): the letter says so itself. Only the
person concerned and those who decide read it; the public check names nobody.
"""

from __future__ import annotations

import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from documents.kinds import checking, parts
from documents.kinds.base import Check, Signature, Snapshot, Standing, Validity, Word
from documents.kinds.enacting import NotMovedError
from documents.kinds.locks import lock_requests
from documents.models import Document, DocumentPerson
from wfa.attendance.models import Level, Reprimand
from wfa.attendance.rules import evidence
from wfa.attendance.selectors.breaches import left_of
from wfa.attendance.selectors.reprimands import letters_due
from wfa.attendance.services.reprimands import expires, issue, since_when
from wfa.attendance.services.revoking import running_of
from wfa.calendars import wording
from wfa.notifications.services import Notice, notify_many
from wfa.people import wording as written
from wfa.people.models import Employee, Unit
from wfa.people.permissions import Capacity
from wfa.policies.selectors import rules_for
from wfa.refusals import Refused

NAME = "reprimand"
TEMPLATE = "documents/paper/reprimand.html"
CLASSIFICATION = "800.1.6.2"
BOOK = "agenda"
SIGN_ACTION = "sign_letter"
NEEDS_MANDATE = False
SIGNER = "kepala OPD"
HANDLED_BY: tuple[str, ...] = ("sign_letter",)
PLACES = ("pembinaan", "presensi-saya", "surat-keputusan")
_LAW = "PP 94/2021 Pasal 26, 27, dan 37"


def due() -> QuerySet[Reprimand]:
    """Decided steps whose letter nobody has signed yet."""
    signed = Document.objects.filter(kind=NAME, state=Document.State.NUMBERED)
    return letters_due().exclude(pk__in=list(signed.values_list("subject_id", flat=True)))


def of(document: Document) -> Reprimand:
    related = ("employee__unit", "employee__position", "unit__opd", "decided_by")
    return Reprimand.objects.select_related(*related).get(pk=document.subject_id)


def office(reprimand: Reprimand) -> Unit:
    """Whose letter it is: the OPD; of the head of an OPD the region."""
    return reprimand.unit.opd or reprimand.unit


def title(reprimand: Reprimand) -> str:
    """Without a name: the public check shows it."""
    return str(reprimand.get_level_display())


def back(document: Document) -> tuple[str, str]:
    return reverse("pembinaan-lihat", args=[document.subject_id]), "Pembinaan"


def lock(document: Document) -> None:
    """The requests that a revocation calls back, then the step itself."""
    row = of(document)
    if row.level == Level.REVOKE:
        today = document.dated or timezone.localdate()
        lock_requests([each.pk for each in running_of(row.employee, today)])
    Reprimand.objects.select_for_update().get(pk=row.pk)


def checks(
    document: Document,
    user: Employee,
    capacity: Capacity | None,  # noqa: ARG001
    today: datetime.date,
) -> list[Check]:
    row = of(document)
    found = [_standing(row), *_grounded(row), _separate(user, row)]
    if row.level == Level.REVOKE:
        found.append(_recallable(user, row, today))
    return [*found, Check("ok", "Bukan hukuman disiplin; surat menyebutkannya.", _LAW)]


def _standing(row: Reprimand) -> Check:
    if row.state != Reprimand.State.CONFIRMED:
        now = wording.within(row.get_state_display())
        return Check("bad", f"Langkah ini sekarang: {now}. Buang rancangan ini.", code="moved")
    who = row.decided_by.full_name if row.decided_by else ""
    return Check("ok", f"Diputus oleh {who}.")


def _grounded(row: Reprimand) -> list[Check]:
    """The days it rests on may have been called sah, or taken back, since it was decided."""
    if row.ground == Reprimand.Ground.BY_HAND:
        return []
    if why := evidence.too_little(row.ground, left_of(row)):
        return [Check("bad", f"{why} Lalu buang rancangan ini.", code="too_little")]
    return [Check("ok", "Hari yang menjadi dasarnya masih mencukupi menurut kebijakan.")]


def _separate(user: Employee, row: Reprimand) -> Check:
    """Nobody signs a letter to themself (UU 30/2014 Ps 42)."""
    if user.pk == row.employee_id:
        sentence = "Surat ini untuk Anda sendiri. Pejabat lain yang menandatanganinya."
        return Check("bad", sentence, checking.CONFLICT, code="own_case")
    return Check("ok", "Surat ini bukan untuk Anda sendiri.", checking.CONFLICT)


def _recallable(user: Employee, row: Reprimand, today: datetime.date) -> Check:
    """Who filled a request in doesn't call it back (separation of duties)."""
    running = running_of(row.employee, since_when(today))
    if any(each.filed_by_id == user.pk for each in running):
        sentence = "Anda yang mengisi pengajuan pegawai ini. Pejabat lain yang menandatangani."
        return Check("bad", sentence, checking.CONFLICT, code="own_case")
    start = wording.short_day(since_when(today))
    return Check("ok", f"Semua hari kerja fleksibel sejak {start} dipanggil kembali ke kantor.")


def validity(document: Document, dated: datetime.date) -> Validity:
    return Validity(dated, expires(of(document), dated))


def snapshot(document: Document, signature: Signature) -> Snapshot:
    row = of(document)
    dated = signature.today
    return {
        **parts.common(document, signature),
        "family": "sans",
        "nature": "Terbatas",
        "enclosures": "-",
        "about": document.title,
        "addressee": _addressee(row.employee),
        "opening": _opening(row),
        "lines": [_line(each) for each in evidence.lines(row.ground, row.evidence, brief=True)],
        "reason": row.reason,
        "orders": _orders(row, dated),
        "closing": _closing(row, dated),
        "signature": parts.signature_block(signature, enacted=False),
        "copies": _copies(),
        "people": [],  # the public check names nobody
        "count": 1,
        "reprimand": {"id": str(row.pk), "level": row.level},
    }


def _addressee(person: Employee) -> list[str]:
    unit = person.unit.title_name if person.unit else ""
    post = ", ".join(part for part in (str(person.position or ""), unit) if part)
    return [f"Yth. Saudara {person.full_name}", f"NIP {wording.nip(person.identity)}", post]


def _opening(row: Reprimand) -> str:
    return (
        "Berdasarkan catatan pelaksanaan tugas kedinasan secara fleksibel, terdapat "
        f"{evidence.summary(row.ground, row.evidence)}, dengan rincian:"
    )


def _line(line: evidence.Line) -> str:
    return " ".join([f"{line.when}: {line.what}", *line.more])


def _orders(row: Reprimand, dated: datetime.date) -> list[str]:
    name = row.get_level_display()
    if row.level == Level.REVOKE:
        start = wording.short_day(since_when(dated))
        first = (
            f"Pelaksanaan tugas kedinasan secara fleksibel bagi Saudara dicabut mulai {start}. "
            "Sejak hari itu Saudara melaksanakan tugas di kantor."
        )
    else:
        first = f"Kami memberikan {wording.within(name)} kepada Saudara."
    until = wording.short_day(expires(row, dated))
    second = f"Langkah ini berlaku sampai {until}. Kejadian berikutnya dalam masa itu dapat "
    return [first, f"{second}menjadi dasar langkah selanjutnya."]


def _closing(row: Reprimand, dated: datetime.date) -> list[str]:
    days = rules_for(row.unit, dated).reprimand_objection_days
    return [
        f"Saudara dapat mengajukan keberatan satu kali melalui Luwes paling lama "
        f"{parts.counted(days)} hari kerja sejak surat ini terbit dan diberitahukan di Luwes. "
        "Pejabat lain menjawabnya secara tertulis.",
        "Surat ini merupakan pembinaan dan bukan hukuman disiplin sebagaimana dimaksud dalam "
        "Peraturan Pemerintah Nomor 94 Tahun 2021.",
    ]


def _copies() -> list[str]:
    bkd = parts.this_region().bkd
    return [f"{written.title(parts.head_title(bkd)) if bkd else 'Kepala BKD'}; dan", "Arsip."]


def release(document: Document) -> None:
    """The step still waits for its letter; nothing else holds it."""


def on_issued(document: Document, *, by: Employee, capacity: Capacity) -> None:
    """The letter has gone out: the step holds, and its reader may open the letter."""
    row = of(document)
    dated = document.dated or timezone.localdate()
    try:
        issue(row, by=by, capacity=capacity, number=document.number, dated=dated)
    except Refused as refusal:
        raise NotMovedError(f"Langkah tidak dapat diterbitkan. {refusal.message}") from refusal
    DocumentPerson.objects.get_or_create(document=document, employee=row.employee)


def tell(document: Document) -> None:
    row = of(document)
    until = f" sampai {wording.day(row.object_until)}" if row.object_until else ""
    notify_many(
        [
            Notice(
                row.employee,
                f"{document.title} untuk Anda terbit",
                f"Surat nomor {document.number}. Baca surat dan buktinya. "
                f"Keberatan dapat diajukan{until}.",
                reverse("pembinaan-saya"),
            )
        ]
    )


def standing(document: Document) -> Standing:
    """Genuine; lifted where a person took it back. The end by date is the paper's own."""
    row = Reprimand.objects.filter(pk=document.subject_id).first()
    if row is not None and row.state == Reprimand.State.LIFTED:
        notes: tuple[tuple[str, str], ...] = ()
        if row.lifted_at:
            notes = (("Dicabut sejak", wording.day(timezone.localdate(row.lifted_at))),)
        return Standing("Surat ini asli, tetapi tidak berlaku lagi.", Word.REVOKED, notes)
    return Standing("Surat ini asli dan masih berlaku.")
