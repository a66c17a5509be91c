"""Two groups, A (side 0, away first) and B: split evenly, or carried on from earlier days."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from wfa.schedules.letters import AWAY_LETTERS
from wfa.schedules.patterns.plan import DECIDED, DESK, Plan, week_of
from wfa.schedules.patterns.values import Date, Kind, Pattern, Person

Sides = dict[int, int]
"""{person: 0 or 1}"""
LOOK_BACK = 15
"""So many working days tell in which group somebody has been."""
AWAY_TELLS = 3
"""A day away says more than a day at the desk: a full office or a cap also keep people in."""


def sides(plan: Plan, pattern: Pattern, dates: Sequence[Date]) -> Sides:
    """Who is in which group: labels set by hand, then where they have been, then evenly."""
    votes = _votes(plan, pattern.kind, dates)
    labelled = _labelled(plan, pattern, votes)
    known = {**{n: (0 if vote > 0 else 1) for n, vote in votes.items() if vote}, **labelled}
    split = _Split(plan, known)
    split.add(_in_turn(plan, [n for n in plan.able() if n not in known]))
    split.level([n for n in split.sides if n not in labelled], votes)
    return split.sides


# --- where they have been ----------------------------------------------------------------------


def _votes(plan: Plan, kind: Kind, dates: Sequence[Date]) -> dict[int, int]:
    """{person: > 0 if their earlier days are those of side 0, < 0 of side 1, 0 unknown}."""
    past = _past(plan, dates[0])
    expected = dict(_expected(kind, past, dates[0]))
    return {n: _vote(_letters(plan, n, expected), expected) for n in plan.able()}


def _past(plan: Plan, first: Date) -> list[Date]:
    """The last working days before the segment, as far as anybody's letters tell them."""
    told = set(itertools.chain.from_iterable(each.earlier for each in plan.people))
    told.update(plan.when.dates)
    return sorted(date for date in told if date < first)[-LOOK_BACK:]


def _expected(kind: Kind, past: Sequence[Date], first: Date) -> Iterator[tuple[Date, bool]]:
    """(date, whether side 0 was away): as the pattern would have it when run backwards."""
    if kind is Kind.HALVES_WEEK:
        for date in past:
            yield date, (week_of(first) - week_of(date)) % 2 == 0
        return
    for back, date in enumerate(reversed(past), 1):
        if kind is Kind.ALTERNATE:
            yield date, back % 2 == 0
        elif week_of(date) == week_of(past[-1]):  # begun anew each week: only the last one tells
            yield date, back % 2 == 1


def _letters(plan: Plan, number: int, past: Mapping[Date, bool]) -> Iterator[tuple[Date, str]]:
    person = plan.people[number]
    for date in past:
        at = plan.when.index.get(date)
        if at is None or plan.cells[number][at] == DECIDED:
            letter = _decided_letter(person, date)
        else:
            letter = chr(plan.cells[number][at])
        yield date, letter


def letters_before(plan: Plan, first: Date, numbers: Sequence[int]) -> dict[int, str]:
    """{person: letter of the last working day before `first`}, where it is told."""
    past = dict.fromkeys(_past(plan, first)[-1:], True)
    return {n: letter for n in numbers for _, letter in _letters(plan, n, past)}


def _decided_letter(person: Person, date: Date) -> str:
    known = (person.fixed, person.by_hand, person.earlier)
    return next((letters[date] for letters in known if date in letters), "")


def _vote(letters: Iterator[tuple[Date, str]], expected: Mapping[Date, bool]) -> int:
    vote = 0
    for date, letter in letters:
        if letter in AWAY_LETTERS:
            vote += AWAY_TELLS if expected[date] else -AWAY_TELLS
        elif letter == chr(DESK):
            vote += -1 if expected[date] else 1
    return vote


# --- set by hand -------------------------------------------------------------------------------


def labels_of(plan: Plan, pattern: Pattern) -> tuple[str, ...]:
    """The labels that count, the group that is away first in front."""
    return pattern.groups or tuple(sorted({each.group for each in plan.people if each.group}))


def by_hand(plan: Plan, pattern: Pattern) -> list[int]:
    """Those whose group was set by hand."""
    labels = set(labels_of(plan, pattern))
    return [n for n in plan.able() if plan.people[n].group in labels]


def _labelled(plan: Plan, pattern: Pattern, votes: Mapping[int, int]) -> Sides:
    """The groups set by hand win; which of them is away first, their earlier days say."""
    place = {label: n % 2 for n, label in enumerate(labels_of(plan, pattern))}
    found = {n: place[g] for n in votes if (g := plan.people[n].group) in place}
    lead = sum(votes[n] * (1 - 2 * side) for n, side in found.items())
    return {n: 1 - side for n, side in found.items()} if lead < 0 else found


# --- evenly ------------------------------------------------------------------------------------


def _in_turn(plan: Plan, numbers: Sequence[int]) -> list[int]:
    """Office by office, structural officials first: the rest then evens each office out."""
    return sorted(numbers, key=lambda n: (not plan.structural[n], plan.chains[n], n))


@dataclass
class _Split:
    """How far side 0 outnumbers side 1 in each office, among all and among officials."""

    plan: Plan
    sides: Sides

    def __post_init__(self) -> None:
        self.lead: Counter[int] = Counter()
        self.lead_structural: Counter[int] = Counter()
        for number, side in self.sides.items():
            self._count(number, 1 - 2 * side)

    def _count(self, number: int, by: int) -> None:
        for office in self.plan.chains[number]:
            self.lead[office] += by
            if self.plan.structural[number]:
                self.lead_structural[office] += by

    def add(self, numbers: Sequence[int]) -> None:
        """Each to the smaller side: of their own office, else of the next above."""
        for number in numbers:
            side = self._smaller(number)
            self.sides[number] = side
            self._count(number, 1 - 2 * side)

    def _smaller(self, number: int) -> int:
        upwards = self.plan.chains[number][::-1]
        leads = [self.lead[office] for office in upwards]
        if self.plan.structural[number]:
            leads = [self.lead_structural[office] for office in upwards] + leads
        return 1 if next((lead for lead in leads if lead), 0) > 0 else 0

    def level(self, movable: Sequence[int], votes: Mapping[int, int]) -> None:
        """Move as few as possible, those with the least history first, deepest offices first."""
        surest_last = sorted(movable, key=lambda n: (abs(votes.get(n, 0)), n))
        members: dict[int, list[int]] = defaultdict(list)
        for number in surest_last:
            for office in self.plan.chains[number]:
                members[office].append(number)
        for office in self._deepest_first():
            people = members[office]
            officials = [n for n in people if self.plan.structural[n]]
            self._level(office, officials, self.lead_structural)
            self._level(office, [n for n in people if not self.plan.structural[n]], self.lead)

    def _deepest_first(self) -> list[int]:
        depth = {o: d for chain in self.plan.chains for d, o in enumerate(chain)}
        return sorted(depth, key=lambda office: (-depth[office], office))

    def _level(self, office: int, numbers: Sequence[int], lead: Counter[int]) -> None:
        for number in numbers:
            if abs(lead[office]) < 2:
                return
            bigger = 0 if lead[office] > 0 else 1
            if self.sides[number] == bigger and self._inner_stay_even(number, office, lead):
                self.sides[number] = 1 - bigger
                self._count(number, 4 * bigger - 2)

    def _inner_stay_even(self, number: int, office: int, lead: Counter[int]) -> bool:
        """Whether the offices below `office` keep a difference of at most one."""
        chain = self.plan.chains[number]
        move = -2 if self.sides[number] == 0 else 2
        inner = chain[chain.index(office) + 1 :]
        return all(abs(lead[each] + move) < 2 for each in inner)
