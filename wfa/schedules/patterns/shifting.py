"""Moving a day within its week so that one more person finds a seat.

Only a cap per week ties dates together: somebody took the Tuesday although the Thursday, too, had
a seat for them, and now nobody is left for the Thursday, while others found the Tuesday full. One
such move for each free seat brings the plan to within a few days of the best there is; measured
in docs/rota-solver.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from wfa.schedules.patterns.painting import Painter
from wfa.schedules.patterns.plan import DECIDED, DESK


class Shifter:
    """Works over one segment after it was painted; needed only with a cap."""

    def __init__(self, painter: Painter) -> None:
        self.painter, self.plan = painter, painter.plan
        self.weeks: dict[int, list[int]] = defaultdict(list)
        for at in painter.wishes.dates:
            self.weeks[self.plan.weeks[at]].append(at)

    def shift(self) -> None:
        if not self.painter.is_capped:
            return
        for dates in self.weeks.values():
            for at in dates:
                while self.painter.targets[at] > 0 and self._one_more(at, dates):
                    self.painter.targets[at] -= 1

    def _one_more(self, at: int, dates: list[int]) -> bool:
        """Somebody moves to `at`, and somebody who waits takes over the day they leave."""
        for other in dates:
            if other != at and (waiting := list(self._waiting(other))):
                for mover in self._movers(at, other):
                    if self._swap(mover, at, other, waiting):
                        return True
        return False

    def _waiting(self, at: int) -> Iterator[int]:
        """Who wants the date, has a day left in the week and found no seat."""
        plan = self.plan
        for number in self.painter.wanted[at]:
            if plan.cells[number][at] == DESK and plan.has_day_left(number, at):
                yield number

    def _movers(self, at: int, other: int) -> Iterator[int]:
        """Who is away on the other date, and could as well be on this one."""
        plan, theirs = self.plan, self.painter.wishes.days
        for number in self.painter.wanted[at]:
            line = plan.cells[number]
            is_here = line[at] == DESK and line[other] not in (DESK, DECIDED)
            if is_here and other in theirs[number] and plan.blocked(number, at) is None:
                yield number

    def _swap(self, mover: int, at: int, other: int, waiting: list[int]) -> bool:
        plan, letter = self.plan, self.painter.letter
        plan.lift(mover, other)
        taker = next((n for n in waiting if n != mover and plan.blocked(n, other) is None), None)
        plan.place(mover, other if taker is None else at, letter)
        if taker is not None:
            plan.place(taker, other, letter)
        return taker is not None
