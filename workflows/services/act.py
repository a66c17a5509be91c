"""One call of the door, and as whom it is made."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone

from wfa.people.authority import Role, states_for
from wfa.people.models import Employee
from wfa.people.permissions import Authority, Capacity
from wfa.policies.models import Policy
from wfa.requests.models import WorkRequest
from wfa.requests.rules import Facts
from workflows.models import ProposalItem
from workflows.steps import Step

OWN_CAPACITY = "Pemohon"
FILER_CAPACITY = "Pengisi atas permintaan pemohon"


@dataclass
class Act:
    """One call of the door: who does which step, when, as whom, with what."""

    step: Step
    by: Employee
    note: str
    data: dict[str, Any]
    capacity: Capacity | None
    now: datetime.datetime
    authority: Authority
    loaded: dict[UUID, dict[str, Any]]
    """{request id: its columns as they were read under the lock}"""
    items: dict[UUID, ProposalItem] = field(default_factory=dict)
    """{request id: its open item}"""
    policies: Sequence[Policy] | None = None
    """The versions in force for the units of these requests, where the rules have read them"""
    facts: dict[UUID, Facts] = field(default_factory=dict)
    """{request id: what the rules looked at}"""
    heard_first: set[UUID] = field(default_factory=set)
    """Requests whose policy asks for the direct superior's view, known at submission"""
    assessors: dict[int, list[Employee]] = field(default_factory=dict)
    """{unit id: those nearest who assess its requests}, of the units whose OPD is told"""
    leaving: dict[UUID, list[datetime.date]] = field(default_factory=dict)
    """{request id: the days that a cancellation or recall takes}"""

    @property
    def today(self) -> datetime.date:
        return timezone.localdate(self.now)

    def right_on(self, request: WorkRequest) -> str:
        """The action one must be allowed for this step; "" where a signed paper stands for it."""
        if self.step.name == "recall" and self.data.get("document_number"):
            return ""
        return self.step.rights[str(request.state)]

    def dates_of(self, request: WorkRequest) -> list[datetime.date] | None:
        """The days chosen for this request, None = all of them."""
        chosen = self.data.get("days", {}).get(request.pk)
        return None if chosen is None else sorted(chosen)


def capacity_for(act: Act, request: WorkRequest, action: str) -> Capacity | None:
    """As whom `by` acts on this request: the capacity chosen, if it may, else the first that may."""
    if act.capacity is not None:
        only = Authority((act.capacity,), act.authority.granted)
        known = act.capacity in act.authority.capacities
        found = only.capacity(action, request.unit) if known else None
    else:
        found = act.authority.capacity(action, request.unit)
    if found is None:
        return None
    states = states_for(Role(found.role), action)
    return found if not states or request.state in states else None
