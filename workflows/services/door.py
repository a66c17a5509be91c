"""The one door: nothing else moves a request.

`perform` works on a set, so that one click and a bulk of 200 are the same code. It locks (process
→ request → … → audit head), asks who `by` acts as, checks authority and separation of duties, runs
the rules, moves the states, writes the decisions, and answers each request with a receipt.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from viewflow.workflow.models import Process

from wfa.audit.services import Entry, record_many
from wfa.decisions.models import Decision
from wfa.decisions.rules import separation
from wfa.decisions.services import record_all
from wfa.people.authority import Role, states_for
from wfa.people.models import Employee
from wfa.people.permissions import Authority, Capacity, authority
from wfa.policies.selectors import current_version
from wfa.refusals import Refused
from wfa.requests.models import State, WorkRequest
from wfa.requests.rules import Facts, blocking, check, check_decision
from wfa.requests.selectors import facts_for
from workflows.models import ProposalItem
from workflows.services import effects
from workflows.services.receipts import Receipt, done, not_there, refused
from workflows.steps import PAPER_STEPS, STEPS, Step

OWN_CAPACITY = "Pemohon"
_RELATED = (
    "applicant__position",
    "applicant__unit",
    "unit",
    "opd",
    "policy",
)


class _ClashError(Exception):
    """The database refused the only request of an act: two took the same day at once."""

    def __init__(self, request: WorkRequest) -> None:
        self.request = request


_FULL = "Hari ini baru saja terisi pengajuan lain. Pilih hari yang lain."


@dataclass
class Act:
    """One call of the door: who does which step, when, as whom, with what."""

    step: Step
    by: Employee
    note: str
    data: dict[str, Any]
    capacity: Capacity | None
    now: datetime.datetime
    authority: Authority
    items: dict[UUID, ProposalItem] = field(default_factory=dict)
    """{request id: its open item}"""

    @property
    def today(self) -> datetime.date:
        return timezone.localdate(self.now)


_IN_PROPOSAL = (State.PROPOSED, State.APPROVED, State.REFUSED)


class _MovedError(Exception):
    """A request entered a proposal between our two locks: begin again."""


def perform(
    step: str,
    requests: Iterable[WorkRequest],
    *,
    by: Employee,
    capacity: Capacity | None = None,
    note: str = "",
    **data: Any,
) -> list[Receipt]:
    """Do `step` on each request, as `by`; a receipt per request, in the order given.

    `capacity` chooses among several in which `by` could act; without it the first that may. A step
    that needs a reason raises `Refused` when `note` is empty: nothing is done then. Other data:
    `days` {request id: dates} (approve some), `assessment` {request id: values} (recommend),
    `document_number` (enact, revoke), `proposal` (propose).
    """
    wanted = [request.pk for request in requests]
    rule = STEPS[step]
    if rule.noted and not note.strip():
        raise Refused(
            "Alasan wajib diisi. Tulis apa yang harus diperbaiki atau mengapa ditolak.",
            code="note_missing",
            field="note",
        )
    for _ in range(5):
        try:
            with transaction.atomic():
                return _perform(
                    rule, wanted, by=by, capacity=capacity, note=note.strip(), data=data
                )
        except _MovedError:
            continue
        except _ClashError as clash:
            return [refused(clash.request, _FULL)]
    raise Refused("Pengajuan sedang diubah orang lain. Coba sebentar lagi.", code="busy")


def _perform(
    step: Step,
    wanted: Sequence[UUID],
    *,
    by: Employee,
    capacity: Capacity | None,
    note: str,
    data: dict[str, Any],
) -> list[Receipt]:
    requests, items = _lock(wanted, step)
    act = Act(
        step=step,
        by=by,
        note=note,
        data=data,
        capacity=capacity,
        now=timezone.now(),
        authority=Authority((), frozenset()) if step.own else authority(by),
        items=items,
    )
    ready, receipts = _sort(act, requests)
    able = [r for r in ready if not _judge(act, r, receipts)]
    able = _apply_rules(act, able, receipts)
    for request in _move(act, able, receipts):
        receipts[request.pk] = done(request, step)
    return [receipts[pk] for pk in wanted if pk in receipts]


def _lock(wanted: Sequence[UUID], step: Step) -> tuple[list[WorkRequest], dict[UUID, ProposalItem]]:
    """Lock processes, then requests, each ordered by key; give back rows and open items."""
    known = _open_items(wanted)
    processes = {item.proposal.process_id for item in known.values()}
    if processes:
        list(Process.objects.select_for_update().filter(pk__in=processes).order_by("pk"))
    rows = list(_rows(step).filter(pk__in=wanted).order_by("pk"))
    items = _open_items(wanted) if known or any(r.state in _IN_PROPOSAL for r in rows) else {}
    if not {item.proposal.process_id for item in items.values()} <= processes:
        raise _MovedError
    return rows, items


def _rows(step: Step) -> QuerySet[WorkRequest]:
    """The requests to lock, with what the step's rules and effects will look at."""
    rows = WorkRequest.objects.select_for_update(of=("self",)).select_related(*_RELATED)
    return rows if step.name == "submit" else rows.prefetch_related("days")


def _open_items(wanted: Sequence[UUID]) -> dict[UUID, ProposalItem]:
    items = ProposalItem.objects.filter(request__in=wanted, is_open=True)
    return {item.request_id: item for item in items.select_related("proposal")}


def _sort(act: Act, requests: list[WorkRequest]) -> tuple[list[WorkRequest], dict[UUID, Receipt]]:
    """Those that stand where the step starts, and receipts for those that don't."""
    ready = [r for r in requests if r.state in act.step.rights]
    others = [r for r in requests if r.state not in act.step.rights]
    last = _last_decisions(others)
    return ready, {r.pk: not_there(r, act.step, last.get(str(r.pk))) for r in others}


def _last_decisions(requests: list[WorkRequest]) -> dict[str, Decision]:
    if not requests:
        return {}
    rows = Decision.objects.filter(
        subject_kind="request", subject_id__in=[str(r.pk) for r in requests]
    )
    return {row.subject_id: row for row in rows.order_by("at")}


def _judge(act: Act, request: WorkRequest, receipts: dict[UUID, Receipt]) -> bool:
    """Whether `by` may not do this; writes the receipt that says why."""
    reason = (
        _not_own(act, request)
        if act.step.own
        else _no_right(act, request) or _no_sitting(act, request) or _not_separate(act, request)
    )
    if reason:
        receipts[request.pk] = refused(request, reason)
    return bool(reason)


def _not_own(act: Act, request: WorkRequest) -> str:
    if act.by.pk in {request.applicant_id, request.filed_by_id} and act.by.is_active:
        return ""
    return "Hanya pemohon yang dapat melakukan ini."


def _no_right(act: Act, request: WorkRequest) -> str:
    action = act.step.rights[State(request.state)]
    if act.step.name == "propose" and "proposal" not in act.data:
        return "Pengusulan hanya lewat usulan OPD."
    if act.step.name in PAPER_STEPS and not act.data.get("document_number"):
        return "Langkah ini hanya lewat surat keputusan yang terbit."
    if act.step.name == "enact" and request.last_day and request.last_day < act.today:
        # never retroactive (UU 30/2014 Ps 58 (6)): what is left is to void the number
        return f"Semua hari pada {request} sudah lewat. Batalkan, lalu susun tanpa pengajuan itu."
    if act.step.name == "end" and (request.last_day or act.today) >= act.today:
        return "Hari terakhirnya belum lewat."
    if not action:
        return ""
    held = capacity_for(act, request, action)
    return "" if held else "Anda tidak berwenang melakukan ini pada unit tersebut."


def capacity_for(act: Act, request: WorkRequest, action: str) -> Capacity | None:
    """As whom `by` acts on this request: the capacity chosen, if it may, else the first that may."""
    if act.capacity is not None:
        only = Authority((act.capacity,), act.authority.granted)
        known = act.capacity in act.authority.capacities
        found = only.capacity(action, request.unit) if known else None
    else:
        found = act.authority.capacity(action, request.unit)
    if found is None:
        return None
    states = states_for(Role(found.role), action)
    return found if not states or request.state in states else None


def _no_sitting(act: Act, request: WorkRequest) -> str:
    """At the BKD: only in a proposal that was received and isn't closed (undo: same officer)."""
    if act.step.rights[State(request.state)] != "examine_request":
        return ""
    item = act.items.get(request.pk)
    if item is None or item.proposal.received_at is None:
        return "Surat usulan OPD belum ditandatangani, jadi belum dapat diputus."
    if item.proposal.closed_at is not None:
        return "Pemeriksaan usulan ini sudah selesai, jadi keputusannya tidak dapat diubah."
    if act.step.name == "reopen" and request.decided_by_id != act.by.pk:
        return "Hanya pemutusnya yang dapat mengurungkan, selama pemeriksaan belum selesai."
    return ""


def _not_separate(act: Act, request: WorkRequest) -> str:
    if not act.step.rights[State(request.state)]:
        return ""
    reasons = separation(
        act.by.pk,
        applicant_id=request.applicant_id,
        filed_by_id=request.filed_by_id,
        recommended_by_id=request.recommended_by_id,
        decided_by_id=request.decided_by_id,
        step=act.step.name,
        at_opd=request.state in {State.SUBMITTED, State.RECOMMENDED},
    )
    return reasons[0] if reasons else ""


def _apply_rules(
    act: Act, requests: list[WorkRequest], receipts: dict[UUID, Receipt]
) -> list[WorkRequest]:
    """Run the rules that matter for the step; those that fail get a receipt with the reasons."""
    judge = {"submit": check, "recommend": check_decision, "approve": check_decision}.get(
        act.step.name
    )
    if judge is None or not requests:
        return requests
    facts = facts_for(requests)
    kept = []
    for request in requests:
        bad = blocking(judge(_about(act, request, facts[request.pk])))
        if bad:
            receipts[request.pk] = refused(request, bad[0].sentence, bad)
        else:
            kept.append(request)
    if act.step.name == "submit":
        for request in kept:
            request.policy = facts[request.pk].rules.policy
    return kept


def _about(act: Act, request: WorkRequest, facts: Facts) -> Facts:
    """An approval of some days is judged by those days; the others are refused with it."""
    if act.step.name != "approve" or request.pk not in act.data.get("days", {}):
        return facts
    return replace(facts, dates=tuple(effects.approved_dates(act, request)))


def _move(
    act: Act, requests: list[WorkRequest], receipts: dict[UUID, Receipt]
) -> list[WorkRequest]:
    """Move the states and write the records; a clash in the database becomes a receipt."""
    if act.step.name not in {"submit", "reopen"}:
        _write(act, requests)
        return requests
    moved = []
    for request in requests:  # these write days, where the database may still say no
        try:
            with transaction.atomic(savepoint=len(requests) > 1):
                _write(act, [request])
            moved.append(request)
        except IntegrityError as error:
            if len(requests) == 1:  # no savepoint to go back to: the whole act is undone
                raise _ClashError(request) from error
            receipts[request.pk] = refused(request, _FULL)
    return moved


def _write(act: Act, requests: list[WorkRequest]) -> None:
    if not requests:
        return
    before = {request.pk: str(request.state) for request in requests}
    effects.move(act, requests)
    decisions = [_decision(act, request, before[request.pk]) for request in requests]
    record_all(decisions)
    effects.follow(act, requests, before)
    record_many([_entry(act, decision) for decision in decisions])


def _decision(act: Act, request: WorkRequest, before: str) -> Decision:
    action = act.step.rights[State(before)]
    held = act.capacity if not action else None
    if action and not act.step.own:
        held = (
            act.authority.capacity(action, request.unit) if act.capacity is None else act.capacity
        )
    return Decision(
        at=act.now,
        step=act.step.name,
        subject_kind="request",
        subject_id=str(request.pk),
        subject_nip=request.applicant.identity,
        from_state=before,
        to_state=str(request.state),
        actor_nip=act.by.identity,
        actor_name=act.by.full_name,
        actor_position=str(act.by.position or ""),
        unit_name=request.unit.title_name,
        capacity=held.label if held else OWN_CAPACITY if act.step.own else "",
        capacity_kind=held.kind if held else "",
        capacity_basis=held.basis if held else "",
        policy_version=request.policy.version if request.policy else current_version(),
        round=request.round,
        note=act.note,
        data=effects.details(act, request),
    )


def _entry(act: Act, decision: Decision) -> Entry:
    return Entry(
        action=f"request.{decision.step}",
        by=act.by,
        capacity=decision.capacity,
        target=("request", decision.subject_id),
        data={
            "decision": str(decision.pk),
            "from": decision.from_state,
            "to": decision.to_state,
        },
    )
