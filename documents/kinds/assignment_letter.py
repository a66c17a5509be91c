"""The Surat Tugas of a roster, and the Surat Perintah of an order (section 8.5 of the forms)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from documents.kinds import law, parts, proposal_letter, rosters, telling
from documents.kinds.base import Check, Signature, Snapshot, Standing, Validity, Word
from documents.kinds.rosters import lock
from documents.models import Document, DocumentPerson
from wfa.calendars import wording
from wfa.people import wording as written
from wfa.people.models import Employee
from wfa.people.permissions import Capacity
from wfa.policies.selectors import RuleSet, rules_along
from wfa.schedules.models import AWAY, Roster, WorkDay

__all__ = ["lock"]

NAME = "assignment_letter"
TEMPLATE = "documents/paper/assignment_letter.html"
CLASSIFICATION = "800.1.11.1"
BOOK = "agenda"
SIGN_ACTION = "sign_letter"
NEEDS_MANDATE = False
SIGNER = "kepala OPD"
HANDLED_BY: tuple[str, ...] = ("sign_letter",)
PLACES = ("surat-keputusan", "jadwal", "jadwal-bkd")
DUTIES = (
    "melakukan presensi sedikitnya dua kali sehari",
    "memastikan sarana dan prasarana kerja tersedia",
    "mematuhi kode etik, kode perilaku, dan disiplin",
    "memenuhi jam kerja efektif",
    "responsif dan dapat dihubungi selama jam kerja",
    "melaporkan hasil kerja kepada atasan langsung",
)
"""Points (a) to (f) of the letter in use; the policy's own obligations follow them."""
_MARKS = ("presensi", "sarana", "kode etik", "memenuhi jam kerja", "dihubungi", "melaporkan")
"""By which words a policy says each of these points in its own way."""


def due() -> QuerySet[Roster]:
    """Approved rosters whose Surat Tugas nobody has signed yet."""
    signed = Document.objects.filter(kind=NAME, state=Document.State.NUMBERED)
    waiting = Roster.objects.filter(state=Roster.State.APPROVED)
    return waiting.exclude(pk__in=list(signed.values_list("subject_id", flat=True)))


def title(roster: Roster) -> str:
    if roster.kind == Roster.Kind.AMENDMENT:
        base = roster.amends.assignment_number if roster.amends else ""
        return f"Perubahan atas Surat Tugas Nomor {base}"
    extra = "hari tambahan " if roster.kind == Roster.Kind.EXTRA else ""
    text = f"{extra}{rosters.WORK} {rosters.period(roster)}"
    return text[:1].upper() + text[1:]


def back(document: Document) -> tuple[str, str]:  # noqa: ARG001
    return reverse("surat-keputusan"), "Surat Keputusan"


def checks(
    document: Document,
    user: Employee,
    capacity: Capacity | None,  # noqa: ARG001
    today: datetime.date,
) -> list[Check]:
    roster = rosters.roster_of(document)
    return [
        *rosters.checks(document, user, Roster.State.APPROVED),
        *rosters.ahead(roster, today),
    ]


def validity(document: Document, dated: datetime.date) -> Validity:
    """From its first day, never before its own date, to the last day of the roster."""
    roster = rosters.roster_of(document)
    return Validity(max(dated, roster.first_day), max(dated, roster.last_day))


def snapshot(document: Document, signature: Signature) -> Snapshot:
    roster = rosters.roster_of(document)
    lines = rosters.lines_of(roster, signature.today)
    days = rosters.days_of(lines)
    rules = list(rules_along([roster.unit], days or [roster.first_day]).values())
    word = rosters.word_of(roster)
    return {
        **parts.common(document, signature),
        "family": "sans",
        "heading": word.upper(),
        "about": document.title,
        "considering": _considering(roster),
        "bases": _bases(roster, rules),
        "verb": "MEMERINTAHKAN:" if roster.kind == Roster.Kind.ORDER else "MEMBERI TUGAS:",
        "to": f"{parts.counted(len(lines))} pegawai {roster.unit.title_name} sebagaimana "
        "tercantum dalam Lampiran.",
        "tasks": _tasks(roster),
        "duties": _closed(_duties(rules)),
        "signature": {**parts.signature_block(signature, enacted=False), "dated": True},
        "copies": _copies(),
        "annex": rosters.annex(roster, lines, heading=word.upper(), title=_annex_title(roster)),
        "people": rosters.people(lines),
        "roster": {"id": str(roster.pk), "kind": roster.kind, "round": roster.round},
        "amends": rosters.changed_paper(roster),
    }


def _considering(roster: Roster) -> list[str]:
    unit, when = roster.unit.title_name, rosters.period(roster)
    if roster.kind == Roster.Kind.ORDER:
        first = f"bahwa {rosters.reason_of(roster)};"
        second = (
            f"bahwa untuk keselamatan pegawai dan keberlangsungan pelayanan, pegawai {unit} perlu "
            f"melaksanakan tugas kedinasan secara fleksibel {when};"
        )
        return [first, second]
    first = (
        "bahwa untuk menjaga kinerja organisasi dan mutu pelayanan publik, pegawai dapat "
        "melaksanakan tugas kedinasan secara fleksibel menurut jadwal;"
    )
    if roster.kind == Roster.Kind.AMENDMENT:
        changed = rosters.changed_paper(roster)
        return [
            first,
            f"bahwa jadwal dalam {changed} perlu diubah karena {rosters.reason_of(roster)};",
        ]
    return [
        first,
        f"bahwa jadwal {unit} {when} telah disetujui dan menjaga kehadiran pegawai di kantor;",
    ]


def _bases(roster: Roster, rules: Sequence[RuleSet]) -> list[str]:
    """The law, the policies of these days, what it changes, the letter, the approval."""
    policies = {r.policy.pk: r.policy for r in rules if r.policy}
    lines = [*law.NATIONAL[1:], *proposal_letter.documents_of(policies.values())]
    if roster.order_basis:
        lines.append(roster.order_basis.rstrip(".;"))
    if changed := rosters.changed_paper(roster):
        lines.append(changed)
    if roster.letter_number and roster.letter_date:
        dated = wording.short_day(roster.letter_date)
        lines.append(
            f"Surat {roster.unit.head_name} Nomor {roster.letter_number} tanggal {dated} hal "
            "usulan jadwal"
        )
    if roster.decided_at:
        bkd = parts.this_region().bkd
        dated = wording.short_day(timezone.localdate(roster.decided_at))
        lines.append(f"Persetujuan {bkd.title_name if bkd else 'BKD'} tanggal {dated}")
    return proposal_letter.closed_list(dict.fromkeys(lines))


def _tasks(roster: Roster) -> list[str]:
    if roster.kind == Roster.Kind.AMENDMENT:
        return [
            f"melaksanakan tugas kedinasan menurut perubahan atas {rosters.changed_paper(roster)} "
            "pada hari dan di tempat sebagaimana tercantum dalam Lampiran, kolom Menjadi;",
            "melaksanakan hari lain menurut surat tugas semula, yang tetap berlaku;",
            "melaksanakan tugas tersebut dengan ketentuan:",
        ]
    return [
        "melaksanakan tugas kedinasan secara fleksibel pada hari dan tanggal sebagaimana tercantum "
        "dalam Lampiran, dan di kantor pada hari kerja lainnya;",
        "segera kembali ke kantor apabila dipanggil untuk kepentingan dinas; dan",
        "melaksanakan tugas tersebut dengan ketentuan:",
    ]


def _duties(rules: Sequence[RuleSet]) -> list[str]:
    """Points (a) to (f), then what the policy of these days adds; what it says fuller, once."""
    lines = dict.fromkeys(_bare(line) for each in rules for line in each.values["obligations"])
    marked = zip(DUTIES, _MARKS, strict=True)
    return [*(duty for duty, mark in marked if not any(mark in line for line in lines)), *lines]


def _bare(text: str) -> str:
    """An obligation without its closing mark, first letter small."""
    line = text.strip().rstrip(" ;.,").removesuffix(" dan").rstrip(" ;.,")
    return line[:1].lower() + line[1:] if line[1:2].islower() else line


def _closed(points: Sequence[str]) -> list[str]:
    ends = [*[";"] * (len(points) - 2), "; dan", "."][-len(points) :]
    return [text + end for text, end in zip(points, ends, strict=True)]


def _copies() -> list[str]:
    place = parts.this_region()
    bkd = place.bkd
    return [
        f"{written.title(parts.head_title(bkd)) if bkd else 'Kepala BKD'};",
        f"Inspektur {parts.region_name(place)}; dan",
        "Pegawai yang bersangkutan.",
    ]


def _annex_title(roster: Roster) -> str:
    if roster.kind == Roster.Kind.AMENDMENT:
        return "DAFTAR PEGAWAI DENGAN HARI YANG BERUBAH"
    verb = "DIPERINTAH" if roster.kind == Roster.Kind.ORDER else "DIBERI TUGAS"
    return f"DAFTAR PEGAWAI YANG {verb} DAN HARINYA"


# --- after the issue -----------------------------------------------------------------------------


def release(document: Document) -> None:
    """The approval can be undone again, or another Surat Tugas drafted."""
    rosters.dropped(rosters.roster_of(document))


def on_issued(document: Document, *, by: Employee, capacity: Capacity) -> None:
    """The paper has gone out: its days become facts, and everybody named in it may read it."""
    lines = rosters.lines_of(rosters.roster_of(document), document.dated)
    rosters.move("enact", document, by=by, capacity=capacity)
    DocumentPerson.objects.bulk_create(
        DocumentPerson(document=document, employee=line.person) for line in lines
    )


def tell(document: Document) -> None:
    """Whoever prepared it; the people named in it are told by the door, with their days."""
    word = document.snapshot["heading"].capitalize()
    telling.drafter(
        document,
        f"{word} terbit",
        f"{word} nomor {document.number} sudah terbit. {document.title}.",
    )


def standing(document: Document) -> Standing:
    """In force; changed by later papers; replaced or taken back when none of its days is left."""
    changing = list(_changing(document))
    notes: list[tuple[str, str]] = []
    for paper in changing:
        dated = f" tanggal {wording.short_day(paper.dated)}" if paper.dated else ""
        notes.append(("Diubah dengan", f"Surat Tugas Nomor {paper.number}{dated}"))
    total, left = _days(document)
    if total and not left:
        word = Word.REPLACED if changing else Word.REVOKED
        sentence = "Surat ini asli, tetapi semua harinya sudah diubah atau dicabut."
        return Standing(sentence, word, tuple(notes))
    if left < total:
        notes.append(
            ("Catatan", f"{total - left} dari {total} hari orang sudah diubah atau dicabut")
        )
    return Standing("Surat ini asli dan masih berlaku.", None, tuple(notes))


def _changing(document: Document) -> QuerySet[Document]:
    later = Roster.objects.filter(amends__pk=document.subject_id).values_list("pk", flat=True)
    return rosters.issued_for(list(later))


def own_days(document: Document, reader: Employee) -> list[datetime.date]:
    """The reader's days of work elsewhere that the paper gave and that still stand."""
    found = _given(document).filter(employee=reader, withdrawn_at__isnull=True)
    return sorted(set(found.values_list("date", flat=True)))


def _days(document: Document) -> tuple[int, int]:
    """(days of work elsewhere that the paper gave, those that still stand)"""
    given = _given(document)
    return given.count(), given.filter(withdrawn_at__isnull=True).count()


def _given(document: Document) -> QuerySet[WorkDay]:
    return WorkDay.objects.filter(
        source_kind__in=[WorkDay.Source.ROTA, WorkDay.Source.ORDER],
        source_id=document.subject_id,
        place__in=AWAY,
    )
