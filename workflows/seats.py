"""Who holds which seat: the tables told from the days themselves, to check and to recount.

A seat is held by a live day of a request, by a planned day of a roster that was reported, and by
a day away that stands on anything but a request. Absences aren't seats, but count against presence.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, QuerySet

from wfa.people.models import Unit
from wfa.requests.models import LIVE_DAY, RequestDay
from wfa.schedules.letters import away_dates
from wfa.schedules.models import AWAY, OFF, QuotaCounter, RosterLine, WorkDay
from wfa.schedules.selectors import board_for, chains_of
from wfa.schedules.selectors.seats import OfficeDay

_Row = tuple[int, datetime.date, bool, int]
"""(unit, date, whether it is an official, how many)"""


@dataclass(frozen=True)
class SeatCount:
    """What one office counts on one day."""

    taken: int = 0
    structural_taken: int = 0
    absent: int = 0
    structural_absent: int = 0

    @classmethod
    def of(cls, counter: QuotaCounter) -> SeatCount:
        return cls(
            counter.taken, counter.structural_taken, counter.absent, counter.structural_absent
        )


def held_seats(since: datetime.date = datetime.date.min) -> dict[OfficeDay, SeatCount]:
    """{(office, date): what the days say}; offices and dates without any are missing."""
    away, off = _per_unit(_taken_rows(since)), _per_unit(_absent_rows(since))
    units = Unit.objects.filter(pk__in={unit for unit, _, _ in [*away, *off]})
    chains = chains_of(units.select_related("opd"))
    found: dict[OfficeDay, list[int]] = {}
    for place, counted in [(0, away), (2, off)]:
        for (unit, date, structural), count in counted.items():
            for office in chains[unit]:
                numbers = found.setdefault((office.id, date), [0, 0, 0, 0])
                numbers[place] += count
                numbers[place + 1] += count if structural else 0
    return {key: SeatCount(*numbers) for key, numbers in found.items() if any(numbers)}


def _per_unit(rows: Iterator[_Row]) -> Counter[tuple[int, datetime.date, bool]]:
    counted: Counter[tuple[int, datetime.date, bool]] = Counter()
    for unit, date, structural, count in rows:
        counted[unit, date, structural] += count
    return counted


def _taken_rows(since: datetime.date) -> Iterator[_Row]:
    live = RequestDay.objects.filter(state__in=LIVE_DAY, date__gte=since).order_by()
    grouped = live.values_list("work_unit", "date", "is_structural").annotate(n=Count("pk"))
    yield from grouped.iterator()
    days = WorkDay.objects.filter(place__in=AWAY).exclude(source_kind=WorkDay.Source.REQUEST)
    yield from _standing(days, since)
    lines = RosterLine.objects.exclude(held="").order_by()
    columns = ("unit", "is_structural", "held", "roster__first_day")
    for unit, structural, held, first_day in lines.values_list(*columns).iterator():
        for date in away_dates(held, first_day):
            if date >= since:
                yield unit, date, structural, 1


def _absent_rows(since: datetime.date) -> Iterator[_Row]:
    yield from _standing(WorkDay.objects.filter(place__in=OFF), since)


def _standing(days: QuerySet[WorkDay], since: datetime.date) -> Iterator[_Row]:
    rows = days.filter(withdrawn_at__isnull=True, date__gte=since).order_by()
    grouped = rows.values_list("unit", "date", "is_structural").annotate(n=Count("pk"))
    yield from grouped.iterator()


@transaction.atomic
def recount(since: datetime.date) -> int:
    """Count all seats from a day on anew, after units were moved in the tree; how many rows.

    Nobody loses a seat: where the new count passes what the policy gives, it stands as the limit.
    """
    rows = QuotaCounter.objects.select_for_update().filter(date__gte=since)
    list(rows.order_by("date", "unit_id").values_list("pk"))
    held = held_seats(since)
    units = Unit.objects.filter(pk__in={office for office, _ in held}).select_related("opd")
    board = board_for(units, {date for _, date in held})
    rows.delete()
    return len(
        QuotaCounter.objects.bulk_create(
            [
                QuotaCounter(
                    unit_id=office,
                    date=date,
                    taken=count.taken,
                    structural_taken=count.structural_taken,
                    absent=count.absent,
                    structural_absent=count.structural_absent,
                    limit=max(board.of(office, date).limit, count.taken),
                    room=max(board.of(office, date).room, count.taken + count.absent),
                    structural_room=max(
                        board.of(office, date).structural_room,
                        count.structural_taken + count.structural_absent,
                    ),
                )
                for (office, date), count in sorted(held.items())
            ],
            batch_size=500,
        )
    )
