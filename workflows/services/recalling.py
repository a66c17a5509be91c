"""Calling people back from days of rosters, orders and swaps; days of requests go by the door.

A recall is effective at once: the day away is withdrawn with its reason, a day in the office
stands in its place, the seat is free. Rosters that aren't in force yet are not touched.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from wfa.audit.services import Entry, record_many
from wfa.calendars.wording import day_list, short_day
from wfa.decisions.models import Decision
from wfa.decisions.services import record_all
from wfa.notifications.services import Notice, notify_many
from wfa.people.models import Employee, Unit
from wfa.people.permissions import Authority, Capacity, authority
from wfa.policies.selectors import current_version
from wfa.refusals import Refused
from wfa.schedules.models import AWAY, Absence, WorkDay
from wfa.schedules.selectors.absences import CALLED
from wfa.schedules.services import Seat, give_back_seats
from wfa.schedules.services.absences import record_absence
from wfa.schedules.services.calling import call_in, lock_days
from workflows.services.receipts import Outcome

DONE = "Dipanggil kembali ke kantor."
_OWN = "Ini jadwal Anda sendiri. Pejabat lain yang memanggil."
_NO_RIGHT = "Anda tidak berwenang memanggil pegawai unit ini."
_NOTHING = "Tidak ada hari di luar kantor menurut jadwal. Muat ulang halaman."


@dataclass(frozen=True)
class DayReceipt:
    """The answer for one person: which days became days in the office, or why none did."""

    employee: Employee
    outcome: Outcome
    sentence: str
    dates: tuple[datetime.date, ...] = ()


@dataclass(frozen=True)
class _Call:
    """One person who is called back: their days, as whom it is done."""

    employee: Employee
    rows: tuple[WorkDay, ...]
    capacity: Capacity
    unit: Unit

    @property
    def dates(self) -> list[datetime.date]:
        return sorted({row.date for row in self.rows})


def recall_days(
    people: Iterable[int],
    *,
    by: Employee,
    note: str,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    dates: Collection[datetime.date] | None = None,
    capacity: Capacity | None = None,
) -> list[DayReceipt]:
    """Call these people back from their days away by roster; a receipt each, by name.

    From `since` (never before today) to `until`, or on chosen `dates` only. One person's refusal
    doesn't stop the others. `capacity`: as whom a letter was signed that says so; the right was
    asked then. The number of queries doesn't grow with the people (blocks of 500).
    """
    text = _reason(note)
    first = max(since or timezone.localdate(), timezone.localdate())
    with transaction.atomic():
        rows = [r for r in lock_days(people, first, until) if _counts(r, dates)]
        calls, receipts = _sorted(rows, by, capacity)
        _carry_out(calls, note=text)
        _write_down(calls, by=by, note=text)
    done = [DayReceipt(c.employee, Outcome.DONE, DONE, tuple(c.dates)) for c in calls]
    return sorted([*done, *receipts], key=lambda r: (r.employee.name, r.employee.pk))


def _reason(note: str) -> str:
    text = " ".join(note.split())[:500]
    if not text:
        raise Refused("Tulis alasan pemanggilan.", code="note_missing", field="reason")
    return text


def _counts(row: WorkDay, dates: Collection[datetime.date] | None) -> bool:
    by_roster = row.place in AWAY and row.source_kind != WorkDay.Source.REQUEST
    return by_roster and (dates is None or row.date in dates)


def _sorted(
    rows: Sequence[WorkDay], by: Employee, signed_as: Capacity | None = None
) -> tuple[list[_Call], list[DayReceipt]]:
    """Who may be called back by `by`, and a receipt for those who may not; 4 queries."""
    mine: dict[int, list[WorkDay]] = {}
    for row in rows:
        mine.setdefault(row.employee_id, []).append(row)
    people = Employee.objects.in_bulk(list(mine)) if mine else {}
    units = Unit.objects.in_bulk({row.unit_id for row in rows}) if rows else {}
    held = authority(by)
    calls, receipts = [], []
    for pk, days in mine.items():
        found = _call(people[pk], days, units, held, by, signed_as)
        if isinstance(found, _Call):
            calls.append(found)
        else:
            receipts.append(DayReceipt(people[pk], Outcome.REFUSED, found))
    return calls, receipts


def _call(
    employee: Employee,
    rows: Sequence[WorkDay],
    units: Mapping[int, Unit],
    held: Authority,
    by: Employee,
    signed_as: Capacity | None = None,
) -> _Call | str:
    if employee.pk == by.pk:
        return _OWN
    if signed_as is not None:
        return _Call(employee, tuple(rows), signed_as, units[rows[0].unit_id])
    over = {row.unit_id: held.capacity("recall_employee", units[row.unit_id]) for row in rows}
    capacity = next(iter(over.values()))
    if capacity is None or not all(over.values()):
        return _NO_RIGHT
    return _Call(employee, tuple(rows), capacity, units[rows[0].unit_id])


def _carry_out(calls: Sequence[_Call], *, note: str, frees: bool = True) -> list[WorkDay]:
    """Days and seats; the rows that were days away. Called in a transaction, before the log.

    `frees`: False where the caller frees the seats together with other changes.
    """
    freed: list[Seat] = []
    for capacity in {call.capacity for call in calls}:
        rows = [row for call in calls if call.capacity == capacity for row in call.rows]
        basis = f"Dipanggil kembali oleh {capacity.label}, {short_day(timezone.localdate())}"
        freed += call_in(rows, why=f"Dipanggil kembali: {note}", basis=f"{basis}: {note}"[:200])
    if frees:
        give_back_seats(freed)
    return [row for call in calls for row in call.rows]


def _write_down(calls: Sequence[_Call], *, by: Employee, note: str) -> None:
    now, version = timezone.now(), current_version()
    decisions = [_decision(call, by, note, now, version) for call in calls]
    record_all(decisions)
    record_many(
        [_entry(call, decision, by) for call, decision in zip(calls, decisions, strict=True)]
    )
    link = reverse("jadwal-saya")
    notify_many(
        Notice(
            call.employee,
            "Anda dipanggil kembali ke kantor",
            f"{day_list(call.dates)}: bekerja di kantor.\n\nAlasan: {note}",
            link,
        )
        for call in calls
    )


def _decision(
    call: _Call, by: Employee, note: str, at: datetime.datetime, version: int | None
) -> Decision:
    return Decision(
        at=at,
        step="recall",
        subject_kind=CALLED,
        subject_id=str(call.employee.pk),
        subject_nip=call.employee.identity,
        from_state=call.rows[0].place,
        to_state=WorkDay.Place.OFFICE,
        actor_nip=by.identity,
        actor_name=by.full_name,
        actor_position=str(by.position or ""),
        unit_name=call.unit.title_name,
        capacity=call.capacity.label,
        capacity_kind=call.capacity.kind,
        capacity_basis=call.capacity.basis,
        policy_version=version,
        note=note,
        data={"dates": [d.isoformat() for d in call.dates]},
    )


def _entry(call: _Call, decision: Decision, by: Employee) -> Entry:
    return Entry(
        action="days_recalled",
        by=by,
        capacity=call.capacity.label,
        target=("employee", call.employee.pk),
        data={"decision": str(decision.pk), "days": len(call.dates)},
    )


# --- one comes in, so that another can be off --------------------------------------------------


@dataclass(frozen=True)
class Cover:
    """Who comes in on which day."""

    employee_id: int
    date: datetime.date


def cover_absence(
    employee: Employee,
    kind: str,
    first: datetime.date,
    last: datetime.date,
    basis: str,
    *,
    covers: Collection[Cover],
    note: str,
    by: Employee,
) -> Absence:
    """Record an absence and call in who takes its place, in one act: both or neither."""
    text = _reason(note)
    wanted = {(cover.employee_id, cover.date) for cover in covers}
    with transaction.atomic():
        rows = lock_days({employee.pk, *(pk for pk, _ in wanted)}, timezone.localdate(), last)
        away = [r for r in rows if (r.employee_id, r.date) in wanted and _counts(r, None)]
        calls = _all_or_none(away, wanted, by)
        called = _carry_out(calls, note=text, frees=False)
        absence = record_absence(employee, kind, first, last, basis, by=by, called=called)
        _write_down(calls, by=by, note=text)
    return absence


def _all_or_none(
    rows: Sequence[WorkDay], wanted: Collection[tuple[int, datetime.date]], by: Employee
) -> list[_Call]:
    if not wanted:
        raise Refused("Belum ada yang dipilih. Pilih siapa yang dipanggil.", code="nobody")
    if {(row.employee_id, row.date) for row in rows} != set(wanted):
        raise Refused(_NOTHING, code="not_away")
    calls, receipts = _sorted(rows, by)
    if receipts:
        raise Refused(receipts[0].sentence, code="no_right")
    return calls
