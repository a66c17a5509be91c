"""The lines of a plan and of a report as values, without a database. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

MOST_LINES = 20
"""Activities of one day."""
MOST_MINUTES = 24 * 60


@dataclass(frozen=True)
class PlanLine:
    """One activity that is planned; `request_item` = id of the row it was taken from, as a value."""

    activity: str
    target: Decimal
    measure: str
    output: str
    starts: datetime.time | None = None
    ends: datetime.time | None = None
    skp_item: str = ""
    request_item: int | None = None
    request_number: str = ""


@dataclass(frozen=True)
class ReportLine:
    """What came of one activity; `plan_row` = id of the planned one, None = it wasn't planned."""

    activity: str
    realised: Decimal
    measure: str
    result: str
    note: str = ""
    minutes: int | None = None
    starts: datetime.time | None = None
    ends: datetime.time | None = None
    plan_row: int | None = None
    output: str = ""
    target: Decimal | None = None


def content(lines: Iterable[PlanLine | ReportLine], **more: Any) -> dict[str, Any]:
    """A version as it is kept for ever: plain values, numbers and times as text."""
    return {"rows": [_plain(asdict(line)) for line in lines], **more}


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _as_text(value) for name, value in values.items()}


def _as_text(value: Any) -> Any:
    if isinstance(value, Decimal):
        return figure(value)
    return value.strftime("%H:%M") if isinstance(value, datetime.time) else value


def figure(value: Decimal) -> str:
    """ "24", "2.5": a number as machines read it, without needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def minutes_between(starts: datetime.time, ends: datetime.time) -> int:
    """Minutes from one time of the day to a later one."""
    return (ends.hour * 60 + ends.minute) - (starts.hour * 60 + starts.minute)


def problems(lines: Sequence[ReportLine], planned: Collection[int]) -> list[str]:
    """What keeps these lines from being a report of a day with these planned rows; empty = nothing.

    Each planned activity is answered for, if only with 0 and the reason.
    """
    found = []
    if not lines:
        found.append("Laporan belum berisi hasil. Isi sedikitnya satu kegiatan.")
    if set(planned) - {line.plan_row for line in lines}:
        found.append("Ada kegiatan rencana tanpa hasil. Isi capaiannya; tulis 0 bila tidak jadi.")
    if {line.plan_row for line in lines if line.plan_row} - set(planned):
        found.append("Rencana berubah sejak halaman dibuka. Muat ulang, lalu periksa laporan Anda.")
    if sum(line.minutes or 0 for line in lines) > MOST_MINUTES:
        found.append("Jumlah menit melebihi satu hari. Periksa menit setiap kegiatan.")
    return found
