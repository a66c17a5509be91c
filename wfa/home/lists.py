"""The few short lists of officials: the most urgent cases, the late ones, who is away today."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Min, Q, QuerySet
from django.urls import reverse

from wfa.audit import labels
from wfa.audit.models import AuditEvent
from wfa.calendars import wording
from wfa.calendars.rules import Calendar
from wfa.home.scope import near
from wfa.home.tasks import Left, left
from wfa.people.authority import Role
from wfa.people.permissions import Authority, Capacity, under
from wfa.requests.models import State, WorkRequest
from wfa.requests.selectors import waiting_cases
from wfa.schedules.models import AWAY, WorkDay
from workflows import selectors as workflows
from workflows.models import Proposal

FEW = 5
_HEADS = (Role.UNIT_HEAD, Role.OPD_HEAD)
_ACTING = ("PLT", "PLH", "PJ")


@dataclass(frozen=True)
class Row:
    title: str
    url: str
    line: str
    due: datetime.date | None = None
    left: Left | None = None


# --- cases -----------------------------------------------------------------------------------


def opd_cases(held: Authority) -> list[WorkRequest]:
    """Those that wait for this person's OPD, by their deadline; 1 query."""
    here = near(held, "assess_request", "unit__path") | near(held, "propose_request", "unit__path")
    found = waiting_cases(*workflows.PENDING_AT_OPD).filter(here)
    return list(_by_deadline(found.select_related("applicant"))[:FEW])


def late_cases(held: Authority, today: datetime.date) -> list[WorkRequest]:
    """Past their deadline anywhere in one's scope, the oldest first; 1 query."""
    found = WorkRequest.objects.filter(
        under(held.paths("view_late"), "unit__path"), due_on__lt=today
    )
    return list(_by_deadline(found.select_related("applicant", "opd"))[:FEW])


def _by_deadline(cases: QuerySet[WorkRequest]) -> QuerySet[WorkRequest]:
    return cases.order_by(F("due_on").asc(nulls_last=True), "pk")


def case_row(case: WorkRequest, page: str, calendar: Calendar, today: datetime.date) -> Row:
    days = wording.span(case.first_day, case.last_day) if case.first_day and case.last_day else ""
    line = " · ".join(filter(None, [State(case.state).label, f"{case.short_kind} {days}"]))
    url = reverse(page, args=[case.pk])
    return Row(
        case.applicant.get_short_name(), url, line, case.due_on, _left(case, calendar, today)
    )


def _left(case: Any, calendar: Calendar, today: datetime.date) -> Left | None:
    return left(case.due_on, calendar, today)


def proposals() -> list[Proposal]:
    """Those the BKD has to examine, by the first deadline in them; 1 query."""
    is_open = Q(items__is_open=True, items__request__state=State.PROPOSED)
    found = workflows.with_counts(workflows.bkd_inbox())
    dated = found.annotate(due_on=Min("items__request__due_on", filter=is_open))
    return list(dated.order_by(F("due_on").asc(nulls_last=True), "received_at", "pk")[:FEW])


def proposal_row(proposal: Any, calendar: Calendar, today: datetime.date) -> Row:
    line = f"{proposal.undecided} dari {proposal.total} pengajuan belum diputus"
    url = reverse("usulan-lihat", args=[proposal.pk])
    return Row(str(proposal.opd), url, line, proposal.due_on, _left(proposal, calendar, today))


# --- people ----------------------------------------------------------------------------------


def away(held: Authority, today: datetime.date) -> list[WorkDay]:
    """Who of the unit one leads works elsewhere today, one more than is shown; 1 query."""
    paths = [c.path for c in held.capacities if c.role in _HEADS]
    found = WorkDay.objects.filter(
        under(paths, "unit__path"), date=today, place__in=AWAY, withdrawn_at__isnull=True
    )
    return list(found.select_related("employee").order_by("employee__name", "slot")[: FEW + 1])


def leads(held: Authority) -> bool:
    return any(c.role in _HEADS for c in held.capacities)


def acting(held: Authority) -> list[Capacity]:
    """The offices somebody holds for another, each unit once; they end by themselves."""
    found = {(c.path, c.kind): c for c in held.capacities if c.kind in _ACTING}
    return list(found.values())


# --- the log ---------------------------------------------------------------------------------


def events() -> list[tuple[AuditEvent, str]]:
    """(event, what it is called) of the latest; 1 query."""
    found = AuditEvent.objects.order_by("-sequence")[:FEW]
    return [(event, labels.label(event.action)) for event in found]
