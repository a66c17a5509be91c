"""Which steps somebody may take on a case: what the pages offer, and why they don't."""

from __future__ import annotations

from collections.abc import Iterable

from wfa.decisions.rules import separation
from wfa.people.authority import Role, states_for
from wfa.people.models import Unit
from wfa.people.permissions import Authority
from wfa.requests.models import State, WorkRequest
from workflows.steps import STEPS

AT_OPD = ("recommend", "send_back", "refuse")
AT_BKD = ("approve", "send_back", "return_to_opd", "refuse")
REASONED_AT_OPD = ("send_back", "refuse")
REASONED_AT_BKD = ("approve", "send_back", "return_to_opd", "refuse")
"""Steps for which an office keeps sentences: reasons, and the conditions of an approval."""
_OPD_STATES = (State.SUBMITTED, State.RECOMMENDED)


def open_steps(request: WorkRequest, authority: Authority, names: Iterable[str]) -> list[str]:
    """Those of `names` that start at the state of the request and that one has the right to."""
    return [name for name in names if _may(request, authority, name)]


def _may(request: WorkRequest, authority: Authority, name: str) -> bool:
    action = STEPS[name].rights.get(State(request.state))
    held = authority.capacity(action, request.unit) if action else None
    if action is None or held is None:
        return False
    states = states_for(Role(held.role), action)
    return not states or request.state in states


def obstacles(request: WorkRequest, user_id: int, names: Iterable[str]) -> list[str]:
    """Why this person may take none of the steps, whatever office they hold; each reason once."""
    reasons = [
        reason
        for name in names
        for reason in separation(
            user_id,
            applicant_id=request.applicant_id,
            filed_by_id=request.filed_by_id,
            recommended_by_id=request.recommended_by_id,
            decided_by_id=request.decided_by_id,
            step=name,
            at_opd=request.state in _OPD_STATES,
        )
    ]
    return list(dict.fromkeys(reasons))


def reason_steps(authority: Authority, unit: Unit) -> list[str]:
    """Steps whose sentences this person manages for the unit: the head of its office does."""
    found: list[str] = []
    heads = [c for c in authority.capacities if c.unit_id == unit.pk]
    if Authority(tuple(heads), authority.granted).capacity("refuse_request", unit):
        found += REASONED_AT_OPD
    if any(c.role is Role.BKD_HEAD for c in heads):
        found += REASONED_AT_BKD
    return list(dict.fromkeys(found))
