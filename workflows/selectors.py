"""Questions about the procedure: inboxes, what waits where, and whether engine and state agree."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from viewflow.workflow.models import Task

from wfa.people.models import Unit
from wfa.people.permissions import Authority, under
from wfa.requests.models import LIVE_DAY, RequestDay, State, WorkRequest
from workflows.models import Proposal, ProposalItem

PENDING_AT_OPD = (State.SUBMITTED, State.RECOMMENDED)


def opd_inbox(authority: Authority) -> QuerySet[WorkRequest]:
    """Requests that wait for this person's OPD, oldest first: by the index on pending states."""
    paths = authority.paths("assess_request") + authority.paths("propose_request")
    return (
        WorkRequest.objects.filter(under(paths, "unit__path"), state__in=PENDING_AT_OPD)
        .select_related("applicant__position", "applicant__unit", "unit", "opd")
        .order_by("complete_at", "pk")
    )


def bkd_inbox() -> QuerySet[Proposal]:
    """Proposals whose letter is signed and whose examination is open, oldest first."""
    return (
        Proposal.objects.filter(received_at__isnull=False, closed_at__isnull=True)
        .select_related("opd")
        .order_by("received_at", "pk")
    )


def with_counts(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Proposals with `total`, `undecided` and `first_day` of their open items."""
    is_open = Q(items__is_open=True)
    return proposals.annotate(
        total=Count("items", filter=is_open, distinct=True),
        undecided=Count(
            "items", filter=is_open & Q(items__request__state=State.PROPOSED), distinct=True
        ),
        first_day=Min("items__request__first_day", filter=is_open),
    )


def visible_proposals(authority: Authority) -> QuerySet[Proposal]:
    """Proposals of one's own OPD, and for the BKD those it has received."""
    own = under(authority.paths("assess_request") + authority.paths("propose_request"), "opd__path")
    received = Q(received_at__isnull=False) & under(authority.paths("examine_request"), "opd__path")
    return Proposal.objects.filter(own | received).select_related("opd")


def letters_due() -> QuerySet[Proposal]:
    """Proposals that wait for the signature of their letter."""
    waiting = Task.objects.filter(
        process=OuterRef("process"), finished__isnull=True, flow_task__endswith=".letter"
    )
    return Proposal.objects.filter(Exists(waiting), received_at__isnull=True).select_related("opd")


def approved_items(opd: Unit | None = None) -> QuerySet[WorkRequest]:
    """Approved requests whose examination is closed: a decree is due for them.

    Those that stand in a draft or numbered decree already are left out by `documents`.
    """
    found = WorkRequest.objects.filter(
        state=State.APPROVED, items__is_open=True, items__proposal__closed_at__isnull=False
    ).select_related("applicant__position", "applicant__unit", "opd", "unit", "policy")
    return found.filter(opd=opd) if opd is not None else found


def open_proposal(request: WorkRequest) -> Proposal | None:
    """The proposal in which the request stands now."""
    item = ProposalItem.objects.filter(request=request, is_open=True).select_related(
        "proposal__opd"
    )
    return item[0].proposal if item else None


def node_of(proposals: list[Proposal]) -> dict[int, str]:
    """{process: name of its waiting point}; a process that has ended is missing."""
    rows = Task.objects.filter(
        process__in=[p.process_id for p in proposals], finished__isnull=True
    ).values_list("process_id", "flow_task")
    return {process: str(name).rsplit(".", 1)[-1] for process, name in _names(rows)}


def _names(rows: Any) -> list[tuple[int, str]]:
    return [(pk, getattr(task, "name", str(task))) for pk, task in rows]


def same_day(opd: Unit, day: datetime.date) -> QuerySet[RequestDay]:
    """Who else of the OPD asked for or got this day: the context beside a case."""
    return RequestDay.objects.filter(request__opd=opd, date=day, state__in=LIVE_DAY).select_related(
        "employee"
    )
