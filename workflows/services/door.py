"""The one door: nothing else moves a request.

`perform` works on a set, so that one click and a bulk of 200 are the same code. It locks (process
→ request → … → audit head), asks who `by` acts as, checks authority and separation of duties, runs
the rules, moves the states, writes the decisions, and answers each request with a receipt.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from viewflow.workflow.models import Process

from wfa.audit.services import Entry, record_many
from wfa.decisions.models import Decision
from wfa.decisions.services import record_all
from wfa.people.models import Employee
from wfa.people.permissions import Authority, Capacity, authority
from wfa.policies.selectors import current_version
from wfa.refusals import Refused
from wfa.requests.models import State, WorkRequest
from wfa.requests.selectors import quota_findings
from wfa.schedules.services import QuotaFullError
from workflows.models import ProposalItem
from workflows.services import effects
from workflows.services.act import FILER_CAPACITY, OWN_CAPACITY, Act
from workflows.services.claims import ClaimedError
from workflows.services.judging import apply_rules, judge
from workflows.services.receipts import Receipt, done, not_there, refused
from workflows.steps import STEPS, Step

_RELATED = (
    "applicant__position",
    "applicant__unit__opd",
    "filed_by",
    "unit",
    "opd",
    "policy",
)
_TAKE_DAYS = ("submit", "reopen", "overturn")
"""Steps that take days, where the database may still say no."""


class _ClashError(Exception):
    """The only request of an act can't have its days: another one, or the quota, has them."""

    def __init__(self, request: WorkRequest, error: Exception) -> None:
        self.request = request
        self.error = error


_TAKEN = "Hari ini baru saja terisi pengajuan lain. Pilih hari yang lain."


_BEFORE_PROPOSAL = ("submit", "object")
"""Steps from states in which a request stands in no proposal."""
_WITHOUT_DAYS = ("submit", "recommend", "take_back")
"""Steps whose effects and notices never look at the single days."""
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
    `days` {request id: dates} (approve some; cancel or recall only these), `since` (recall from
    this day on), `conditions` {request id: sentences} (approve), `assessment` {request id: values}
    (recommend), `document_number` (enact, revoke; recall by decree), `proposal` (propose),
    `objection` and `due` (see `objections`).
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
            return [_lost(clash.request, clash.error)]
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
        loaded={request.pk: effects.columns(request) for request in requests},
        items=items,
    )
    ready, receipts = _sort(act, requests)
    able = [r for r in ready if not judge(act, r, receipts)]
    able = apply_rules(act, able, receipts)
    for request in _move(act, able, receipts):
        receipts[request.pk] = done(request, step)
    return [receipts[pk] for pk in wanted if pk in receipts]


def _lock(wanted: Sequence[UUID], step: Step) -> tuple[list[WorkRequest], dict[UUID, ProposalItem]]:
    """Lock processes, then requests, each ordered by key; give back rows and open items."""
    processes = set() if step.name in _BEFORE_PROPOSAL else _lock_processes(wanted)
    rows = list(_rows(step).filter(pk__in=wanted).order_by("pk"))
    if step.name in _BEFORE_PROPOSAL:
        return rows, {}
    items = _open_items(wanted) if processes or any(r.state in _IN_PROPOSAL for r in rows) else {}
    if not {item.proposal.process_id for item in items.values()} <= processes:
        raise _MovedError
    return rows, items


def _lock_processes(wanted: Sequence[UUID]) -> set[int]:
    """Lock the processes of the proposals in which these requests stand now."""
    inside = ProposalItem.objects.filter(request__in=wanted, is_open=True)
    rows = Process.objects.select_for_update().filter(pk__in=inside.values("proposal__process"))
    return {process.pk for process in rows.order_by("pk")}


def _rows_with_people() -> QuerySet[WorkRequest]:
    return WorkRequest.objects.select_related(*_RELATED)


def _rows(step: Step) -> QuerySet[WorkRequest]:
    """The requests to lock, with what the step's rules and effects will look at."""
    rows = _rows_with_people().select_for_update(of=("self",))
    return rows if step.name in _WITHOUT_DAYS else rows.prefetch_related("days")


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


def _move(
    act: Act, requests: list[WorkRequest], receipts: dict[UUID, Receipt]
) -> list[WorkRequest]:
    """Move the states and write the records; a clash in the database becomes a receipt."""
    if act.step.name not in _TAKE_DAYS:
        _write(act, requests)
        return requests
    moved = []
    for request in requests:
        try:
            with transaction.atomic(savepoint=len(requests) > 1):
                _write(act, [request])
            moved.append(request)
        except (IntegrityError, QuotaFullError, ClaimedError) as error:
            if len(requests) == 1:  # no savepoint to go back to: the whole act is undone
                raise _ClashError(request, error) from error
            receipts[request.pk] = _lost(request, error)
    return moved


def _lost(request: WorkRequest, error: Exception) -> Receipt:
    """Somebody was faster with the last seat, or with the day; or a schedule has it."""
    fresh = _rows_with_people().get(pk=request.pk)
    if isinstance(error, ClaimedError):
        return refused(fresh, error.findings[0].sentence, error.findings)
    if not isinstance(error, QuotaFullError):
        return refused(request, _TAKEN)
    bad = quota_findings(fresh, error.dates)
    return refused(fresh, bad[0].sentence, bad)


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
    held = _capacity(act, request, before)
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
        capacity=held.label if held else _own_capacity(act, request),
        capacity_kind=held.kind if held else "",
        capacity_basis=held.basis if held else "",
        policy_version=request.policy.version if request.policy else current_version(),
        round=request.round,
        note=act.note,
        data=effects.details(act, request),
    )


def _capacity(act: Act, request: WorkRequest, before: str) -> Capacity | None:
    """As whom it was done: chosen, or the first in which `by` may; a paper's signer as they signed."""
    if act.capacity is not None:
        return act.capacity
    action = act.step.rights[State(before)]
    if act.step.own or not action:
        return None
    return act.authority.capacity(action, request.unit)


def _own_capacity(act: Act, request: WorkRequest) -> str:
    if not act.step.own:
        return ""
    return OWN_CAPACITY if act.by.pk == request.applicant_id else FILER_CAPACITY


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
