"""What a request can have done to it before it is submitted, and its days and number when it is.

The legal state is moved by `workflows.services.perform` only.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from wfa.audit.services import record
from wfa.files import services as files
from wfa.files.models import StoredFile
from wfa.people.models import Employee
from wfa.people.selectors import responsible_unit
from wfa.refusals import Refused
from wfa.requests.models import (
    LIVE_DAY,
    Evidence,
    PlanItem,
    RequestCounter,
    RequestDay,
    State,
    WorkRequest,
)

EDITABLE = (State.DRAFT, State.RETURNED)
MAX_EVIDENCE = 5

FIELDS = frozenset(
    {
        "basis",
        "place",
        "place_address",
        "place_reason",
        "reason_kind",
        "reason",
        "criteria",
        "dates",
        "work_item",
        "equipment",
        "phone",
        "substitute",
    }
)


@transaction.atomic
def start_draft(*, by: Employee) -> WorkRequest:
    """A new empty draft of `by`; the open empty one is used again."""
    if by.kind != Employee.Kind.ASN:
        raise Refused(
            "Akun ini bukan akun ASN, jadi tidak dapat mengajukan. Masuk dengan akun NIP Anda.",
            code="not_asn",
        )
    unit = responsible_unit(by, timezone.localdate())
    if unit is None:
        raise Refused(
            "Unit kerja Anda belum tercatat. Minta pengelola kepegawaian memperbaruinya.",
            code="no_unit",
        )
    empty = WorkRequest.objects.filter(applicant=by, state=State.DRAFT, basis="", reason="")
    if draft := empty.first():
        return draft
    return WorkRequest.objects.create(
        applicant=by, filed_by=by, unit=unit, opd=unit.opd or unit, phone=by.phone
    )


@transaction.atomic
def save_part(request: WorkRequest, *, by: Employee, **values: Any) -> WorkRequest:
    """Store one step of the form as it was typed; nothing is judged here."""
    unknown = set(values) - FIELDS
    if unknown:
        raise ValueError(f"not fields of the form: {sorted(unknown)}")
    locked = lock_editable(request, by=by)
    for name, value in values.items():
        setattr(locked, name, value)
    locked.save(update_fields=[*values, "changed_at"])
    return locked


@transaction.atomic
def save_plan(request: WorkRequest, *, by: Employee, rows: Sequence[dict[str, Any]]) -> None:
    """Replace the work plan by `rows` ({activity, target, measure, output, due})."""
    locked = lock_editable(request, by=by)
    locked.plan.all().delete()
    PlanItem.objects.bulk_create(
        [PlanItem(request=locked, order=order, **row) for order, row in enumerate(rows)]
    )


def add_evidence(
    request: WorkRequest, upload: UploadedFile[bytes], *, by: Employee, is_health: bool
) -> Evidence:
    """Take one supporting file in through the gate; the slow look at it holds no lock."""
    passed = files.examine(upload, purpose=StoredFile.Purpose.EVIDENCE)
    with transaction.atomic():
        locked = lock_editable(request, by=by)
        if locked.evidence.count() >= MAX_EVIDENCE:
            raise Refused(
                f"Paling banyak {MAX_EVIDENCE} berkas. Hapus satu sebelum mengunggah lagi.",
                code="too_many_files",
                field="evidence",
            )
        stored = files.keep(passed, by=by)
        evidence = Evidence.objects.create(request=locked, file=stored, is_health=is_health)
        record(
            "evidence_added",
            by=by,
            target=("request", locked.pk),
            file=str(stored.pk),
            sha256=stored.sha256,
            health=is_health,
        )
    return evidence


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: Employee) -> None:
    """Take a file off a draft; the audit log keeps that it was there."""
    locked = lock_editable(evidence.request, by=by)
    record("evidence_removed", by=by, target=("request", locked.pk), file=str(evidence.file_id))
    evidence.delete()


@transaction.atomic
def discard_draft(request: WorkRequest, *, by: Employee) -> None:
    """Throw a draft away that was never submitted; a submitted case is withdrawn instead."""
    locked = lock_editable(request, by=by)
    if locked.number:
        raise Refused(
            "Pengajuan ini pernah diajukan. Pakai Batalkan pengajuan.", code="not_a_draft"
        )
    record("draft_discarded", by=by, target=("request", locked.pk))
    locked.delete()


def lock_editable(request: WorkRequest, *, by: Employee) -> WorkRequest:
    """The locked row, if `by` may still edit it; an approver can never edit what they decide."""
    locked = WorkRequest.objects.select_for_update().get(pk=request.pk)
    if by.pk not in {locked.applicant_id, locked.filed_by_id}:
        raise Refused("Hanya pemohon yang dapat mengubah pengajuan ini.", code="not_yours")
    if locked.state not in EDITABLE:
        raise Refused(
            f"Pengajuan ini sudah {State(locked.state).label.lower()}, jadi tidak dapat diubah. "
            "Lihat posisinya pada Pengajuan Saya.",
            code="not_editable",
        )
    return locked


# --- called by the one door, inside its transaction -----------------------------------------


def give_number(request: WorkRequest, *, at: datetime.datetime) -> None:
    """The case number "P-2026-000012", given once, at the first submission."""
    if request.number:
        return
    year = timezone.localtime(at).year
    mine = RequestCounter.objects.filter(year=year)
    if not mine.update(last=F("last") + 1):  # the update also locks the row until the end
        RequestCounter.objects.get_or_create(year=year)
        mine.update(last=F("last") + 1)
    request.number = f"P-{year}-{mine.values_list('last', flat=True).get():06d}"


def write_days(request: WorkRequest) -> list[RequestDay]:
    """Turn the chosen dates into days; those of an earlier round become *cancelled*."""
    if request.submitted_at:
        request.days.filter(state__in=LIVE_DAY).update(state=RequestDay.State.CANCELLED)
    dates = sorted(datetime.date.fromisoformat(d) for d in request.dates)
    request.first_day, request.last_day = dates[0], dates[-1]
    return RequestDay.objects.bulk_create(
        [RequestDay(request=request, employee_id=request.applicant_id, date=d) for d in dates]
    )


def set_days(
    requests: Iterable[WorkRequest],
    state: RequestDay.State,
    *,
    since: datetime.date = datetime.date.min,
) -> None:
    """Move all live days of the requests, from `since` on, to `state`."""
    RequestDay.objects.filter(
        request__in=list(requests), state__in=LIVE_DAY, date__gte=since
    ).update(state=state)


def reopen_days(requests: Iterable[WorkRequest]) -> None:
    """Days decided in this sitting are asked again (undo)."""
    RequestDay.objects.filter(
        request__in=list(requests),
        state__in=[RequestDay.State.APPROVED, RequestDay.State.REFUSED],
    ).update(state=RequestDay.State.ASKED)
