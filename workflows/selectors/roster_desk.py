"""Rosters on the BKD's desk: what waits, what else happens in a month, who was reminded."""

from __future__ import annotations

import datetime
from calendar import monthrange
from collections import Counter
from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from wfa.notifications.selectors import told_since
from wfa.people.models import Employee
from wfa.schedules.models import Roster, RosterState

OTHER_KINDS = (Roster.Kind.AMENDMENT, Roster.Kind.EXTRA, Roster.Kind.ORDER)
"""Beside the plan of the month: any number of them per OPD."""
_HIDDEN = (RosterState.DRAFT, RosterState.WITHDRAWN)


def waiting_rosters() -> QuerySet[Roster]:
    """What was reported and waits for the BKD, of any month and kind."""
    return Roster.objects.filter(state=RosterState.REPORTED)


def other_rosters(first: datetime.date, *, within: Q) -> list[Roster]:
    """Changes, extra days and orders that touch the month, what waits first; 1 query."""
    found = Roster.objects.filter(
        within, kind__in=OTHER_KINDS, first_day__lte=_last(first), last_day__gte=first
    ).exclude(state__in=_HIDDEN)
    rows = found.select_related("unit", "submitted_by").order_by("unit__name", "-created_at")
    return sorted(rows, key=lambda roster: roster.state != RosterState.REPORTED)


def _last(first: datetime.date) -> datetime.date:
    """The last day of the month."""
    return first + datetime.timedelta(days=monthrange(first.year, first.month)[1] - 1)


def months_waiting(but: datetime.date) -> list[tuple[datetime.date, int]]:
    """(month, rosters that wait in it) of the other months; 1 query."""
    days = waiting_rosters().order_by().values_list("first_day", flat=True)
    counted = Counter(day.replace(day=1) for day in days)
    return sorted((month, n) for month, n in counted.items() if month != but.replace(day=1))


def orders(within: Q) -> QuerySet[Roster]:
    """Situational orders, the newest first."""
    found = Roster.objects.filter(within, kind=Roster.Kind.ORDER)
    return found.select_related("unit", "created_by").order_by("-created_at", "unit__name")


def reminder_link(first: datetime.date) -> str:
    """Where a reminder about the month leads; it also says which month it was about."""
    return f"{reverse('jadwal')}?bulan={first:%Y-%m}"


def reminded_today(people: Collection[Employee], first: datetime.date) -> set[int]:
    """Those who were reminded of this month already today; 1 query."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return told_since([person.pk for person in people], reminder_link(first), today)
