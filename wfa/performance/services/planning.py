"""Sending the plan of a day, and sending it anew.

`PlanVersion` is its record: an event of the audit log per plan would queue a whole region at the
end of the chain each morning.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from wfa.attendance.models import Expectation
from wfa.attendance.services import note_plan
from wfa.people.models import Employee
from wfa.performance.models import DailyPlan, PlanRow, PlanVersion
from wfa.performance.rules.closing import is_late, plan_closed
from wfa.performance.rules.lines import MOST_LINES, PlanLine, content
from wfa.performance.selectors.days import standing_of
from wfa.performance.services.sent import Sent, lock_own, refuse_if
from wfa.refusals import Refused


@transaction.atomic
def submit_plan(expectation: Expectation, *, by: Employee, lines: Sequence[PlanLine]) -> Sent:
    """Send the plan, or a better one in its place; the same again changes nothing.

    Late is taken. `Refused`: not one's own day, closed, or nothing planned.
    """
    if not 0 < len(lines) <= MOST_LINES:
        raise Refused(
            f"Rencana berisi 1 sampai {MOST_LINES} kegiatan. Isi sedikitnya satu.", code="no_lines"
        )
    day_of = lock_own(expectation.pk, by)
    plan = DailyPlan.objects.filter(expectation=day_of).first()
    now, said = timezone.now(), content(lines)
    if plan and _is_same(plan, said):
        return Sent(False, plan.version, plan.submitted_at, _is_late(day_of, plan))
    refuse_if(plan_closed(standing_of(day_of)))
    plan = _renewed(plan, now) if plan else _begun(day_of, now)
    _write(plan, lines, said, now)
    note_plan(day_of, plan.submitted_at)
    return Sent(True, plan.version, now, _is_late(day_of, plan))


def _is_same(plan: DailyPlan, said: dict[str, Any]) -> bool:
    last = plan.versions.order_by("-number").first()
    return last is not None and last.content == said


def _begun(day_of: Expectation, now: datetime.datetime) -> DailyPlan:
    return DailyPlan.objects.create(expectation=day_of, submitted_at=now)


def _renewed(plan: DailyPlan, now: datetime.datetime) -> DailyPlan:
    plan.rows.all().delete()
    plan.version, plan.revised_at = plan.version + 1, now
    plan.save(update_fields=["version", "revised_at"])
    return plan


def _write(
    plan: DailyPlan, lines: Sequence[PlanLine], said: dict[str, Any], now: datetime.datetime
) -> None:
    PlanRow.objects.bulk_create(
        PlanRow(plan=plan, order=order, **asdict(line)) for order, line in enumerate(lines)
    )
    PlanVersion.objects.create(plan=plan, number=plan.version, at=now, content=said)


def _is_late(day_of: Expectation, plan: DailyPlan) -> bool:
    return is_late(day_of.plan_due_at, plan.submitted_at)
