"""The days of one office going round among its people, in the rhythm of the pattern."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from wfa.schedules.letters import AWAY_LETTERS
from wfa.schedules.patterns.groups import letters_before
from wfa.schedules.patterns.plan import DESK, Plan
from wfa.schedules.patterns.values import Kind

Days = dict[int, frozenset[int]]
"""{person: numbers of the dates}"""
Key = tuple[int, ...]
WEEK = 5


def go_round(
    plan: Plan, kind: Kind, at: Sequence[int], people: Sequence[int], seats: Mapping[int, int]
) -> Days:
    """Whose turn it is on each date; never more than `seats`, nor more days a week than the cap.

    `at`: all working days, also those without a seat: a day in the office between two others.
    """
    return _KINDS[kind](plan, at, people, seats).go()


class _Round:
    """One segment at work; what is given here is only a wish until it is painted."""

    def __init__(
        self, plan: Plan, at: Sequence[int], people: Sequence[int], seats: Mapping[int, int]
    ) -> None:
        self.plan, self.people, self.seats = plan, people, seats
        self.weeks: dict[int, list[int]] = defaultdict(list)
        for each in at:
            self.weeks[plan.weeks[each]].append(each)
        self.days = {n: plan.days[n] for n in people}
        self.fridays = {n: plan.fridays[n] for n in people}
        self.used = {n: Counter(plan.used[n]) for n in people}
        self.found: dict[int, set[int]] = {n: set() for n in people}
        self.away = self._last_away(at[0])
        """Who was away on the working day beside the one that is dealt out now."""
        self.is_scarce = False
        """Whether the cap gives everybody the same week, however the seats go round."""

    def _last_away(self, at: int) -> set[int]:
        told = letters_before(self.plan, self.plan.when.dates[at], self.people)
        return {n for n, letter in told.items() if letter in AWAY_LETTERS}

    def go(self) -> Days:
        for week in self.weeks.values():
            self._week(week)
        return {n: frozenset(days) for n, days in self.found.items()}

    def _week(self, week: Sequence[int]) -> None:
        for place, at in enumerate(week):
            self._deal(at, week[place:])

    def _deal(self, at: int, ahead: Sequence[int]) -> None:
        """The seats of one date; `ahead`: it and the dates of its week still to be dealt out."""
        ready = [n for n in self.people if self._may(n, at)]
        room = sum(self._room(n, at) for n in self.people)
        self.is_scarce = room <= sum(self.seats[each] for each in ahead)
        parts = sum(self.seats[each] > 0 for each in ahead) or 1
        seats = min(self.seats[at], -(-room // parts))  # a cap leaves each date its part
        officials = self._officials(at)
        for number in sorted(ready, key=lambda n: self._order(n, at)):
            if seats > 0 and (officials > 0 or not self.plan.structural[number]):
                officials -= self.plan.structural[number]
                seats -= 1
                self._give(number, at)
        self.away = {n for n in self.people if at in self.found[n]} | self._decided(at)

    def _order(self, number: int, at: int) -> Key:
        raise NotImplementedError

    # --- one day of one person -----------------------------------------------------------------

    def _may(self, number: int, at: int) -> bool:
        return self.plan.cells[number][at] == DESK and self._room(number, at) > 0

    def _room(self, number: int, at: int) -> int:
        """Days away that the cap still leaves in the week."""
        return max(self.plan.caps[at] - self.used[number][self.plan.weeks[at]], 0)

    def _officials(self, at: int) -> int:
        left = self.plan.structural_left[at]
        return max(min(left[office] for office in self.plan.chains[self.people[0]]), 0)

    def _decided(self, at: int) -> set[int]:
        return set(self.plan.decided_away[at]) & self.found.keys()

    def _give(self, number: int, at: int) -> None:
        self.found[number].add(at)
        self.days[number] += 1
        self.fridays[number] += self.plan.is_friday[at]
        self.used[number][self.plan.weeks[at]] += 1


class _Alternate(_Round):
    """Never two working days running; the least served first, so that Fridays go round, too."""

    def _may(self, number: int, at: int) -> bool:
        return number not in self.away and super()._may(number, at)

    def _order(self, number: int, at: int) -> Key:
        """Where the cap gives everybody the same week, only the Fridays can be made even."""
        days = self.used[number][self.plan.weeks[at]] if self.is_scarce else self.days[number]
        fridays = self.fridays[number]
        return days, fridays if self.plan.is_friday[at] else -fridays, number


class _HalvesDay(_Alternate):
    """The same from Friday back to Monday: Fridays are dealt out first, each week begins anew."""

    def _week(self, week: Sequence[int]) -> None:
        self.away = set()
        super()._week(week[::-1])

    def _order(self, number: int, at: int) -> Key:
        if self.plan.is_friday[at]:
            return self.fridays[number], self.days[number], number
        return super()._order(number, at)


class _HalvesWeek(_Round):
    """Whole weeks as far as all can reach the same number of days; the rest of the month by days."""

    def __init__(
        self, plan: Plan, at: Sequence[int], people: Sequence[int], seats: Mapping[int, int]
    ) -> None:
        super().__init__(plan, at, people, seats)
        usual = statistics.median_low(self.days.values())
        self.days = {n: max(had, usual - WEEK) for n, had in self.days.items()}
        self.seats_ahead = sum(seats[each] for each in at)
        opened = [each for each in at if seats[each] > 0]
        self.later = {n: sum(plan.cells[n][each] == DESK for each in opened) for n in people}
        """How many of the dates to come each could still have."""

    def _week(self, week: Sequence[int]) -> None:
        super()._week(week)
        if self.plan.is_friday[week[-1]]:
            while self._friday_changes_hands(week):
                pass

    def _friday_changes_hands(self, week: Sequence[int]) -> bool:
        """In a week that is shared, whoever has two Fridays more gives this one for another day."""
        *days, friday = week
        shared = [n for n in self.people if 0 < len(self.found[n] & {*week}) < len(week)]
        by_fridays = sorted(shared, key=lambda n: (self.fridays[n], n))
        for low in by_fridays:
            for high in reversed(by_fridays):
                if self._may_swap(low, high, friday) and self._swap(low, high, days, friday):
                    return True
        return False

    def _may_swap(self, low: int, high: int, friday: int) -> bool:
        return (
            self.fridays[high] > self.fridays[low] + 1
            and friday in self.found[high] - self.found[low]
            and self.plan.cells[low][friday] == DESK
            and self.plan.structural[low] == self.plan.structural[high]
        )

    def _swap(self, low: int, high: int, days: Sequence[int], friday: int) -> bool:
        own = self.found[low] - self.found[high]
        day = next((at for at in days if at in own and self.plan.cells[high][at] == DESK), None)
        if day is None:
            return False
        self.found[low] ^= {day, friday}
        self.found[high] ^= {day, friday}
        self.fridays[low] += 1
        self.fridays[high] -= 1
        return True

    def _deal(self, at: int, ahead: Sequence[int]) -> None:
        self.low, over = self._levels()
        self.high = self.low + (over > 0)
        going_on = [n for n in self.people if n in self.away and self.days[n] == self.low]
        self.over = set(going_on[:over])
        for number in self.people if self.seats[at] > 0 else ():
            self.later[number] -= self.plan.cells[number][at] == DESK
        if at == self.weeks[self.plan.weeks[at]][0]:
            self.away = self._begun(at)
        self.seats_ahead -= self.seats[at]
        super()._deal(at, ahead)

    def _begun(self, at: int) -> set[int]:
        """Whose week this is already: it began in the month before."""
        return {n for n in self.people if self.used[n][self.plan.weeks[at]] > 0}

    def _levels(self) -> tuple[int, int]:
        """What everybody reaches with the seats to come, and how many can have a day more."""
        seats = self.seats_ahead
        had = sorted(self.days.values())
        level = over = held = 0
        for place, days in enumerate(had, 1):
            held += days
            level, over = divmod(held + seats, place)
            if place == len(had) or level < had[place]:
                break
        return level, over

    def _order(self, number: int, at: int) -> Key:
        days = self.days[number]
        return (
            self._patience(number),
            number not in self.away,
            self.used[number][self.plan.weeks[at] - 1] > WEEK // 2,
            days,
            number,
        )

    def _patience(self, number: int) -> int:
        """0: the days to come are too few for what all the others reach … 4: has enough already."""
        days, later = self.days[number], self.later[number]
        if days >= self.high:
            return 4
        if self.high - days > later:
            return 0 if self.low - days > later else 1
        return 3 if days == self.low and number not in self.over else 2


_KINDS: dict[Kind, type[_Round]] = {
    Kind.ALTERNATE: _Alternate,
    Kind.HALVES_DAY: _HalvesDay,
    Kind.HALVES_WEEK: _HalvesWeek,
}
