"""The days of drafted months as facts, with their seats: the services that the doors use too.

On PostgreSQL two papers are written at a time, as two web workers do: nearly all of the time is
the server's own, and each roster is a transaction of its own in the product as well.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction

from wfa.schedules.letters import AWAY_LETTERS, LETTERS, dated
from wfa.schedules.models import RosterLine, WorkDay
from wfa.schedules.selectors import board_for
from wfa.schedules.services import Drafted, Placed, Seat, take_seats, write_days

WRITERS = 2


def write_month(drafted: Drafted) -> int:
    """Take the seats of all lines and write all days; how many days."""
    first = drafted.rosters[0].first_day
    if connection.vendor != "postgresql":
        return _write(drafted.lines, first)
    with ThreadPoolExecutor(WRITERS) as writers:
        return sum(writers.map(lambda lines: _apart(lines, first), _halves(drafted)))


def _halves(drafted: Drafted) -> list[list[RosterLine]]:
    """The lines of whole OPDs in as many parts as there are writers, about equally many."""
    by_opd: dict[object, list[RosterLine]] = defaultdict(list)
    for line in drafted.lines:
        by_opd[line.roster_id].append(line)
    parts: list[list[RosterLine]] = [[] for _ in range(WRITERS)]
    for lines in sorted(by_opd.values(), key=len, reverse=True):
        min(parts, key=len).extend(lines)
    return parts


def _apart(lines: Sequence[RosterLine], first: datetime.date) -> int:
    try:
        return _write(lines, first)
    finally:
        connection.close()  # the thread's own


@transaction.atomic
def _write(lines: Sequence[RosterLine], first: datetime.date) -> int:
    seats = list(_seats(lines, first))
    units = {line.unit_id: line.unit for line in lines}
    take_seats(seats, board=board_for(units.values(), {seat.date for seat in seats}))
    placed = (each for line in lines for each in _placed(line, first))
    return write_days(placed, source_kind=WorkDay.Source.ROTA)


def _seats(lines: Sequence[RosterLine], first: datetime.date) -> Iterator[Seat]:
    for line in lines:
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
