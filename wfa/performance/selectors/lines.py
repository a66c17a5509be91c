"""The lines for e-Kinerja: what was done, hour by hour, with evidence and who rated it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from wfa.attendance.models import Expectation
from wfa.performance.models import DailyReport, Rating, ReportEvidence, ReportRow, Review
from wfa.performance.models.reviews import FAVOURABLE
from wfa.performance.selectors.layouts import addresses
from wfa.performance.selectors.month import last_day

COLUMNS = (
    ("nip", 20),
    ("tanggal", 12),
    ("jam_mulai", 10),
    ("jam_selesai", 11),
    ("durasi_menit", 13),
    ("kegiatan", 60),
    ("hasil", 10),
    ("satuan", 16),
    ("tautan_bukti", 50),
    ("status", 18),
    ("penyetuju", 20),
    ("waktu", 26),
)
CHUNK = 500
"""Reports read at a time: memory stays flat for any unit."""
Line = list[str | int | Decimal]


def reports_in(first: datetime.date, within: Q) -> QuerySet[DailyReport]:
    """Reports of the month in a scope over `Expectation`; days that were withdrawn stay out."""
    days = Expectation.objects.filter(
        within, withdrawn_at__isnull=True, date__gte=first, date__lte=last_day(first)
    )
    rows = DailyReport.objects.filter(expectation__in=days.values("pk"))
    return rows.order_by("expectation__employee__nip", "expectation__date", "pk")


def lines(first: datetime.date, within: Q) -> Iterator[Line]:
    """One line per reported activity, by NIP and date."""
    standing = ReportEvidence.objects.filter(removed_at__isnull=True).select_related("file")
    reports = reports_in(first, within).select_related("expectation__employee")
    found = reports.prefetch_related(
        Prefetch("rows", ReportRow.objects.order_by("order")),
        Prefetch("reviews", Review.objects.order_by("number")),
        Prefetch("expectation__evidence", standing),
    )
    for report in found.iterator(chunk_size=CHUNK):
        yield from _of_report(report)


def _of_report(report: DailyReport) -> Iterator[Line]:
    day_of = report.expectation
    reviews = [row for row in report.reviews.all() if row.version == report.version]
    last = reviews[-1] if reviews else None
    shown = " ".join(addresses(day_of.evidence.all()))
    ending: Line = [shown, _status(report), *_approved(last)]
    for row in report.rows.all():
        beginning: Line = [day_of.employee.identity, day_of.date.isoformat(), *_times(row)]
        yield [
            *beginning,
            f"{row.activity}. Hasil: {row.result}",
            row.realised,
            row.measure,
            *ending,
        ]


def _times(row: ReportRow) -> Line:
    """The times and how long; "" where they weren't written."""
    begins = f"{row.starts:%H:%M}" if row.starts else ""
    ends = f"{row.ends:%H:%M}" if row.ends else ""
    return [begins, ends, row.minutes or ""]


def _status(report: DailyReport) -> str:
    if not report.rating:
        return "Diajukan"
    return "Disetujui" if Rating(report.rating) in FAVOURABLE else "Perlu perbaikan"


def _approved(review: Review | None) -> Line:
    if review is None:
        return ["", ""]
    return [review.reviewer_nip, timezone.localtime(review.at).isoformat(timespec="seconds")]
