"""What is known of each minute of our own service, for whoever weighs what happened in it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace

from django.db.models import Count
from django.db.models.functions import TruncMinute
from django.utils import timezone

from wfa.attendance.models import CheckIn, ServiceMinute
from wfa.attendance.rules.outages import MINUTE, Sample, outages

KNOWN_FOR = datetime.timedelta(days=7)
"""Without any probe in that time before, nobody watched."""
_COLUMNS = ("minute", "served", "errors", "probes", "probes_failed")
_DAY = datetime.timedelta(days=1)

Minutes = Mapping[datetime.datetime, Sample]
"""{minute: what is known of it}; one that isn't in it left no trace."""


def minutes_of(first: datetime.datetime, last: datetime.datetime) -> Minutes:
    """What web processes and probes wrote from one moment to the other; 1 query."""
    inside = ServiceMinute.objects.filter(
        minute__gte=first.replace(second=0, microsecond=0), minute__lt=last
    )
    return {minute: Sample(*row) for minute, *row in inside.values_list(*_COLUMNS)}


def with_check_ins(known: Minutes, first: datetime.datetime, last: datetime.datetime) -> Minutes:
    """The same with the check-ins that came between the two moments: each is a sign of life too.

    Those of windows around these dates alone, which the indexes lead to; 1 query.
    """
    dates = (timezone.localdate(first) - _DAY, timezone.localdate(last) + _DAY)
    rows = CheckIn.objects.filter(
        expected__window__date__range=dates, at__gte=first, at__lt=last
    ).annotate(minute=TruncMinute("at"))
    came = rows.order_by().values("minute").annotate(n=Count("pk")).values_list("minute", "n")
    return {**known, **{minute: replace(known.get(minute, Sample()), came=n) for minute, n in came}}


def down_minutes(first: datetime.datetime, last: datetime.datetime) -> int | None:
    """Minutes between the two moments in which nobody could reach us; None = nobody watched.

    Whole minutes are looked at, the one in which the span ends included. At most 3 queries.
    """
    rows = ServiceMinute.objects.filter(minute__gte=first - KNOWN_FOR, minute__lt=first)
    if not rows.filter(probes__gt=0).exists():
        return None
    begins, ends = first.replace(second=0, microsecond=0), last + MINUTE
    known = minutes_of(begins, ends)
    if outages(known, begins, ends):  # check-ins can only tell of fewer
        known = with_check_ins(known, begins, ends)
    return sum(each.minutes for each in outages(known, begins, ends))
