"""The roster of next month: when it is due, and what is said while it is missing. Pure."""

from __future__ import annotations

import datetime
from dataclasses import replace

from wfa.calendars import wording
from wfa.calendars.rules import Calendar
from wfa.home.tasks import Task
from wfa.policies.rules import RuleSet
from wfa.schedules.models import RosterState

SENT = (RosterState.REPORTED, RosterState.APPROVED, RosterState.IN_FORCE)
"""States of a roster that the BKD has, or has decided."""
AHEAD = 10
"""Working days before the deadline from which on it is said."""


def next_month(today: datetime.date) -> datetime.date:
    return (today.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)


def are_asked(rules: RuleSet | None) -> bool:
    """Whether next month's rules want a roster of every OPD; `rules`: those of its first day.

    Where the policy sets no pattern, an OPD plans a roster only if it wants one.
    """
    return rules is not None and bool(rules.open and rules.rota_pattern)


def due_on(rules: RuleSet | None, calendar: Calendar, today: datetime.date) -> datetime.date | None:
    """The last day to report next month, once it is near; None = not yet, or nothing is asked."""
    if rules is None or not are_asked(rules):
        return None
    due = calendar.add_working_days(next_month(today), -rules.roster_due_days)
    return due if today >= calendar.add_working_days(due, -AHEAD) else None


def told(key: str, count: int, task: Task, due: datetime.date, today: datetime.date) -> Task:
    """The task with its month: to an OPD that hasn't reported, or to the BKD."""
    month = wording.MONTHS[next_month(today).month - 1]
    limit = f"Batasnya {wording.short_day(due)}."
    if key == "unreported":
        title = f"{count} OPD belum melaporkan jadwal {month}"
        return replace(task, title=title, meta=f"{limit} Lihat siapa yang belum.", due=due)
    many = f"{count} jadwal" if count > 1 else "Jadwal"
    meta = f"{limit} Susun, periksa kuotanya, lalu laporkan ke BKD."
    return replace(task, title=f"{many} {month} belum dilaporkan", meta=meta, due=due)
