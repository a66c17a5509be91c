"""Over which units somebody is the one to act: the head of the region stands above all OPDs."""

from __future__ import annotations

from django.db.models import Q

from wfa.people.authority import Role
from wfa.people.permissions import Authority, under


def near(held: Authority, right: str, field: str) -> Q:
    """Condition: `field` (a unit's path) is for this person to act on.

    The head of the region may act everywhere, but what waits for them is what nobody nearer
    decides: the requests of the heads of OPDs, which lie at the region itself.
    """
    below = _only(held, lambda role: role is not Role.REGION_HEAD).paths(right)
    top = _only(held, lambda role: role is Role.REGION_HEAD).paths(right)
    return under(below, field) | Q(**{f"{field}__in": top})


def _only(held: Authority, keep: object) -> Authority:
    kept = tuple(c for c in held.capacities if keep(c.role))  # type: ignore[operator]
    return Authority(kept, held.granted)
