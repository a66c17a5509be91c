"""Plan, report and review of a day away."""

from wfa.performance.models.plans import DailyPlan, PlanRow, PlanVersion
from wfa.performance.models.reports import DailyReport, ReportEvidence, ReportRow, ReportVersion
from wfa.performance.models.reviews import Rating, Review

__all__ = [
    "DailyPlan",
    "DailyReport",
    "PlanRow",
    "PlanVersion",
    "Rating",
    "ReportEvidence",
    "ReportRow",
    "ReportVersion",
    "Review",
]
