"""What the rules look at and what they answer with; values only. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from wfa.schedules.rules import Claim, Seats
from wfa.schedules.rules.revoked import Revoked

if TYPE_CHECKING:
    from wfa.calendars.rules import Calendar
    from wfa.policies.selectors import RuleSet


class Level(StrEnum):
    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """What one rule says: a sentence, its source, and the field of the form it belongs to."""

    code: str
    level: Level
    sentence: str
    law: str = ""
    field: str = ""


@dataclass(frozen=True)
class Facts:
    """All a rule may look at; values only, gathered by `selectors.facts_for`."""

    today: datetime.date
    basis: str
    place: str
    dates: tuple[datetime.date, ...]
    other_days: tuple[datetime.date, ...]
    """Live days of the same person in other requests."""
    standing: str
    is_active: bool
    position: str
    position_since: datetime.date | None
    echelon: str
    rules: RuleSet
    calendar: Calendar
    filled: frozenset[str] = field(default_factory=frozenset)
    """Names of the parts of the form that are filled in."""
    criteria: tuple[tuple[str, bool], ...] = ()
    seats: Mapping[datetime.date, Seats] = field(default_factory=dict)
    """Seats of the unit on the chosen days and those after them; empty once seats are held."""
    claims: Mapping[datetime.date, Claim] = field(default_factory=dict)
    """What schedules say about the person: days away by a roster, absences."""
    revoked: Revoked | None = None
    """By which letter flexible work was taken away from the person, and until when."""


PERMEN = "PermenPAN-RB 4/2025"


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    return [f for f in findings if f.level is Level.BAD]


def cite(law: str, rules: RuleSet, key: str) -> str:
    """The article, and the policy too where one sets the value."""
    return law if rules.is_default(key) else f"{law} · {rules.describe(key)}"


def monday(date: datetime.date) -> datetime.date:
    """The Monday of the date's week."""
    return date - datetime.timedelta(days=date.weekday())


def add_months(date: datetime.date, months: int) -> datetime.date:
    """The same day `months` later, or the last day of that month."""
    years, month = divmod(date.month - 1 + months, 12)
    first = datetime.date(date.year + years, month + 1, 1)
    next_first = (first + datetime.timedelta(days=31)).replace(day=1)
    return min(
        first + datetime.timedelta(days=date.day - 1), next_first - datetime.timedelta(days=1)
    )
