"""Turns instead of two groups, where a group has more people than its office has seats.

Of five people with two seats, the group of three would give way to one another for ever and the
group of two never. There the days go round among all five, the least served first, and the rhythm
of the pattern stays: a day in between (ALTERNATE, HALVES_DAY), weeks as a whole (HALVES_WEEK).
Groups set by hand are not touched.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from wfa.schedules.patterns.plan import DESK, Plan
from wfa.schedules.patterns.rounds import Days, go_round
from wfa.schedules.patterns.values import Kind


@dataclass(frozen=True)
class Crowd:
    """People of one office of whom a group outnumbers the seats."""

    office: int
    people: tuple[int, ...]
    seats: int
    """The most there are on one day."""
    days: Days
    """Whose turn it is when; empty where groups set by hand allow none."""


def crowds(
    plan: Plan, kind: Kind, at: Sequence[int], wanted: Days, by_hand: Collection[int]
) -> list[Crowd]:
    """The offices in which the groups can't be fair, with the turns that are.

    `wanted`: what the groups give; `by_hand`: people whose group was set by hand.
    """
    free = _Seats(plan, kind, at, frozenset().union(*wanted.values()))
    found = []
    labelled = set(by_hand)
    for office, people in _deepest_first(plan, wanted):
        fixed = [n for n in people if n in labelled]
        if _outnumber(free, office, fixed, wanted):
            found.append(Crowd(office, _bigger(fixed, wanted), free.most(office), {}))
        free.take_wishes(office, {n: wanted[n] for n in fixed})
        others = [n for n in people if n not in labelled]
        if _outnumber(free, office, others, wanted):
            turns = go_round(plan, kind, at, others, free.of(office))
            found.append(Crowd(office, tuple(others), free.most(office), turns))
            free.take(office, found[-1].days)
        else:
            free.take_wishes(office, {n: wanted[n] for n in others})
    return found


def _deepest_first(plan: Plan, wanted: Days) -> Iterator[tuple[int, list[int]]]:
    """(office, who works right in it): those below take their seats before those above."""
    found: dict[int, list[int]] = defaultdict(list)
    for number in wanted:
        found[plan.chains[number][-1]].append(number)
    depth = {chain[-1]: len(chain) for chain in plan.chains}
    for office in sorted(found, key=lambda each: (-depth[each], each)):
        yield office, sorted(found[office])


def _outnumber(free: _Seats, office: int, people: Sequence[int], wanted: Days) -> bool:
    """Whether one of two unequal groups asks for more seats than there are."""
    if len(people) < 2 or not free.most(office):
        return False
    groups = _groups(people, wanted)
    if len(groups) == 2 and len({len(each) for each in groups.values()}) == 1:
        return False
    return any(free.is_short(office, dates, members) for dates, members in groups.items())


def _groups(people: Sequence[int], wanted: Days) -> dict[frozenset[int], list[int]]:
    found: dict[frozenset[int], list[int]] = defaultdict(list)
    for number in people:
        found[wanted[number]].append(number)
    return found


def _bigger(people: Sequence[int], wanted: Days) -> tuple[int, ...]:
    bigger: list[int] = max(_groups(people, wanted).values(), key=len)
    return tuple(bigger)


class _Seats:
    """What is left of the seats on each date, office by office from below."""

    def __init__(self, plan: Plan, kind: Kind, at: Sequence[int], opened: frozenset[int]) -> None:
        self.plan, self.kind, self.at, self.opened = plan, kind, at, opened
        self.left = {date: list(plan.left[date]) for date in at}
        self.chain = {chain[-1]: chain for chain in plan.chains}

    def of(self, office: int) -> dict[int, int]:
        """{date: seats for those who work right in it}"""
        chain = self.chain[office]
        return {
            at: max(min(self.left[at][o] for o in chain), 0) if at in self.opened else 0
            for at in self.at
        }

    def most(self, office: int) -> int:
        return max(self.of(office).values(), default=0)

    def is_short(self, office: int, dates: frozenset[int], members: Sequence[int]) -> bool:
        """Whether the members ask for more days than there are, in a week or in all of them."""
        plan, seats = self.plan, self.of(office)
        weeks: dict[int, list[int]] = defaultdict(list)
        for at in dates:
            weeks[plan.weeks[at]].append(at)
        short = []
        for days in weeks.values():
            free = [n for n in members if any(plan.cells[n][at] == DESK for at in days)]
            asked = min(plan.caps[days[0]], len(days)) * len(free)
            short.append(asked - sum(min(seats[at], len(free)) for at in days))
        return (sum(short) if self.kind is Kind.HALVES_WEEK else max(short, default=0)) > 0

    def take_wishes(self, office: int, wanted: Mapping[int, frozenset[int]]) -> None:
        """Those who keep their group hold as many seats as they can get."""
        seats = self.of(office)
        asked = Counter(
            at for n, days in wanted.items() for at in days if self.plan.cells[n][at] == DESK
        )
        for at, people in asked.items():
            self._hold(office, at, min(people, seats[at]))

    def take(self, office: int, days: Days) -> None:
        for at, people in Counter(at for own in days.values() for at in own).items():
            self._hold(office, at, people)

    def _hold(self, office: int, at: int, people: int) -> None:
        for each in self.chain[office]:
            self.left[at][each] -= people
