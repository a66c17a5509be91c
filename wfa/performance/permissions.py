"""Whose months somebody reads. Whose reports they rate is said by attendance: who verifies the day."""

from __future__ import annotations

from collections.abc import Iterable

from wfa.attendance.selectors.verifiers import VERIFY
from wfa.people.models import Unit
from wfa.people.permissions import Authority

RECAP = (VERIFY, "send_account", "view_accounts")
"""One of these shows the months of a unit: superiors, personnel officers, BKD, inspectors."""
EVIDENCE = (VERIFY, "view_accounts")
"""One of these opens what shows the work."""


def paths(held: Authority, actions: Iterable[str]) -> list[str]:
    """Shortest prefixes of the units over which one of `actions` is allowed."""
    found = {path for action in actions for path in held.paths(action)}
    return sorted(p for p in found if not any(p != q and p.startswith(q) for q in found))


def capacity(held: Authority, unit: Unit, actions: Iterable[str]) -> str:
    """As whom somebody does one of `actions` on the unit; "" = they may not."""
    for action in actions:
        if acting := held.capacity(action, unit):
            return acting.label
    return ""
