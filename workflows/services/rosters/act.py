"""One call of the door of rosters, and as whom it is made."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone

from wfa.people.models import Employee
from wfa.people.permissions import Authority, Capacity
from wfa.policies.models import Policy
from wfa.policies.selectors import RuleSet
from wfa.schedules.models import Roster, RosterLine
from wfa.schedules.selectors import Composition
from workflows.roster_steps import RosterStep, right_on


@dataclass
class RosterAct:
    """One call: who does which step, when, as whom, with what."""

    step: RosterStep
    by: Employee
    note: str
    data: dict[str, Any]
    capacity: Capacity | None
    now: datetime.datetime
    authority: Authority
    policies: Sequence[Policy]
    """`in_force` of the units of the rosters, read once"""
    rules: dict[UUID, RuleSet]
    """{roster: the rules of its OPD today}"""
    known: dict[UUID, Composition] = field(default_factory=dict)
    """{roster: lines, plan and board}, where the step looked at them"""
    lines: dict[UUID, list[RosterLine]] = field(default_factory=dict)
    """{roster: its lines with people}, where the step needs them"""
    written: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    """{roster: what the decision keeps beside its values}"""
    placed: dict[UUID, dict[int, list[datetime.date]]] = field(default_factory=dict)
    """{roster: {employee: days away that came into force}}, for whom to tell"""

    @property
    def today(self) -> datetime.date:
        return timezone.localdate(self.now)

    def right_on(self, roster: Roster) -> str:
        return right_on(self.step, str(roster.state), roster.kind)


def capacity_for(act: RosterAct, roster: Roster, action: str) -> Capacity | None:
    """As whom `by` acts: the capacity chosen, if it may, else the first that may."""
    if act.capacity is None:
        return act.authority.capacity(action, roster.unit)
    if act.capacity not in act.authority.capacities:
        return None
    only = Authority((act.capacity,), act.authority.granted)
    return only.capacity(action, roster.unit)
