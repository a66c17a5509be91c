"""What requests hold of the days that rosters plan; rosters stand below requests."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable

from django.db.models import CharField, Value

from wfa.requests.models import LIVE_DAY, RequestDay
from wfa.schedules.models import Roster, WorkDay
from wfa.schedules.selectors import week_span

CellKey = tuple[int, datetime.date]


def taken_by_requests(
    employees: Collection[int], first: datetime.date, last: datetime.date
) -> dict[CellKey, str]:
    """{(employee, date): "pengajuan WFA-2026-00014"} of days that live requests hold; 1 query."""
    rows = RequestDay.objects.filter(
        employee__among=employees, state__in=LIVE_DAY, date__range=(first, last)
    ).order_by()
    return {
        (employee, date): f"pengajuan {number}".strip()
        for employee, date, number in rows.values_list("employee_id", "date", "request__number")
    }


def taken_for(roster: Roster) -> dict[CellKey, str]:
    """`taken_by_requests` for the lines of a roster, over the weeks that it touches; 2 queries."""
    people = list(roster.lines.values_list("employee_id", flat=True))
    return taken_by_requests(people, *week_span(roster))


def held_meanwhile(cells: Iterable[CellKey], *, but: Collection[int] = ()) -> set[CellKey]:
    """Those of these days that a request or a schedule has by now; 1 query.

    Asked again under the locks of the counters: whoever was faster has them. `but`: days (by id)
    that the plan itself is about to change.
    """
    wanted = set(cells)
    if not wanted:
        return set()
    people = {employee for employee, _ in wanted}
    dates = {date for _, date in wanted}
    asked = RequestDay.objects.filter(employee__in=people, date__in=dates, state__in=LIVE_DAY)
    stand = WorkDay.objects.filter(
        employee__in=people, date__in=dates, withdrawn_at__isnull=True
    ).exclude(pk__in=list(but))
    found = (
        asked.order_by()
        .values_list("employee_id", "date", Value("r", CharField()))
        .union(stand.order_by().values_list("employee_id", "date", Value("d", CharField())))
    )
    return {(employee, date) for employee, date, _ in found} & wanted
