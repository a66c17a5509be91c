"""Cases brought to a state by the real way: every step through the door."""

import datetime

from django.utils import timezone

from tests.actors import far_working_days
from wfa.policies.parameters import TASK_CRITERIA
from wfa.requests import services as filing
from wfa.requests.models import RequestDay, WorkRequest
from wfa.schedules.models import QuotaCounter, WorkDay
from workflows.services import (
    close_examination,
    end_due,
    file_objection,
    letter_signed,
    papers_drafted,
    papers_filed,
    papers_issued,
    perform,
    propose,
)


def draft(applicant, dates=None, **values):
    """A complete draft on the track of the task; `values` overwrite fields."""
    request = filing.start_draft(by=applicant)
    fields = {
        "basis": "task",
        "place": "home",
        "place_address": "Jalan Melati 14, Kecamatan Kertasari",
        "reason_kind": "focus",
        "reason": "Menyelesaikan pengujian aplikasi pelayanan.",
        "criteria": {key: True for key, _ in TASK_CRITERIA},
        "dates": [d.isoformat() for d in dates or far_working_days(2)],
        "phone": "081200000001",
    }
    request = filing.save_part(request, by=applicant, **{**fields, **values})
    row = {"activity": "Uji 24 layar", "target": "24", "measure": "layar", "output": "Laporan uji"}
    filing.save_plan(request, by=applicant, rows=[row])
    return request


def do(step, request, by, **data):
    """One step that must succeed; gives back the request as it is then."""
    [receipt] = perform(step, [request], by=by, **data)
    assert receipt.outcome == "done", receipt.sentence
    return WorkRequest.objects.get(pk=request.pk)


def submitted(applicant, dates=None, **values):
    return do("submit", draft(applicant, dates, **values), applicant)


def recommended(applicant, assessor, dates=None):
    return do("recommend", submitted(applicant, dates), assessor)


def proposal_of(requests, head, *, signed=True):
    """A proposal with the requests, its letter signed unless said otherwise."""
    proposal, receipts = propose(requests, by=head)
    assert proposal is not None, receipts
    if signed:
        sign_letter(proposal, head)
    proposal.refresh_from_db()
    return proposal


def sign_letter(proposal, head):
    day = datetime.date(2026, 1, 5)
    letter_signed(
        proposal, number="800.1.11.1/0001/X/2026", dated=day, signer_name=head.full_name, by=head
    )


def proposed(applicant, assessor, head, dates=None):
    request = recommended(applicant, assessor, dates)
    proposal_of([request], head)
    return WorkRequest.objects.get(pk=request.pk)


def objected(request, bkd):
    """Refused at the BKD, the sitting closed, and the applicant objects."""
    do("refuse", request, bkd, note="Layanan terganggu.")
    close_examination(request.items.get().proposal, by=bkd)
    file_objection(request, by=request.applicant, reason="Layanan dijaga dua rekan.")
    return WorkRequest.objects.get(pk=request.pk)


def in_force(requests, bkd, number="800.1.11.1/0009/BKD/2026"):
    """Approved requests come into force, and their process ends: as after an issued decree."""
    papers_drafted(requests)
    receipts = perform("enact", requests, by=bkd, document_number=number)
    assert all(receipt.outcome == "done" for receipt in receipts), receipts
    papers_issued(requests)
    papers_filed(requests)
    return [WorkRequest.objects.get(pk=r.pk) for r in requests]


def in_state(state, *, applicant, assessor, head, bkd):
    """A case of `applicant` in `state`, reached through the door."""
    if state == "draft":
        return draft(applicant)
    if state == "submitted":
        return submitted(applicant)
    if state == "returned":
        return do("send_back", submitted(applicant), assessor, note="Sebutkan keluarannya.")
    if state == "withdrawn":
        return do("withdraw", submitted(applicant), applicant)
    if state == "recommended":
        return recommended(applicant, assessor)
    request = proposed(applicant, assessor, head)
    if state == "proposed":
        return request
    if state == "refused":
        return do("refuse", request, bkd, note="Layanan terganggu.")
    if state == "objected":
        return objected(request, bkd)
    request = do("approve", request, bkd)
    if state == "approved":
        return request
    close_examination(request.items.get().proposal, by=bkd)
    request = do("enact", request, bkd, document_number="800.1.11.1/0009/BKD/2026")
    if state == "in_force":
        return request
    if state == "revoked":
        return do("revoke", request, bkd, note="Dicabut.", document_number="800.1.11.1/0010")
    if state == "ended":
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        WorkRequest.objects.filter(pk=request.pk).update(last_day=yesterday)
        end_due()
        return WorkRequest.objects.get(pk=request.pk)
    if state == "cancelled":
        return do("cancel", request, head, note="Pegawai meminta semua harinya kembali.")
    raise ValueError(state)


def move_days(request, by):
    """The same request, all its days `by` days later or earlier; seats and work days too."""
    delta = datetime.timedelta(days=by)
    for day in request.days.order_by("date"):
        RequestDay.objects.filter(pk=day.pk).update(date=day.date + delta)
        QuotaCounter.objects.filter(date=day.date).update(date=day.date + delta)
    for day in WorkDay.objects.filter(source_id=str(request.pk)):
        WorkDay.objects.filter(pk=day.pk).update(date=day.date + delta)
    WorkRequest.objects.filter(pk=request.pk).update(
        first_day=request.first_day + delta, last_day=request.last_day + delta
    )
    return WorkRequest.objects.get(pk=request.pk)


def taken():
    return dict(QuotaCounter.objects.order_by("date").values_list("date", "taken"))
