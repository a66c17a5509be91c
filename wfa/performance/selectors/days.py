"""One day of one person: what it stands at, its lines, what they can be filled in from."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from wfa.attendance.models import Expectation, Verdict
from wfa.people.models import Employee
from wfa.performance.models import DailyPlan, DailyReport, PlanRow, ReportEvidence
from wfa.performance.rules.closing import Standing
from wfa.requests.models import PlanItem, WorkRequest
from wfa.schedules.models import WorkDay


def own(user: Employee) -> QuerySet[Expectation]:
    """All days of the person, with plan and report."""
    rows = Expectation.objects.filter(employee=user)
    return rows.select_related("plan", "report", "unit", "employee")


def plan_of(expectation: Expectation) -> DailyPlan | None:
    return getattr(expectation, "plan", None)


def report_of(expectation: Expectation) -> DailyReport | None:
    return getattr(expectation, "report", None)


def standing_of(expectation: Expectation, today: datetime.date | None = None) -> Standing:
    """What the rules need to know; today is that of the region's zone."""
    report = report_of(expectation)
    return Standing(
        date=expectation.date,
        today=today or timezone.localdate(),
        explain_until=expectation.explain_until,
        withdrawn_why=expectation.withdrawn_why,
        is_decided=expectation.verdict in (Verdict.VALID, Verdict.INVALID),
        has_plan=plan_of(expectation) is not None,
        has_report=report is not None,
        rating=report.rating if report else "",
    )


def evidence_of(expectation: Expectation) -> QuerySet[ReportEvidence]:
    """What shows the work and wasn't taken off again."""
    rows = ReportEvidence.objects.filter(expectation=expectation, removed_at__isnull=True)
    return rows.select_related("file")


PLAN_FIELDS = ("activity", "target", "measure", "output", "starts", "ends", "skp_item")


def rows_of(plan: DailyPlan) -> list[dict[str, Any]]:
    """The rows of a plan as a form begins with them."""
    return list(plan.rows.order_by("order").values(*PLAN_FIELDS, "request_item", "request_number"))


def rows_before(day_of: Expectation) -> list[dict[str, Any]]:
    """The rows of the person's last plan up to this day: "yesterday's", holidays skipped."""
    plans = DailyPlan.objects.filter(
        expectation__employee=day_of.employee_id, expectation__date__lte=day_of.date
    ).exclude(expectation=day_of)
    last = plans.order_by("-expectation__date", "-submitted_at").first()
    return list(last.rows.order_by("order").values(*PLAN_FIELDS)) if last else []


def rows_of_request(expectation: Expectation) -> list[dict[str, Any]]:
    """The work plan of the request that the day comes from, where it comes from one; 3 queries."""
    day = WorkDay.objects.filter(
        pk=expectation.work_day, source_kind=WorkDay.Source.REQUEST
    ).first()
    case = WorkRequest.objects.filter(pk=day.source_id).first() if day else None
    if case is None:
        return []
    return [_from_item(item, case) for item in case.plan.all()]


def _from_item(item: PlanItem, case: WorkRequest) -> dict[str, Any]:
    """The target of a whole period stays text; only a plain number is taken over as the day's."""
    return {
        "activity": item.activity,
        "target": item.target if item.target.isdecimal() else "",
        "measure": item.measure,
        "output": item.output,
        "skp_item": case.work_item[:300],
        "request_item": item.pk,
        "request_number": case.number,
    }


def planned_rows(expectation: Expectation) -> list[PlanRow]:
    """The rows of the day's plan, in order; none without one."""
    return list(PlanRow.objects.filter(plan__expectation=expectation).order_by("order"))
