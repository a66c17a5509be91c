"""Writing days down as facts, and taking them back. Called inside a door's transaction."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from wfa.schedules.models import Slot, WorkDay

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
    rows = [
        WorkDay(
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
        for each in placed
        for date in each.dates
    ]
    return len(WorkDay.objects.bulk_create(rows, batch_size=BATCH))


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


def take_back_rows(ids: Collection[int], *, why: str) -> int:
    """Withdraw these days; how many of them still stood."""
    now, found, keys = timezone.now(), 0, sorted(ids)
    for start in range(0, len(keys), BATCH):
        standing = WorkDay.objects.filter(
            pk__in=keys[start : start + BATCH], withdrawn_at__isnull=True
        )
        found += standing.update(withdrawn_at=now, withdrawn_why=why[:200])
    return found
