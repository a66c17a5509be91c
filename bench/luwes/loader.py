"""Fills a database with closed and waiting cases; every promise holds afterwards."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Sequence

from django.db import transaction

from bench import bulk
from bench.luwes import cast as casting
from bench.luwes.cast import Cast, Person
from bench.luwes.stencils import MAKERS, Press, Stencil
from bench.stencil import tables
from workflows.seats import recount

BATCH = 50
"""Requests in one proposal."""
CHUNK = 60_000
"""Rows in memory."""
MANY = 100_000
"""From so many cases on the indexes are built afterwards."""
_OFFSET = 5
"""Closed days lie at least so many weeks back."""
_APART = 3
"""Weeks from one closed case of a person to the next."""
MIX = {"ended": 6, "refused": 2, "withdrawn": 2}
"""Of ten closed cases."""
_SPREAD = 6
"""Waiting cases ask for days in so many weeks."""


class World:
    """The made-up region, what prints its cases, and how many wait so far."""

    def __init__(self, *, pending: int, others: int = 4) -> None:
        """Room for `pending` cases on each of the two desks; one per person."""
        size = pending // others + BATCH
        self.cast: Cast = casting.build(max(pending, BATCH), others, size)
        self.stencils = {
            (kind, n): Stencil.cut(kind, self.cast, bureau)
            for n, bureau in enumerate(self.cast.bureaus)
            for kind in MAKERS
            if not (kind == "proposed" and n == 0)  # those at the BKD come from the other OPDs
        }
        self.pending = 0
        self._at_bkd = [0] * len(self.cast.bureaus)

    def close(self, number: int) -> None:
        """`number` more cases whose way is over, of every OPD."""
        with bulk.hurry(tables() if number >= MANY else ()):
            press = Press()
            for kind, share in MIX.items():
                self._close(press, kind, number * share // sum(MIX.values()))
            self._finish(press)
        bulk.settle()

    def _close(self, press: Press, kind: str, number: int) -> None:
        shares = _shares(number, [len(b.staff) for b in self.cast.bureaus])
        for n, share in enumerate(shares):
            turn = _turns(self.cast.bureaus[n].staff, share)
            for group in _grouped(turn, BATCH):
                back = -datetime.timedelta(weeks=group[0][1])
                press.batch(self.stencils[kind, n], group, back)
                _flush_when_full(press)

    def wait(self, number: int) -> None:
        """So many cases on the desk of the large OPD, and as many at the BKD."""
        if number <= self.pending:
            return
        with bulk.hurry():
            press = Press()
            self._wait_at_opd(press, number)
            self._wait_at_bkd(press, number - self.pending)
            self._finish(press)
        self.pending = number
        bulk.settle()

    def _wait_at_opd(self, press: Press, number: int) -> None:
        stencil = self.stencils["submitted", 0]
        for i in range(self.pending, number):
            back = datetime.timedelta(minutes=number - i)
            press.batch(stencil, [(self.cast.large.staff[i], i % _SPREAD)], back)
            _flush_when_full(press)

    def _wait_at_bkd(self, press: Press, number: int) -> None:
        places = itertools.cycle(range(1, len(self.cast.bureaus)))
        while number > 0:
            n = next(places)
            staff, used = self.cast.bureaus[n].staff, self._at_bkd[n]
            people = staff[used : used + min(BATCH, number)]
            self._at_bkd[n] += len(people)
            number -= len(people)
            if people:
                back = datetime.timedelta(minutes=number)
                group = [(p, i % _SPREAD) for i, p in enumerate(people, used)]
                press.batch(self.stencils["proposed", n], group, back)
                _flush_when_full(press)

    def _finish(self, press: Press) -> None:
        with transaction.atomic():
            press.finish()
            count_seats()


def _shares(number: int, sizes: Sequence[int]) -> list[int]:
    """`number` divided by the sizes; the first takes what is left over."""
    shares = [number * size // sum(sizes) for size in sizes]
    shares[0] += number - sum(shares)
    return shares


def _turns(staff: Sequence[Person], number: int) -> Iterator[tuple[Person, int]]:
    """Everybody in turn; each time round further back."""
    for i in range(number):
        yield staff[i % len(staff)], -(_OFFSET + _APART * (i // len(staff)))


def _grouped(turns: Iterator[tuple[Person, int]], size: int) -> Iterator[list[tuple[Person, int]]]:
    while group := list(itertools.islice(turns, size)):
        yield group


def _flush_when_full(press: Press) -> None:
    if press.buffer.count >= CHUNK:
        with transaction.atomic():
            press.flush()


def count_seats() -> None:
    """The seats of each day as the live days of the requests take them."""
    recount(datetime.date.min)
