"""What could lead to a step of guidance: unanswered calls of a day, check-ins missed on invalid days."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from wfa.attendance.models import (
    ExpectedCheckIn,
    Explanation,
    Reprimand,
    ResponseCall,
    Verdict,
)
from wfa.attendance.rules import evidence
from wfa.decisions.models import Decision
from wfa.people.models import Employee

DAYS = 30
"""Calendar days that count, today included (policy `missed_before_reprimand`)."""


@dataclass
class Missed:
    """The check-ins that one person missed on one date that was declared tidak sah."""

    date: datetime.date
    expectations: set[UUID] = field(default_factory=set)
    windows: list[str] = field(default_factory=list)


def first_day(today: datetime.date) -> datetime.date:
    return today - datetime.timedelta(days=DAYS - 1)


def unanswered(today: datetime.date) -> dict[tuple[int, datetime.date], list[ResponseCall]]:
    """{(person, date): calls that nobody answered, in their order}; 2 queries.

    Only days that still stand, and that no step is about yet.
    """
    rows = ResponseCall.objects.filter(
        outcome=ResponseCall.Outcome.UNANSWERED,
        expectation__date__gte=first_day(today),
        expectation__withdrawn_at__isnull=True,
    ).select_related("expectation__employee__unit__opd", "expectation__unit")
    found: dict[tuple[int, datetime.date], list[ResponseCall]] = {}
    for call in rows.order_by("started_at"):
        day = call.expectation
        found.setdefault((day.employee_id, day.date), []).append(call)
    told = _told({person for person, _ in found})
    return {key: calls for key, calls in found.items() if (key[0], about_calls(key[1])) not in told}


def about_calls(date: datetime.date) -> str:
    return f"calls:{date.isoformat()}"


def _told(people: Iterable[int]) -> set[tuple[int, str]]:
    wanted = list(people)
    if not wanted:
        return set()
    rows = Reprimand.objects.filter(employee__in=wanted, ground=Reprimand.Ground.CALLS)
    return set(rows.values_list("employee", "about"))


def missed(now: datetime.datetime, today: datetime.date) -> dict[int, list[Missed]]:
    """{person: dates with missed check-ins that no step is about yet}; 2 queries."""
    rows = ExpectedCheckIn.objects.filter(
        withdrawn_at__isnull=True,
        check_in__isnull=True,
        expectation__verdict=Verdict.INVALID,
        expectation__withdrawn_at__isnull=True,
        expectation__date__range=(first_day(today), today),
    ).select_related("window", "expectation")
    found: dict[int, dict[datetime.date, Missed]] = {}
    for each in rows.order_by("window__opens_at"):
        if each.window.late_until <= now:
            day = each.expectation
            of = found.setdefault(day.employee_id, {})
            one = of.setdefault(day.date, Missed(day.date))
            one.expectations.add(day.pk)
            one.windows.append(each.window.name)
    used = _used(found)
    return {
        person: [dates[date] for date in sorted(dates) if date.isoformat() not in used[person]]
        for person, dates in found.items()
    }


def _used(people: Iterable[int]) -> dict[int, set[str]]:
    """{person: dates that earlier steps rest on}"""
    found: dict[int, set[str]] = {person: set() for person in people}
    if not found:
        return found
    rows = Reprimand.objects.filter(employee__in=list(found), ground=Reprimand.Ground.CHECK_INS)
    for person, frozen in rows.values_list("employee", "evidence"):
        found[person].update(evidence.dates_in(evidence.CHECK_INS, frozen))
    return found


def people_of(ids: Iterable[int]) -> dict[int, Employee]:
    rows = Employee.objects.select_related("unit__opd", "position").filter(is_active=True)
    return rows.in_bulk(list(ids))


def refusals_of(missed: Sequence[Missed]) -> dict[str, Decision]:
    """{expectation: the decision that called it tidak sah, the latest}; 1 query."""
    wanted = [str(pk) for each in missed for pk in each.expectations]
    rows = Decision.objects.filter(step="invalidate_day", subject_id__in=wanted)
    return {row.subject_id: row for row in rows.order_by("at")}


def explanations_of(missed: Sequence[Missed]) -> dict[UUID, str]:
    """{expectation: what the employee said last}; 1 query."""
    wanted = [pk for each in missed for pk in each.expectations]
    rows = Explanation.objects.filter(expectation__in=wanted).order_by("written_at", "pk")
    return dict(rows.values_list("expectation", "text"))
