"""Who has a case now, and who stands above them: for one case or thousands, in a few queries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet

from wfa.people.authority import Role
from wfa.people.models import Employee, Unit
from wfa.people.permissions import reach_as
from wfa.policies.models import Policy
from wfa.policies.selectors import closures_for, rules_for_cases
from wfa.requests.models import State, WorkRequest
from wfa.requests.selectors import waiting_cases
from workflows.models import ProposalItem, SuperiorView

"""States in which somebody owes the next step."""


class Stage(StrEnum):
    """At whose desk a case lies; the value is what people read."""

    SUPERIOR = "Pertimbangan atasan"
    ASSESS = "Penilaian OPD"
    PROPOSE = "Usulan OPD"
    LETTER = "Surat usulan"
    EXAMINE = "Pemeriksaan BKD"
    DECREE = "Penyusunan SK"
    SIGN = "Tanda tangan SK"
    OBJECT = "Jawaban keberatan"


Chair = tuple[str, Role]
"""An action and the role in which it is the person's to do."""
_ASSESSOR: tuple[Chair, ...] = (("assess_request", Role.ASSESSOR),)
_HEAD: tuple[Chair, ...] = (("assess_request", Role.OPD_HEAD),)
_REGION: tuple[Chair, ...] = (("assess_request", Role.REGION_HEAD),)
_PPK: tuple[Chair, ...] = (("view_late", Role.REGION_HEAD),)
_SIGNER: tuple[Chair, ...] = (("sign_decree", Role.BKD_HEAD),)

LADDER: dict[Stage, tuple[tuple[Chair, ...], ...]] = {
    Stage.SUPERIOR: ((("give_view", Role.UNIT_HEAD),), _ASSESSOR, _HEAD, _REGION),
    Stage.ASSESS: (_ASSESSOR, _HEAD, _REGION),
    Stage.PROPOSE: (_HEAD, _REGION),
    Stage.LETTER: (_HEAD, _REGION),
    Stage.EXAMINE: (
        (("examine_request", Role.VERIFIER),),
        (("examine_request", Role.BKD_HEAD),),
        _PPK,
    ),
    Stage.DECREE: ((("draft_decree", Role.VERIFIER), *_SIGNER), _PPK),
    Stage.SIGN: (_SIGNER, _PPK),
    Stage.OBJECT: (
        (("decide_objection", Role.BKD_HEAD),),
        (("decide_objection", Role.REGION_HEAD),),
    ),
}
"""Per stage: who has it, then who stands above, and above that. A rung without people is skipped."""


@dataclass(frozen=True)
class Holding:
    """A case with its stage, who has it (ids), and who is next above."""

    case: WorkRequest
    stage: Stage
    people: tuple[int, ...]
    above: tuple[int, ...]


def open_cases() -> QuerySet[WorkRequest]:
    """Cases in which somebody owes a step, with what tells whose it is."""
    return waiting_cases().select_related("unit", "applicant__unit")


def holdings(cases: Iterable[WorkRequest]) -> list[Holding]:
    """Whose each case is; a fixed number of queries (at most 8) however many cases."""
    rows = list(cases)
    if not rows:
        return []
    ladder, stages = _Ladder(), stages_of(rows)
    return [ladder.holding(case, stages[case.pk]) for case in rows]


def stages_of(cases: Sequence[WorkRequest]) -> dict[UUID, Stage]:
    """{request: its stage}; at most 4 queries."""
    items = _items(cases)
    first = _heard_first([c for c in cases if c.state == State.SUBMITTED])
    return {case.pk: _stage(case, items.get(case.pk), case.pk in first) for case in cases}


def _stage(case: WorkRequest, item: ProposalItem | None, heard_first: bool) -> Stage:
    if case.state == State.SUBMITTED:
        return Stage.SUPERIOR if heard_first else Stage.ASSESS
    if case.state == State.PROPOSED:
        return Stage.EXAMINE if item and item.proposal.received_at else Stage.LETTER
    if case.state == State.APPROVED:
        return Stage.SIGN if item and item.paper >= ProposalItem.Paper.DRAFTED else Stage.DECREE
    return Stage.OBJECT if case.state == State.OBJECTED else Stage.PROPOSE


def _items(cases: Sequence[WorkRequest]) -> dict[UUID, ProposalItem]:
    inside = [c.pk for c in cases if c.state in {State.PROPOSED, State.APPROVED}]
    if not inside:
        return {}
    rows = ProposalItem.objects.filter(request__in=inside, is_open=True)
    return {item.request_id: item for item in rows.select_related("proposal")}


def _heard_first(cases: Sequence[WorkRequest]) -> set[UUID]:
    """Those that wait for the view of the direct superior, by the policy of their submission."""
    if not cases:
        return set()
    rules = rules_for_cases([(case.unit, case.submitted_at) for case in cases])
    asked = [case for case, r in zip(cases, rules, strict=True) if r.superior_step]
    if not asked:
        return set()
    heard = set(SuperiorView.objects.filter(request__in=asked).values_list("request_id", "round"))
    return {case.pk for case in asked if (case.pk, case.round) not in heard}


@dataclass
class _Ladder:
    """Who sits on which chair, read once; people of a unit are looked up once per unit."""

    known: dict[tuple[tuple[Chair, ...], str], tuple[int, ...]] = field(default_factory=dict)

    @cached_property
    def seats(self) -> dict[str, list[tuple[Role, str, int]]]:
        chairs = [chair for rungs in LADDER.values() for rung in rungs for chair in rung]
        return reach_as({action for action, _ in chairs})

    def holding(self, case: WorkRequest, stage: Stage) -> Holding:
        """Never somebody who may not decide on it: the applicant, who filed it, who refused it."""
        barred: set[int | None] = {case.applicant_id, case.filed_by_id}
        if stage is Stage.EXAMINE:
            barred.add(case.recommended_by_id)
        if stage is Stage.OBJECT:
            barred.add(case.decided_by_id)
        rungs = [self._on(rung, self._unit(case, rung)) for rung in LADDER[stage]]
        held = [tuple(p for p in rung if p not in barred) for rung in rungs]
        if stage is Stage.SUPERIOR:  # the nearest one only
            held[0] = held[0][:1]
        filled = [*(rung for rung in held if rung), (), ()]
        if stage is Stage.SUPERIOR and not held[0]:  # nobody to hear: the OPD has it
            stage = Stage.ASSESS
        return Holding(case, stage, filled[0], filled[1])

    def _unit(self, case: WorkRequest, rung: tuple[Chair, ...]) -> Unit:
        """The superior is asked about the applicant's unit, everybody else about the case's."""
        own = case.applicant.unit
        return own if own is not None and rung[0][0] == "give_view" else case.unit

    def _on(self, rung: tuple[Chair, ...], unit: Unit) -> tuple[int, ...]:
        """People on the rung over a unit, the nearest first."""
        key = (rung, unit.path or "")
        if key not in self.known:
            found = [
                (-len(path), person)
                for action, wanted in rung
                for role, path, person in self.seats[action]
                if role is wanted and key[1].startswith(path)
            ]
            self.known[key] = tuple(dict.fromkeys(person for _, person in sorted(found)))
        return self.known[key]


def held_by(cases: Sequence[WorkRequest], today: datetime.date) -> dict[UUID, Policy]:
    """{request: what switched flexible work off where its applicant works}; 1 query.

    Only cases that are held meanwhile; an objection is answered all the same.
    """
    homes = {c.pk: c.applicant.unit or c.unit for c in cases if c.state != State.OBJECTED}
    closed = closures_for({unit.pk: unit for unit in homes.values()}.values(), today)
    found = {pk: closed.get(unit.pk) for pk, unit in homes.items()}
    return {pk: closing for pk, closing in found.items() if closing is not None}


def people_by_id(ids: Iterable[int]) -> dict[int, Employee]:
    return Employee.objects.in_bulk(set(ids))


__all__ = [
    "Holding",
    "Stage",
    "held_by",
    "holdings",
    "open_cases",
    "people_by_id",
    "stages_of",
]
