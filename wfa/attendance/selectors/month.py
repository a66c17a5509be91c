"""A month of duty, per person and per OPD; sums are made by the database."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from wfa.attendance.models import CheckIn, Expectation, ExpectedCheckIn, Verdict
from wfa.attendance.selectors import marks
from wfa.attendance.selectors.accounts import OPD
from wfa.attendance.selectors.ground import STANDING
from wfa.people.models import Employee, Unit
from wfa.people.permissions import under


@dataclass(frozen=True)
class Sums:
    """Days and check-ins of a month."""

    days: int = 0
    valid: int = 0
    waiting: int = 0
    clarify: int = 0
    invalid: int = 0
    missed: int = 0
    """Check-ins whose time is over and that nobody made."""
    late: int = 0
    afterwards: int = 0
    """Sent later from a phone without network."""


@dataclass(frozen=True)
class Line:
    """One person in one unit, or one OPD."""

    unit: Unit
    person: Employee | None
    sums: Sums = field(default_factory=Sums)


NAMES = ("days", "valid", "waiting", "clarify", "invalid", "missed", "late", "afterwards")


def month_of(first: datetime.date) -> tuple[datetime.date, datetime.date]:
    """First and last day of the month."""
    after = (first.replace(day=1) + datetime.timedelta(days=31)).replace(day=1)
    return first.replace(day=1), after - datetime.timedelta(days=1)


def days_in(
    first: datetime.date, paths: list[str] | None, today: datetime.date
) -> QuerySet[Expectation]:
    """What was expected in these units in the month, up to today."""
    begins, ends = month_of(first)
    rows = Expectation.objects.filter(STANDING, date__range=(begins, min(ends, today)))
    if paths is None:
        return rows
    return rows.filter(unit__in=Unit.objects.filter(under(paths, "path")).values("pk"))


def by_person(rows: QuerySet[Expectation]) -> QuerySet[Any, Any]:
    """{employee, unit, days, valid, …} of everybody in these days, by unit and name: for a page."""
    grouped: QuerySet[Any, Any] = rows.order_by().values("employee", "unit")
    grouped = grouped.annotate(
        **_verdicts(), path=F("unit__path"), name=F("employee__name")
    )
    found: QuerySet[Any, Any] = grouped.order_by(
        "path", "name", "employee", "unit"
    )
    return found


def lines_of(
    rows: QuerySet[Expectation], shown: Sequence[dict[str, Any]], now: datetime.datetime
) -> list[Line]:
    """The people of a page with their check-ins; 4 queries."""
    people = Employee.objects.select_related("position").in_bulk({s["employee"] for s in shown})
    units = Unit.objects.in_bulk({s["unit"] for s in shown})
    keys = ("expectation__employee", "expectation__unit")
    counted = _points(rows.filter(employee__in=people), now, keys)
    points = {tuple(row[key] for key in keys): row for row in counted}
    return [
        Line(
            units[s["unit"]],
            people[s["employee"]],
            _sums(s, points.get((s["employee"], s["unit"]), {})),
        )
        for s in shown
    ]


def by_opd(rows: QuerySet[Expectation], now: datetime.datetime) -> list[Line]:
    """One line per OPD; 4 queries."""
    days: QuerySet[Any, Any] = rows.order_by().annotate(opd=OPD).values("opd")
    days = days.annotate(**_verdicts())
    points = {row["opd"]: row for row in _points(rows, now, ("opd",))}
    found = {row["opd"]: row for row in days}
    units = Unit.objects.in_bulk(found)
    lines = [Line(units[k], None, _sums(row, points.get(k, {}))) for k, row in found.items()]
    return sorted(lines, key=lambda line: line.unit.name)


def _verdicts() -> dict[str, Count]:
    return {
        "days": Count("pk"),
        **{str(each): Count("pk", filter=Q(verdict=each)) for each in Verdict},
    }


def _points(
    rows: QuerySet[Expectation], now: datetime.datetime, keys: tuple[str, ...]
) -> QuerySet[Any, Any]:
    """Missed and late check-ins of these days by `keys`; 2 queries."""
    over = Q(check_in__isnull=True) & ~Q(window__in=marks.open_windows(now))
    arrival = CheckIn.Arrival
    points: QuerySet[Any, Any] = ExpectedCheckIn.objects.filter(
        withdrawn_at__isnull=True, expectation__in=rows.order_by().values("pk")
    ).annotate(opd=Coalesce("expectation__unit__opd", "expectation__unit"))
    found: QuerySet[Any, Any] = (
        points.order_by()
        .values(*keys)
        .annotate(
            missed=Count("pk", filter=over),
            late=Count("pk", filter=Q(check_in__arrival=arrival.LATE)),
            afterwards=Count("pk", filter=Q(check_in__arrival=arrival.AFTERWARDS)),
        )
    )
    return found


def _sums(days: dict[str, Any], points: dict[str, Any]) -> Sums:
    return Sums(**{name: {**points, **days}.get(name, 0) for name in NAMES})


def total(lines: Sequence[Line]) -> Sums:
    return Sums(**{name: sum(getattr(line.sums, name) for line in lines) for name in NAMES})
