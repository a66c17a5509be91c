"""Giving out the days of one segment: Fridays first, then day by day, the least served in front."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence

from wfa.schedules.patterns.plan import DESK, NO_CAP, Plan
from wfa.schedules.patterns.values import Kind
from wfa.schedules.patterns.wishes import Wishes

NO_TARGET = 1 << 60


class Painter:
    """One segment at work. `wanted` is {date: people}, everything by number."""

    def __init__(self, plan: Plan, wishes: Wishes) -> None:
        self.plan, self.wishes = plan, wishes
        self.pattern = wishes.pattern
        self.letter = ord(self.pattern.letter)
        self.is_capped = any(plan.caps[at] < NO_CAP for at in wishes.dates)
        self.wanted = wishes.by_date(plan)
        self.size = len(plan.people)
        self.targets = self._targets()

    def paint(self) -> None:
        for at in self._fridays_first():
            if self.pattern.kind is Kind.SHARE:
                self._fill_evenly(at)
            self._fill(at, self._order(at))
            if self._by_need:
                self._pass_over(at)
        if self._by_need:
            self.use_what_is_left()

    @property
    def _by_need(self) -> bool:
        """Whether a cap may make people drop some of the days the pattern gives them."""
        return self.pattern.kind is not Kind.SHARE and self.is_capped

    def _fridays_first(self) -> list[int]:
        return sorted(self.wishes.dates, key=lambda at: (not self.plan.is_friday[at], at))

    # --- how many ------------------------------------------------------------------------------

    def _targets(self) -> dict[int, int]:
        """How many more to place on each date."""
        if self.pattern.kind is Kind.SHARE:
            seats = self.size * self.pattern.share // 100
            away = self.plan.decided_away
            return {at: max(seats - len(away[at]), 0) for at in self.wanted}
        if self._by_need:
            return self._expected()
        return dict.fromkeys(self.wanted, NO_TARGET)

    def _expected(self) -> dict[int, int]:
        """With a cap below the wishes: each date gets its part of what the weeks can hold."""
        self.waiting: dict[tuple[int, int], int] = defaultdict(int)
        weeks = self.plan.weeks
        for at, people in self.wanted.items():
            for number in people:
                self.waiting[number, weeks[at]] += 1
        loads = dict.fromkeys(self.wanted, 0.0)
        for at, people in self.wanted.items():
            for number in people:
                want, room = self.waiting[number, weeks[at]], self._room(number, at)
                loads[at] += min(room / want, 1.0)
        return {at: math.ceil(round(load, 6)) for at, load in loads.items()}

    def _room(self, number: int, at: int) -> int:
        """Days away that this person may still have in the week."""
        return max(self.plan.caps[at] - self.plan.used[number].get(self.plan.weeks[at], 0), 0)

    # --- who -----------------------------------------------------------------------------------

    def _order(self, at: int) -> list[int]:
        """Who may still go, the least served first; whoever can't wait for a later day before."""
        week, cap = self.plan.weeks[at], self.plan.caps[at]
        used, line = self.plan.used, self.plan.cells
        free = [n for n in self.wanted[at] if line[n][at] == DESK and used[n].get(week, 0) < cap]
        served = self._served(at)
        if not self._by_need:
            return sorted(free, key=served)
        base = self.size << 40
        return sorted(free, key=lambda n: self._slack(n, at) * base + served(n))

    def _served(self, at: int) -> Callable[[int], int]:
        """Fridays by Fridays, then days; other days by days; then the lot."""
        days, fridays, size = self.plan.days, self.plan.fridays, self.size
        if self.plan.is_friday[at]:
            return lambda n: ((fridays[n] << 20) + days[n]) * size + n
        return lambda n: days[n] * size + n

    def _slack(self, number: int, at: int) -> int:
        """Days of this week that may still be dropped."""
        return max(self.waiting[number, self.plan.weeks[at]] - self._room(number, at), 0)

    def _pass_over(self, at: int) -> None:
        week = self.plan.weeks[at]
        for number in self.wanted[at]:
            self.waiting[number, week] -= 1

    # --- giving --------------------------------------------------------------------------------

    def _fill(self, at: int, order: Sequence[int]) -> None:
        """Place them in this order as long as seats and the target last."""
        plan, target = self.plan, self.targets[at]
        root_left = plan.left[at]
        for number in order:
            if target <= 0 or root_left[plan.chains[number][0]] <= 0:
                break
            if plan.blocked(number, at) is None:
                plan.place(number, at, self.letter)
                target -= 1
        self.targets[at] = target

    def _fill_evenly(self, at: int) -> None:
        """SHARE, first round: no office sends away more than its own part, rounded up."""
        parts = self._parts(at)
        chains, order = self.plan.chains, self._order(at)
        chosen = []
        for number in order:
            if all(parts[office] > 0 for office in chains[number]):
                chosen.append(number)
                for office in chains[number]:
                    parts[office] -= 1
        self._fill(at, chosen)

    def _parts(self, at: int) -> list[int]:
        share = self.pattern.share
        parts = [-(-people * share // 100) for people in self._people_of_offices()]
        for number in self.plan.decided_away[at]:
            for office in self.plan.chains[number]:
                parts[office] -= 1
        return parts

    def _people_of_offices(self) -> list[int]:
        if not hasattr(self, "_people"):
            self._people = [0] * len(self.plan.offices)
            for chain in self.plan.chains:
                for office in chain:
                    self._people[office] += 1
        return self._people

    def use_what_is_left(self) -> None:
        """Days that were dropped for the cap, and seats that an exchange has freed."""
        for at in self._fridays_first():
            if self.pattern.kind is not Kind.SHARE:
                self.targets[at] = NO_TARGET
            if self.targets[at] > 0:
                self._fill(at, self._order(at))
