"""Rating reports: one or many, each with its own receipt. A named person rates, never the system."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from wfa.attendance.selectors.verifiers import Leaders, capacity_on, leaders_on
from wfa.audit.services import Entry, record_many
from wfa.calendars.wording import moment, short_day
from wfa.notifications.services import Notice, notify_many
from wfa.people.models import Employee
from wfa.people.permissions import Authority, authority
from wfa.performance.models import DailyReport, Rating, Review
from wfa.performance.rules import rating as rules
from wfa.refusals import Refused

MOST = 500
"""Reports in one act."""


class Outcome(StrEnum):
    DONE = "done"
    SAME = "same"
    """Somebody was faster: information, not an error."""
    REFUSED = "refused"


@dataclass(frozen=True)
class Chosen:
    """A report as the reviewer saw it: which version, after how many ratings of that version."""

    report: UUID
    version: int
    reviews: int = 0


@dataclass(frozen=True)
class Receipt:
    """The answer for one report."""

    report: DailyReport
    outcome: Outcome
    sentence: str


@transaction.atomic
def review(
    chosen: Sequence[Chosen], *, by: Employee, rating: str, feedback: str = ""
) -> list[Receipt]:
    """Rate these reports alike; one's refusal doesn't stop the others. As many queries as for one.

    A later rating stands beside the earlier one, which nobody edits. `Refused`: a rating below
    Baik without feedback, an unknown rating, too many at once.
    """
    _check(chosen, rating, feedback)
    seen = {each.report: each for each in chosen}
    reports = _locked(list(seen))
    last = _last_reviews(reports)
    desk = _Desk(by, authority(by), leaders_on())
    receipts = [
        desk.judge(seen[report.pk], report, last.get(report.pk, [])) or _done(report, rating)
        for report in reports
    ]
    rated = [receipt.report for receipt in receipts if receipt.outcome is Outcome.DONE]
    _write([desk.rating_of(r, last.get(r.pk, []), rating, feedback) for r in rated], rated, by)
    return receipts


def _check(chosen: Sequence[Chosen], rating: str, feedback: str) -> None:
    if rating not in Rating.values:
        raise Refused(
            "Penilaian belum dipilih. Pilih salah satu.", code="no_rating", field="rating"
        )
    if rules.needs_feedback(rating) and not feedback:
        raise Refused(rules.FEEDBACK_MISSING, code="no_feedback", field="feedback")
    if len(chosen) > MOST:
        raise Refused(
            f"Paling banyak {MOST} laporan sekali nilai. Kurangi pilihannya.", code="many"
        )


def _locked(keys: Sequence[UUID]) -> list[DailyReport]:
    """In the order of their keys, so that two who rate the same never wait for each other."""
    rows = DailyReport.objects.select_for_update(of=("self",)).order_by("pk")
    return list(
        rows.select_related("expectation__employee", "expectation__unit").filter(pk__in=keys)
    )


def _last_reviews(reports: Sequence[DailyReport]) -> dict[UUID, list[Review]]:
    """{report: its reviews, the newest last}"""
    found: dict[UUID, list[Review]] = {}
    for row in Review.objects.filter(report__in=reports).order_by("number"):
        found.setdefault(row.report_id, []).append(row)
    return found


class _Desk:
    """Who rates, and over whom."""

    def __init__(self, by: Employee, held: Authority, leaders: Leaders) -> None:
        self.by, self.held, self.leaders = by, held, leaders

    def judge(self, seen: Chosen, report: DailyReport, reviews: Sequence[Review]) -> Receipt | None:
        """Why this report isn't rated by this act; None = it is."""
        day_of = report.expectation
        subject = rules.Subject(
            is_own=day_of.employee_id == self.by.pk,
            in_scope=capacity_on(self.held, self.leaders, day_of) is not None,
            withdrawn_why=day_of.withdrawn_why,
            version=report.version,
            seen_version=seen.version,
        )
        if reasons := rules.reasons(subject):
            return Receipt(report, Outcome.REFUSED, reasons[0])
        of_version = [row for row in reviews if row.version == report.version]
        if len(of_version) > seen.reviews:
            last = of_version[-1]
            said = f"Sudah dinilai {last.get_rating_display()} oleh {last.reviewer_name}"
            return Receipt(report, Outcome.SAME, f"{said}, {moment(last.at)}.")
        return None

    def rating_of(
        self, report: DailyReport, reviews: Sequence[Review], rating: str, feedback: str
    ) -> Review:
        """The row, as values."""
        acting = capacity_on(self.held, self.leaders, report.expectation)
        return Review(
            report=report,
            number=len(reviews) + 1,
            version=report.version,
            rating=rating,
            feedback=feedback,
            at=timezone.now(),
            subject_nip=report.expectation.employee.identity,
            reviewer_nip=self.by.identity,
            reviewer_name=self.by.full_name,
            reviewer_position=str(self.by.position or ""),
            capacity=acting.label if acting else "",
        )


def _done(report: DailyReport, rating: str) -> Receipt:
    return Receipt(report, Outcome.DONE, f"Dinilai {Rating(rating).label}.")


def _write(rows: Sequence[Review], reports: Sequence[DailyReport], by: Employee) -> None:
    if not rows:
        return
    Review.objects.bulk_create(rows)
    for row, report in zip(rows, reports, strict=True):
        report.rating, report.reviewed_at = row.rating, row.at
    DailyReport.objects.bulk_update(reports, ["rating", "reviewed_at"], batch_size=MOST)
    record_many([_entry(row, by) for row in rows])
    told = [(row, report) for row, report in zip(rows, reports, strict=True) if _is_told(row)]
    notify_many([_notice(row, report) for row, report in told])


def _entry(row: Review, by: Employee) -> Entry:
    data = {"rating": row.rating, "version": row.version, "employee": row.subject_nip}
    return Entry("report_reviewed", by, row.capacity, ("report", row.report_id), data)


def _is_told(row: Review) -> bool:
    """A good rating without a word stands in the month's recap; a mail a day would tell nothing."""
    return bool(row.feedback) or row.number > 1


def _notice(row: Review, report: DailyReport) -> Notice:
    date = short_day(report.expectation.date)
    body = f"{row.reviewer_name} menilai laporan Anda {row.get_rating_display()}."
    if row.feedback:
        body += f"\n\n{row.feedback}"
    if row.rating == Rating.NEEDS_WORK:
        body += "\n\nPerbaiki laporannya, lalu kirim lagi."
    return Notice(
        report.expectation.employee,
        f"Laporan {date} dinilai: {row.get_rating_display()}",
        body,
        reverse("laporan-harian", args=[report.expectation_id]),
    )
