"""What came of sending a plan or a report; and the one row that is locked for it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from uuid import UUID

from wfa.attendance.models import Expectation
from wfa.people.models import Employee
from wfa.refusals import Refused


@dataclass(frozen=True)
class Sent:
    """`is_new`: this act changed something; False = the same had been sent already."""

    is_new: bool
    version: int
    at: datetime.datetime
    is_late: bool


def lock_own(pk: UUID, by: Employee) -> Expectation:
    """The person's day, locked: a second tab and a double click wait here."""
    rows = Expectation.objects.select_for_update(of=("self",))
    locked = rows.filter(pk=pk, employee=by).first()
    if locked is None:
        raise Refused("Hanya pegawai itu sendiri yang mengisi harinya.", code="not_yours")
    return locked


def refuse_if(reasons: list[str]) -> None:
    """The first reason as an answer."""
    if reasons:
        raise Refused(reasons[0], code="closed")
