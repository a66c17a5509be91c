"""Where a request lies. Tags, since only the procedure and the papers know it all, and the room of
requests doesn't look up to them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.utils import timezone

from wfa.calendars.rules import Calendar
from wfa.calendars.selectors import load
from wfa.decisions.models import Decision
from wfa.requests import wording
from wfa.requests.models import WorkRequest
from wfa.requests.rules import Facts
from wfa.templatetags import standing
from workflows.rules import deadlines, shares_of

register = template.Library()


@register.filter
def tanggal_singkat(value: datetime.date) -> str:
    """ "Rabu 30 Desember"; with the year when it isn't this one."""
    return wording.brief(value)


@register.simple_tag
def positions(cases: Iterable[WorkRequest]) -> list[dict[str, Any]]:
    """{case, title, line} of one's own requests, in a fixed number of queries."""
    found = list(cases)
    if not found:
        return []
    calendar, bkd = _calendar(found), standing.bkd_name()
    received = standing.received_at(found)
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


@register.simple_tag(takes_context=True)
def position(
    context: template.Context, case: WorkRequest, decisions: Sequence[Decision]
) -> dict[str, Any]:
    """{around, where, way, history, days, actions} of one case, as the viewer is told it."""
    request = context["request"]
    viewer, today = request.user, timezone.localdate()
    around = standing.around(case, viewer, request.authority)
    own = viewer.pk in {case.applicant_id, case.filed_by_id}
    where = wording.where(
        case,
        calendar=_calendar([case]),
        bkd=around.bkd,
        received_at=around.received_at,
        answerer=around.answerer,
        own=viewer.pk == case.applicant_id,
    )
    return {
        "around": around,
        "where": where,
        "way": wording.way(case, decisions, around=around, where=where, viewer=viewer.identity),
        "history": wording.history(
            case,
            decisions,
            viewer=viewer.identity,
            events=standing.events(case, viewer.identity),
        ),
        "days": wording.day_lines(case, decisions, today=today),
        "actions": wording.actions(case, around, viewer_id=viewer.pk, today=today) if own else [],
    }


@register.simple_tag
def stages(facts: Facts) -> dict[str, Any]:
    """{opd, bkd, end}: by when each must have acted if the case were sent today."""
    if not facts.dates or min(facts.dates) <= facts.today:
        return {}
    ends = deadlines(facts.calendar, facts.today, min(facts.dates), shares_of(facts.rules))
    return dict(zip(("opd", "bkd", "end"), ends, strict=True))


def _calendar(cases: Sequence[WorkRequest]) -> Calendar:
    """From the oldest deadline to the last."""
    today = timezone.localdate()
    ends = [today, *(case.due_on for case in cases if case.due_on)]
    return load(min(ends), max(ends))
