"""Lists that leave: CSV line by line, or a workbook. Each is written down before it leaves."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.db import transaction

from wfa.audit.services import record
from wfa.files import workbooks
from wfa.people.models import Employee
from wfa.people.permissions import Authority
from wfa.performance import permissions
from wfa.performance.rules.lines import figure
from wfa.performance.selectors.asked import Subject
from wfa.performance.selectors.lines import COLUMNS, Line
from wfa.performance.selectors.recap import Recap
from wfa.refusals import Refused

MOST_IN_WORKBOOK = 100_000
"""Reports; a workbook is built whole before it is sent."""
RECAP = (
    ("Nama", 34),
    ("NIP", 20),
    ("Unit", 34),
    ("Hari kerja fleksibel", 12),
    ("Rencana", 10),
    ("Rencana terlambat", 12),
    ("Laporan", 10),
    ("Laporan terlambat", 12),
    ("Dinilai", 10),
    ("Baik atau lebih", 12),
    ("Hari sah", 10),
    ("Hari tidak sah", 10),
)


def csv_lines(lines: Iterable[Line]) -> Iterator[str]:
    """The file, a piece at a time; nothing is kept."""
    writer = csv.writer(_Echo())
    yield str(writer.writerow([name for name, _ in COLUMNS]))
    held: list[str] = []
    for line in lines:
        held.append(str(writer.writerow([_plain(value) for value in line])))
        if len(held) == 500:
            yield "".join(held)
            held = []
    yield "".join(held)


class _Echo:
    """What a csv writer writes to, so that each row comes back as text."""

    def write(self, text: str) -> str:
        return text


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return figure(value)
    return workbooks.safe(value) if isinstance(value, str) else value


def workbook(lines: Iterable[Line], reports: int) -> bytes:
    """The same as XLSX, for up to `MOST_IN_WORKBOOK` reports."""
    if reports > MOST_IN_WORKBOOK:
        raise Refused("Terlalu banyak untuk XLSX. Pilih CSV, atau satu unit saja.", code="too_many")
    return workbooks.workbook("e-Kinerja", COLUMNS, lines)


def recap_workbook(rows: Iterable[Recap]) -> bytes:
    """The month of a unit, one row per person."""
    return workbooks.workbook("Rekap", RECAP, (_recap_line(row) for row in rows))


def _recap_line(row: Recap) -> list[object]:
    person: Employee = row.who
    counts = [row.days, row.plans, row.late_plans, row.reports, row.late_reports]
    counts += [row.rated, row.good, row.valid, row.invalid]
    return [person.full_name, person.identity, str(person.unit or ""), *counts]


@transaction.atomic
def note_export(subject: Subject, *, by: Employee, held: Authority, layout: str) -> None:
    """Write down that a list of others leaves, before it does; one's own month is one's own."""
    person, unit = subject.person, subject.unit
    if person is not None and person.pk == by.pk:
        return
    over = person.unit if person else unit
    record(
        "performance_exported",
        by=by,
        capacity=permissions.capacity(held, over, permissions.RECAP) if over else "",
        target=("employee", person.pk) if person else ("unit", unit.pk if unit else ""),
        layout=layout,
        month=f"{subject.first:%Y-%m}",
    )
