"""Recording leave, duty travel and training, and taking such a record back.

An absence becomes one `WorkDay` per working day. Days of a roster give way, and their seats are
free again; days of a request don't: they rest on a decree. Whoever is off isn't present, so an
office that would be left short while somebody of it works elsewhere says so first.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from wfa.audit.services import record
from wfa.calendars.wording import day_list
from wfa.notifications.services import Notice, notify_many
from wfa.people.models import Employee
from wfa.people.permissions import Capacity, authority
from wfa.refusals import Refused
from wfa.schedules.models import AWAY, Absence, AbsenceImport, WorkDay
from wfa.schedules.rules.absences import PLACES, DayOff, Span, shortage_sentence
from wfa.schedules.rules.seats import Shortage
from wfa.schedules.selectors.absences import Ground, Verdict, gaps_of, ground_for, judge
from wfa.schedules.selectors.others import held_by_requests
from wfa.schedules.selectors.seats import is_structural
from wfa.schedules.services.bulk import BATCH
from wfa.schedules.services.calling import lock_days, seats_of
from wfa.schedules.services.days import Placed, write_days
from wfa.schedules.services.seats import QuotaFullError, Seat, exchange_seats, unmark_absent

_FASTER = "Hari pegawai ini baru saja berubah. Muat ulang halaman, lalu coba lagi."


class OfficeShort(Refused):
    """Some office would be left short; `shortages` says which on which day."""

    def __init__(self, shortages: Sequence[Shortage]) -> None:
        gaps = gaps_of(shortages[:1])
        super().__init__(shortage_sentence(shortages[0], gaps[0].names[:3]), code="office_short")
        self.shortages = tuple(shortages)


class OfRequest(Refused):
    """Days of a request stand in the way; `requests` are their ids."""

    def __init__(self, message: str, requests: Sequence[str]) -> None:
        super().__init__(message, code="request_day", field="first")
        self.requests = tuple(requests)


def record_absence(
    employee: Employee,
    kind: str,
    first: datetime.date,
    last: datetime.date,
    basis: str,
    *,
    by: Employee,
    called: Sequence[WorkDay] = (),
) -> Absence:
    """Record one absence as `by`; the days of it that were planned elsewhere are withdrawn.

    `called`: days away of others which the same act has turned into days in the office; their
    seats are freed here, in the same exchange. Repeating answers with what stands.
    """
    capacity = _capacity(employee, by)
    span = Span(employee.pk, kind, first, last, _basis(basis))
    try:
        with transaction.atomic():
            absence, is_new = _record(span, by, called)
            if is_new:
                _log(absence, by, capacity)
    except QuotaFullError as full:
        raise OfficeShort(full.shortages) from full
    except IntegrityError as error:
        raise Refused(_FASTER, code="faster") from error
    return absence


def _capacity(employee: Employee, by: Employee) -> Capacity:
    held = authority(by).capacity("record_absence", employee.unit) if employee.unit else None
    if held is None:
        raise Refused("Pegawai ini tidak ditemukan di OPD Anda.", code="no_right", field="employee")
    return held


def _basis(text: str) -> str:
    found = " ".join(text.split())[:200]
    if not found:
        raise Refused("Tulis nomor surat dasarnya.", code="basis", field="basis")
    return found


def _record(span: Span, by: Employee, called: Sequence[WorkDay]) -> tuple[Absence, bool]:
    if span.first <= span.last:
        lock_days([span.employee_id], span.first, span.last)
    ground = ground_for([span], {row.unit_id for row in called})
    verdict = judge(span, ground, _freed(called))
    if verdict.is_known:
        return _standing(span), False
    if verdict.requests and verdict.reason:
        raise OfRequest(verdict.reason.sentence, verdict.requests)
    if verdict.reason:
        reason = verdict.reason
        raise Refused(reason.sentence, code=reason.code, field=reason.field)
    if verdict.shortages:
        raise OfficeShort(verdict.shortages)
    [absence] = write_absences([verdict], ground, by=by, called=called)
    notify_many(absence_notices([(absence, verdict)], ground, by=by))
    return absence, True


def _freed(called: Sequence[WorkDay]) -> list[DayOff]:
    """Seats of people who come in, one per person and day."""
    once = {(row.employee_id, row.date): row for row in called if row.place in AWAY}
    return [DayOff(row.unit_id, row.date, row.is_structural, frees=True) for row in once.values()]


def _standing(span: Span) -> Absence:
    return Absence.objects.get(
        employee=span.employee_id,
        kind=span.kind,
        first_day=span.first,
        last_day=span.last,
        withdrawn_at__isnull=True,
    )


def write_absences(
    verdicts: Sequence[Verdict],
    ground: Ground,
    *,
    by: Employee,
    source: AbsenceImport | None = None,
    called: Sequence[WorkDay] = (),
) -> list[Absence]:
    """Write what was judged: rows, days, seats; a number of queries per 500, not per row.

    Called inside a transaction, after `lock_days`. Raises `QuotaFullError` when another act was
    faster: nothing may stand then.
    """
    now = timezone.now()
    rows = Absence.objects.bulk_create(
        [_row(verdict.span, by, now, source) for verdict in verdicts], batch_size=BATCH
    )
    _withdraw_replaced(zip(rows, verdicts, strict=True), now)
    write_days(
        (_placed(row, verdict, ground) for row, verdict in zip(rows, verdicts, strict=True)),
        source_kind=WorkDay.Source.ABSENCE,
    )
    replaced = [day for verdict in verdicts for day in verdict.replaced]
    ahead = [day for day in [*replaced, *called] if day.date >= ground.today]
    absent = [seat for verdict in verdicts for seat in _absent(verdict, ground)]
    exchange_seats(board=ground.board, give=seats_of(ahead), absent=absent)
    _nobody_asked_since(verdicts)
    return rows


def _nobody_asked_since(verdicts: Sequence[Verdict]) -> None:
    """Under the locks of the counters: a request filed in the meantime has its day; 1 query."""
    dates = [date for verdict in verdicts for date in verdict.dates]
    people = {verdict.span.employee_id for verdict in verdicts}
    if not dates:
        return
    asked = held_by_requests(people, min(dates), max(dates))
    if any((v.span.employee_id, date) in asked for v in verdicts for date in v.dates):
        raise Refused(_FASTER, code="faster")


def _row(span: Span, by: Employee, now: datetime.datetime, source: AbsenceImport | None) -> Absence:
    return Absence(
        employee_id=span.employee_id,
        kind=span.kind,
        first_day=span.first,
        last_day=span.last,
        basis_text=span.basis,
        recorded_by=by,
        recorded_at=now,
        source=source,
    )


def _withdraw_replaced(written: Iterable[tuple[Absence, Verdict]], now: datetime.datetime) -> None:
    """Days of rosters that the absence takes the place of, each with its own reason."""
    gone = []
    for absence, verdict in written:
        for day in verdict.replaced:
            day.withdrawn_at, day.withdrawn_why = now, _why(absence)
            gone.append(day)
    WorkDay.objects.bulk_update(gone, ["withdrawn_at", "withdrawn_why"], batch_size=BATCH)


def _why(absence: Absence) -> str:
    """ "Cuti 1–5 Desember 2026, surat 850/12/2026" """
    span = Span(absence.employee_id, absence.kind, absence.first_day, absence.last_day, "")
    return f"{span.label}, {absence.basis_text}"[:200]


def _placed(absence: Absence, verdict: Verdict, ground: Ground) -> Placed:
    person = ground.people[absence.employee_id]
    return Placed(
        employee_id=person.pk,
        unit_id=person.unit_id or 0,
        dates=verdict.dates,
        place=PLACES[absence.kind],
        source_id=str(absence.pk),
        basis=f"{absence.get_kind_display()}, {absence.basis_text}",
        is_structural=is_structural(person),
    )


def _absent(verdict: Verdict, ground: Ground) -> list[Seat]:
    person = ground.people[verdict.span.employee_id]
    return [
        Seat(person.unit_id or 0, date, is_structural(person))
        for date in verdict.dates
        if date >= ground.today
    ]


def _log(absence: Absence, by: Employee, capacity: Capacity) -> None:
    record(
        "absence_recorded",
        by=by,
        capacity=capacity.label,
        target=("employee", absence.employee_id),
        kind=absence.kind,
        starts=absence.first_day.isoformat(),
        ends=absence.last_day.isoformat(),
    )


def absence_notices(
    written: Iterable[tuple[Absence, Verdict]], ground: Ground, *, by: Employee
) -> list[Notice]:
    """What each is told: what was recorded, and which days away are gone by it."""
    link = reverse("beranda")
    found = []
    for absence, verdict in written:
        if absence.employee_id == by.pk:
            continue
        lost = [day.date for day in verdict.replaced if day.place in AWAY]
        gone = f"\nHari kerja fleksibel yang dicabut: {day_list(lost)}." if lost else ""
        body = f"{_why(absence)}.{gone}\nBila keliru, hubungi pengelola kepegawaian OPD Anda."
        subject = f"{absence.get_kind_display()} Anda dicatat"
        found.append(Notice(ground.people[absence.employee_id], subject, body, link))
    return found


# --- taking back -----------------------------------------------------------------------------


def withdraw_absence(absence: Absence, *, by: Employee, why: str) -> Absence:
    """Take a wrong record back: its days go, presence is given back.

    Roster days that gave way to it don't come back by themselves: the roster may have moved on.
    Repeating answers with what was done before.
    """
    text = " ".join(why.split())[:200]
    if not text:
        raise Refused("Tulis sebab catatan ini dicabut.", code="note_missing", field="why")
    capacity = _capacity(Employee.objects.select_related("unit").get(pk=absence.employee_id), by)
    with transaction.atomic():
        row = Absence.objects.select_for_update(of=("self",)).get(pk=absence.pk)
        if row.withdrawn_at is None:
            _withdraw(row, by, text)
            _log_withdrawal(row, by, capacity)
    return row


def _withdraw(row: Absence, by: Employee, why: str) -> None:
    now, today = timezone.now(), timezone.localdate()
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_why = now, by, why
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    days = WorkDay.objects.select_for_update().filter(
        source_kind=WorkDay.Source.ABSENCE, source_id=str(row.pk), withdrawn_at__isnull=True
    )
    rows = list(days.order_by("pk"))
    WorkDay.objects.filter(pk__in=[day.pk for day in rows]).update(
        withdrawn_at=now, withdrawn_why=f"Catatan dicabut: {why}"[:200]
    )
    unmark_absent(Seat(d.unit_id, d.date, d.is_structural) for d in rows if d.date >= today)


def _log_withdrawal(row: Absence, by: Employee, capacity: Capacity) -> None:
    record(
        "absence_withdrawn",
        by=by,
        capacity=capacity.label,
        target=("employee", row.employee_id),
        kind=row.kind,
        reason=row.withdrawn_why,
    )
    if row.employee_id == by.pk:
        return
    body = (
        f"{_why(row)}: catatan dicabut. Sebab: {row.withdrawn_why}\n"
        "Anda masuk kantor seperti biasa, kecuali jadwal menyebut lain."
    )
    notify_many([Notice(row.employee, "Catatan ketidakhadiran dicabut", body, reverse("beranda"))])
