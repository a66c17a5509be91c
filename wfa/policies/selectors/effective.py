"""Which rules hold for a unit on a day."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q, QuerySet
from django.utils import timezone

from wfa.people.models import Unit
from wfa.policies.models import Policy
from wfa.policies.rules import Layer, RuleSet, resolve

SWITCHED = (Unit.Kind.REGION, Unit.Kind.OPD)
WORKPLACES = (Unit.Kind.TECHNICAL, Unit.Kind.SCHOOL, Unit.Kind.WARD)
"""Offices below an OPD with a door of their own, and so with hours and rules of their own."""


def rules_for(unit: Unit, on: datetime.date) -> RuleSet:
    """The rules of `unit` on the day: per parameter the nearest ancestor's value; 1 query."""
    return rules_for_many([unit], on)[unit.pk]


def rules_for_many(units: Iterable[Unit], on: datetime.date) -> dict[int, RuleSet]:
    """`rules_for` of each unit, by its id; 1 query however many units."""
    chains = {unit.pk: unit.ancestor_ids() or [unit.pk] for unit in units}
    wanted = {unit_id for chain in chains.values() for unit_id in chain}
    layers = {layer.unit_id: layer for layer in map(layer_of, effective(wanted, on))}
    return {
        pk: resolve(chain, [layers[x] for x in chain if x in layers])
        for pk, chain in chains.items()
    }


def effective(unit_ids: Iterable[int], on: datetime.date) -> list[Policy]:
    """The one version of each unit that applies on the day.

    Of the versions in force the latest start wins, then the highest number. One that has ended
    gives way to the one before it.
    """
    found = Policy.objects.filter(
        Q(effective_until__isnull=True) | Q(effective_until__gte=on),
        unit__in=set(unit_ids),
        state=Policy.State.IN_FORCE,
        effective_from__lte=on,
    ).select_related("unit")
    return _best(found)


def _best(found: Iterable[Policy]) -> list[Policy]:
    versions: dict[int, list[Policy]] = defaultdict(list)
    for policy in found:
        versions[policy.unit_id].append(policy)
    return [max(each, key=rank) for each in versions.values()]


def in_force(units: Iterable[Unit]) -> list[Policy]:
    """Every version in force, of any day, of the units and of those above them; 1 query."""
    wanted = {pk for unit in units for pk in unit.ancestor_ids() or [unit.pk]}
    found = Policy.objects.filter(unit__in=wanted, state=Policy.State.IN_FORCE)
    return list(found.select_related("unit"))


def closures_for(
    units: Iterable[Unit], on: datetime.date, *, known: Sequence[Policy] | None = None
) -> dict[int, Policy | None]:
    """{unit: the version that closes it on the day and holds its running cases}; 1 query.

    `known`: `in_force` of these units, where it was read already (no query then). None: it is open, its running cases are decided all the same, or nothing ever opened it. The
    version that closes answers for what is pending, whatever a lower unit sets.
    """
    chains = {unit.pk: unit.ancestor_ids() or [unit.pk] for unit in units}
    if known is None:
        known = effective({x for c in chains.values() for x in c}, on)
    found = {p.unit_id: p for p in _best(p for p in known if runs(p, on))}
    return {pk: _holding(chain, found) for pk, chain in chains.items()}


def _holding(chain: Sequence[int], found: Mapping[int, Policy]) -> Policy | None:
    mine = [found[x] for x in chain if x in found]
    rules = resolve(chain, [layer_of(each) for each in mine])
    closing = next((p for p in mine if p.version == rules.sources["open"][0]), None)
    if rules.open or closing is None:
        return None
    return closing if closing.parameters.get("held_when_closed", rules.held_when_closed) else None


def rank(policy: Policy) -> tuple[datetime.date, int]:
    """Of several that run on a day the one with the highest rank holds."""
    return (policy.effective_from or datetime.date.min, policy.version)


def layer_of(policy: Policy) -> Layer:
    """What the resolution needs of a policy; its unit must be loaded."""
    return Layer(
        unit_id=policy.unit_id,
        unit=str(policy.unit),
        source=source_of(policy),
        version=policy.version,
        parameters=policy.parameters,
        policy=policy,
    )


def source_of(policy: Policy) -> str:
    """ "Kebijakan daerah versi 3", "Kebijakan Diskominfo versi 5" """
    whose = "daerah" if policy.unit.kind == Unit.Kind.REGION else str(policy.unit)
    return f"Kebijakan {whose} versi {policy.version}"


def rules_for_cases(
    cases: Sequence[tuple[Unit, datetime.datetime | None]],
    *,
    known: Sequence[Policy] | None = None,
) -> list[RuleSet]:
    """The rules of each (unit, moment): as they stood then; None = now. 1 query.

    `known`: `in_force` of these units, where it was read already (no query then). A case keeps the version it was judged under: a policy put in force after the moment, even
    with a date before it, changes nothing for the case.
    """
    now = timezone.now()
    chains = [unit.ancestor_ids() or [unit.pk] for unit, _ in cases]
    found = in_force(unit for unit, _ in cases) if known is None else known
    return [
        _as_of(chain, found, moment or now)
        for chain, (_, moment) in zip(chains, cases, strict=True)
    ]


def _as_of(chain: list[int], policies: Iterable[Policy], moment: datetime.datetime) -> RuleSet:
    day = timezone.localtime(moment).date()
    best: dict[int, Policy] = {}
    for policy in policies:
        known = policy.enforced_at is not None and policy.enforced_at <= moment
        if known and policy.unit_id in chain and runs(policy, day):
            rival = best.get(policy.unit_id)
            best[policy.unit_id] = max([policy, rival], key=rank) if rival else policy
    return resolve(chain, [layer_of(policy) for policy in best.values()])


def runs(policy: Policy, day: datetime.date) -> bool:
    """Whether a version's own dates name the day."""
    started = policy.effective_from is not None and policy.effective_from <= day
    return started and (policy.effective_until is None or policy.effective_until >= day)


def current_version() -> int | None:
    """The highest version in force, for decisions about cases that have none."""
    found = Policy.objects.filter(state=Policy.State.IN_FORCE).order_by("-version")
    return found.values_list("version", flat=True).first()


def units_below(unit: Unit) -> QuerySet[Unit]:
    """The active units under `unit`, in the order of the tree, without itself."""
    return Unit.objects.filter(path__startswith=unit.path or "-", is_active=True).exclude(
        pk=unit.pk
    )


def drafting_units() -> QuerySet[Unit]:
    """The units that may have rules of their own: the region, its OPD, their workplaces."""
    return Unit.objects.filter(is_active=True, kind__in=[*SWITCHED, *WORKPLACES])


def switching_units() -> QuerySet[Unit]:
    """The units that are closed and opened as a whole: the region and its OPD."""
    return Unit.objects.filter(is_active=True, kind__in=SWITCHED)


def versions() -> list[Policy]:
    """All versions, the newest first, with their units and people; 1 query."""
    return list(Policy.objects.select_related("unit", "drafted_by", "enforced_by"))


def versions_to_choose() -> QuerySet[Policy]:
    """Versions that one may look at or begin from: all that weren't thrown away."""
    return Policy.objects.exclude(state=Policy.State.DISCARDED).select_related("unit")


def unit_names(ids: Iterable[int]) -> dict[int, str]:
    """{id: name} of the units that a value names."""
    return {unit.pk: str(unit) for unit in Unit.objects.filter(pk__in=set(ids))}


def preview(policy: Policy, on: datetime.date) -> RuleSet:
    """The rules of the policy's unit as if it were the one in force; 1 query."""
    chain = policy.unit.ancestor_ids() or [policy.unit_id]
    above = [layer_of(each) for each in effective(chain[:-1], on)]
    return resolve(chain, [*above, layer_of(policy)])


def preview_many(
    policy: Policy, units: Sequence[Unit], on: datetime.date
) -> dict[int, tuple[RuleSet, RuleSet]]:
    """{unit: (its rules on the day, the same with `policy` as its unit's version)}; 1 query."""
    chains = {unit.pk: unit.ancestor_ids() or [unit.pk] for unit in units}
    found = effective({x for chain in chains.values() for x in chain}, on)
    before = {each.unit_id: layer_of(each) for each in found}
    after = {**before, policy.unit_id: layer_of(policy)}
    return {
        pk: (
            resolve(chain, [before[x] for x in chain if x in before]),
            resolve(chain, [after[x] for x in chain if x in after]),
        )
        for pk, chain in chains.items()
    }


def version_before(closing: Policy) -> Policy | None:
    """The unit's version that a closing one took the place of: the latest that left it open."""
    found = Policy.objects.filter(
        unit=closing.unit_id, state=Policy.State.IN_FORCE, version__lt=closing.version
    )
    opened = [p for p in found if p.parameters.get("open") is not False]
    begun = [p for p in opened if p.effective_from and p.effective_from <= _start(closing)]
    return max(begun, key=rank) if begun else None


def _start(policy: Policy) -> datetime.date:
    return policy.effective_from or timezone.localdate()


def inherited(unit: Unit, on: datetime.date) -> RuleSet:
    """The rules that `unit` has from above, without a version of its own; 1 query."""
    chain = unit.ancestor_ids() or [unit.pk]
    return resolve(chain, [layer_of(each) for each in effective(chain[:-1], on)])
