"""A year of a region: drafted and written month by month, and the whole legal way of its rosters."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Min

from bench.days import region
from bench.days.measuring import load, peak, timed
from bench.days.region import World
from bench.days.writing import write_month
from wfa.people.models import Appointment, Employee, Unit
from wfa.schedules.models import AWAY, Roster, WorkDay
from wfa.schedules.services import draft_months
from workflows.services import perform_roster

YEAR = 2027
Finding = dict[str, Any]


def generate(people: int, months: int) -> Iterator[Finding]:
    """Drafts for all OPDs, then their days as facts with their seats; each month knows the last."""
    world = region.build(region.sizes(people), YEAR)
    start, drafts, facts = peak(), Finding(), Finding()
    days = lines = 0
    for month in range(1, months + 1):
        opds = list(Unit.objects.filter(kind=Unit.Kind.OPD).select_related("opd"))
        with timed(drafts):
            found = draft_months(opds, datetime.date(YEAR, month, 1), by=world.head)
        with timed(facts):
            days += write_month(found)
        lines += len(found.lines)
    about = {"people": world.people, "opds": len(opds), "lines": lines, "days": days}
    about |= {"peak_mib": peak(), "start_mib": start, "months": months, **_spread()}
    yield {"part": "generate", "load": load(), **about, "drafts": drafts, "facts": facts}


def _spread() -> Finding:
    """Fewest and most days away in the year, among those who have any."""
    rows = WorkDay.objects.filter(place__in=AWAY, withdrawn_at__isnull=True)
    each = rows.order_by().values("employee").annotate(n=Count("pk"))
    return each.aggregate(fewest=Min("n"), most=Max("n"))


def legal(people: int, months: int) -> Iterator[Finding]:
    """Submitted by each head, reported, approved in one act, enacted by each paper."""
    world = region.build(region.sizes(people), YEAR)
    heads = {a.unit_id: a.employee for a in Appointment.objects.select_related("employee")}
    steps: dict[str, Finding] = {name: Finding() for name in ("draft", *_STEPS)}
    rosters = 0
    for month in range(1, months + 1):
        opds = list(Unit.objects.filter(kind=Unit.Kind.OPD).select_related("opd"))
        with timed(steps["draft"]):
            found = draft_months(opds, datetime.date(YEAR, month, 1), by=world.head)
        rosters += len(found.rosters)
        _walk(found.rosters, world, heads, steps)
    yield {
        "part": "legal",
        "people": world.people,
        "months": months,
        "rosters": rosters,
        "days": WorkDay.objects.count(),
        "peak_mib": peak(),
        "load": load(),
        "steps": steps,
    }


_STEPS = ("submit", "report", "approve", "enact")


def _walk(
    drafted: list[Roster], world: World, heads: dict[int, Employee], steps: dict[str, Finding]
) -> None:
    for name in _STEPS:
        rosters = list(Roster.objects.filter(pk__in=[roster.pk for roster in drafted]))
        with timed(steps[name]):
            if name == "approve":
                _do(name, rosters, world.verifier)
                continue
            for roster in rosters:
                data: dict[str, Any] = (
                    {} if name == "submit" else {"document_number": f"800/{roster.unit_id}"}
                )
                _do(name, [roster], heads[roster.unit_id], **data)


def _do(step: str, rosters: list[Roster], by: Employee, **data: Any) -> None:
    receipts = perform_roster(step, rosters, by=by, **data)
    lost = [receipt for receipt in receipts if receipt.outcome != "done"]
    if lost or len(receipts) != len(rosters):
        first = lost[0] if lost else None
        told = first and (first.sentence, [str(problem) for problem in first.problems[:3]])
        raise RuntimeError(f"{step}: {len(lost)} of {len(rosters)} refused: {told}")


def settle() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
