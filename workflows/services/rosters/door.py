"""The door of rosters: in the form of the one for requests (`workflows.services.door`).

It locks (roster → person → quota → audit head), asks who `by` acts as, checks authority and separation of
duties, runs the rules, moves the states with their seats and days, writes the decisions, and
answers each roster with a receipt.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from wfa.audit.services import Entry, record_many
from wfa.decisions.models import Decision
from wfa.decisions.services import record_all
from wfa.notifications.services import notify_many
from wfa.people.models import Employee
from wfa.people.permissions import Authority, Capacity, authority
from wfa.policies.selectors import in_force, rules_for_cases
from wfa.refusals import Refused
from wfa.schedules.models import Roster
from wfa.schedules.models.rosters import OPEN
from wfa.schedules.services import QuotaFullError
from workflows.roster_steps import PAPER_STEPS, ROSTER_STEPS, RosterStep, right_on
from workflows.services.rosters import effects
from workflows.services.rosters.act import RosterAct
from workflows.services.rosters.judging import apply_rules, judge
from workflows.services.rosters.losing import lost
from workflows.services.rosters.receipts import RosterReceipt, done, not_there
from workflows.services.rosters.seats import TakenError, lock_together
from workflows.services.rosters.telling import all_notices

_TAKES_DAYS = ("submit", "enact")
"""Steps that take seats and days, where the database may still say no."""
_LOST = (QuotaFullError, TakenError, IntegrityError)


class _ClashError(Exception):
    """The only roster of an act can't have its seats: the whole act is undone."""

    def __init__(self, roster: Roster, cause: Exception) -> None:
        self.roster, self.cause = roster, cause


def perform_roster(
    step: str,
    rosters: Iterable[Roster],
    *,
    by: Employee,
    capacity: Capacity | None = None,
    note: str = "",
    **data: Any,
) -> list[RosterReceipt]:
    """Do `step` on each roster, as `by`; a receipt per roster, in the order given.

    `capacity` chooses among several in which `by` could act. A step that needs a reason raises
    `Refused` when `note` is empty. Other data: `document_number` (report, enact), `dated` (report:
    the date of the letter).
    """
    wanted, rule = [roster.pk for roster in rosters], ROSTER_STEPS[step]
    if rule.noted and not note.strip():
        raise Refused(
            "Alasan wajib diisi. Tulis apa yang harus diperbaiki.",
            code="note_missing",
            field="note",
        )
    try:
        with transaction.atomic():
            return _perform(rule, wanted, by=by, capacity=capacity, note=note.strip(), data=data)
    except _ClashError as clash:
        return [lost(clash.roster, rule, clash.cause)]


def _perform(
    step: RosterStep,
    wanted: Sequence[UUID],
    *,
    by: Employee,
    capacity: Capacity | None,
    note: str,
    data: dict[str, Any],
) -> list[RosterReceipt]:
    rosters = _lock(wanted, step)
    policies = in_force(roster.unit for roster in rosters)
    today = rules_for_cases([(roster.unit, None) for roster in rosters], known=policies)
    paper = step.name in PAPER_STEPS
    act = RosterAct(
        step=step,
        by=by,
        note=note,
        data=data,
        capacity=capacity,
        now=timezone.now(),
        authority=Authority((), frozenset()) if paper else authority(by),
        policies=policies,
        rules={roster.pk: rules for roster, rules in zip(rosters, today, strict=True)},
    )
    ready, receipts = _sort(act, rosters)
    able = [roster for roster in ready if not judge(act, roster, receipts)]
    able = apply_rules(act, able, receipts)
    for roster in _move(act, able, receipts):
        receipts[roster.pk] = done(roster, step)
    return [receipts[pk] for pk in wanted if pk in receipts]


def _lock(wanted: Sequence[UUID], step: RosterStep) -> list[Roster]:
    """Lock them, ordered by key; a step that takes days also what the OPD has open beside them."""
    scope = Q(pk__in=wanted)
    if step.name in _TAKES_DAYS:
        units = Roster.objects.filter(pk__in=wanted).values("unit")
        scope |= Q(unit__in=units, state__in=OPEN)
    rows = Roster.objects.select_for_update(of=("self",)).filter(scope).order_by("pk")
    found = rows.select_related("unit__opd", "submitted_by")
    asked = [roster for roster in found if roster.pk in set(wanted)]
    if wanted and not asked:  # thrown away in another window
        raise Refused("Rancangan ini sudah dibuang. Susun yang baru.", code="gone")
    return asked


def _sort(act: RosterAct, rosters: list[Roster]) -> tuple[list[Roster], dict[UUID, RosterReceipt]]:
    """Those that stand where the step starts, and receipts for those that don't."""
    ready = [r for r in rosters if r.state in act.step.rights]
    others = [r for r in rosters if r.state not in act.step.rights]
    last = _last_decisions(others)
    return ready, {r.pk: not_there(r, act.step, last.get(str(r.pk))) for r in others}


def _last_decisions(rosters: list[Roster]) -> dict[str, Decision]:
    if not rosters:
        return {}
    keys = [str(roster.pk) for roster in rosters]
    rows = Decision.objects.filter(subject_kind="roster", subject_id__in=keys)
    return {row.subject_id: row for row in rows.order_by("at", "pk")}


def _move(
    act: RosterAct, rosters: list[Roster], receipts: dict[UUID, RosterReceipt]
) -> list[Roster]:
    """Move the states and write the records; a clash in the database becomes a receipt."""
    if act.step.name not in _TAKES_DAYS:
        _write(act, rosters)
        return rosters
    if len(rosters) > 1:
        lock_together(act, rosters)
    moved = []
    for roster in rosters:
        try:
            with transaction.atomic(savepoint=len(rosters) > 1):
                _write(act, [roster])
            moved.append(roster)
        except _LOST as error:
            if len(rosters) == 1:  # no savepoint to go back to: the whole act is undone
                raise _ClashError(roster, error) from error
            receipts[roster.pk] = lost(roster, act.step, error)
    return moved


def _write(act: RosterAct, rosters: list[Roster]) -> None:
    """States, seats and days, then the decisions, notices and log rows of them all."""
    decisions = []
    for roster in rosters:
        moves = effects.move(act, roster)
        decisions += [_decision(act, roster, *step, order=n) for n, step in enumerate(moves)]
    if not decisions:
        return
    record_all(decisions)
    if notices := all_notices(act, rosters):
        notify_many(notices)
    record_many([_entry(act, decision) for decision in decisions])


def _decision(
    act: RosterAct, roster: Roster, step: str, before: str, after: str, *, order: int
) -> Decision:
    """`order`: its place among those of one act, which happen one after the other."""
    held = _capacity(act, roster, step, before)
    policy = act.rules[roster.pk].policy
    return Decision(
        at=act.now + datetime.timedelta(microseconds=order),
        step=step,
        subject_kind="roster",
        subject_id=str(roster.pk),
        subject_nip=_subject(act, roster),
        from_state=before,
        to_state=after,
        actor_nip=act.by.identity,
        actor_name=act.by.full_name,
        actor_position=str(act.by.position or ""),
        unit_name=roster.unit.title_name,
        capacity=held.label if held else "",
        capacity_kind=held.kind if held else "",
        capacity_basis=held.basis if held else "",
        policy_version=policy.version if policy else None,
        round=roster.round,
        note=act.note,
        data=effects.details(act, roster, step),
    )


def _subject(act: RosterAct, roster: Roster) -> str:
    """Whose matter BKD decides: the submitter's; the CHECK on decisions forbids their own."""
    if act.step.at_bkd and roster.submitted_by:
        return roster.submitted_by.identity
    return ""


def _capacity(act: RosterAct, roster: Roster, step: str, before: str) -> Capacity | None:
    """As whom it was done: chosen, or the first in which `by` may; a paper's signer as they signed."""
    if act.capacity is not None:
        return act.capacity
    on_its_way = step != act.step.name  # an order that goes on to BKD in the same act
    action = right_on(act.step, "draft" if on_its_way else before, roster.kind)
    return act.authority.capacity(action, roster.unit) if action else None


def _entry(act: RosterAct, decision: Decision) -> Entry:
    return Entry(
        action=f"roster.{decision.step}",
        by=act.by,
        capacity=decision.capacity,
        target=("roster", decision.subject_id),
        data={
            "decision": str(decision.pk),
            "from": decision.from_state,
            "to": decision.to_state,
        },
    )
