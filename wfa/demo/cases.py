"""Filing and deciding, as people would: each step through the one door, none past it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.utils import timezone

from documents import services as papers
from documents.models import Document
from wfa.calendars.selectors import load
from wfa.demo.papers import evidence
from wfa.people.models import Employee, Unit
from wfa.policies.selectors import TASK_CRITERIA
from wfa.requests import services as filing
from wfa.requests.models import LIVE_DAY, RequestDay, WorkRequest
from wfa.requests.rules import monday
from workflows.models import Proposal
from workflows.services import perform, propose

JOBS = [
    ("Menyelesaikan pengujian aplikasi pelayanan yang memerlukan ketenangan.", "focus",
     "Menguji 24 layar aplikasi perizinan", "24", "layar", "Laporan hasil uji"),
    ("Menyusun analisis data kinerja triwulan.", "focus",
     "Mengolah data kinerja 12 indikator", "12", "indikator", "Naskah analisis"),
    ("Menyusun dokumen perencanaan yang dapat dikerjakan mandiri.", "focus",
     "Menyusun rancangan rencana kerja tahunan", "1", "dokumen", "Rancangan rencana kerja"),
    ("Memutakhirkan laman dan basis pengetahuan layanan.", "other",
     "Memutakhirkan 15 halaman panduan", "15", "halaman", "Halaman yang terbit"),
    ("Memeriksa kelengkapan arsip digital.", "other",
     "Memeriksa 120 berkas arsip digital", "120", "berkas", "Daftar hasil pemeriksaan"),
    ("Menyusun bahan sosialisasi kebijakan baru.", "focus",
     "Menyusun bahan paparan dan lembar informasi", "2", "dokumen", "Bahan paparan"),
]  # fmt: skip
SPECIAL = [
    ("Menjalani pemulihan sesudah rawat inap; dokter menganjurkan istirahat di rumah.", "health",
     "Surat keterangan dokter"),
    ("Mendampingi orang tua yang dirawat di rumah.", "family", "Surat keterangan keluarga"),
    ("Jalan menuju kantor terputus akibat longsor.", "emergency", "Surat keterangan desa"),
]  # fmt: skip
STREETS = ("Melati", "Kenanga", "Cempaka", "Mawar", "Anggrek", "Teratai", "Flamboyan", "Dahlia")
VILLAGES = ("Kertasari", "Sukamaju", "Mekarwangi", "Cibodas", "Tanjungsari")

_serial = count()


@dataclass
class Office:
    """An OPD of the demo: who decides there, and whose turn it is to ask."""

    unit: Unit
    head: Employee
    assessor: Employee
    pool: Sequence[Employee]
    guests: list[Employee] = field(default_factory=list)
    """Asked before the others, once."""
    _turn: Iterator[int] = field(default_factory=count)

    def next(self) -> tuple[Employee, int]:
        """The next applicant, and how many weeks their days move away from those asked before."""
        if self.guests:
            return self.guests.pop(), 0
        turn = next(self._turn)
        return self.pool[turn % len(self.pool)], 3 * (turn // len(self.pool))


# --- asking ----------------------------------------------------------------------------------


def drafts(office: Office, number: int, *, special: bool = False) -> list[WorkRequest]:
    asked = [office.next() for _ in range(number)]
    return [draft(person, weeks=weeks, special=special) for person, weeks in asked]


def draft(
    person: Employee, *, weeks: int = 0, special: bool = False, by: Employee | None = None
) -> WorkRequest:
    """A complete request of `person`, filled in by themselves or by `by`, not submitted yet."""
    filer = by or person
    turn = next(_serial)
    reason, kind, activity, target, measure, output = JOBS[turn % len(JOBS)]
    home = turn % 4 != 3
    values: dict[str, Any] = {
        "basis": "task",
        "place": "home" if home else "other_office",
        "place_address": _address(turn) if home else "Mal Pelayanan Publik Arjamukti, lantai 2",
        "place_reason": "Sarana kerja dan jaringan internet tersedia.",
        "reason_kind": kind,
        "reason": reason,
        "criteria": {key: True for key, _ in TASK_CRITERIA},
        "dates": [d.isoformat() for d in _free(person, turn, weeks=weeks, special=special)],
        "work_item": f"{activity} sesuai sasaran kinerja",
        "equipment": "Laptop dinas dan jaringan internet rumah",
        "phone": person.phone or f"0812{33440000 + turn}",
        "substitute": "Petugas loket layanan pada jam kerja",
    }
    if special:
        reason, kind, paper = SPECIAL[turn % len(SPECIAL)]
        values |= {"basis": "special", "criteria": {}, "place": "home", "reason": reason}
        values |= {"place_address": _address(turn), "reason_kind": kind}
    request = filing.start_draft(by=filer, applicant=person)
    request = filing.save_part(request, by=filer, **values)
    row = {"activity": activity, "target": target, "measure": measure, "output": output}
    filing.save_plan(request, by=filer, rows=[row])
    if special:
        file = evidence(paper, ["Contoh bukti dukung untuk daerah contoh.", "Bukan surat asli."])
        filing.add_evidence(request, file, by=filer, is_health=kind == "health")
    return request


def _free(person: Employee, turn: int, *, weeks: int, special: bool) -> list[datetime.date]:
    """The first days from then on in whose weeks this person has asked for nothing yet."""
    for later in range(9):
        found = days(turn, weeks=weeks + later, special=special)
        span = (monday(found[0]), found[-1] + datetime.timedelta(days=6))
        live = RequestDay.objects.filter(employee=person, state__in=LIVE_DAY)
        if not live.filter(date__range=span).exists():
            return found
    raise LookupError(f"no free week for {person}")


def redate(request: WorkRequest, dates: Sequence[datetime.date]) -> WorkRequest:
    """The same request for other days."""
    chosen = [day.isoformat() for day in dates]
    return filing.save_part(request, by=request.filed_by, dates=chosen)


def _address(turn: int) -> str:
    street, village = STREETS[turn % len(STREETS)], VILLAGES[turn % len(VILLAGES)]
    return f"Jalan {street} Nomor {turn + 3}, Desa {village}, Arjamukti"


def days(turn: int, *, weeks: int = 0, special: bool = False) -> list[datetime.date]:
    """Working days far enough ahead; one or two a week, or five in a row for special grounds."""
    today = timezone.localdate()
    calendar = load(today, today + datetime.timedelta(days=120))
    first = calendar.add_working_days(today, 7 + turn % 5) + datetime.timedelta(weeks=weeks)
    if special:
        first = calendar.working_day_from(first)
        return [calendar.add_working_days(first, n) for n in range(5)]
    ahead = [first + datetime.timedelta(weeks=n) for n in range(1 + turn % 3)]
    chosen = [day for day in ahead if calendar.is_working_day(day)]
    return chosen or [calendar.working_day_from(first)]


def submitted(office: Office, number: int, *, special: bool = False) -> list[WorkRequest]:
    return [submit(request) for request in drafts(office, number, special=special)]


def submit(request: WorkRequest) -> WorkRequest:
    return step("submit", [request], request.applicant)[0]


# --- the OPD ---------------------------------------------------------------------------------


def recommended(office: Office, number: int, *, special: bool = False) -> list[WorkRequest]:
    return recommend(submitted(office, number, special=special), office.assessor)


def recommend(requests: Sequence[WorkRequest], assessor: Employee) -> list[WorkRequest]:
    """With what the assessor writes about work and service."""
    assessment = {
        request.pk: {
            "workload": "fits",
            "conditions": "Sarana kerja tersedia dan aman.",
            "service_impact": "Loket tetap dijaga dua petugas.",
            "substitute": "Rekan satu bidang",
        }
        for request in requests
    }
    return step("recommend", requests, assessor, assessment=assessment)


def sent(office: Office, requests: Sequence[WorkRequest]) -> Proposal:
    """A proposal whose letter isn't signed yet."""
    proposal, receipts = propose(requests, by=office.head)
    if proposal is None or not all(receipt.ok for receipt in receipts):
        raise LookupError("; ".join(receipt.sentence for receipt in receipts))
    return proposal


def received(office: Office, requests: Sequence[WorkRequest]) -> Proposal:
    """A proposal whose letter has gone out: the BKD has it."""
    proposal = sent(office, requests)
    sign([papers.ensure_letter(proposal, by=office.head)], office.head)
    return proposal


# --- papers and the door ---------------------------------------------------------------------


def sign(documents: Sequence[Document], by: Employee) -> list[Document]:
    """Sign and issue, as the worker would."""
    for document in documents:
        papers.sign(document, by=by)
    if papers.issue_due() != len(documents):
        raise LookupError("a paper of the demo was not issued; see the log above")
    return [Document.objects.get(pk=document.pk) for document in documents]


def step(
    name: str, requests: Sequence[WorkRequest], by: Employee, note: str = "", **data: Any
) -> list[WorkRequest]:
    """One step of the door that must succeed for all; gives them back as they are then."""
    receipts = perform(name, requests, by=by, note=note, **data)
    if refused := [receipt for receipt in receipts if not receipt.ok]:
        raise LookupError(f"{name}: {refused[0].sentence}")
    return [WorkRequest.objects.get(pk=receipt.request.pk) for receipt in receipts]
