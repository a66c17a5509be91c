"""What a trial in phases would bring: before it, in each phase, and after the last."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from wfa.calendars.wording import join, short_day
from wfa.people.models import Unit
from wfa.policies import rules, trial
from wfa.policies.models import Policy
from wfa.policies.parameters import PARAMETERS
from wfa.policies.selectors.effective import inherited, rank, runs, units_below
from wfa.policies.selectors.phases import Timeline, timeline, versions_of
from wfa.policies.trial import PlannedPhase

_NAMED = 5
"""More units than this are only counted."""


@dataclass(frozen=True)
class Outlook:
    """The timeline with the phases in it, and what is worth knowing before they are in force."""

    timeline: Timeline
    warnings: list[str]


def planned_versions(
    unit: Unit, phases: Sequence[PlannedPhase], *, known: Sequence[Policy]
) -> list[Policy]:
    """The versions that the phases would be, not saved; `known`: `versions_of` the unit.

    Each begins from the unit's version that would hold on its first day, and opens.
    """
    last = max((policy.version for policy in known), default=0)
    return [
        Policy(
            version=last + place,
            unit=unit,
            state=Policy.State.IN_FORCE,
            parameters={**_base(known, phase.starts), **phase.values, "open": True},
            effective_from=phase.starts,
            effective_until=phase.ends,
            phase_name=phase.name.strip(),
        )
        for place, phase in enumerate(phases, 1)
    ]


def _base(known: Sequence[Policy], day: datetime.date) -> dict[str, object]:
    running = [policy for policy in known if runs(policy, day)]
    return dict(max(running, key=rank).parameters) if running else {}


def outlook(unit: Unit, phases: Sequence[PlannedPhase], today: datetime.date) -> Outlook:
    """What would hold when, were these phases in force; a few queries for each phase."""
    known = versions_of(unit)
    planned = planned_versions(unit, phases, known=known)
    along = timeline(unit, today, versions=[*known, *planned])
    said = [
        *trial.gaps(phases),
        *_opened(known, phases),
        *_replaced(known, phases),
        *_closed_above(unit, phases),
        *_of_their_own(unit, phases),
        *_of_the_rules(planned),
    ]
    without = [each for each in along.problems if not any(_same_days(each, gap) for gap in said)]
    return Outlook(Timeline(unit, along.phases, []), [*said, *without])


def _same_days(problem: str, said: str) -> bool:
    return problem.split(":")[0] == said.split(":")[0]


def _opened(known: Sequence[Policy], phases: Sequence[PlannedPhase]) -> list[str]:
    """A phase opens what is closed by a version of the unit's own."""
    first = phases[0]
    if _base(known, first.starts).get("open") is not False:
        return []
    return [f"Kerja fleksibel unit ini ditutup. {first.name} membukanya lagi."]


def _replaced(known: Sequence[Policy], phases: Sequence[PlannedPhase]) -> list[str]:
    """Versions set up for later days that begin within a phase and take its place."""
    found = []
    for phase in phases:
        for policy in known:
            start = policy.effective_from
            within = start and phase.starts < start and (not phase.ends or start <= phase.ends)
            if start and within and start not in {each.starts for each in phases}:
                found.append(
                    f"Versi {policy.version} mulai {short_day(start)} dan menggantikan "
                    f"{phase.name} sejak hari itu. Tarik dahulu versi itu bila tidak dimaksudkan."
                )
    return found


def _closed_above(unit: Unit, phases: Sequence[PlannedPhase]) -> list[str]:
    if not unit.parent_id:
        return []
    above = [(phase, inherited(unit, phase.starts)) for phase in phases]
    return [
        f"{phase.name}: unit di atasnya menutup kerja fleksibel, sehingga fase ini tidak berlaku."
        for phase, held in above
        if held.sources["open"][0] is not None and not held.open
    ]


def _of_their_own(unit: Unit, phases: Sequence[PlannedPhase]) -> list[str]:
    """Units below with rules of their own about the same: the nearest value holds there."""
    found = Policy.objects.filter(
        Q(effective_until__isnull=True) | Q(effective_until__gte=phases[0].starts),
        unit__in=units_below(unit),
        state=Policy.State.IN_FORCE,
    ).select_related("unit")
    keys = {key for phase in phases for key in phase.values}
    names = {str(p.unit): None for p in found if keys & p.parameters.keys()}
    if not names:
        return []
    who = join(list(names)) if len(names) <= _NAMED else f"{len(names)} unit di bawahnya"
    return [f"{who} mengatur sendiri sebagian aturan ini. Nilainya di sana tidak berubah."]


def _of_the_rules(planned: Sequence[Policy]) -> list[str]:
    """What the values of each phase bring about, each sentence once."""
    found: dict[str, None] = {}
    for policy in planned:
        for each in rules.warnings(policy.parameters):
            if each.key in PARAMETERS and each.key in trial.FIELDS.values():
                found[f"{policy.phase_name}: {each.message}"] = None
    return list(found)
