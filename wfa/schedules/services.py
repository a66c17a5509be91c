"""Taking and giving back seats, and writing days. Called inside the door's transaction.

Order of locks: process → request → quota → register → audit head; counters by (unit, date).
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from wfa.schedules.models import QuotaCounter, WorkDay

Seat = tuple[int, datetime.date]
"""(unit id, date)"""


class QuotaFullError(Exception):
    """No seat is left on these dates. Whoever catches it must undo the transaction or savepoint."""

    def __init__(self, dates: Sequence[datetime.date]) -> None:
        super().__init__("kuota penuh")
        self.dates = tuple(dates)


# The condition stands in the statement itself: whoever waited for the row is judged by what the
# winner left, and the CHECK of the table holds in any case. One statement, rows in date order.
_TAKE = """
INSERT INTO schedules_quotacounter (unit_id, date, "limit", taken)
VALUES {rows}
ON CONFLICT (unit_id, date) DO UPDATE
   SET taken = schedules_quotacounter.taken + 1, "limit" = excluded."limit"
 WHERE schedules_quotacounter.taken < excluded."limit"
RETURNING date
"""


def take_seats(unit_id: int, dates: Iterable[datetime.date], *, limit: int) -> None:
    """Take one seat on each date; `limit` is the number of seats the policy gives now; 1 query.

    Raises `QuotaFullError` with the dates that are full: nothing may stand then.
    """
    wanted = sorted(set(dates))
    if not wanted:
        return
    if limit < 1:
        raise QuotaFullError(wanted)
    sql = _TAKE.format(rows=", ".join(["(%s, %s, %s, 1)"] * len(wanted)))
    values = [value for date in wanted for value in (unit_id, date, limit)]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        got = {_date(row[0]) for row in cursor.fetchall()}
    if full := [date for date in wanted if date not in got]:
        raise QuotaFullError(full)


def _date(value: datetime.date | str) -> datetime.date:
    """SQLite gives the text back that it keeps."""
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value


def give_back_seats(seats: Iterable[Seat]) -> None:
    """Free these seats, one per mention; 2 queries however many."""
    freed = Counter(seats)
    if not freed:
        return
    rows = QuotaCounter.objects.select_for_update().filter(
        unit__in={unit for unit, _ in freed}, date__in={date for _, date in freed}
    )
    touched = [row for row in rows.order_by("unit", "date") if (row.unit_id, row.date) in freed]
    for row in touched:
        row.taken -= freed[row.unit_id, row.date]
    QuotaCounter.objects.bulk_update(touched, ["taken"], batch_size=200)


@dataclass(frozen=True)
class Placed:
    """Days that one paper places one person on."""

    employee_id: int
    unit_id: int
    dates: tuple[datetime.date, ...]
    place: str
    source_id: str
    basis: str


def write_days(placed: Iterable[Placed], *, source_kind: str) -> int:
    """Write the days; how many. A day that has another place already is refused by the database."""
    now = timezone.now()
    rows = [
        WorkDay(
            employee_id=each.employee_id,
            unit_id=each.unit_id,
            date=date,
            place=each.place,
            source_kind=source_kind,
            source_id=each.source_id,
            basis_text=each.basis[:200],
            written_at=now,
        )
        for each in placed
        for date in each.dates
    ]
    return len(WorkDay.objects.bulk_create(rows, batch_size=500))


def take_back_days(
    dates: Mapping[str, Iterable[datetime.date]], *, source_kind: str, why: str
) -> int:
    """Withdraw days by {source id: dates}; how many. The rows stay, with time and reason."""
    wanted = {(source, date) for source, days in dates.items() for date in days}
    standing = WorkDay.objects.filter(
        source_kind=source_kind, source_id__in=list(dates), withdrawn_at__isnull=True
    )
    keys = [
        pk
        for pk, source, date in standing.values_list("pk", "source_id", "date")
        if (source, date) in wanted
    ]
    if not keys:
        return 0
    return WorkDay.objects.filter(pk__in=keys).update(
        withdrawn_at=timezone.now(), withdrawn_why=why[:200]
    )
