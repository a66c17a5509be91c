"""Which rules hold on each of many days: phases switch by date, each combination is read once."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import TypeAlias, TypeVar

from django.db.models import Q

from wfa.people.models import Unit
from wfa.policies.models import Policy
from wfa.policies.rules import RuleSet, resolve
from wfa.policies.selectors.effective import layer_of, rank, runs

Key = TypeVar("Key", bound=Hashable)
Running: TypeAlias = dict[int, dict[datetime.date, Policy]]
"""{unit: {day: the version of its own that holds}}"""


def rules_along(
    units: Iterable[Unit],
    dates: Collection[datetime.date],
    *,
    known: Sequence[Policy] | None = None,
) -> dict[tuple[int, datetime.date], RuleSet]:
    """{(unit, day): its rules on that day}, as `rules_for` tells them today; 1 query at most.

    Only versions that are in force count, on the days they are meant for. `known`: `in_force` of
    these units, where it was read already (no query then).
    """
    chains = {unit.pk: unit.ancestor_ids() or [unit.pk] for unit in units}
    return rules_along_ids(chains, dates, known=known)


def rules_along_ids(
    chains: Mapping[Key, Sequence[int]],
    dates: Collection[datetime.date],
    *,
    known: Sequence[Policy] | None = None,
) -> dict[tuple[Key, datetime.date], RuleSet]:
    """`rules_along` by chains of unit ids, from the root down to the unit; 1 query at most.

    Units with the same versions above them share the very same `RuleSet`.
    """
    if not chains or not dates:
        return {}
    if known is None:
        known = _in_force_between({x for c in chains.values() for x in c}, dates)
    running = _running(known, dates)
    named = {x for p in known for x in p.parameters.get("excluded_units", ())}
    seen: dict[tuple[int, ...], dict[datetime.date, RuleSet]] = {}
    found: dict[tuple[Key, datetime.date], RuleSet] = {}
    for key, chain in chains.items():
        matters = tuple(x for x in chain if x in running or x in named)
        if matters not in seen:
            seen[matters] = _rules(matters, dates, running)
        found.update({(key, day): rules for day, rules in seen[matters].items()})
    return found


def _in_force_between(unit_ids: set[int], dates: Collection[datetime.date]) -> list[Policy]:
    found = Policy.objects.filter(
        Q(effective_until__isnull=True) | Q(effective_until__gte=min(dates)),
        unit__in=unit_ids,
        state=Policy.State.IN_FORCE,
        effective_from__lte=max(dates),
    )
    return list(found.select_related("unit"))


def _running(known: Iterable[Policy], dates: Collection[datetime.date]) -> Running:
    """Of each unit the version that holds on each day: the latest start, then the number."""
    found: Running = defaultdict(dict)
    for policy in sorted(known, key=rank):
        found[policy.unit_id] |= {day: policy for day in dates if runs(policy, day)}
    return dict(found)


def _rules(
    chain: tuple[int, ...], dates: Collection[datetime.date], running: Running
) -> dict[datetime.date, RuleSet]:
    """The rules at the end of one chain on each day; each combination of versions once."""
    seen: dict[tuple[int, ...], RuleSet] = {}
    found = {}
    for day in dates:
        held = [running[x][day] for x in chain if day in running.get(x, ())]
        key = tuple(id(policy) for policy in held)  # one that isn't saved has no pk yet
        if key not in seen:
            seen[key] = resolve(chain, [layer_of(policy) for policy in held])
        found[day] = seen[key]
    return found
