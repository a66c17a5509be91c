"""Sending the report of a day, and sending it anew while nobody has rated it.

`ReportVersion` is its record, for the same reason as with plans.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from wfa.attendance.models import Expectation
from wfa.attendance.services import note_report
from wfa.people.models import Employee
from wfa.performance.models import (
    DailyReport,
    PlanRow,
    ReportEvidence,
    ReportRow,
    ReportVersion,
)
from wfa.performance.rules.closing import is_late, report_closed
from wfa.performance.rules.lines import MOST_LINES, ReportLine, content, problems
from wfa.performance.selectors.days import evidence_of, standing_of
from wfa.performance.services.sent import Sent, lock_own, refuse_if
from wfa.refusals import Refused


@transaction.atomic
def submit_report(
    expectation: Expectation, *, by: Employee, lines: Sequence[ReportLine], summary: str = ""
) -> Sent:
    """Send the report, or a better one in its place; the same again changes nothing.

    What was planned is copied from the plan: the sender can't change it here. Late is taken.
    """
    if len(lines) > 2 * MOST_LINES:
        raise Refused(f"Paling banyak {2 * MOST_LINES} kegiatan sehari.", code="too_many_lines")
    day_of = lock_own(expectation.pk, by)
    report = DailyReport.objects.select_for_update().filter(expectation=day_of).first()
    planned = PlanRow.objects.filter(plan__expectation=day_of).in_bulk()
    _check(lines, planned)
    now, whole = timezone.now(), [_with_plan(line, planned) for line in lines]
    said = _said(day_of, whole, summary)
    if report and _is_same(report, said):
        return Sent(False, report.version, report.submitted_at, _is_late(day_of, report))
    refuse_if(report_closed(standing_of(day_of)))
    report = _renewed(report, summary, now) if report else _begun(day_of, summary, now)
    _write(report, whole, said, now)
    note_report(day_of, report.submitted_at)
    return Sent(True, report.version, now, _is_late(day_of, report))


def _check(lines: Sequence[ReportLine], planned: dict[int, PlanRow]) -> None:
    if found := problems(lines, planned):
        raise Refused(found[0], code="incomplete")


def _with_plan(line: ReportLine, planned: dict[int, PlanRow]) -> ReportLine:
    row = planned.get(line.plan_row) if line.plan_row else None
    if row is None:
        return line
    plan = {
        "activity": row.activity,
        "output": row.output,
        "target": row.target,
        "measure": row.measure,
    }
    return ReportLine(**{**asdict(line), **plan})


def _said(day_of: Expectation, lines: Sequence[ReportLine], summary: str) -> dict[str, Any]:
    shown = [_shown(each) for each in evidence_of(day_of)]
    return content(lines, summary=summary, evidence=shown)


def _shown(evidence: ReportEvidence) -> dict[str, str]:
    if evidence.file is None:
        return {"link": evidence.link}
    return {"file": evidence.file.original_name, "sha256": evidence.file.sha256}


def _is_same(report: DailyReport, said: dict[str, Any]) -> bool:
    last = report.versions.order_by("-number").first()
    return last is not None and last.content == said


def _begun(day_of: Expectation, summary: str, now: datetime.datetime) -> DailyReport:
    return DailyReport.objects.create(expectation=day_of, submitted_at=now, summary=summary)


def _renewed(report: DailyReport, summary: str, now: datetime.datetime) -> DailyReport:
    """The rating was of the version before: the new one waits for its own."""
    report.rows.all().delete()
    report.version, report.revised_at, report.summary = report.version + 1, now, summary
    report.rating, report.reviewed_at = "", None
    report.save()
    return report


def _write(
    report: DailyReport, lines: Sequence[ReportLine], said: dict[str, Any], now: datetime.datetime
) -> None:
    rows = []
    for order, line in enumerate(lines):
        values = asdict(line)
        values["plan_row_id"] = values.pop("plan_row")
        rows.append(ReportRow(report=report, order=order, **values))
    ReportRow.objects.bulk_create(rows)
    ReportVersion.objects.create(report=report, number=report.version, at=now, content=said)


def _is_late(day_of: Expectation, report: DailyReport) -> bool:
    return is_late(day_of.report_due_at, report.submitted_at)
