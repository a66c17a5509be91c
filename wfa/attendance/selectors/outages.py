"""How long our own service was away in a span of time, for whoever weighs what happened in it."""

from __future__ import annotations

import datetime

from wfa.attendance.models import ServiceMinute
from wfa.attendance.rules.outages import MINUTE, Sample, outages

KNOWN_FOR = datetime.timedelta(days=7)
"""Without any probe in that time before, nobody watched."""


def down_minutes(first: datetime.datetime, last: datetime.datetime) -> int | None:
    """Minutes between the two moments in which nobody could reach us; None = nobody watched.

    Whole minutes are looked at, the one in which the span ends included. 2 queries.
    """
    rows = ServiceMinute.objects.filter(minute__gte=first - KNOWN_FOR, minute__lt=first)
    if not rows.filter(probes__gt=0).exists():
        return None
    begins, ends = first.replace(second=0, microsecond=0), last + MINUTE
    inside = ServiceMinute.objects.filter(minute__gte=begins, minute__lt=ends)
    samples = {
        row.minute: Sample(row.served, row.errors, row.probes, row.probes_failed) for row in inside
    }
    return sum(each.minutes for each in outages(samples, begins, ends))
