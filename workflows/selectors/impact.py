"""Who is touched when the rules change: people, pending cases, approvals that run.

Counts only, no names: who drafts a policy need not be allowed to open the cases.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from wfa.people.models import Employee, Unit
from wfa.policies.models import Policy
from wfa.policies.selectors import PARAMETERS, RuleSet, closures_for, exclusion, preview_many
from wfa.requests.models import LIVE_DAY, RequestDay, State, WorkRequest
from wfa.requests.rules import blocking, check
from wfa.requests.selectors import facts_for, waiting_cases

PENDING = (State.SUBMITTED, State.RECOMMENDED, State.PROPOSED, State.OBJECTED)
RUNNING = (State.APPROVED, State.IN_FORCE)
MOST_JUDGED = 2000
"""Pending cases that are judged anew for the preview; the oldest first."""

Group = tuple[int, str, str]
"""Unit, echelon, name of the position: people of one group are judged alike."""


@dataclass(frozen=True)
class Shift:
    """People for whom the answer changes, and by which rule."""

    label: str
    people: int


@dataclass(frozen=True)
class Impact:
    """What a version would do if it held today."""

    people: int
    """Active employees of the unit and below."""
    pending: int
    running: int
    newly_excluded: list[Shift]
    newly_allowed: list[Shift]
    newly_closed: int
    newly_opened: int
    refused: list[Shift]
    """Pending cases that could not be filed under it, by the rule that would stop them."""
    refused_cases: int
    judged: int


def of_version(policy: Policy, on: datetime.date) -> Impact:
    """Who is touched when `policy` takes the place of what holds for its unit; few queries."""
    groups = _groups(policy.unit)
    units = list(Unit.objects.filter(path__startswith=policy.unit.path or "-"))
    rules = preview_many(policy, units, on)
    before, after = _barred(groups, rules, 0), _barred(groups, rules, 1)
    cases = list(
        pending_of(policy.unit)
        .select_related("applicant__position", "applicant__unit", "unit")
        .order_by("complete_at", "pk")[:MOST_JUDGED]
    )
    refused, refused_cases = _refused(cases, rules, on)
    return Impact(
        people=sum(groups.values()),
        pending=pending_of(policy.unit).count(),
        running=running_of(policy.unit, on).count(),
        newly_excluded=_shifts(groups, {g: w for g, w in after.items() if g not in before}),
        newly_allowed=_shifts(groups, {g: w for g, w in before.items() if g not in after}),
        newly_closed=_turned(groups, rules, to=False),
        newly_opened=_turned(groups, rules, to=True),
        refused=refused,
        refused_cases=refused_cases,
        judged=len(cases),
    )


def within(unit: Unit) -> Q:
    """Cases of the people who work in the unit or below it; its head files one level up."""
    path = unit.path or "-"
    return Q(applicant__unit__path__startswith=path) | Q(unit__path__startswith=path)


def pending_of(unit: Unit) -> QuerySet[WorkRequest]:
    """Cases that wait for a decision."""
    return waiting_cases(*PENDING).filter(within(unit))


def running_of(unit: Unit, since: datetime.date) -> QuerySet[WorkRequest]:
    """Approvals, with or without their decree, that have a live day from the date on."""
    found = WorkRequest.objects.filter(within(unit), state__in=RUNNING, last_day__gte=since)
    ahead = RequestDay.objects.filter(state__in=LIVE_DAY, date__gte=since)
    return found.filter(pk__in=ahead.values("request"))


def _groups(unit: Unit) -> dict[Group, int]:
    rows = (
        Employee.objects.filter(
            unit__path__startswith=unit.path or "-", kind=Employee.Kind.ASN, is_active=True
        )
        .order_by()
        .values_list("unit", "echelon", "position__name")
        .annotate(n=Count("pk"))
    )
    return {(int(u or 0), echelon, name or ""): n for u, echelon, name, n in rows}


_Rules = Mapping[int, tuple[RuleSet, RuleSet]]


def _barred(groups: Mapping[Group, int], rules: _Rules, side: int) -> dict[Group, str]:
    """{group: why its people must work in the office} before (0) or after (1)."""
    found = {}
    for group in groups:
        unit, echelon, position = group
        if unit in rules:
            key, word = exclusion(rules[unit][side], echelon=echelon, position=position)
            if key:
                found[group] = word or PARAMETERS[key].label
    return found


def _shifts(groups: Mapping[Group, int], why: Mapping[Group, str]) -> list[Shift]:
    counted: Counter[str] = Counter()
    for group, label in why.items():
        counted[label] += groups[group]
    return [Shift(label, people) for label, people in counted.most_common()]


def _turned(groups: Mapping[Group, int], rules: _Rules, *, to: bool) -> int:
    """People for whom flexible work opens or closes as a whole."""
    return sum(
        people
        for (unit, _, _), people in groups.items()
        if unit in rules and rules[unit][1].open is to and rules[unit][0].open is not to
    )


_WORDS = {
    "policy_off": "Kerja fleksibel ditutup",
    "track_off": "Dasar pengajuannya ditutup",
    "excluded": "Jabatan atau unit dikecualikan",
    "place_closed": "Jenis tempat tidak dibuka",
    "criteria": "Kriteria tugas belum terpenuhi",
    "weekday": "Hari di luar yang dibuka",
    "week": "Terlalu banyak hari seminggu",
    "period": "Jangka waktu terlalu panjang",
    "lead": "Diajukan terlalu dekat",
    "new_in_position": "Belum cukup lama dalam jabatan",
}


def _refused(cases: list[WorkRequest], rules: _Rules, on: datetime.date) -> tuple[list[Shift], int]:
    """What the new version would stop and the rules of the case itself don't."""
    counted: Counter[str] = Counter()
    touched = 0
    facts = facts_for(cases, today=on, quota=False) if cases else {}
    for case in cases:
        pair = rules.get(_home(case))
        if pair is None:
            continue
        mine = facts[case.pk]
        old = {f.code for f in blocking(check(mine))}
        new = {f.code for f in blocking(check(replace(mine, rules=pair[1])))} - old
        counted.update(new)
        touched += bool(new)
    return [Shift(_WORDS.get(code, "Aturan lain"), n) for code, n in counted.most_common()], touched


def _home(case: WorkRequest) -> int:
    return case.applicant.unit_id or case.unit_id


@dataclass(frozen=True)
class Closing:
    """Who is touched when flexible work is switched off in a unit from a day on."""

    people: int
    drafts: int
    pending: list[tuple[str, int]]
    """(state in words, cases)"""
    running: int
    running_people: int
    running_days: int
    unpapered: int
    """Approvals without a decree: held with the pending cases."""

    @property
    def pending_total(self) -> int:
        return sum(n for _, n in self.pending)


def of_closing(unit: Unit, since: datetime.date) -> Closing:
    """The three questions of a closing, each with its count; 5 queries."""
    running = running_of(unit, since)
    live = RequestDay.objects.filter(
        request__in=running.values("pk"), state__in=LIVE_DAY, date__gte=since
    )
    sums: dict[str, Any] = live.aggregate(
        days=Count("pk"),
        people=Count("employee", distinct=True),
        cases=Count("request", distinct=True),
    )
    states = dict(pending_of(unit).order_by().values_list("state").annotate(n=Count("pk")))
    drafts = WorkRequest.objects.filter(within(unit), state__in=[State.DRAFT, State.RETURNED])
    return Closing(
        people=sum(_groups(unit).values()),
        drafts=drafts.count(),
        pending=[(str(s.label), states[s]) for s in PENDING if s in states],
        running=sums["cases"],
        running_people=sums["people"],
        running_days=sums["days"],
        unpapered=running.filter(state=State.APPROVED).count(),
    )


def closings_of(cases: Sequence[WorkRequest], on: datetime.date) -> dict[UUID, Policy]:
    """{case: the closing that holds it on the day}; cases that aren't held are missing; 2 queries."""
    units = Unit.objects.in_bulk({_home(case) for case in cases})
    found = closures_for(units.values(), on) if units else {}
    held = {case.pk: found.get(_home(case)) for case in cases}
    return {pk: closing for pk, closing in held.items() if closing is not None}
