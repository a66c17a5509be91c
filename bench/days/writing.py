"""The days of drafted months as facts, with their seats: the services that the doors use too."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator

from django.db import transaction

from wfa.schedules.letters import AWAY_LETTERS, LETTERS, dated
from wfa.schedules.models import RosterLine, WorkDay
from wfa.schedules.selectors import board_for
from wfa.schedules.services import Drafted, Placed, Seat, take_seats, write_days


@transaction.atomic
def write_month(drafted: Drafted) -> int:
    """Take the seats of all lines and write all days; how many days."""
    first = drafted.rosters[0].first_day
    seats = list(_seats(drafted, first))
    units = {line.unit_id: line.unit for line in drafted.lines}
    take_seats(seats, board=board_for(units.values(), {seat.date for seat in seats}))
    placed = (each for line in drafted.lines for each in _placed(line, first))
    return write_days(placed, source_kind=WorkDay.Source.ROTA)


def _seats(drafted: Drafted, first: datetime.date) -> Iterator[Seat]:
    for line in drafted.lines:
        for date, letter in dated(line.cells, first):
            if letter in AWAY_LETTERS:
                yield Seat(line.unit_id, date, line.is_structural)


def _placed(line: RosterLine, first: datetime.date) -> Iterator[Placed]:
    days: dict[str, list[datetime.date]] = defaultdict(list)
    for date, letter in dated(line.cells, first):
        days[letter].append(date)
    for letter, dates in days.items():
        yield Placed(
            employee_id=line.employee_id,
            unit_id=line.unit_id,
            dates=tuple(dates),
            place=LETTERS[letter].place,
            source_id=str(line.roster_id),
            basis=f"Surat Tugas Nomor 800.1.11.1/{first:%m}/BKD/{first.year}",
            is_structural=line.is_structural,
        )
