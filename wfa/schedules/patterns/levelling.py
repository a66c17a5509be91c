"""Exchanging days between two people, so that nobody is ahead of another by more than one.

Giving day by day to the least served is nearly fair; absences, small offices and the cap leave
differences. An exchange on the same date takes no seat more: it is tried wherever the pattern
gives that date to both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from wfa.schedules.patterns.painting import Painter
from wfa.schedules.patterns.plan import DECIDED, DESK

ROUNDS = 4
TRIED = 20


class Leveller:
    """Works over one segment after it was painted."""

    def __init__(self, painter: Painter) -> None:
        self.painter, self.plan = painter, painter.plan
        self.days, self.fridays = self.plan.days, self.plan.fridays
        self.wanted = painter.wishes.days
        self.who = sorted(self.wanted)
        dates = painter.wishes.dates
        self.friday_dates = [at for at in dates if self.plan.is_friday[at]]
        self.other_dates = [at for at in dates if not self.plan.is_friday[at]]
        self.members: dict[int, list[int]] = defaultdict(list)
        for number in self.who:
            for office in self.plan.chains[number]:
                self.members[office].append(number)

    def level(self) -> None:
        """First Fridays, then days; Fridays never get worse again."""
        for _ in range(ROUNDS):
            if not (self._round(self.fridays) | self._round(self.days)):
                return

    def _round(self, tally: Sequence[int]) -> bool:
        """Let everybody who is behind take over what they can; whether anything was exchanged."""
        most = {office: max(tally[n] for n in people) for office, people in self.members.items()}
        dates = self.friday_dates if tally is self.fridays else self._days_then_fridays()
        self.open = {o: [at for at in dates if self.plan.left[at][o] > 0] for o in self.members}
        changed, top = False, max(most.values(), default=0)
        for low in sorted(self.who, key=lambda n: (tally[n], n)):
            if tally[low] > top - 2:
                break
            own = self.plan.chains[low][-1]
            hopeful = dates if most[own] >= tally[low] + 2 else self.open[own]
            while any(self._take_over(low, at, tally, most) for at in hopeful):
                changed = True
        return changed

    def _days_then_fridays(self) -> list[int]:
        return [*self.other_dates, *self.friday_dates]

    def _take_over(self, low: int, at: int, tally: Sequence[int], most: dict[int, int]) -> bool:
        """The date for `low` instead of for somebody who has at least two more."""
        if not self._may_have(low, at):
            return False
        office, official = self._must_be_in(low, at)
        if most[office] < tally[low] + 2:
            return False
        givers = self._givers(low, at, tally, self.members[office])
        if official is not None:
            inside = set(self.members[official])
            givers = [n for n in givers if self.plan.structural[n] and n in inside]
        ordered = sorted(givers, key=lambda n: (-tally[n], n))
        return any(self._exchange_fairly(low, high, at, tally) for high in ordered[:TRIED])

    def _may_have(self, low: int, at: int) -> bool:
        plan = self.plan
        return at in self.wanted[low] and plan.cells[low][at] == DESK and plan.has_day_left(low, at)

    def _must_be_in(self, low: int, at: int) -> tuple[int, int | None]:
        """The lowest full office, and the lowest without another official to spare.

        Whoever gives their day must come from it: then the seats suffice, as offices lie in
        one another. No full office: anybody of the whole.
        """
        chain, left = self.plan.chains[low], self.plan.left[at]
        office = next((o for o in reversed(chain) if left[o] <= 0), chain[0])
        if not self.plan.structural[low]:
            return office, None
        spare = self.plan.structural_left[at]
        return office, next((o for o in reversed(chain) if spare[o] <= 0), None)

    def _givers(self, low: int, at: int, tally: Sequence[int], people: list[int]) -> list[int]:
        """Who is away on the date by this pattern and has at least two more."""
        cells, enough, wanted = self.plan.cells, tally[low] + 2, self.wanted
        found = [n for n in people if tally[n] >= enough and cells[n][at] != DESK]
        found = [n for n in found if cells[n][at] != DECIDED and at in wanted[n]]
        if tally is self.days and self.plan.is_friday[at]:
            found = [n for n in found if self.fridays[n] > self.fridays[low]]
        return found

    def _exchange(self, low: int, high: int, at: int) -> None:
        self.plan.lift(high, at)
        self.plan.place(low, at, self.painter.letter)

    def _exchange_fairly(self, low: int, high: int, at: int, tally: Sequence[int]) -> bool:
        """A Friday that makes days unequal is exchanged only for another day in return."""
        if tally is self.fridays and self.days[low] + 1 > self.days[high]:
            back = next(self._returns(low, high), None)
            if back is None:
                return False
            self._exchange(high, low, back)
        self._exchange(low, high, at)
        return True

    def _returns(self, low: int, high: int) -> Iterator[int]:
        """Dates that `low` has and `high` could have in return, in the same office only."""
        plan = self.plan
        alike = plan.structural[low] == plan.structural[high]
        if plan.chains[low] != plan.chains[high] or not alike:
            return
        for at in self.other_dates:
            taken = plan.cells[low][at] not in (DESK, DECIDED) and at in self.wanted[low]
            if taken and self._may_have(high, at):
                yield at
