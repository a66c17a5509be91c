"""Who had how many days: the tallies, and the widest difference among equals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence

from wfa.schedules.patterns.plan import DECIDED, Plan
from wfa.schedules.patterns.values import Spread, Tally


def tallies(plan: Plan) -> dict[int, Tally]:
    return {person.key: plan.tally(number) for number, person in enumerate(plan.people)}


def spread(plan: Plan) -> Spread:
    """Among people of one office, both or neither officials, with the same weekdays and label of
    group, of whom nothing is decided already. Alone in their kind counts for nothing."""
    classes: dict[Hashable, list[int]] = defaultdict(list)
    for number in plan.able():
        if DECIDED not in plan.cells[number]:
            person = plan.people[number]
            alike = (person.offices, person.is_structural, person.weekdays, person.group)
            classes[alike].append(number)
    several = [numbers for numbers in classes.values() if len(numbers) > 1]
    return Spread(_widest(several, plan.days), _widest(several, plan.fridays))


def _widest(classes: Sequence[Sequence[int]], tally: Sequence[int]) -> tuple[int, int]:
    ends = [(min(each), max(each)) for numbers in classes if (each := [tally[n] for n in numbers])]
    return max(ends, key=lambda end: (end[1] - end[0], end[1]), default=(0, 0))
