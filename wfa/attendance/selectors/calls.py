"""Calls: of a day, of a person, and whom one may call."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from wfa.attendance.models import Expectation, ResponseCall, RollCall
from wfa.attendance.rules import phones
from wfa.attendance.rules.calling import OWN, Reach, why_not_call
from wfa.people.models import Employee, Unit
from wfa.people.permissions import Authority, under

RIGHT = "call_employee"
Outcome = ResponseCall.Outcome


def reach_of(expectation: Expectation) -> Reach:
    """When and where this person can be called; `expectation` comes with its employee."""
    is_running = expectation.withdrawn_at is None and expectation.shortened_at is None
    number = phones.normal(expectation.employee.phone)
    return Reach(expectation.reach_from, expectation.reach_until, is_running, number)


def why_not(expectation: Expectation, user: Employee, now: datetime.datetime) -> str:
    """Why `user`, who has the right, can't call now; "" = they can."""
    if expectation.employee_id == user.pk:
        return OWN
    return why_not_call(reach_of(expectation), now)


def callable_by(authority: Authority) -> QuerySet[Expectation]:
    """Days away of people whom one may call, withdrawn ones too."""
    here = under(authority.paths(RIGHT), "unit__path")
    return Expectation.objects.filter(here).select_related("employee", "unit")


def calls_seen(authority: Authority) -> QuerySet[ResponseCall]:
    """Calls to people whom one may call."""
    here = under(authority.paths(RIGHT), "expectation__unit__path")
    return ResponseCall.objects.filter(here).select_related("expectation__employee")


def calls_of(expectations: Iterable[Expectation]) -> dict[Any, list[ResponseCall]]:
    """{expectation: its calls, in their order}; 1 query."""
    found: dict[Any, list[ResponseCall]] = {each.pk: [] for each in expectations}
    for call in ResponseCall.objects.filter(expectation__in=list(found)).order_by("started_at"):
        found[call.expectation_id].append(call)
    return found


def open_calls_for(employee: Employee) -> list[ResponseCall]:
    """Calls of today that this person can still answer in the application; 1 query."""
    waiting = Q(outcome=Outcome.RUNNING) | Q(outcome=Outcome.UNANSWERED)
    rows = ResponseCall.objects.filter(
        waiting,
        expectation__employee=employee,
        expectation__date=timezone.localdate(),
        answer_at__isnull=True,
    )
    return list(rows.select_related("expectation").order_by("started_at"))


# --- the caller's page -----------------------------------------------------------------------


def drawn_today(authority: Authority, today: datetime.date) -> list[RollCall]:
    """Draws of today of the OPDs over which, or in which, one may call; 1 query."""
    paths = authority.paths(RIGHT)
    rows = RollCall.objects.filter(date=today).select_related("unit")
    return [
        row
        for row in rows.order_by("unit__name")
        if any(_touches(path, row.unit.path or "-") for path in paths)
    ]


def _touches(path: str, office: str) -> bool:
    return office.startswith(path) or path.startswith(office)


def to_call(
    authority: Authority, user: Employee, today: datetime.date, drawn: Iterable[int]
) -> QuerySet[Expectation]:
    """Whom a draw picked or who was called today: running calls first, then those not called yet."""
    calls = ResponseCall.objects.filter(expectation=OuterRef("pk"))
    rows = callable_by(authority).filter(date=today).exclude(employee=user)
    picked = Q(employee__in=list(drawn), withdrawn_at__isnull=True)
    found = rows.annotate(
        is_called=Exists(calls), is_running=Exists(calls.filter(outcome=Outcome.RUNNING))
    ).filter(picked | Q(is_called=True))
    order = Case(
        When(is_running=True, then=Value(0)),
        When(is_called=False, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return found.order_by(order, "employee__name", "pk")


def drawing_units(authority: Authority) -> QuerySet[Unit]:
    """OPDs for which one may draw by hand: those over which one may call as a whole."""
    here = under(authority.paths(RIGHT), "path")
    return Unit.objects.filter(here, kind=Unit.Kind.OPD, is_active=True).order_by("name")
