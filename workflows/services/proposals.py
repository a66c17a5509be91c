"""The proposal's way: sent by the OPD, received, examined, drafted, signed, filed.

The engine follows the states: `advance` completes a waiting point when what it waits for is true
of the requests, so that both move in one transaction.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from viewflow.workflow.models import Process, Task

from wfa.audit.services import record
from wfa.notifications.models import Message
from wfa.notifications.services import Notice, notify_many
from wfa.people.models import Employee
from wfa.people.permissions import Capacity, authority, nearest_holders
from wfa.people.selectors import root_unit
from wfa.refusals import Refused
from wfa.requests.models import State, WorkRequest
from wfa.requests.services import begin_bkd_stage
from workflows.flows import ProposalFlow
from workflows.models import Proposal, ProposalItem
from workflows.services.door import perform
from workflows.services.receipts import Receipt

Paper = ProposalItem.Paper


class _NothingProposedError(Exception):
    def __init__(self, receipts: list[Receipt]) -> None:
        self.receipts = receipts


def propose(
    requests: Sequence[WorkRequest],
    *,
    by: Employee,
    capacity: Capacity | None = None,
    note: str = "",
) -> tuple[Proposal | None, list[Receipt]]:
    """Send recommended requests of one OPD to the BKD as one proposal.

    Those that can't go get a receipt that says why; when none can, no proposal is made. The BKD
    has it in its inbox only after the head of the OPD has signed the letter.
    """
    opds = {request.opd_id for request in requests}
    if len(opds) != 1:
        raise Refused(
            "Pilih paling sedikit satu pengajuan, semuanya dari OPD yang sama.", code="not_one_opd"
        )
    try:
        with transaction.atomic():
            return _propose(requests, by=by, capacity=capacity, note=note)
    except _NothingProposedError as nothing:
        return None, nothing.receipts


def _propose(
    requests: Sequence[WorkRequest], *, by: Employee, capacity: Capacity | None, note: str
) -> tuple[Proposal, list[Receipt]]:
    process = ProposalFlow.propose.run()
    proposal = Proposal.objects.create(
        opd_id=requests[0].opd_id,
        process=process,
        created_at=timezone.now(),
        created_by=by,
        note=note,
    )
    receipts = perform("propose", requests, by=by, capacity=capacity, proposal=proposal)
    sent = [r for r in receipts if r.request.state == State.PROPOSED and r.outcome == "done"]
    if not sent:
        raise _NothingProposedError(receipts)
    record(
        "proposal_sent",
        by=by,
        capacity=capacity.label if capacity else "",
        target=("proposal", proposal.pk),
        requests=[str(r.request.pk) for r in sent],
    )
    return proposal, receipts


@transaction.atomic
def letter_signed(
    proposal: Proposal,
    *,
    number: str,
    dated: datetime.date,
    signer_name: str,
    by: Employee,
    capacity: str = "",
) -> Proposal:
    """The letter of proposal is out: the proposal is now in the BKD's inbox."""
    locked = _locked(proposal)
    if locked.received_at is not None:
        return locked
    locked.letter_number, locked.letter_date, locked.letter_signer = number, dated, signer_name
    left = open_task(locked) is None  # all withdrew while the letter went out: nothing to examine
    locked.received_at = None if left else timezone.now()
    locked.save(update_fields=["received_at", "letter_number", "letter_date", "letter_signer"])
    if left:
        return locked
    here = WorkRequest.objects.filter(items__proposal=locked, items__is_open=True)
    begin_bkd_stage(list(here), at=timezone.now())
    advance(locked)
    _tell_bkd(locked)
    record(
        "proposal_received", by=by, capacity=capacity, target=("proposal", locked.pk), letter=number
    )
    return locked


def _tell_bkd(proposal: Proposal) -> None:
    root = root_unit()
    people = nearest_holders("examine_request", root) if root else []
    link = reverse("usulan-lihat", args=[proposal.pk])
    count = proposal.items.filter(is_open=True).count()
    body = f"{proposal.opd.title_name}: {count} pengajuan, surat Nomor {proposal.letter_number}."
    subject, topic = "Usulan baru menunggu pemeriksaan", Message.Topic.WORK
    notify_many([Notice(p, subject, body, link, topic) for p in people])


@transaction.atomic
def close_examination(proposal: Proposal, *, by: Employee) -> Proposal:
    """End the BKD's sitting on a proposal ("Selesaikan pemeriksaan"); decisions stand after it.

    Refused while a request is undecided. What was refused leaves the proposal; what was approved
    waits for its decree.
    """
    locked = _locked(proposal)
    if authority(by).capacity("examine_request", locked.opd) is None:
        raise Refused("Hanya pemeriksa BKD yang dapat menyelesaikan pemeriksaan.", code="no_right")
    if locked.closed_at is not None:
        return locked
    if locked.received_at is None:
        raise Refused("Surat usulan OPD belum ditandatangani.", code="not_received")
    items = locked.items.filter(is_open=True)
    if waiting := items.filter(request__state=State.PROPOSED).count():
        raise Refused(
            f"{waiting} pengajuan belum diputus. Putuskan dulu semuanya.", code="undecided"
        )
    now = timezone.now()
    refused = list(items.filter(request__state=State.REFUSED).values_list("pk", flat=True))
    ProposalItem.objects.filter(pk__in=refused).update(is_open=False, left_at=now)
    locked.closed_at, locked.closed_by = now, by
    locked.save(update_fields=["closed_at", "closed_by"])
    advance(locked)
    record("proposal_closed", by=by, target=("proposal", locked.pk))
    return locked


def papers_drafted(requests: Iterable[WorkRequest]) -> None:
    """The requests stand in a drafted decree."""
    _paper(requests, Paper.DRAFTED)


def papers_issued(requests: Iterable[WorkRequest]) -> None:
    """The decree of the requests is issued."""
    _paper(requests, Paper.ISSUED)


def papers_filed(requests: Iterable[WorkRequest]) -> None:
    """The decree of the requests is in the archive."""
    _paper(requests, Paper.FILED)


@transaction.atomic
def _paper(requests: Iterable[WorkRequest], reached: Paper) -> None:
    """Note how far the papers of the requests are, never backwards, and let the engine follow."""
    items = ProposalItem.objects.filter(request__in=[r.pk for r in requests], is_open=True)
    processes = set(items.values_list("proposal__process", flat=True))
    list(Process.objects.select_for_update().filter(pk__in=processes).order_by("pk"))
    items.filter(paper__lt=reached).update(paper=reached)
    for proposal in Proposal.objects.filter(process__in=processes).order_by("process"):
        advance(proposal)


def advance(proposal: Proposal) -> None:
    """Complete the waiting points of the process whose condition holds. Process row is locked."""
    while (task := open_task(proposal)) and _passed(proposal, task.flow_task.name):
        task.flow_task.run(task)


def open_task(proposal: Proposal) -> Task | None:
    """The waiting point at which the proposal stands, None when it has ended."""
    found = Task.objects.filter(process=proposal.process_id, finished__isnull=True)
    return found.select_related("process").order_by("pk").first()


def _passed(proposal: Proposal, node: str) -> bool:
    items = proposal.items.filter(is_open=True)
    if node == "letter":
        return proposal.received_at is not None or not items.exists()
    if node == "examine":  # a sitting is closed by a person, also one that everybody left
        return proposal.closed_at is not None
    needed = {"drafting": Paper.DRAFTED, "signing": Paper.ISSUED, "filing": Paper.FILED}[node]
    return not items.filter(Q(paper__lt=needed)).exists()


def _locked(proposal: Proposal) -> Proposal:
    """The proposal, its process row locked first (order of locks: process → request → …)."""
    Process.objects.select_for_update().get(pk=proposal.process_id)
    return (
        Proposal.objects.select_for_update(of=("self",)).select_related("opd").get(pk=proposal.pk)
    )


def end_due(limit: int = 500) -> int:
    """End the requests in force whose last day has passed; the only step without a person."""
    today = timezone.localdate()
    due = WorkRequest.objects.filter(state=State.IN_FORCE, last_day__lt=today)
    requests = list(due.order_by("last_day", "pk")[:limit])
    if not requests:
        return 0
    return sum(receipt.ok for receipt in perform("end", requests, by=_clock()))


def _clock() -> Employee:
    clock, _ = Employee.objects.get_or_create(
        login="sistem",
        defaults={"name": "Sistem", "kind": Employee.Kind.SERVICE, "is_active": False},
    )
    return clock
