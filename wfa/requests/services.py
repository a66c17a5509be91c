"""What a request can have done to it before it is submitted, and its days and number when it is.

The legal state is moved by `workflows.services.perform` only.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils import timezone

from wfa.audit.services import record
from wfa.files import services as files
from wfa.files.models import StoredFile
from wfa.people.models import Employee, Unit
from wfa.people.permissions import may
from wfa.people.selectors import responsible_unit
from wfa.policies.models import Policy
from wfa.refusals import Refused
from wfa.requests.models import (
    LIVE_DAY,
    Evidence,
    PlanItem,
    RequestDay,
    RequestRound,
    State,
    WorkRequest,
)
from wfa.requests.selectors import contents_of
from wfa.schedules.selectors import board_for, is_structural, quota_unit
from wfa.schedules.services import Seat, give_back_seats, lock_seats, take_seats

EDITABLE = (State.DRAFT, State.RETURNED)
RENEWABLE = (State.IN_FORCE, State.ENDED, State.CANCELLED)
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
def start_draft(
    *, by: Employee, applicant: Employee | None = None, renews: WorkRequest | None = None
) -> WorkRequest:
    """A new empty draft, of `by` or, filled in by them, of `applicant`; an empty one is used again.

    Who files for somebody else must be their personnel officer; the true filer stays on the
    request and can't decide on it (R11). `renews` copies an earlier request, without its days and
    evidence: each period is asked for and judged anew (R17).
    """
    whose = applicant or by
    if whose.kind != Employee.Kind.ASN:
        raise Refused(
            "Akun ini bukan akun ASN, jadi tidak dapat mengajukan. Masuk dengan akun NIP Anda.",
            code="not_asn",
        )
    if whose.pk != by.pk:
        require_filer(by, whose)
    unit = responsible_unit(whose, timezone.localdate())
    if unit is None:
        who = "Anda" if whose.pk == by.pk else "pegawai ini"
        raise Refused(
            f"Unit kerja {who} belum tercatat. Minta pengelola kepegawaian memperbaruinya.",
            code="no_unit",
        )
    if renews is not None:
        return _renewed(renews, by=by, unit=unit)
    empty = WorkRequest.objects.filter(
        applicant=whose, filed_by=by, state=State.DRAFT, basis="", reason=""
    )
    if draft := empty.first():
        return draft
    return WorkRequest.objects.create(
        applicant=whose, filed_by=by, unit=unit, opd=unit.opd or unit, phone=whose.phone
    )


def may_file_for(by: Employee, applicant: Employee) -> bool:
    """Whether `by` fills in requests of `applicant`: their personnel officer, today."""
    return applicant.unit is not None and may(by, "file_for_other", applicant.unit)


def require_filer(by: Employee, applicant: Employee) -> None:
    """Refuse who may not fill in a request for `applicant`."""
    if not applicant.is_active or not may_file_for(by, applicant):
        raise Refused(
            "Anda hanya dapat mengajukan untuk pegawai aktif di unit tugas Anda.", code="no_right"
        )


_RENEWED = tuple(sorted(FIELDS - {"dates", "criteria"}))


def _renewed(old: WorkRequest, *, by: Employee, unit: Unit) -> WorkRequest:
    """A draft that says what `old` said, for days yet to be chosen."""
    if by.pk not in {old.applicant_id, old.filed_by_id}:
        raise Refused("Hanya pemohon yang dapat memperpanjang pengajuan ini.", code="not_yours")
    if old.state not in RENEWABLE:
        raise Refused("Hanya pengajuan yang disetujui dapat diperpanjang.", code="not_renewable")
    begun = old.renewals.filter(filed_by=by, state=State.DRAFT, dates=[])
    if again := begun.first():
        return again
    values = {name: getattr(old, name) for name in _RENEWED}
    draft = WorkRequest.objects.create(
        applicant=old.applicant, filed_by=by, unit=unit, opd=unit.opd or unit, renews=old, **values
    )
    rows = old.plan.values("order", "activity", "target", "measure", "output")
    PlanItem.objects.bulk_create([PlanItem(request=draft, **row) for row in rows])
    return draft


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
    rows = WorkRequest.objects.select_for_update(of=("self",)).select_related("applicant__unit")
    locked = rows.get(pk=request.pk)
    if by.pk not in {locked.applicant_id, locked.filed_by_id}:
        raise Refused("Hanya pemohon yang dapat mengubah pengajuan ini.", code="not_yours")
    if by.pk != locked.applicant_id:
        require_filer(by, locked.applicant)
    if locked.state not in EDITABLE:
        raise Refused(
            f"Pengajuan ini sudah {State(locked.state).label.lower()}, jadi tidak dapat diubah. "
            "Lihat posisinya pada Pengajuan Saya.",
            code="not_editable",
        )
    return locked


# --- called by the one door, inside its transaction -----------------------------------------


def give_number(request: WorkRequest, *, at: datetime.datetime) -> None:
    """The case number "P-2026-000012", given once, at the first submission; 1 query.

    One statement counts and locks, so that filing stays within its budget.
    """
    if request.number:
        return
    year = timezone.localtime(at).year
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [year])
        (last,) = cursor.fetchone()
    request.number = f"P-{year}-{last:06d}"


_COUNT = """
INSERT INTO requests_requestcounter (year, last) VALUES (%s, 1)
ON CONFLICT (year) DO UPDATE SET last = requests_requestcounter.last + 1
RETURNING last
"""


def write_days(
    request: WorkRequest, *, policies: Sequence[Policy] | None, check: Callable[[], None]
) -> list[RequestDay]:
    """Turn the chosen dates into days, each with its seat; those of an earlier round are cancelled.

    `policies`: those in force for the applicant's unit, where they were read already. `check` is
    called once the seats are held: what it raises, like `QuotaFullError`, undoes the act.
    """
    dates = sorted(datetime.date.fromisoformat(d) for d in request.dates)
    if request.submitted_at:
        _stand_up(request, dates)
    request.first_day, request.last_day = dates[0], dates[-1]
    held = _sit_down(request, dates, policies)
    check()
    return RequestDay.objects.bulk_create(
        [
            RequestDay(request=request, employee_id=request.applicant_id, date=date, **held)
            for date in dates
        ]
    )


def _stand_up(request: WorkRequest, dates: Collection[datetime.date]) -> None:
    """Cancel the days of the earlier round; their counters and those of the new days are locked
    together, in order: two who exchange the same days never wait for each other."""
    home = request.applicant.unit or request.unit
    old = RequestDay.objects.filter(request=request, state__in=LIVE_DAY)
    seats = [Seat(d.work_unit_id, d.date) for d in old if d.work_unit_id]
    lock_seats([*seats, *(Seat(home.pk, date) for date in dates)])
    set_days([request], RequestDay.State.CANCELLED)


def _sit_down(
    request: WorkRequest, dates: Collection[datetime.date], policies: Sequence[Policy] | None
) -> dict[str, Any]:
    """Take the seats of these dates; what each day then keeps about its seat."""
    home = request.applicant.unit or request.unit
    structural = is_structural(request.applicant)
    board = board_for([home], dates, policies=policies)
    take_seats([Seat(home.pk, date, structural) for date in dates], board=board)
    return {
        "seat_unit": quota_unit(request.applicant, request.unit),
        "work_unit": home,
        "is_structural": structural,
    }


def set_days(
    requests: Iterable[WorkRequest],
    state: RequestDay.State,
    *,
    since: datetime.date = datetime.date.min,
) -> list[RequestDay]:
    """Move live days of the requests to `state`: all, or those from `since` on.

    Days that cease to be live give their seats back. Answers the days as they were.
    """
    live = RequestDay.objects.filter(request__in=list(requests), state__in=LIVE_DAY)
    if since > datetime.date.min:
        live = live.filter(date__gte=since)
    if state in LIVE_DAY:
        live.update(state=state)
        return []
    return _let_go(list(live), state)


def cancel_days(
    dates: Mapping[UUID, Collection[datetime.date]],
    state: RequestDay.State = RequestDay.State.CANCELLED,
) -> list[RequestDay]:
    """These live days of each request are over, cancelled or refused; 4 queries however many.

    Answers them as they were.
    """
    live = RequestDay.objects.filter(request__in=list(dates), state__in=LIVE_DAY)
    leaving = [d for d in live if d.date in dates[d.request_id]]
    return _let_go(leaving, state)


def _let_go(leaving: list[RequestDay], state: RequestDay.State) -> list[RequestDay]:
    """Days that cease to be live give their seats back."""
    give_back_seats(
        Seat(d.work_unit_id, d.date, d.is_structural) for d in leaving if d.work_unit_id
    )
    rows = RequestDay.objects.filter(pk__in=[d.pk for d in leaving])
    rows.update(state=state, seat_unit=None, work_unit=None)
    return leaving


def reopen_days(request: WorkRequest, *, since: datetime.date) -> None:
    """Days decided in this sitting, or refused ones after an objection, are asked again.

    Refused days lost their seats: they take new ones, or `QuotaFullError` is raised.
    """
    decided = request.days.filter(
        state__in=[RequestDay.State.APPROVED, RequestDay.State.REFUSED], date__gte=since
    )
    seatless = list(
        decided.filter(state=RequestDay.State.REFUSED)
        .values_list("date", flat=True)
        .order_by("date")
    )
    if seatless:
        decided.filter(state=RequestDay.State.REFUSED).update(
            state=RequestDay.State.ASKED, **_sit_down(request, seatless, None)
        )
    decided.filter(state=RequestDay.State.APPROVED).update(state=RequestDay.State.ASKED)


def begin_bkd_stage(requests: Sequence[WorkRequest], *, at: datetime.datetime) -> None:
    """The BKD has these requests from now on: its own deadline runs; 1 query."""
    for request in requests:
        request.begin_stage(at, request.due_bkd)
    WorkRequest.objects.bulk_update(requests, ["stage_at", "due_on"], batch_size=500)


def keep_rounds(requests: Sequence[WorkRequest], *, at: datetime.datetime) -> None:
    """Keep what each request said in the round that ends, before it is edited; 3 queries."""
    contents = contents_of(requests)
    RequestRound.objects.bulk_create(
        [
            RequestRound(request=r, round=r.round - 1, at=at, content=contents[r.pk])
            for r in requests
        ],
        ignore_conflicts=True,
    )
