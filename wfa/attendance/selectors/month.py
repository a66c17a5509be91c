"""A month of duty, per person and per OPD; sums are made by the database."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from wfa.attendance.models import CheckIn, Expectation, ExpectedCheckIn, Verdict, Window
from wfa.attendance.selectors import marks
from wfa.attendance.selectors.accounts import opds_of
from wfa.people.models import Employee, Unit


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


@dataclass(frozen=True)
class Scope:
    """Which days are meant: of a month up to today, in the units under `paths`."""

    first: datetime.date
    today: datetime.date
    paths: list[str]
    people: Collection[int] | None = None

    def days(self) -> QuerySet[Expectation]:
        return Expectation.objects.filter(self._where())

    def points(self) -> QuerySet[ExpectedCheckIn]:
        """The check-ins that are expected on these days."""
        windows = Window.objects.filter(date__range=self._span()).values("pk")
        return ExpectedCheckIn.objects.filter(
            self._where("expectation__"), withdrawn_at__isnull=True, window__in=windows
        )

    def _span(self) -> tuple[datetime.date, datetime.date]:
        begins, ends = month_of(self.first)
        return begins, min(ends, self.today)

    def _where(self, prefix: str = "") -> Q:
        span = self._span()
        found = Q(**{f"{prefix}withdrawn_at__isnull": True, f"{prefix}date__range": span})
        found &= marks.within(self.paths, f"{prefix}unit")
        if self.people is not None:
            found &= Q(**{f"{prefix}employee__in": list(self.people)})
        return found


def by_person(scope: Scope) -> QuerySet[Any, Any]:
    """{employee, unit, days, valid, …} of everybody in these days, by unit and name: for a page."""
    grouped: QuerySet[Any, Any] = scope.days().order_by().values("employee", "unit")
    grouped = grouped.annotate(**_verdicts(), path=F("unit__path"), name=F("employee__name"))
    found: QuerySet[Any, Any] = grouped.order_by("path", "name", "employee", "unit")
    return found


def lines_of(scope: Scope, shown: Sequence[dict[str, Any]], now: datetime.datetime) -> list[Line]:
    """The people of a page with their check-ins; 4 queries."""
    people = Employee.objects.select_related("position").in_bulk({s["employee"] for s in shown})
    units = Unit.objects.in_bulk({s["unit"] for s in shown})
    keys = ("expectation__employee", "expectation__unit")
    counted = _counted(replace(scope, people=list(people)).points(), now, keys)
    points = {tuple(row[key] for key in keys): row for row in counted}
    return [
        Line(
            units[s["unit"]],
            people[s["employee"]],
            _sums([s, points.get((s["employee"], s["unit"]), {})]),
        )
        for s in shown
    ]


def by_opd(scope: Scope, now: datetime.datetime) -> list[Line]:
    """One line per OPD; 4 queries."""
    days: QuerySet[Any, Any] = scope.days().order_by().values("unit")
    parts: dict[int, list[dict[str, Any]]] = {}
    for row in days.annotate(**_verdicts()):
        parts.setdefault(row["unit"], []).append(row)
    for row in _counted(scope.points(), now, ("expectation__unit",)):
        parts.setdefault(row["expectation__unit"], []).append(row)
    groups: dict[Unit, list[dict[str, Any]]] = {}
    for unit, opd in opds_of(parts).items():
        groups.setdefault(opd, []).extend(parts[unit])
    lines = [Line(opd, None, _sums(rows)) for opd, rows in groups.items()]
    return sorted(lines, key=lambda line: line.unit.name)


def _verdicts() -> dict[str, Count]:
    return {
        "days": Count("pk"),
        **{str(each): Count("pk", filter=Q(verdict=each)) for each in Verdict},
    }


def _counted(
    points: QuerySet[ExpectedCheckIn], now: datetime.datetime, keys: tuple[str, ...]
) -> QuerySet[Any, Any]:
    """Missed and late check-ins by `keys`; 2 queries."""
    over = Q(check_in__isnull=True) & ~Q(window__in=marks.open_windows(now))
    arrival = CheckIn.Arrival
    grouped: QuerySet[Any, Any] = points.order_by().values(*keys)
    found: QuerySet[Any, Any] = grouped.annotate(
        missed=Count("pk", filter=over),
        late=Count("pk", filter=Q(check_in__arrival=arrival.LATE)),
        afterwards=Count("pk", filter=Q(check_in__arrival=arrival.AFTERWARDS)),
    )
    return found


def _sums(parts: Sequence[dict[str, Any]]) -> Sums:
    return Sums(**{name: sum(part.get(name, 0) for part in parts) for name in NAMES})


def total(lines: Sequence[Line]) -> Sums:
    return Sums(**{name: sum(getattr(line.sums, name) for line in lines) for name in NAMES})
