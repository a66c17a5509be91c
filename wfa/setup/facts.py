"""What the examination looks at: plain values, read by `selectors`, judged by `rules`."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from wfa.people.models import Appointment, Duty, Employee, ImportRun, Mandate, Region, Unit
from wfa.policies.models import Policy


@dataclass(frozen=True)
class Office:
    """An OPD with who leads it today and who assesses for all of it."""

    unit: Unit
    head: Appointment | None
    assessors: tuple[Employee, ...] = ()


@dataclass(frozen=True)
class Rules:
    """The policies as far as the set-up asks for them."""

    ever: bool
    """Whether any version was ever put in force."""
    open_at: tuple[Unit, ...]
    upcoming: Policy | None
    draft: Policy | None


@dataclass(frozen=True)
class Facts:
    """One look at the region, its people, calendar and rules on one day."""

    today: datetime.date
    region: Region | None
    root: Unit | None
    units: int
    units_without_opd: int
    employees: int
    without_unit: int
    unread: ImportRun | None
    """A trial reading that was neither saved nor thrown away."""
    refused: int
    """Persons whom the last saved import refused."""
    offices: tuple[Office, ...]
    bkd_head: Appointment | None
    held: dict[str, tuple[Duty, ...]]
    """{kind of duty: those held today}"""
    mandate: Mandate | None
    signer: Appointment | None
    """Who holds the office that the mandate names."""
    years: dict[int, bool]
    """This year and the next: whether the national holidays are known."""
    ramadan: datetime.date | None
    """Last day of the Ramadan that is on or comes next."""
    rules: Rules
    requests: int


@dataclass(frozen=True)
class Backlog:
    """Work that should have gone on by itself, and cases that nobody can decide."""

    dead_letters: int
    late_letters: int
    late_papers: int
    stuck: dict[str, int]
    """{words for a state: cases in it that nobody may decide}"""
