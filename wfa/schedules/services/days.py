"""Writing days down as facts, and taking them back. Called inside a door's transaction."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from wfa.schedules.models import Place, Slot, WorkDay
from wfa.schedules.services.bulk import BATCH, as_text, copy_in


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
    groups, first, count = iter(placed), list[Placed](), 0
    while count < BATCH and (more := next(groups, None)):
        first.append(more)
        count += len(more.dates)
    many, now = itertools.chain(first, groups), timezone.now()
    if count < BATCH or connection.vendor != "postgresql":
        return _create(_day(each, date, source_kind, now) for each in many for date in each.dates)
    return _stream(many, source_kind, now)


def _day(each: Placed, date: datetime.date, source_kind: str, now: datetime.datetime) -> WorkDay:
    return WorkDay(
        employee_id=each.employee_id,
        unit_id=each.unit_id,
        date=date,
        slot=each.slot,
        place=each.place,
        is_structural=each.is_structural,
        source_kind=source_kind,
        source_id=each.source_id,
        basis_text=each.basis[:200],
        written_at=now,
    )


def _create(days: Iterator[WorkDay]) -> int:
    written = 0
    while batch := list(itertools.islice(days, BATCH)):
        written += len(WorkDay.objects.bulk_create(batch))
    return written


_COLUMNS = (
    "date",
    "employee_id",
    "unit_id",
    "slot",
    "place",
    "is_structural",
    "source_kind",
    "source_id",
    "basis_text",
    "written_at",
    "withdrawn_why",
)


def _stream(placed: Iterable[Placed], source_kind: str, now: datetime.datetime) -> int:
    """A whole region's month at once, without objects in between; what is the same is said once."""
    written = 0

    def rows() -> Iterator[str]:
        nonlocal written
        for each in placed:
            about = (each.employee_id, each.unit_id, each.slot, each.place, each.is_structural)
            source = (source_kind, each.source_id, each.basis[:200], now, "")
            rest = "\t".join([as_text(value) for value in (*about, *source)])
            written += len(each.dates)
            for date in each.dates:
                yield f"{date}\t{rest}"

    copy_in("schedules_workday", _COLUMNS, rows())
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
