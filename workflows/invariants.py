"""Promises that can be checked from the tables at any time (docs/guarantees in operations.md).

Each answers (holds?, rows looked at, the first thing that is wrong).
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from uuid import UUID

from django.db import connection
from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Concat, Substr
from django.utils import timezone
from viewflow.workflow.models import Task

from wfa.audit.models import AuditEvent
from wfa.audit.services import verify
from wfa.decisions.models import OWN_STEPS, Decision
from wfa.requests.models import RequestDay, State, WorkRequest
from wfa.schedules.models import QuotaCounter, WorkDay
from workflows import roster_invariants as rosters
from workflows.models import Proposal, ProposalItem
from workflows.seats import SeatCount, held_seats

Answer = tuple[bool, int, str]

_STATES_AT = {
    "letter": {State.PROPOSED},
    "examine": {State.PROPOSED, State.APPROVED, State.REFUSED},
    "drafting": {State.APPROVED},
    "signing": {State.APPROVED, State.IN_FORCE, State.ENDED, State.CANCELLED, State.REVOKED},
    "filing": {State.IN_FORCE, State.ENDED, State.CANCELLED, State.REVOKED},
    "": {State.IN_FORCE, State.ENDED, State.CANCELLED, State.REVOKED},
}
"""States of the open items while the process stands at a waiting point ("" = ended)."""


def g4() -> Answer:
    """Nobody decides on their own request; OPD and BKD deciders differ."""
    own = Decision.objects.exclude(step__in=OWN_STEPS).filter(actor_nip=F("subject_nip"))
    same = WorkRequest.objects.filter(
        Q(recommended_by=F("applicant"))
        | Q(decided_by=F("applicant"))
        | Q(recommended_by=F("filed_by"))
        | Q(decided_by=F("filed_by"))
        | Q(decided_by=F("recommended_by"))
    )
    checked = Decision.objects.count() + WorkRequest.objects.count()
    return (
        _none(own, checked, "Keputusan atas perkara sendiri")
        or _none(same, checked, "Penilai dan pemutus sama")
        or (True, checked, "")
    )


def g5() -> Answer:
    """No quota is exceeded, no office is left empty; every day that stands or waits holds its
    seats, and none is left over. From today on: what is recorded of the past afterwards, an
    illness, changes no counter any more."""
    today, checked = timezone.localdate(), 0
    held = held_seats(today)
    for counter in QuotaCounter.objects.filter(date__gte=today).iterator():
        checked += 1
        count = held.pop((counter.unit_id, counter.date), SeatCount())
        if wrong := _miscounted(counter, count):
            return False, checked, wrong
    if held:
        return False, checked, f"{len(held)} hari tanpa penghitung kuota."
    of_requests = _days_follow_requests(checked)
    if not of_requests[0]:
        return of_requests
    return _and_rosters(
        of_requests, rosters.lines_hold_while_they_wait, rosters.days_follow_rosters
    )


def _and_rosters(answer: Answer, *looks: Callable[[], tuple[int, str]]) -> Answer:
    """What holds for requests holds for rosters too (`roster_invariants`)."""
    _, checked, _ = answer
    for look in looks:
        rows, wrong = look()
        checked += rows
        if wrong:
            return False, checked, wrong
    return True, checked, ""


def _miscounted(counter: QuotaCounter, count: SeatCount) -> str:
    """What is wrong with a counter, given what the days say; "" = nothing."""
    if count != SeatCount.of(counter):
        return f"Kuota {counter}, tetapi {count.taken} hari memegang kursi."
    if counter.taken > counter.limit:
        return f"Kuota {counter} terlampaui."
    if counter.taken and counter.taken + counter.absent > counter.room:
        return f"Kantor {counter.unit} pada {counter.date} kurang dari yang harus hadir."
    officials = counter.structural_taken + counter.structural_absent
    if counter.structural_taken and officials > counter.structural_room:
        return f"Kantor {counter.unit} pada {counter.date} tanpa pejabat struktural."
    return ""


def _days_follow_requests(checked: int) -> Answer:
    """A day that stands on a request is an approved day of one that came into force."""
    standing = WorkDay.objects.filter(source_kind="request", withdrawn_at__isnull=True)
    rows = standing.order_by("pk").values_list("source_id", "date").iterator(CHUNK)
    while chunk := {(UUID(source), date) for source, date in islice(rows, CHUNK)}:
        checked += len(chunk)
        days = RequestDay.objects.filter(
            state=RequestDay.State.APPROVED,
            request__in={source for source, _ in chunk},
            request__state__in=_CAME_INTO_FORCE,
        )
        if bare := chunk - set(days.values_list("request_id", "date")):
            return False, checked, f"{len(bare)} hari tercatat tanpa pengajuan yang berlaku."
    return True, checked, ""


CHUNK = 500
_CAME_INTO_FORCE = (State.IN_FORCE, State.ENDED, State.REVOKED, State.CANCELLED)


def g6() -> Answer:
    """Each change of state has its decision and its log row; tampering is found."""
    chain = verify()
    if not chain.ok:
        return False, chain.checked, chain.reason
    decisions = Decision.objects.filter(subject_kind="request").count()
    logged = AuditEvent.objects.filter(action__startswith="request.").count()
    if decisions != logged:
        return False, chain.checked, f"{decisions} keputusan, tetapi {logged} baris jejak audit."
    moved = WorkRequest.objects.exclude(state=State.DRAFT)
    its_decisions = Decision.objects.filter(subject_kind="request", subject_id=OuterRef("key"))
    bare = _keyed(moved).exclude(Exists(its_decisions)).count()
    if bare:
        return False, chain.checked, f"{bare} pengajuan berpindah keadaan tanpa keputusan."
    return _and_rosters((True, chain.checked + decisions, ""), rosters.steps_are_logged)


def g16() -> Answer:
    """An error never approves: each request stands where its last decision put it."""
    last = Decision.objects.filter(subject_kind="request", subject_id=OuterRef("key")).order_by(
        "-at", "-pk"
    )
    rows = _keyed(WorkRequest.objects.exclude(state=State.DRAFT)).annotate(
        left_at_state=Subquery(last.values("to_state")[:1])
    )
    checked = rows.count()
    wrong = rows.exclude(state=F("left_at_state"))
    bad = _none(wrong, checked, "Keadaan berbeda dari keputusan terakhir")
    return bad or _and_rosters((True, checked, ""), rosters.states_follow_decisions)


def g17() -> Answer:
    """The open task of each proposal and the states of its requests agree."""
    at = dict(Task.objects.filter(finished__isnull=True).values_list("process_id", "flow_task"))
    checked = 0
    rows = ProposalItem.objects.filter(is_open=True).values_list(
        "proposal__process_id", "request__state", "request__number", "paper"
    )
    for process, state, number, paper in rows.iterator():
        checked += 1
        node = _name(at.get(process, ""))
        if state not in _allowed(node, paper):
            return False, checked, f"{number}: {state}, tetapi usulannya di {node or 'akhir'}."
    return _proposed_have_items(checked)


def _allowed(node: str, paper: int) -> set[State]:
    """A decree may take some of a proposal's people: they go ahead while the others are drafted."""
    ahead = node == "drafting" and paper >= ProposalItem.Paper.ISSUED
    return _STATES_AT["signing" if ahead else node]


def _proposed_have_items(checked: int) -> Answer:
    proposed = WorkRequest.objects.filter(state=State.PROPOSED).annotate(
        seats=Count("items", filter=Q(items__is_open=True))
    )
    wrong = _none(proposed.exclude(seats=1), checked, "Diusulkan, tetapi tidak dalam satu usulan")
    return wrong or (True, checked + Proposal.objects.count(), "")


def _name(task: object) -> str:
    return str(getattr(task, "name", task)).rsplit(".", 1)[-1]


def _keyed(requests: QuerySet[WorkRequest]) -> QuerySet[WorkRequest]:
    """Requests with `key`, their id as decisions write it (SQLite keeps a UUID without dashes)."""
    plain = Cast("pk", CharField())
    if connection.vendor == "postgresql":
        return requests.annotate(key=plain)
    spans = [(1, 8), (9, 4), (13, 4), (17, 4), (21, 12)]
    parts = [part for start, size in spans for part in (Substr(plain, start, size), Value("-"))]
    return requests.annotate(key=Concat(*parts[:-1], output_field=CharField()))


def _none(
    wrong: QuerySet[Decision] | QuerySet[WorkRequest], checked: int, what: str
) -> Answer | None:
    first = wrong.first()
    return (False, checked, f"{what}: {first}.") if first else None
