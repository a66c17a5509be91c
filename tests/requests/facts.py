"""Facts for the pure rules: everything in order unless a test says otherwise."""

import datetime

from wfa.calendars.rules import Calendar
from wfa.policies.parameters import REGISTRY, TASK_CRITERIA
from wfa.policies.rules import RuleSet
from wfa.requests.rules import Facts

MONDAY = datetime.date(2026, 8, 3)
DAY = datetime.timedelta(days=1)
FILLED = ("reason", "place", "place_address", "place_reason", "plan", "phone", "evidence")


def on(days):
    """`days` after Monday, 3 August 2026."""
    return MONDAY + days * DAY


def rule_set(**values):
    defaults = {each.key: each.default for each in REGISTRY}
    values = {**defaults, "open": True, **values}
    return RuleSet(values=values, sources=dict.fromkeys(values, (None, "")))


def calendar(*holidays):
    span = datetime.timedelta(days=900)
    named = dict.fromkeys(holidays, "Libur")
    return Calendar(MONDAY - span, MONDAY + span, named)


def facts(*dates, today=MONDAY, other_days=(), holidays=(), rules=None, **values):
    """A request on the track of the task, for `dates`."""
    given = {
        "basis": "task",
        "place": "home",
        "standing": "active",
        "is_active": True,
        "position": "Analis Kebijakan",
        "position_since": datetime.date(2019, 1, 2),
        "echelon": "",
        "filled": frozenset(FILLED),
        "criteria": tuple((key, True) for key, _ in TASK_CRITERIA),
        **values,
    }
    return Facts(
        today=today,
        dates=tuple(dates),
        other_days=tuple(other_days),
        rules=rule_set(**(rules or {})),
        calendar=calendar(*holidays),
        **given,
    )
