"""How long something waits, and what the rules say of a case in one word. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils import timezone

from wfa.calendars.rules import Calendar
from wfa.requests.rules import Finding, Level


def age(calendar: Calendar, at: datetime.datetime | None, today: datetime.date) -> str:
    """ "hari ini", "3 hari kerja" since `at`; days before the loaded calendar don't count."""
    if at is None:
        return ""
    first = max(timezone.localdate(at), calendar.start)
    days = calendar.working_days_between(first, today)
    return f"{days} hari kerja" if days > 0 else "hari ini"


def marks(findings: Iterable[Finding]) -> list[tuple[str, str, str]]:
    """(words, icon, tone) of what a list shows: broken rules, then warnings."""
    levels = [finding.level for finding in findings]
    bad, warned = levels.count(Level.BAD), levels.count(Level.WARN)
    found = [(f"{bad} aturan tidak terpenuhi", "cross", "bad")] if bad else []
    return [*found, (f"{warned} peringatan", "warning", "warn")] if warned else found
