"""Writing days down as facts, and taking them back. Called inside a door's transaction."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from wfa.schedules.models import Place, Slot, WorkDay

BATCH = 500


@dataclass(frozen=True)
class Placed:
    """Days that one paper places one person on."""

    employee_id: int
    unit_id: int
    """The person's own unit."""
    dates: tuple[datetime.date, ...]
    place: str
    source_id: str
    basis: str
    is_structural: bool = False
    slot: str = Slot.FULL


def write_days(placed: Iterable[Placed], *, source_kind: str) -> int:
    """Write the days; how many. A day that has another place already is refused by the database."""
    now = timezone.now()
    rows = (_values(each, date, source_kind, now) for each in placed for date in each.dates)
    first = list(itertools.islice(rows, BATCH))
    if len(first) < BATCH or connection.vendor != "postgresql":
        days = (_day(values) for values in itertools.chain(first, rows))
        return _create(days)
    return _copy(itertools.chain(first, rows))


_COLUMNS = (
    "employee_id",
    "unit_id",
    "date",
    "slot",
    "place",
    "is_structural",
    "source_kind",
    "source_id",
    "basis_text",
    "written_at",
    "withdrawn_why",
)
_Values = tuple[object, ...]


def _values(each: Placed, date: datetime.date, source_kind: str, now: datetime.datetime) -> _Values:
    """One row in the order of `_COLUMNS`."""
    about = (each.place, each.is_structural, source_kind, each.source_id, each.basis[:200])
    return (each.employee_id, each.unit_id, date, each.slot, *about, now, "")


def _day(values: _Values) -> WorkDay:
    return WorkDay(**dict(zip(_COLUMNS, values, strict=True)))


def _create(days: Iterator[WorkDay]) -> int:
    written = 0
    while batch := list(itertools.islice(days, BATCH)):
        written += len(WorkDay.objects.bulk_create(batch))
    return written


def _copy(rows: Iterable[_Values]) -> int:
    """A whole region's month at once: PostgreSQL takes in a stream, without objects in between."""
    sql = f"COPY schedules_workday ({', '.join(_COLUMNS)}) FROM STDIN"
    written = 0
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(sql) as copy:
        for values in rows:
            copy.write_row(values)
            written += 1
    return written


def take_back_days(
    dates: Mapping[str, Iterable[datetime.date]], *, source_kind: str, why: str
) -> int:
    """Withdraw days by {source id: dates}; how many. The rows stay, with time and reason."""
    wanted = {(source, date) for source, days in dates.items() for date in days}
    standing = WorkDay.objects.filter(
        source_kind=source_kind, source_id__in=list(dates), withdrawn_at__isnull=True
    )
    rows = standing.values_list("pk", "source_id", "date")
    return take_back_rows([pk for pk, source, date in rows if (source, date) in wanted], why=why)


def clear_office_days(placed: Iterable[Placed], *, why: str) -> int:
    """Take back what a roster says about being in the office, where somebody is placed elsewhere.

    How many. A day away, or an absence, is left alone: the database refuses a second one.
    """
    wanted = {(each.employee_id, date) for each in placed for date in each.dates}
    rows = WorkDay.objects.filter(
        employee__in={employee for employee, _ in wanted},
        date__in={date for _, date in wanted},
        place=Place.OFFICE,
        withdrawn_at__isnull=True,
    ).values_list("pk", "employee_id", "date")
    return take_back_rows([pk for pk, *key in rows if tuple(key) in wanted], why=why)


def take_back_rows(ids: Collection[int], *, why: str) -> int:
    """Withdraw these days; how many of them still stood."""
    now, found, keys = timezone.now(), 0, sorted(ids)
    for start in range(0, len(keys), BATCH):
        standing = WorkDay.objects.filter(
            pk__in=keys[start : start + BATCH], withdrawn_at__isnull=True
        )
        found += standing.update(withdrawn_at=now, withdrawn_why=why[:200])
    return found
