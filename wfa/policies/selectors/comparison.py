"""Two versions, or a version and what holds, side by side."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from wfa.policies.models import Policy
from wfa.policies.parameters import REGISTRY, Group, Parameter
from wfa.policies.rules import RuleSet, show
from wfa.policies.selectors.effective import preview, rules_for, unit_names


@dataclass(frozen=True)
class Change:
    """One rule in two versions, as people read the values, each with its source."""

    parameter: Parameter
    before: str
    after: str
    before_source: str
    after_source: str
    differs: bool = True


def changes(policy: Policy, on: datetime.date) -> list[Change]:
    """What a draft changes against the rules of its unit on the day."""
    lines = _lines(rules_for(policy.unit, on), preview(policy, on))
    return [line for line in lines if line.differs]


def compare(one: Policy, other: Policy, on: datetime.date) -> list[tuple[str, list[Change]]]:
    """Each rule of two versions by the groups of the page; any two, of different units too.

    What a version doesn't set itself comes from the units above it as they stand on the day, so
    that only the versions themselves make the difference.
    """
    lines = _lines(preview(one, on), preview(other, on))
    return [
        (group.value, [line for line in lines if line.parameter.group is group]) for group in Group
    ]


def _lines(before: RuleSet, after: RuleSet) -> list[Change]:
    names = unit_names([*before.excluded_units, *after.excluded_units])
    return [
        Change(
            parameter=each,
            before=show(each, before.values[each.key], units=names),
            after=show(each, after.values[each.key], units=names),
            before_source=before.describe(each.key),
            after_source=after.describe(each.key),
            differs=before.values[each.key] != after.values[each.key],
        )
        for each in REGISTRY
    ]
