"""A person's month: per day away its plan, report, rating and verdict, and what is still missing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from wfa.attendance.models import Expectation
from wfa.attendance.rules.parts import Found
from wfa.attendance.selectors.days import days_of
from wfa.people.models import Employee
from wfa.performance.models import (
    DailyPlan,
    DailyReport,
    PlanRow,
    ReportEvidence,
    ReportRow,
    Review,
)
from wfa.performance.rules.closing import is_late
from wfa.performance.selectors.days import plan_of, report_of

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class MonthDay:
    """One day away of the month, as it stands."""

    expectation: Expectation
    found: Found
    """What the policy asks for and isn't there; whether the day is sah a person says."""
    reviews: list[Review] = field(default_factory=list)

    @property
    def plan(self) -> DailyPlan | None:
        return plan_of(self.expectation)

    @property
    def report(self) -> DailyReport | None:
        return report_of(self.expectation)

    @property
    def review(self) -> Review | None:
        return self.reviews[-1] if self.reviews else None

    @property
    def is_plan_late(self) -> bool:
        came = self.plan.submitted_at if self.plan else None
        return is_late(self.expectation.plan_due_at, came)

    @property
    def is_report_late(self) -> bool:
        came = self.report.submitted_at if self.report else None
        return is_late(self.expectation.report_due_at, came)

    @property
    def minutes(self) -> int:
        return sum(row.minutes or 0 for row in self.report.rows.all()) if self.report else 0


def last_day(first: datetime.date) -> datetime.date:
    """The last day of the month that begins on `first`."""
    return (first + 31 * _DAY).replace(day=1) - _DAY


def expected_in(first: datetime.date) -> QuerySet[Expectation]:
    """All days away of the month that still stand."""
    rows = Expectation.objects.filter(date__gte=first, date__lte=last_day(first))
    return rows.filter(withdrawn_at__isnull=True)


def month_of(person: Employee, first: datetime.date, scope: Q | None = None) -> list[MonthDay]:
    """The person's days of the month in order, with everything on them; at most 11 queries.

    `scope` (over expectations): only these days.
    """
    rows = expected_in(first).filter(scope or Q(), employee=person)
    rows = rows.order_by("date", "slot", "written_at")
    held = list(
        rows.select_related("plan", "report", "unit").prefetch_related(
            Prefetch("plan__rows", PlanRow.objects.order_by("order")),
            Prefetch("report__rows", ReportRow.objects.order_by("order")),
            Prefetch("report__reviews", Review.objects.order_by("number")),
            Prefetch("evidence", _standing_evidence()),
        )
    )
    return [_day(day.row, day.found) for day in days_of(held, timezone.now())]


def _standing_evidence() -> QuerySet[ReportEvidence]:
    return ReportEvidence.objects.filter(removed_at__isnull=True).select_related("file")


def _day(row: Expectation, found: Found) -> MonthDay:
    report = report_of(row)
    return MonthDay(row, found, list(report.reviews.all()) if report else [])
