"""The reports that wait for somebody's rating, and those that were rated."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from wfa.attendance.models import Expectation
from wfa.attendance.selectors.verifiers import leaders_on, waiting_for, within
from wfa.people.models import Employee, Unit
from wfa.people.permissions import Authority
from wfa.performance.models import DailyReport, Review

RECENT = datetime.timedelta(days=60)
"""How far back the list of rated reports goes."""


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see: waiting or rated, nearest or all below, of one unit."""

    is_rated: bool = False
    everybody: bool = False
    """Also those whom a leader below rates."""
    unit: int | None = None


def reports_for(held: Authority, user: Employee, asked: Asked) -> QuerySet[DailyReport]:
    """The reports of the days that this person verifies, the oldest first; 3 queries for who leads."""
    days = within(held, user.pk) if asked.everybody else waiting_for(held, leaders_on(), user.pk)
    mine = Expectation.objects.filter(days, withdrawn_at__isnull=True)
    if asked.unit is not None:
        path = Unit.objects.filter(pk=asked.unit).values_list("path", flat=True).first()
        mine = mine.filter(unit__path__startswith=path or "-")
    rows = DailyReport.objects.filter(expectation__in=mine.values("pk"))
    return _narrowed(rows, asked).select_related("expectation__employee", "expectation__unit")


def _narrowed(rows: QuerySet[DailyReport], asked: Asked) -> QuerySet[DailyReport]:
    if asked.is_rated:
        since = timezone.now() - RECENT
        return rows.filter(reviewed_at__gte=since).order_by("-reviewed_at", "pk")
    return rows.filter(reviewed_at__isnull=True).order_by("expectation__date", "submitted_at", "pk")


def waiting(held: Authority, user: Employee) -> QuerySet[DailyReport]:
    """What waits for this person, nearest only: for the desks of the first page."""
    return reports_for(held, user, Asked())


def day_of(held: Authority, user: Employee) -> QuerySet[Expectation]:
    """All days whose report this person may rate."""
    rows = Expectation.objects.filter(within(held, user.pk))
    return rows.select_related("plan", "report", "unit__opd", "employee__position")


def counted(reports: QuerySet[DailyReport]) -> QuerySet[DailyReport]:
    """With `shown`, the number of things that show the work, and `rated`, the ratings so far."""
    standing = Q(expectation__evidence__removed_at__isnull=True)
    return reports.annotate(
        shown=Count("expectation__evidence", filter=standing, distinct=True),
        rated=Count("reviews", distinct=True),
    )


def last_reviews(reports: list[DailyReport]) -> dict[UUID, Review]:
    """{report: its newest rating}; 1 query."""
    rows = Review.objects.filter(report__in=reports).order_by("number")
    return {row.report_id: row for row in rows}
