"""May this be asked, for these days, by this person? Pure rules that answer with reasons.

The form, the explanation beside the button and the service ask the same functions. A finding of
level BAD stops; WARN is told and lets through; OK is shown so that people see what was checked.
"""

from __future__ import annotations

from wfa.requests.rules import days, person
from wfa.requests.rules.days import instead_of, quota
from wfa.requests.rules.facts import (
    PERMEN,
    Facts,
    Finding,
    Level,
    add_months,
    blocking,
    monday,
)
from wfa.requests.rules.person import complete
from wfa.requests.rules.rounds import Difference, compare, content

__all__ = [
    "PERMEN",
    "Difference",
    "Facts",
    "Finding",
    "Level",
    "add_months",
    "blocking",
    "check",
    "check_claims",
    "check_decision",
    "compare",
    "complete",
    "content",
    "instead_of",
    "monday",
    "quota",
]


def check(facts: Facts) -> list[Finding]:
    """Everything that is looked at when a request is submitted, in the order people read it."""
    if switch := [f for f in person.open(facts) if f.level is Level.BAD]:
        return switch
    return [
        *person.person(facts),
        *person.revoked(facts),
        *person.excluded(facts),
        *person.criteria(facts),
        *days.days(facts),
        *days.week(facts),
        *days.period(facts),
        *days.lead(facts),
        *days.quota(facts),
        *person.complete(facts),
    ]


def check_decision(facts: Facts) -> list[Finding]:
    """What must still hold when somebody decides: people and days change while a case waits."""
    return [
        *person.person(facts),
        *person.revoked(facts),
        *person.excluded(facts),
        *days.chosen(facts),
        *days.passed(facts),
        *days.overlap(facts),
    ]


def check_claims(facts: Facts) -> list[Finding]:
    """What schedules may stand against, asked again once the seats are held."""
    return [*days.overlap(facts), *days.week(facts)]
