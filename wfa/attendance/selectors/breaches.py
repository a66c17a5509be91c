"""What could lead to a step of guidance: unanswered calls of a day, check-ins missed on invalid days."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import F, Q, QuerySet

from wfa.attendance.models import (
    Expectation,
    ExpectedCheckIn,
    Explanation,
    Reprimand,
    ResponseCall,
    Verdict,
)
from wfa.attendance.rules import evidence
from wfa.attendance.rules.evidence import DayNow, Left
from wfa.attendance.rules.verdicts import BY_TARGET, REJECT
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
    recent = {"expectation__date__range": (first_day(today), today)}
    rows = _missed_on_refused_days().filter(**recent).select_related("window", "expectation")
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


def _missed_on_refused_days() -> QuerySet[ExpectedCheckIn]:
    """Windows that nobody checked in for on days that are tidak sah.

    What came after the verdict doesn't empty what was judged without it.
    """
    never = Q(check_in__isnull=True) | Q(check_in__at__gt=F("expectation__verdict_at"))
    return ExpectedCheckIn.objects.filter(
        never,
        withdrawn_at__isnull=True,
        expectation__verdict=Verdict.INVALID,
        expectation__withdrawn_at__isnull=True,
    )


def left_of(row: Reprimand) -> Left:
    """What is left now of all that a step rests on; what was recorded by hand stays. 2 queries."""
    if row.ground == Reprimand.Ground.BY_HAND:
        return Left()
    days = list(Expectation.objects.filter(pk__in=row.evidence["expectations"]).order_by("slot"))
    now = [DayNow(each.date, _word(each)) for each in days]
    standing = [each.pk for each in days if each.withdrawn_at is None]
    if row.ground == Reprimand.Ground.CALLS:
        calls = ResponseCall.objects.filter(expectation__in=standing)
        unanswered = calls.filter(outcome=ResponseCall.Outcome.UNANSWERED).count()
        return Left(row.evidence["attempts"], unanswered, now)
    missed = _missed_on_refused_days().filter(expectation__in=standing).count()
    return Left(row.evidence["threshold"], missed, now)


def _word(day: Expectation) -> str:
    """What has become of a day since; "" = tidak sah, as it was."""
    if day.withdrawn_at is not None:
        return "dibatalkan"
    step = BY_TARGET.get(day.verdict)
    return step.done if step and step is not REJECT else ""


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
