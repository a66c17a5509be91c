"""Taking and giving back seats (ADR 0008). Called inside a door's transaction.

Order of locks: process → request → roster → person → day → quota → register → audit head;
counters by (date, office), whatever the order in which days were chosen.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db import connection

from wfa.people.models import Unit
from wfa.schedules.models import QuotaCounter
from wfa.schedules.rules.seats import PRESENCE, QUOTA, STRUCTURAL, Limits, Office, Shortage
from wfa.schedules.selectors.seats import Board, OfficeDay, chains_of

BATCH = 400
"""Counters in one statement."""


@dataclass(frozen=True)
class Seat:
    """One day away of one person, as the offices count it."""

    unit_id: int
    """The person's own unit: its offices, up to the OPD, count the day."""
    date: datetime.date
    structural: bool = False


class QuotaFullError(Exception):
    """Some office can't give a seat. Whoever catches it must undo the transaction or savepoint."""

    def __init__(self, shortages: Sequence[Shortage]) -> None:
        super().__init__("kuota penuh")
        self.shortages = tuple(shortages)

    @property
    def dates(self) -> tuple[datetime.date, ...]:
        return tuple(sorted({each.date for each in self.shortages}))


@dataclass
class _Change:
    """What one counter gains and loses."""

    taken: int = 0
    structural_taken: int = 0
    absent: int = 0
    structural_absent: int = 0

    @property
    def only_frees(self) -> bool:
        """Whether nothing can be short afterwards that wasn't before."""
        away, officials = self.taken, self.structural_taken
        return (
            away <= 0
            and officials <= 0
            and away + self.absent <= 0
            and officials + self.structural_absent <= 0
        )


_Value = int | datetime.date
_Changes = dict[tuple[datetime.date, int], _Change]

# The condition stands in the statement itself: whoever waited for the row is judged by what the
# winner left, and the CHECKs of the table hold in any case.
_TAKE = """
INSERT INTO schedules_quotacounter AS c
       (unit_id, date, "limit", room, structural_room, taken, structural_taken, absent,
        structural_absent)
{rows}
ON CONFLICT (unit_id, date) DO UPDATE
   SET taken = c.taken + excluded.taken,
       structural_taken = c.structural_taken + excluded.structural_taken,
       "limit" = excluded."limit", room = excluded.room,
       structural_room = excluded.structural_room
 WHERE c.taken + excluded.taken <= excluded."limit"
   AND c.taken + excluded.taken + c.absent <= excluded.room
   AND (c.structural_taken + excluded.structural_taken = 0
        OR c.structural_taken + excluded.structural_taken + c.structural_absent
           <= excluded.structural_room)
RETURNING unit_id, date
"""


def take_seats(seats: Iterable[Seat], *, board: Board) -> None:
    """Take a seat in each office of each of these; 1 query per 400 counters.

    Raises `QuotaFullError` with every office and date that is short: nothing may stand then.
    """
    changes = _count(seats, board.chain, "taken", "structural_taken")
    hopeless = [key for key, change in changes.items() if not _fits(change, _limits(board, key))]
    if hopeless:
        raise QuotaFullError(_shortages(hopeless, changes, board))
    got: set[tuple[datetime.date, int]] = set()
    for batch in _batches(sorted(changes)):
        values: list[_Value] = []
        for date, office in batch:
            limits, change = board.of(office, date), changes[date, office]
            values += [office, date, limits.limit, limits.room, limits.structural_room]
            values += [change.taken, change.structural_taken, 0, 0]
        got |= _run(_TAKE, values)
    if short := [key for key in sorted(changes) if key not in got]:
        raise QuotaFullError(_shortages(short, changes, board))


def _fits(change: _Change, limits: Limits) -> bool:
    """Whether it could be had if nobody else were away: what a first row isn't asked by the statement."""
    return (
        change.taken <= min(limits.limit, limits.room)
        and change.structural_taken <= limits.structural_room
    )


def give_back_seats(seats: Iterable[Seat]) -> None:
    """Free these seats, one per mention; 3 queries however many."""
    wanted = list(seats)
    if wanted:
        _free(_count(wanted, _chains(wanted).__getitem__, "taken", "structural_taken", sign=-1))


def lock_seats(seats: Iterable[Seat]) -> None:
    """Lock the counters of all these in their order, before some are freed and others taken."""
    wanted = list(seats)
    _touch(_count(wanted, _chains(wanted).__getitem__, "taken", "structural_taken"), None)


def mark_absent(seats: Iterable[Seat], *, board: Board) -> None:
    """People who are off on these days: they take no seat, but they aren't present either.

    Raises `QuotaFullError` where an office would be left short while somebody of it is away.
    """
    exchange_seats(absent=seats, board=board)


def unmark_absent(seats: Iterable[Seat]) -> None:
    """They are at work after all; 3 queries however many."""
    wanted = list(seats)
    if wanted:
        _free(_count(wanted, _chains(wanted).__getitem__, "absent", "structural_absent", sign=-1))


def exchange_seats(
    *,
    board: Board,
    take: Iterable[Seat] = (),
    give: Iterable[Seat] = (),
    absent: Iterable[Seat] = (),
    back: Iterable[Seat] = (),
) -> None:
    """Take and free seats at once, mark and unmark absences: judged by what comes out of all.

    `board` must hold the dates of all of them. Raises `QuotaFullError`; nothing may stand then.
    Counters that gain as much as they lose are locked too: what is asked after it about these
    days (who has filed for them since?) can't change any more.
    """
    changes: _Changes = {}
    for seats, names, sign in [
        (take, ("taken", "structural_taken"), 1),
        (give, ("taken", "structural_taken"), -1),
        (absent, ("absent", "structural_absent"), 1),
        (back, ("absent", "structural_absent"), -1),
    ]:
        _merge(changes, _count(seats, board.chain, *names, sign=sign))
    _touch(changes, board)
    changes = {key: change for key, change in changes.items() if change != _Change()}
    freeing = {key: change for key, change in changes.items() if change.only_frees}
    _update(_FREE, freeing, board)
    growing = {key: change for key, change in changes.items() if not change.only_frees}
    got = _update(_GROW, growing, board)
    if short := [key for key in sorted(growing) if key not in got]:
        raise QuotaFullError(_shortages(short, growing, board))


def _count(
    seats: Iterable[Seat],
    chain: Callable[[int], Sequence[Office]],
    people: str,
    officials: str,
    *,
    sign: int = 1,
) -> _Changes:
    alike = Counter((seat.unit_id, seat.date, seat.structural) for seat in seats)
    changes: _Changes = {}
    for (unit_id, date, structural), number in alike.items():
        for office in chain(unit_id):
            change = changes.setdefault((date, office.id), _Change())
            setattr(change, people, getattr(change, people) + sign * number)
            if structural:
                setattr(change, officials, getattr(change, officials) + sign * number)
    return changes


def _merge(into: _Changes, more: _Changes) -> None:
    for key, change in more.items():
        held = into.setdefault(key, _Change())
        for each in fields(_Change):
            setattr(held, each.name, getattr(held, each.name) + getattr(change, each.name))


def _chains(seats: Iterable[Seat]) -> dict[int, tuple[Office, ...]]:
    ids = {seat.unit_id for seat in seats}
    return chains_of(Unit.objects.filter(pk__in=ids).select_related("opd"))


# All counters of an exchange are locked first, in order; those that don't exist yet are made.
_TOUCH = """
INSERT INTO schedules_quotacounter AS c
       (unit_id, date, "limit", room, structural_room, taken, structural_taken, absent,
        structural_absent)
{rows}
ON CONFLICT (unit_id, date) DO UPDATE SET taken = c.taken
RETURNING unit_id, date
"""
_CHANGE = """
WITH v (office, day, away, officials, off, officials_off, most, room, officials_room)
  AS ({rows})
UPDATE schedules_quotacounter AS c
"""
_FREE = f"""{_CHANGE}
   SET taken = c.taken + v.away, structural_taken = c.structural_taken + v.officials,
       absent = c.absent + v.off, structural_absent = c.structural_absent + v.officials_off
  FROM v
 WHERE c.unit_id = v.office AND c.date = v.day
RETURNING unit_id, date
"""
_GROW = f"""{_CHANGE}
   SET taken = c.taken + v.away, structural_taken = c.structural_taken + v.officials,
       absent = c.absent + v.off, structural_absent = c.structural_absent + v.officials_off,
       "limit" = CASE WHEN v.away > 0 THEN v.most ELSE c."limit" END,
       room = v.room, structural_room = v.officials_room
  FROM v
 WHERE c.unit_id = v.office AND c.date = v.day
   AND (v.away <= 0 OR c.taken + v.away <= v.most)
   AND (c.taken + v.away = 0 OR c.taken + v.away + c.absent + v.off <= v.room)
   AND (c.structural_taken + v.officials = 0
        OR c.structural_taken + v.officials + c.structural_absent + v.officials_off
           <= v.officials_room)
RETURNING unit_id, date
"""


def _touch(changes: _Changes, board: Board | None) -> None:
    """Without a board a new row gives nothing yet: who takes from it says what it gives."""
    for batch in _batches(sorted(changes)):
        values: list[_Value] = []
        for date, office in batch:
            limits = board.of(office, date) if board else Limits(0, 0, 0)
            values += [office, date, limits.limit, limits.room, limits.structural_room]
            values += [0, 0, 0, 0]
        _run(_TOUCH, values)


def _update(sql: str, changes: _Changes, board: Board | None) -> set[tuple[datetime.date, int]]:
    got: set[tuple[datetime.date, int]] = set()
    for batch in _batches(sorted(changes)):
        values: list[_Value] = []
        for date, office in batch:
            change = changes[date, office]
            limits = board.of(office, date) if board else Limits(0, 0, 0)
            values += [office, date, change.taken, change.structural_taken, change.absent]
            values += [change.structural_absent, limits.limit, limits.room, limits.structural_room]
        got |= _run(sql, values)
    return got


def _free(changes: _Changes) -> None:
    """Lock in order, then free: nothing can be short, so no limits are asked."""
    if not changes:
        return
    rows = QuotaCounter.objects.select_for_update().filter(
        unit__in={office for _, office in changes}, date__in={date for date, _ in changes}
    )
    list(rows.order_by("date", "unit_id").values_list("pk"))
    _update(_FREE, changes, None)


_WIDTH = 9
"""Values of one counter in each of the statements."""
_ROW = f"({', '.join(['%s'] * _WIDTH)})"
_KINDS = ("bigint", "date", *["integer"] * (_WIDTH - 2))
_ARRAYS = ", ".join(f"%s::{kind}[]" for kind in _KINDS)
_FROM_COLUMNS = f"SELECT * FROM unnest({_ARRAYS})"  # noqa: S608  (our own kinds)


def _run(sql: str, values: Sequence[_Value]) -> set[tuple[datetime.date, int]]:
    """One statement for all counters, in their order; PostgreSQL reads columns far faster."""
    if connection.vendor == "postgresql":
        rows, params = _FROM_COLUMNS, _columns(values)
    else:
        rows, params = f"VALUES {', '.join([_ROW] * (len(values) // _WIDTH))}", list(values)
    with connection.cursor() as cursor:
        cursor.execute(sql.format(rows=rows), params)
        return {(_date(date), unit) for unit, date in cursor.fetchall()}


def _columns(values: Sequence[_Value]) -> list[Any]:
    return [list(values[start::_WIDTH]) for start in range(_WIDTH)]


def _date(value: datetime.date | str) -> datetime.date:
    """SQLite gives the text back that it keeps."""
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value


def _batches(
    keys: Sequence[tuple[datetime.date, int]],
) -> Iterator[Sequence[tuple[datetime.date, int]]]:
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]


def _limits(board: Board, key: tuple[datetime.date, int]) -> Limits:
    return board.of(key[1], key[0])


def _shortages(
    keys: Iterable[tuple[datetime.date, int]], changes: _Changes, board: Board
) -> list[Shortage]:
    """Why each of these couldn't be had, by what stands in the tables now; 1 query."""
    short = sorted(keys)
    offices = {office.id: office for office in board.offices}
    rows = QuotaCounter.objects.filter(
        unit__in={office for _, office in short}, date__in={date for date, _ in short}
    )
    now: dict[OfficeDay, QuotaCounter] = {(row.unit_id, row.date): row for row in rows}
    return [
        _shortage(
            offices[office],
            date,
            changes[date, office],
            board.of(office, date),
            now.get((office, date), QuotaCounter()),
        )
        for date, office in short
    ]


def _shortage(
    office: Office, date: datetime.date, change: _Change, limits: Limits, now: QuotaCounter
) -> Shortage:
    """The first limit that the change would break."""
    if change.taken > 0 and now.taken + change.taken > limits.limit:
        return Shortage(office.id, office.name, date, QUOTA, now.taken, limits.limit)
    gone = now.taken + now.absent
    if gone + change.taken + change.absent > limits.room:
        return Shortage(office.id, office.name, date, PRESENCE, gone, limits.room)
    officials = now.structural_taken + now.structural_absent
    return Shortage(office.id, office.name, date, STRUCTURAL, officials, limits.structural_room)
