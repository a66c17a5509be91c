"""Keberatan: the applicant objects to a refusal once; somebody else answers, in writing.

UU 30/2014 Ps 77: filed within 21 working days, answered within 10. Silence decides nothing here:
an answer that is late is shown as late until a named person writes it.
"""

from __future__ import annotations

import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from wfa.calendars.rules import Calendar
from wfa.calendars.selectors import load
from wfa.calendars.wording import day
from wfa.people.models import Employee
from wfa.policies.selectors import RuleSet, rules_for_cases
from wfa.refusals import Refused
from wfa.requests.models import State, WorkRequest
from workflows.flows import ProposalFlow
from workflows.models import Objection, Proposal, ProposalItem
from workflows.services.door import perform
from workflows.services.receipts import Receipt

SPAN = datetime.timedelta(days=90)


def objection_until(request: WorkRequest) -> datetime.date:
    """The last day for an objection: 21 working days after the refusal was told."""
    told = timezone.localtime(request.since).date()
    return _calendar(told).add_working_days(told, _rules(request).objection_days)


def may_object(request: WorkRequest, user: Employee) -> str:
    """Why this person can't object now; "" = they can."""
    if user.pk != request.applicant_id:
        return "Hanya pemohon yang dapat mengajukan keberatan."
    if request.state != State.REFUSED:
        return "Keberatan hanya atas pengajuan yang ditolak."
    if Objection.objects.filter(request=request).exists():
        return "Keberatan atas pengajuan ini sudah pernah diajukan."
    if ProposalItem.objects.filter(request=request, is_open=True).exists():
        return "BKD belum menutup pemeriksaan usulan ini. Coba lagi setelah ditutup."
    until = objection_until(request)
    if timezone.localdate() > until:
        return f"Batas keberatan sudah lewat: {day(until)}. Buat pengajuan baru."
    return ""


@transaction.atomic
def file_objection(request: WorkRequest, *, by: Employee, reason: str) -> Objection:
    """Object to a refusal, once, within 21 working days; the head of the BKD or the PPK answers."""
    text = reason.strip()
    case = _locked(request.pk)
    if why := may_object(case, by):
        raise Refused(why, code="no_objection")
    if not text:
        raise Refused("Tulis alasan keberatan Anda.", code="reason", field="reason")
    today = timezone.localdate()
    due = _calendar(today).add_working_days(today, _rules(case).objection_answer_days)
    assert case.decided_by is not None  # noqa: S101 - a refused case has its refuser
    objection = Objection.objects.create(
        request=case,
        filed_at=timezone.now(),
        reason=text[:2000],
        due_on=due,
        refused_by=case.decided_by,
    )
    [receipt] = perform("object", [case], by=by, note=text[:500], due=due)
    if not receipt.ok:
        raise Refused(receipt.sentence, code="no_objection")
    return objection


@transaction.atomic
def answer_objection(objection: Objection, *, by: Employee, upheld: bool, note: str) -> Receipt:
    """Answer in writing: the refusal stands (`upheld`), or the BKD examines the request again."""
    case = _locked(objection.request_id)
    if not note.strip():
        raise Refused("Tulis jawaban atas keberatan ini.", code="note_missing", field="note")
    if case.state != State.OBJECTED:  # answered already: the door says by whom
        return perform("uphold", [case], by=by, note=note)[0]
    if upheld:
        receipts = perform("uphold", [case], by=by, note=note, objection=objection)
    else:
        receipts = perform(
            "overturn",
            [case],
            by=by,
            note=note,
            objection=objection,
            proposal=_proposal(case, by),
            due=_bkd_due(case),
        )
    if not receipts[0].ok:
        raise Refused(_why_not(receipts[0]), code="not_answered")
    Objection.objects.filter(pk=objection.pk).update(
        upheld=upheld, decided_at=timezone.now(), decided_by=by, note=note.strip()[:2000]
    )
    return receipts[0]


def _why_not(receipt: Receipt) -> str:
    """A day without a free seat can't be asked again: said to who answers, not to who files."""
    if not any(finding.code == "quota" for finding in receipt.findings):
        return receipt.sentence
    fact = receipt.sentence.partition(". ")[0].rstrip(".")
    return f"{fact}. Keberatan dapat dikabulkan setelah ada kursi kosong pada hari itu."


def _locked(request_id: UUID) -> WorkRequest:
    rows = WorkRequest.objects.select_for_update(of=("self",))
    return rows.select_related("opd", "unit", "applicant__unit").get(pk=request_id)


def _proposal(case: WorkRequest, by: Employee) -> Proposal:
    """A proposal of its own for the request, on the ground of the OPD's earlier letter, if any."""
    item = ProposalItem.objects.filter(request=case).select_related("proposal")
    before = item.order_by("-pk").first()
    letter = before.proposal if before else None
    return Proposal.objects.create(
        opd=case.opd,
        process=ProposalFlow.propose.run(),
        created_at=timezone.now(),
        created_by=by,
        note="Diperiksa lagi karena keberatan dikabulkan.",
        received_at=timezone.now(),
        letter_number=letter.letter_number if letter else "",
        letter_date=letter.letter_date if letter else None,
        letter_signer=letter.letter_signer if letter else "",
    )


def _bkd_due(case: WorkRequest) -> datetime.date:
    today = timezone.localdate()
    return _calendar(today).add_working_days(today, _rules(case).days_bkd)


def _rules(case: WorkRequest) -> RuleSet:
    [rules] = rules_for_cases([(case.unit, case.submitted_at)])
    return rules


def _calendar(around: datetime.date) -> Calendar:
    return load(around - datetime.timedelta(days=7), around + SPAN)


__all__ = ["answer_objection", "file_objection", "may_object", "objection_until"]
