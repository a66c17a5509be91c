"""Where a request lies. A tag, since only the procedure knows when the BKD got the OPD's letter,
and the room of requests doesn't look up to it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import template
from django.utils import timezone

from wfa.calendars.rules import Calendar
from wfa.calendars.selectors import load
from wfa.decisions.models import Decision
from wfa.people.models import Employee
from wfa.people.selectors import region
from wfa.requests import wording
from wfa.requests.models import State, WorkRequest
from workflows.models import ProposalItem

register = template.Library()


@register.simple_tag
def positions(cases: Iterable[WorkRequest]) -> list[dict[str, Any]]:
    """{case, title, line} of one's own requests, in a fixed number of queries."""
    found = list(cases)
    if not found:
        return []
    calendar, bkd, received = _calendar(found), _bkd(), _received(found)
    return [
        {
            "case": case,
            "title": wording.title(case),
            "line": wording.where(
                case, calendar=calendar, bkd=bkd, received_at=received.get(case.pk)
            ).line,
        }
        for case in found
    ]


@register.simple_tag
def position(case: WorkRequest, decisions: Sequence[Decision], viewer: Employee) -> dict[str, Any]:
    """{where, way} of one case, as `viewer` is told it."""
    bkd, received_at = _bkd(), _received([case]).get(case.pk)
    own = viewer.pk in {case.applicant_id, case.filed_by_id}
    return {
        "where": wording.where(
            case, calendar=_calendar([case]), bkd=bkd, received_at=received_at, own=own
        ),
        "way": wording.way(
            case, decisions, bkd=bkd, received_at=received_at, viewer=viewer.identity
        ),
    }


def _calendar(cases: Sequence[WorkRequest]) -> Calendar:
    """From the oldest open case to well after today."""
    today = timezone.localdate()
    starts = [today, *(timezone.localdate(case.complete_at or case.since) for case in cases)]
    return load(min(starts), today)


def _bkd() -> str:
    home = region()
    return str(home.bkd) if home and home.bkd else "BKD"


def _received(cases: Sequence[WorkRequest]) -> dict[UUID, datetime.datetime]:
    """{request: when the BKD got it}; asked only for what was proposed."""
    proposed = [case.pk for case in cases if case.state == State.PROPOSED]
    rows = ProposalItem.objects.filter(request__in=proposed, is_open=True)
    received = rows.values_list("request", "proposal__received_at")
    return {pk: at for pk, at in received if at is not None}
