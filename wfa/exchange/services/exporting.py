"""The schedule as a file: CSV line by line, or a workbook. Every list that leaves is audited."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction

from wfa.audit.services import Actor, record
from wfa.exchange.selectors import COLUMNS, Ask, count_rows, headings, records
from wfa.files import workbooks
from wfa.refusals import Refused

MOST_DAYS = 366
MOST_IN_WORKBOOK = 200_000
"""Lines; a workbook is built whole before it is sent, and programs open no more with ease."""


def check_period(first: datetime.date, last: datetime.date) -> None:
    """Refuse a period that is back to front or longer than a year."""
    if last < first:
        raise Refused(
            "Hari terakhir mendahului hari pertama. Perbaiki salah satunya.",
            code="bad_dates",
            field="sampai",
        )
    if (last - first).days >= MOST_DAYS:
        raise Refused(
            f"Paling banyak {MOST_DAYS} hari sekali ekspor. Persempit tanggalnya.",
            code="too_long",
            field="sampai",
        )


def csv_lines(ask: Ask, layout: str) -> Iterator[str]:
    """The file, a piece at a time; nothing is kept."""
    writer = csv.writer(_Echo())
    yield str(writer.writerow(headings(layout)))
    held: list[str] = []
    for each in records(ask, layout):
        held.append(str(writer.writerow([_safe(value) for value in each.values])))
        if len(held) == 500:
            yield "".join(held)
            held = []
    yield "".join(held)


class _Echo:
    """What a csv writer writes to, so that each row comes back as text."""

    def write(self, text: str) -> str:
        return text


def _safe(value: Any) -> Any:
    return workbooks.safe(value) if isinstance(value, str) else value


def workbook(ask: Ask, layout: str) -> bytes:
    """The same as XLSX, up to `MOST_IN_WORKBOOK` lines."""
    if layout != "peta" and count_rows(ask) > MOST_IN_WORKBOOK:
        raise Refused(
            "Lebih dari 200.000 baris tidak muat di XLSX. Pilih CSV, atau persempit tanggalnya.",
            code="too_many_rows",
            field="format",
        )
    lines = (each.values for each in records(ask, layout))
    return workbooks.workbook("Jadwal" if layout != "peta" else _MAP_TITLE, COLUMNS[layout], lines)


_MAP_TITLE = "Data Peta Pegawai WFH"


@transaction.atomic
def note_export(
    ask: Ask, layout: str, *, by: Actor, capacity: str, kind: str, units: Sequence[str]
) -> None:
    """Write down that a list left, with what it covered; before the first line of it leaves."""
    record(
        "schedule_exported",
        by=by,
        capacity=capacity,
        target=("exchange", layout),
        layout=layout,
        format=kind,
        units=list(units),
        first=ask.first.isoformat(),
        last=ask.last.isoformat() if ask.last else "",
        since=ask.since.isoformat() if ask.since else "",
    )
