"""The direct superior's view, where the policy asks for it before the OPD recommends."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from wfa.audit.services import record
from wfa.notifications.models import Message
from wfa.notifications.services import Notice, notify_many
from wfa.people.models import Employee
from wfa.people.permissions import authority, nearest_holders
from wfa.refusals import Refused
from wfa.requests.models import State, WorkRequest
from workflows.models import SuperiorView
from workflows.selectors import asked_to_view


def give_view(request: WorkRequest, *, by: Employee, agrees: bool, note: str) -> SuperiorView:
    """Say once per round what the direct superior thinks; the OPD still decides either way."""
    text = " ".join(note.split())[:500]
    if not text:
        raise Refused("Tulis pertimbangan Anda.", code="note_missing", field="note")
    try:
        with transaction.atomic():
            return _give(request, by, agrees, text)
    except IntegrityError as error:
        raise Refused(
            "Pertimbangan atas putaran ini sudah ada. Muat ulang halaman.", code="already_given"
        ) from error


def _give(request: WorkRequest, by: Employee, agrees: bool, note: str) -> SuperiorView:
    rows = WorkRequest.objects.select_for_update(of=("self",)).select_related(
        "applicant__unit", "unit"
    )
    case = rows.get(pk=request.pk)
    if case.state != State.SUBMITTED:
        raise Refused("Pengajuan ini tidak lagi menunggu penilaian OPD.", code="not_waiting")
    unit = case.applicant.unit
    held = authority(by).capacity("give_view", unit) if unit else None
    if held is None or by.pk in {case.applicant_id, case.filed_by_id}:
        raise Refused("Pertimbangan diberikan oleh atasan langsung pemohon.", code="no_right")
    if not asked_to_view([case]):
        raise Refused(
            "Kebijakan unit ini tidak meminta pertimbangan atasan. OPD langsung menilai.",
            code="not_asked",
        )
    view = SuperiorView.objects.create(
        request=case,
        round=case.round,
        superior=by,
        capacity=held.label,
        at=timezone.now(),
        agrees=agrees,
        note=note,
    )
    record("superior_heard", by=by, capacity=held.label, target=("request", case.pk), agrees=agrees)
    _tell(case)
    return view


def _tell(case: WorkRequest) -> None:
    link = reverse("kotak-masuk-kasus", args=[case.pk])
    body = f"{case.applicant.full_name}, {case.number}: atasan langsung sudah memberi pertimbangan."
    people = nearest_holders("assess_request", case.unit)
    notify_many(
        Notice(p, "Pengajuan siap dinilai", body, link, Message.Topic.WORK)
        for p in people
        if p.pk != case.applicant_id
    )
