"""Calling people in from days away: the days and their seats. Rights and notices are the caller's."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from wfa.people.models import Employee
from wfa.schedules.models import AWAY, Place, WorkDay
from wfa.schedules.services.days import Placed, take_back_rows, write_days
from wfa.schedules.services.seats import Seat

MOST_IDS = 500
"""People named in one statement."""


def lock_people(employees: Iterable[int]) -> list[int]:
    """Their days are this act's alone from now on, also those that are only to be written.

    Who changes days that others may change too comes by here first, in the order of locks:
    roster → person → day → quota; 1 query per 500 people.
    """
    ids = sorted(set(employees))
    rows = Employee.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    for start in range(0, len(ids), MOST_IDS):
        list(rows.filter(pk__in=ids[start : start + MOST_IDS]).values_list("pk"))
    return ids


def lock_persons(people: Iterable[Employee]) -> None:
    """The same for rows that were read before: what keeps them in the office is read anew.

    A letter that takes flexible work away may have gone out between the reading and the lock.
    """
    known = {person.pk: person for person in people}
    ids, names = sorted(known), ("pk", "revoked_letter", "revoked_until")
    rows = Employee.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    for start in range(0, len(ids), MOST_IDS):
        found = rows.filter(pk__in=ids[start : start + MOST_IDS])
        for pk, letter, until in found.values_list(*names):
            known[pk].revoked_letter, known[pk].revoked_until = letter, until


def lock_days(
    employees: Iterable[int], first: datetime.date, last: datetime.date | None = None
) -> list[WorkDay]:
    """The days that stand of these people, locked with them; 2 queries per 500 people.

    Read once the people are locked, so that what a faster act has just written is among them.
    """
    ids: list[int] = lock_people(employees)
    found: list[WorkDay] = []
    for start in range(0, len(ids), MOST_IDS):
        rows = WorkDay.objects.select_for_update().filter(
            employee__in=ids[start : start + MOST_IDS], date__gte=first, withdrawn_at__isnull=True
        )
        found += list((rows.filter(date__lte=last) if last else rows).order_by("employee_id", "pk"))
    return found


def seats_of(rows: Iterable[WorkDay]) -> list[Seat]:
    """The seats that these days hold: one per person and date, however it is halved.

    Days of a request hold none themselves: its `RequestDay` does.
    """
    held = {
        (row.employee_id, row.date): Seat(row.unit_id, row.date, row.is_structural)
        for row in rows
        if row.place in AWAY and row.source_kind != WorkDay.Source.REQUEST
    }
    return list(held.values())


def call_in(rows: Sequence[WorkDay], *, why: str, basis: str) -> list[Seat]:
    """Days away become days in the office, at once; the seats that the caller must free.

    The day stays one of its roster or order, so that a later change of it finds it.
    """
    away = [row for row in rows if row.place in AWAY]
    take_back_rows([row.pk for row in away], why=why)
    for kind in sorted({row.source_kind for row in away}):
        write_days(
            (_in_office(row, basis) for row in away if row.source_kind == kind), source_kind=kind
        )
    return seats_of(away)


def _in_office(row: WorkDay, basis: str) -> Placed:
    return Placed(
        employee_id=row.employee_id,
        unit_id=row.unit_id,
        dates=(row.date,),
        place=Place.OFFICE,
        source_id=row.source_id,
        basis=basis,
        is_structural=row.is_structural,
        slot=row.slot,
    )
