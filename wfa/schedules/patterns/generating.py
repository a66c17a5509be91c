"""The generator: see the package."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence

from wfa.schedules.patterns import explaining, fairness
from wfa.schedules.patterns.levelling import Leveller
from wfa.schedules.patterns.lines import Line
from wfa.schedules.patterns.painting import Painter
from wfa.schedules.patterns.plan import Plan
from wfa.schedules.patterns.shifting import Shifter
from wfa.schedules.patterns.values import Date, Outcome, Person, Room, Segment, Unmet
from wfa.schedules.patterns.wishes import wishes


def generate(
    people: Iterable[Person],
    room: Room,
    segments: Sequence[Segment],
    *,
    seed: int = 0,
    names: Mapping[int, str] | None = None,
) -> Outcome:
    """A letter for each person and working day.

    Never more people away than `room`, nobody who isn't `away_ok`, no decided day changed, no more
    days a week than the pattern's cap. Among what is left: as many days as the pattern gives,
    Fridays even, days even. ValueError if a date or a person stands twice, KeyError if `room`
    lacks an office or a date.
    """
    phases = sorted((each for each in segments if each.dates), key=lambda each: min(each.dates))
    plan = Plan(people, room, phases, seed)
    painters = [_paint(plan, phase) for phase in phases]
    return Outcome(
        cells=_cells(plan),
        unmet=tuple(_unmet(plan, painters, names or {})),
        fairness=fairness.tallies(plan),
        spread=fairness.spread(plan),
        groups=_groups(plan, painters),
    )


def _paint(plan: Plan, phase: Segment) -> Painter:
    painter = Painter(plan, wishes(plan, phase))
    painter.paint()
    Shifter(painter).shift()
    Leveller(painter).level()
    painter.use_what_is_left()
    return painter


def _cells(plan: Plan) -> dict[int, Mapping[Date, str]]:
    pairs = zip(plan.people, plan.cells, strict=True)
    return {person.key: Line(cells.decode("ascii"), plan.when) for person, cells in pairs}


def _groups(plan: Plan, painters: Sequence[Painter]) -> dict[int, str]:
    found = painters[-1].wishes.groups if painters else {}
    return {plan.people[number].key: group for number, group in found.items()}


def _unmet(plan: Plan, painters: Sequence[Painter], names: Mapping[int, str]) -> list[Unmet]:
    found = itertools.chain(
        explaining.stayers(plan),
        explaining.over_by_hand(plan, names),
        *(explaining.of_segment(painter, names) for painter in painters),
    )
    return sorted(
        found, key=lambda each: (str(each.date or ""), each.why, each.office or 0, each.people)
    )
