"""Proposals, their items, and where the engine stands with them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, Min, OuterRef, Q, QuerySet, When
from viewflow.workflow.models import Task

from wfa.people.models import Unit
from wfa.people.permissions import Authority, under
from wfa.requests.models import LIVE_DAY, RequestDay, State, WorkRequest
from wfa.requests.selectors import waiting_cases
from workflows.models import Proposal, ProposalItem


def with_counts(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Proposals with `total`, `undecided`, `first_day` and the first deadline (`due`) of their items.

    `proposals` joined with nothing that has many rows: what is counted are the rows of the items.
    """
    is_open = Q(items__is_open=True)
    undecided = is_open & Q(items__request__state=State.PROPOSED)
    return proposals.annotate(
        total=Count("items", filter=is_open),
        undecided=Count("items", filter=undecided),
        first_day=Min("items__request__first_day", filter=is_open),
        due=Min("items__request__due_on", filter=undecided),
    )


def search_proposals(
    proposals: QuerySet[Proposal],
    *,
    opd: int | None = None,
    due: tuple[datetime.date | None, datetime.date | None] | None = None,
) -> QuerySet[Proposal]:
    """Narrow proposals (with counts) down to an OPD and the span of their first deadline."""
    if opd is not None:
        proposals = proposals.filter(opd=opd)
    first, last = due or (None, None)
    ends = {"due__gte": first, "due__lte": last}  # `due` is annotated
    return proposals.filter(**{key: day for key, day in ends.items() if day is not None})


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
    found = (
        waiting_cases(State.APPROVED)
        .filter(items__is_open=True, items__proposal__closed_at__isnull=False)
        .select_related("applicant__position", "applicant__unit", "opd", "unit", "policy")
    )
    return found.filter(opd=opd) if opd is not None else found


def node_of(proposals: list[Proposal]) -> dict[int, str]:
    """{process: name of its waiting point}; a process that has ended is missing."""
    rows = Task.objects.filter(
        process__in=[p.process_id for p in proposals], finished__isnull=True
    ).values_list("process_id", "flow_task")
    return {process: str(name).rsplit(".", 1)[-1] for process, name in _names(rows)}


def _names(rows: Any) -> list[tuple[int, str]]:
    return [(pk, getattr(task, "name", str(task))) for pk, task in rows]


def composition(requests: Iterable[UUID]) -> dict[datetime.date, dict[str, int]]:
    """{date: {"WFH": n, "WFA": n}} of the live days of the requests; 1 query."""
    days = RequestDay.objects.filter(request__in=list(requests), state__in=LIVE_DAY)
    rows = days.order_by("date").values_list("date", "request__place").annotate(count=Count("pk"))
    found: dict[datetime.date, dict[str, int]] = {}
    for date, place, count in rows:
        kind = "WFH" if place == WorkRequest.Place.HOME else "WFA"
        day = found.setdefault(date, {"WFH": 0, "WFA": 0})
        day[kind] += count
    return found


def items_of(proposal: Proposal) -> QuerySet[ProposalItem]:
    """All requests that are or were in the proposal: the undecided first, of these the late ones."""
    waiting = Case(When(is_open=True, request__state=State.PROPOSED, then=0), default=1)
    return (
        proposal.items.select_related(
            "request__applicant__position", "request__applicant__unit", "request__unit"
        )
        .prefetch_related("request__days")
        .order_by(waiting, "request__due_on", "request__applicant__name", "pk")
    )


def tasks_of(proposal: Proposal) -> dict[str, datetime.datetime | None]:
    """{name of a node the proposal reached: when it left it}; 1 query."""
    rows = Task.objects.filter(process=proposal.process_id).order_by("pk")
    return {
        getattr(task, "name", str(task)).rsplit(".", 1)[-1]: finished
        for task, finished in rows.values_list("flow_task", "finished")
    }
