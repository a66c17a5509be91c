"""Questions about the procedure: inboxes, what waits where, and whether engine and state agree."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, QuerySet, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from viewflow.workflow.models import Task

from wfa.people.models import Employee, Unit
from wfa.people.permissions import Authority, holders, under
from wfa.requests.models import LIVE_DAY, RequestDay, State, WorkRequest
from workflows.models import Proposal, ProposalItem, SuperiorView

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


def node_of(proposals: list[Proposal]) -> dict[int, str]:
    """{process: name of its waiting point}; a process that has ended is missing."""
    rows = Task.objects.filter(
        process__in=[p.process_id for p in proposals], finished__isnull=True
    ).values_list("process_id", "flow_task")
    return {process: str(name).rsplit(".", 1)[-1] for process, name in _names(rows)}


def _names(rows: Any) -> list[tuple[int, str]]:
    return [(pk, getattr(task, "name", str(task))) for pk, task in rows]


# --- what the pages ask ----------------------------------------------------------------------

OPD_VIEWS: dict[str, tuple[str, ...]] = {
    "giliran": (State.SUBMITTED,),
    "siap": (State.RECOMMENDED,),
    "bkd": (State.PROPOSED,),
}
RECENT = datetime.timedelta(days=90)
NAMES_A_DAY = 4


def opd_scope(authority: Authority) -> QuerySet[WorkRequest]:
    """Every case that was ever submitted in the units for which one assesses or proposes."""
    paths = authority.paths("assess_request") + authority.paths("propose_request")
    found = WorkRequest.objects.filter(under(paths, "unit__path"), number__isnull=False)
    return found.select_related("applicant__position", "applicant__unit", "unit", "opd")


def opd_view(authority: Authority, view: str) -> QuerySet[WorkRequest]:
    """The cases of one view of the OPD's inbox, oldest first; any other name = the last 90 days."""
    cases = opd_scope(authority)
    if view in OPD_VIEWS:
        return cases.filter(state__in=OPD_VIEWS[view]).order_by("complete_at", "pk")
    recent = cases.filter(submitted_at__gte=timezone.now() - RECENT)
    return recent.order_by("-submitted_at", "pk")


def waiting_by_unit(authority: Authority) -> list[dict[str, Any]]:
    """{unit, name, short, state, count} of all cases that wait in one's scope; 1 query."""
    states = [state for states in OPD_VIEWS.values() for state in states]
    rows = opd_scope(authority).filter(state__in=states).order_by("unit__path").select_related(None)
    counted = rows.values("unit", "state", name=F("unit__name"), short=F("unit__short_name"))
    return [dict(row) for row in counted.annotate(count=Count("pk"))]


def search_cases(
    cases: QuerySet[WorkRequest],
    *,
    text: str = "",
    unit: int | None = None,
    day: datetime.date | None = None,
) -> QuerySet[WorkRequest]:
    """Narrow cases down to name, NIP or number, a unit, and a day they are about."""
    for word in text.split():
        cases = cases.filter(
            Q(applicant__name__icontains=word)
            | Q(applicant__nip__startswith=word)
            | Q(number__icontains=word)
        )
    if unit is not None:
        cases = cases.filter(unit=unit)
    if day is not None:
        on_day = RequestDay.objects.filter(request=OuterRef("pk"), date=day, state__in=LIVE_DAY)
        cases = cases.filter(Exists(on_day))
    return cases


def away_on(request: WorkRequest, dates: Sequence[datetime.date]) -> list[RequestDay]:
    """Who else of the OPD is away on the dates: of each day `total` and the first few; 1 query."""
    days = RequestDay.objects.filter(
        request__opd=request.opd_id, date__in=dates, state__in=LIVE_DAY
    ).exclude(request=request.pk)
    ranked = days.annotate(
        total=Window(Count("pk"), partition_by=["date"]),
        rank=Window(RowNumber(), partition_by=["date"], order_by=["employee__name", "pk"]),
    )
    few = ranked.filter(rank__lte=NAMES_A_DAY).select_related("employee", "request")
    return list(few.order_by("date", "rank"))


def days_by_state(
    employee_id: int, first: datetime.date, last: datetime.date
) -> list[tuple[str, int]]:
    """(state, count) of the days of one person from `first` to `last`; 1 query."""
    days = RequestDay.objects.filter(employee=employee_id, date__range=(first, last))
    rows = days.order_by("state").values_list("state").annotate(count=Count("pk"))
    return [(str(state), int(count)) for state, count in rows]


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
    """All requests that are or were in the proposal, the undecided ones first."""
    waiting = Case(When(is_open=True, request__state=State.PROPOSED, then=0), default=1)
    return (
        proposal.items.select_related(
            "request__applicant__position", "request__applicant__unit", "request__unit"
        )
        .prefetch_related("request__days")
        .order_by(waiting, "request__applicant__name", "pk")
    )


def tasks_of(proposal: Proposal) -> dict[str, datetime.datetime | None]:
    """{name of a node the proposal reached: when it left it}; 1 query."""
    rows = Task.objects.filter(process=proposal.process_id).order_by("pk")
    return {
        getattr(task, "name", str(task)).rsplit(".", 1)[-1]: finished
        for task, finished in rows.values_list("flow_task", "finished")
    }


# --- the direct superior ---------------------------------------------------------------------


def superiors_of(request: WorkRequest) -> list[Employee]:
    """Who leads the applicant's unit below the OPD, the nearest first, never the applicant."""
    unit = request.applicant.unit
    if unit is None:
        return []
    return [p for p in holders("give_view", unit) if p.pk != request.applicant_id]


def views_missing(requests: Iterable[WorkRequest]) -> set[UUID]:
    """Those whose direct superior exists and hasn't been heard in this round."""
    rows = list(requests)
    heard = set(SuperiorView.objects.filter(request__in=rows).values_list("request_id", "round"))
    waiting = [r for r in rows if (r.pk, r.round) not in heard]
    return {r.pk for r in waiting if superiors_of(r)}
