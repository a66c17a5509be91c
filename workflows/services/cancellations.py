"""Giving approved days back: the employee asks, the OPD decides, the days become free again.

A recall goes the other way and needs no asking: `perform("recall", …)`.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from viewflow.workflow.models import Process

from wfa.audit.services import record
from wfa.calendars.wording import day_list
from wfa.decisions.models import Decision
from wfa.decisions.services import record_all
from wfa.notifications.models import Message
from wfa.notifications.services import Notice, notify_many
from wfa.people.models import Employee
from wfa.people.permissions import Capacity, authority, nearest_holders
from wfa.people.selectors import offices, region
from wfa.refusals import Refused
from wfa.requests.models import LIVE_DAY, State, WorkRequest
from workflows.models import Cancellation, ProposalItem
from workflows.services.door import perform
from workflows.services.receipts import Receipt

SHORTEST_REASON = 5


@transaction.atomic
def ask_cancellation(
    request: WorkRequest, *, by: Employee, dates: Sequence[datetime.date], reason: str
) -> Cancellation:
    """Ask to give `dates` of an approved request back. Days already begun can't be given back."""
    case = _locked(request)
    if by.pk != case.applicant_id:
        raise Refused("Hanya pemohon yang dapat meminta pembatalan.", code="not_yours")
    if case.state not in {State.APPROVED, State.IN_FORCE}:
        raise Refused(
            "Hanya pengajuan yang disetujui dapat dibatalkan lewat permintaan.", code="not_running"
        )
    text = _reason(reason)
    if case.cancellations.filter(state=Cancellation.State.ASKED).exists():
        raise Refused(
            "Permintaan pembatalan sebelumnya belum diputus. Tunggu, atau tarik dahulu.",
            code="already_asked",
        )
    chosen = _days_ahead(case, dates)
    asked = Cancellation.objects.create(
        request=case,
        asked_by=by,
        asked_at=timezone.now(),
        reason=text,
        dates=[d.isoformat() for d in chosen],
    )
    record("cancellation_asked", by=by, target=("request", case.pk), days=len(chosen))
    _tell_opd(asked, chosen)
    return asked


def _locked(request: WorkRequest) -> WorkRequest:
    rows = WorkRequest.objects.select_for_update(of=("self",)).select_related("applicant", "unit")
    return rows.get(pk=request.pk)


def _locked_with_process(request: WorkRequest) -> WorkRequest:
    """The same in the order of the house: process → request."""
    items = ProposalItem.objects.filter(request=request.pk, is_open=True)
    mine = Process.objects.filter(pk__in=list(items.values_list("proposal__process", flat=True)))
    list(mine.select_for_update().order_by("pk"))
    return _locked(request)


def _reason(text: str) -> str:
    text = " ".join(text.split())
    if len(text) < SHORTEST_REASON:
        raise Refused("Tulis alasan pembatalan.", code="reason", field="reason")
    return text[:500]


def _days_ahead(case: WorkRequest, dates: Sequence[datetime.date]) -> list[datetime.date]:
    """The chosen days, all of them live and after today."""
    live = set(case.days.filter(state__in=LIVE_DAY).values_list("date", flat=True))
    chosen = sorted(set(dates))
    if not chosen:
        raise Refused(
            "Belum ada hari yang dipilih. Pilih sedikitnya satu.", code="no_days", field="dates"
        )
    today = timezone.localdate()
    wrong = [d for d in chosen if d not in live or d <= today]
    if wrong:
        raise Refused(
            f"{day_list(wrong)} tidak dapat dibatalkan lagi. Pilih hari sesudah hari ini.",
            code="day_gone",
            field="dates",
        )
    return chosen


def _tell_opd(asked: Cancellation, dates: list[datetime.date]) -> None:
    case = asked.request
    link = reverse("pembatalan", args=[asked.pk])
    body = f"{case.applicant.full_name}: {case.short_kind} {day_list(dates)}. {asked.reason}"
    notify_many(
        Notice(p, "Permintaan pembatalan menunggu keputusan", body, link, Message.Topic.WORK)
        for p in _deciders(case)
        if p.pk not in {case.applicant_id, case.filed_by_id}
    )


def _deciders(case: WorkRequest) -> list[Employee]:
    """Those of the OPD; the head of the BKD, who may too, only where nobody is nearer."""
    people = nearest_holders("decide_cancellation", case.unit)
    home = region()
    bkd = home.bkd if home else None
    if bkd is None or (case.unit.path or "").startswith(bkd.path or ""):
        return people
    far = {office.employee_id for office in offices(bkd, timezone.localdate())}
    return [p for p in people if p.pk not in far] or people


@transaction.atomic
def withdraw_cancellation(asked: Cancellation, *, by: Employee) -> Cancellation:
    """The employee takes the asking back, as long as nobody has decided."""
    _locked(asked.request)
    row = Cancellation.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    if by.pk != row.asked_by_id:
        raise Refused("Hanya pemohon yang dapat menarik permintaan ini.", code="not_yours")
    if row.state != Cancellation.State.ASKED:
        raise Refused(
            f"Permintaan ini sudah {row.get_state_display().lower()}.", code="already_decided"
        )
    row.state = Cancellation.State.WITHDRAWN
    row.save(update_fields=["state"])
    record("cancellation_withdrawn", by=by, target=("request", row.request_id))
    return row


@transaction.atomic
def decide_cancellation(
    asked: Cancellation, *, by: Employee, granted: bool, note: str = ""
) -> Cancellation:
    """Grant or deny; a denial needs its reason. Repeating answers what was decided before."""
    case = _locked_with_process(asked.request)
    row = Cancellation.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    if row.state != Cancellation.State.ASKED:
        return row
    capacity = _capacity(case, by)
    text = " ".join(note.split())[:500]
    if not granted and not text:
        raise Refused("Tulis alasan tidak mengabulkan.", code="note_missing", field="note")
    if granted:
        _take_days(row, case, by=by, capacity=capacity, note=text or row.reason)
    row.state = Cancellation.State.GRANTED if granted else Cancellation.State.DENIED
    row.decided_at, row.decided_by, row.note = timezone.now(), by, text
    row.save(update_fields=["state", "decided_at", "decided_by", "note"])
    if not granted:
        _keep_denial(row, case, by=by, capacity=capacity)
    return row


def _capacity(case: WorkRequest, by: Employee) -> Capacity:
    held = authority(by).capacity("decide_cancellation", case.unit)
    if held is None:
        raise Refused("Pembatalan diputus oleh OPD. Hubungi penilai OPD Anda.", code="no_right")
    if by.pk in {case.applicant_id, case.filed_by_id}:
        raise Refused("Ini permintaan Anda sendiri. Pejabat lain yang memutusnya.", code="own")
    return held


def _take_days(
    row: Cancellation, case: WorkRequest, *, by: Employee, capacity: Capacity, note: str
) -> Receipt:
    dates = [datetime.date.fromisoformat(text) for text in row.dates]
    [receipt] = perform(
        "cancel", [case], by=by, capacity=capacity, note=note, days={case.pk: dates}
    )
    if not receipt.ok:
        raise Refused(receipt.sentence, code="not_cancelled")
    return receipt


def _keep_denial(row: Cancellation, case: WorkRequest, *, by: Employee, capacity: Capacity) -> None:
    """A "no" is a decision too: kept as values, and told."""
    decision = Decision(
        at=row.decided_at or timezone.now(),
        step="deny",
        subject_kind="cancellation",
        subject_id=str(row.pk),
        subject_nip=case.applicant.identity,
        from_state=Cancellation.State.ASKED,
        to_state=Cancellation.State.DENIED,
        actor_nip=by.identity,
        actor_name=by.full_name,
        actor_position=str(by.position or ""),
        unit_name=case.unit.title_name,
        capacity=capacity.label,
        capacity_kind=capacity.kind,
        capacity_basis=capacity.basis,
        policy_version=case.policy.version if case.policy else None,
        round=case.round,
        note=row.note,
        data={"dates": row.dates},
    )
    record_all([decision])
    record("cancellation_denied", by=by, capacity=capacity.label, target=("request", case.pk))
    link = reverse("pengajuan", args=[case.pk])
    body = f"{case.number}. Alasan: {row.note}"
    notify_many([Notice(case.applicant, "Pembatalan Anda tidak dikabulkan", body, link)])
