"""What goes another way than straight ahead: rounds, conditions, cancellations, objections."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from wfa.demo import cases
from wfa.demo.accounts import Cast
from wfa.demo.cases import Office, step
from wfa.requests import services as filing
from wfa.requests.models import RequestDay, WorkRequest
from workflows.services import (
    ask_cancellation,
    close_examination,
    decide_cancellation,
    file_objection,
)


def tell(diskominfo: Office, others: Sequence[Office], people: Cast) -> None:
    _second_round(diskominfo)
    _for_somebody_else(people)
    _with_conditions(others[0], people)
    _given_back(others[2])
    _objected(others[1], people)


def _second_round(office: Office) -> None:
    """Sent back, mended and filed again: the assessor sees what changed."""
    [case] = cases.submitted(office, 1)
    note = "Sebutkan keluaran yang dapat diperiksa."
    [case] = step("send_back", [case], office.assessor, note)
    reason = f"{case.reason} Hasilnya dilaporkan setiap sore."
    filing.save_part(case, by=case.applicant, reason=reason)
    row = {"activity": "Menguji 30 layar aplikasi", "target": "30", "measure": "layar"}
    output = "Laporan uji dengan tangkapan layar"
    filing.save_plan(case, by=case.applicant, rows=[{**row, "output": output}])
    cases.submit(WorkRequest.objects.get(pk=case.pk))


def _for_somebody_else(people: Cast) -> None:
    """The personnel officer fills in for a colleague; the true filer stays visible."""
    colleague = (
        people.personnel.unit
        and people.personnel.unit.employees.filter(is_active=True, requests__isnull=True)
        .exclude(pk=people.personnel.pk)
        .order_by("nip")
        .first()
    )
    if colleague:
        cases.draft(colleague, weeks=4, by=people.personnel)


def _with_conditions(office: Office, people: Cast) -> None:
    requests = cases.recommended(office, 2)
    cases.received(office, requests)
    terms = ["Hadir di kantor bila ada pemeriksaan lapangan.", "Melapor kepada atasan pukul 15.00."]
    step("approve", requests[:1], people.verifier, conditions={requests[0].pk: terms})


def _given_back(office: Office) -> None:
    """One day given back and granted, everything given back, and one asking that waits."""
    running = WorkRequest.objects.filter(opd=office.unit, state="in_force").order_by("number")
    first, second, third = running[:3]
    _give_back(first, office, 1)
    _give_back(second, office, 100)
    ask_cancellation(
        third, by=third.applicant, dates=_days(third)[:1], reason="Ada rapat koordinasi di kantor."
    )


def _give_back(request: WorkRequest, office: Office, number: int) -> None:
    asked = ask_cancellation(
        request,
        by=request.applicant,
        dates=_days(request)[:number],
        reason="Ditugaskan mengikuti pelatihan di kantor.",
    )
    decide_cancellation(asked, by=office.assessor, granted=True)


def _days(request: WorkRequest) -> list[datetime.date]:
    live = request.days.filter(state=RequestDay.State.APPROVED)
    return list(live.order_by("date").values_list("date", flat=True))


def _objected(office: Office, people: Cast) -> None:
    """Refused at the BKD; the employee objects, and the head of the BKD has to answer."""
    requests = cases.recommended(office, 2)
    proposal = cases.received(office, requests)
    step("approve", requests[:1], people.verifier)
    step("refuse", requests[1:], people.verifier, "Pada hari itu kantor menerima pemeriksaan.")
    close_examination(proposal, by=people.verifier)
    file_objection(
        WorkRequest.objects.get(pk=requests[1].pk),
        by=requests[1].applicant,
        reason="Pemeriksaan dipindah ke minggu berikutnya; surat penundaannya sudah terbit.",
    )
