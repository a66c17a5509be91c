"""What stands beside a case: who else is away, and what was before."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import Count, Window
from django.db.models.functions import RowNumber

from wfa.requests.models import LIVE_DAY, RequestDay, WorkRequest

NAMES_A_DAY = 4


def away_on(request: WorkRequest, dates: Sequence[datetime.date]) -> list[RequestDay]:
    """Who else of the OPD is away on the dates: of each day `total` and the first few; 1 query."""
    days = RequestDay.objects.filter(
        request__opd=request.opd_id, date__in=dates, state__in=LIVE_DAY
    ).exclude(request=request.pk)
    ranked = days.annotate(
        total=Window(Count("pk"), partition_by=["date"]),
        rank=Window(RowNumber(), partition_by=["date"], order_by=["employee__name", "pk"]),
    )
    few = ranked.filter(rank__lte=NAMES_A_DAY).select_related("employee", "request")
    return list(few.order_by("date", "rank"))


def days_by_state(
    employee_id: int, first: datetime.date, last: datetime.date
) -> list[tuple[str, int]]:
    """(state, count) of the days of one person from `first` to `last`; 1 query."""
    days = RequestDay.objects.filter(employee=employee_id, date__range=(first, last))
    rows = days.order_by("state").values_list("state").annotate(count=Count("pk"))
    return [(str(state), int(count)) for state, count in rows]
