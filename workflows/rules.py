"""How long something waits, and what the rules say of a case in one word. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils import timezone

from wfa.calendars.rules import Calendar
from wfa.policies.selectors import RuleSet
from wfa.requests.rules import Finding, Level

Shares = tuple[int, int, int]
"""Working days for the OPD, the BKD and the signature."""
Badge = tuple[str, str, str]
"""(words, icon, tone)"""


def shares_of(rules: RuleSet) -> Shares:
    return (rules.days_opd, rules.days_bkd, rules.days_signature)


def deadlines(
    calendar: Calendar, complete: datetime.date, first_day: datetime.date, shares: Shares
) -> tuple[datetime.date, datetime.date, datetime.date]:
    """The last day of the OPD's, the BKD's and the signature's stage.

    The whole ends after the working days of all shares, counted from the day the case was
    complete (UU 30/2014 Ps 53), but one working day before the first day asked for. What is
    shorter is split as the shares are, the OPD's part rounded up; the day of completion is the
    least.
    """
    total = sum(shares)
    eve = calendar.add_working_days(first_day, -1)
    end = min(calendar.add_working_days(complete, total), eve)
    given = max(calendar.working_days_between(calendar.working_day_from(complete), end), 0)
    opd = -(-given * shares[0] // total)
    bkd = -(-given * (shares[0] + shares[1]) // total)
    return tuple(calendar.add_working_days(complete, n) for n in (opd, bkd, given))  # type: ignore[return-value]


LEVELS = (50, 75)
"""Percent of a stage's working days at which whoever has it is reminded; 100 = it is late."""


def level_days(
    calendar: Calendar, begun: datetime.date, due_on: datetime.date
) -> dict[int, datetime.date]:
    """{percent: the first day on which so much of the stage is over}, in working days.

    The day on which the stage begins is day 0. One that ends on the day it begins only gets late.
    """
    start = calendar.working_day_from(begun)
    total = calendar.working_days_between(start, due_on)
    days = {100: calendar.working_day_from(due_on + datetime.timedelta(days=1))}
    for level in LEVELS if total > 0 else ():
        days[level] = calendar.add_working_days(start, -(-total * level // 100))
    return days


def level(
    calendar: Calendar, begun: datetime.date, due_on: datetime.date, today: datetime.date
) -> tuple[int, datetime.date]:
    """(0, 50, 75 or 100; since when): how far the stage is on a working day."""
    if due_on < today:  # whatever lies before it: a stage may have begun before the calendar
        return 100, calendar.working_day_from(due_on + datetime.timedelta(days=1))
    reached = [(n, day) for n, day in level_days(calendar, begun, due_on).items() if day <= today]
    return max(reached, default=(0, begun))


def days_left(calendar: Calendar, due_on: datetime.date, today: datetime.date) -> int:
    """Working days after `today` up to and with `due_on`; after it, the ones gone by since, negative.

    0 on the last day itself, and on the days without work that follow it. Days outside the loaded
    calendar don't count.
    """
    day = datetime.timedelta(days=1)
    first, last = sorted((due_on, today))
    span = max(first + day, calendar.start), min(last, calendar.end)
    count = sum(1 for _ in calendar.working_days(*span))
    return -count if due_on < today else count


def deadline(calendar: Calendar, due_on: datetime.date, today: datetime.date) -> Badge:
    """How much time a stage has left, in words; late means: decide, in writing.

    UU 30/2014 Ps 53: whoever has the case owes a decision; silence decides nothing here.
    """
    left = days_left(calendar, due_on, today)
    if due_on < today:
        by = f" {-left} hari kerja" if left else ""
        return f"Lewat batas{by}: putuskan tertulis", "warning", "bad"
    if due_on == today or not left:
        return "Habis hari ini", "hourglass", "warn"
    return f"Sisa {left} hari kerja", "clock", "warn" if left == 1 else ""


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
