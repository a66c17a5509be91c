"""The month in numbers: per OPD, per unit below, per person."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from wfa.attendance.models import Expectation, Verdict
from wfa.people.models import Employee, Unit
from wfa.performance.models import Rating
from wfa.performance.selectors.month import expected_in


@dataclass(frozen=True)
class Recap:
    """Sums over days away of a month. `who` is a unit or a person."""

    who: Any
    days: int
    plans: int
    late_plans: int
    reports: int
    late_reports: int
    rated: int
    good: int
    """Rated Sangat Baik or Baik."""
    valid: int
    invalid: int


_SUMS = {
    "days": Count("pk"),
    "plans": Count("plan"),
    "late_plans": Count("plan", filter=Q(plan__submitted_at__gt=F("plan_due_at"))),
    "reports": Count("report"),
    "late_reports": Count("report", filter=Q(report__submitted_at__gt=F("report_due_at"))),
    "rated": Count("report", filter=Q(report__reviewed_at__isnull=False)),
    "good": Count("report", filter=Q(report__rating__in=[Rating.VERY_GOOD, Rating.GOOD])),
    "valid": Count("pk", filter=Q(verdict=Verdict.VALID)),
    "invalid": Count("pk", filter=Q(verdict=Verdict.INVALID)),
}


def days_in(first: datetime.date, within: Q) -> QuerySet[Expectation]:
    """Days away of the month in a scope (over `Expectation`)."""
    return expected_in(first).filter(within)


def by_opd(first: datetime.date, within: Q) -> list[Recap]:
    """One row per OPD that had days away; 2 queries."""
    rows = days_in(first, within).order_by()
    found = list(rows.values(opd=Coalesce("unit__opd", "unit")).annotate(**_SUMS))
    units = Unit.objects.in_bulk({row["opd"] for row in found})
    recaps = [_recap(units[row["opd"]], row) for row in found]
    return sorted(recaps, key=lambda recap: recap.who.name)


def by_person(first: datetime.date, within: Q) -> QuerySet[Expectation, Any]:
    """Sums per person, by name; `named` turns a page of them into rows."""
    rows = days_in(first, within).order_by()
    summed = rows.values("employee", "employee__name").annotate(**_SUMS)
    return summed.order_by("employee__name", "employee")


def named(rows: list[dict[str, Any]]) -> list[Recap]:
    """The people of these sums; 1 query."""
    known = Employee.objects.select_related("unit", "position")
    people = known.in_bulk({row["employee"] for row in rows})
    return [_recap(people[row["employee"]], row) for row in rows]


def total(rows: list[Recap], who: Any) -> Recap:
    """All rows in one."""
    sums = {name: sum(getattr(row, name) for row in rows) for name in _SUMS}
    return Recap(who, **sums)


def _recap(who: Any, row: Mapping[str, Any]) -> Recap:
    return Recap(who, **{name: row[name] for name in _SUMS})
