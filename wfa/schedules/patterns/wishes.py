"""Which days the pattern of a segment gives to whom, before anybody asks whether there is room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from wfa.schedules.patterns.groups import Sides, by_hand, labels_of, sides
from wfa.schedules.patterns.plan import DESK, Plan, week_of
from wfa.schedules.patterns.turns import Crowd, crowds
from wfa.schedules.patterns.values import Date, Kind, Pattern, Segment

GROUPED = (Kind.ALTERNATE, Kind.HALVES_WEEK, Kind.HALVES_DAY)


@dataclass
class Wishes:
    """`days[person]`: the date numbers on which the pattern wants this person away."""

    pattern: Pattern
    dates: Sequence[int]
    days: dict[int, frozenset[int]]
    groups: dict[int, str] = field(default_factory=dict)
    without: list[int] = field(default_factory=list)
    """People who may be away, but to whom the pattern gives no day (INDIVIDUAL)."""
    crowds: list[Crowd] = field(default_factory=list)
    """Offices in which a group has more people than there are seats."""

    def by_date(self, plan: Plan) -> dict[int, list[int]]:
        """{date: who wants it and isn't decided there}, people in the order of their lots."""
        found: dict[int, list[int]] = {at: [] for at in self.dates}
        cells = plan.cells
        for number, days in self.days.items():
            line = cells[number]
            for at in days:
                if line[at] == DESK:
                    found[at].append(number)
        return found


def wishes(plan: Plan, segment: Segment) -> Wishes:
    dates = sorted(segment.dates)
    pattern = segment.pattern
    if pattern.kind in GROUPED:
        return _of_groups(plan, pattern, dates)
    at = [plan.when.index[date] for date in dates]
    if pattern.kind is Kind.INDIVIDUAL:
        return _of_each(plan, pattern, at)
    same = frozenset(_allowed(plan, pattern, at))
    return Wishes(pattern, at, dict.fromkeys(plan.able(), same))


def _allowed(plan: Plan, pattern: Pattern, at: Sequence[int]) -> Iterator[int]:
    for each in at:
        if not pattern.weekdays or plan.when.dates[each].weekday() in pattern.weekdays:
            yield each


def _of_each(plan: Plan, pattern: Pattern, at: Sequence[int]) -> Wishes:
    allowed = list(_allowed(plan, pattern, at))
    known: dict[tuple[int, ...], frozenset[int]] = {}
    found = Wishes(pattern, at, {})
    for number in plan.able():
        own = plan.people[number].weekdays
        if own not in known:
            known[own] = frozenset(a for a in allowed if plan.when.dates[a].weekday() in own)
        found.days[number] = known[own]
        if not any(not pattern.weekdays or day in pattern.weekdays for day in own):
            found.without.append(number)
    return found


def _of_groups(plan: Plan, pattern: Pattern, dates: Sequence[Date]) -> Wishes:
    at = [plan.when.index[date] for date in dates]
    who = sides(plan, pattern, dates)
    away = _side_of_dates(plan, pattern.kind, dates, who)
    allowed = set(_allowed(plan, pattern, at))
    days = [
        frozenset(a for a, its in zip(at, away, strict=True) if its == side and a in allowed)
        for side in (0, 1)
    ]
    ordered = {number: days[who[number]] for number in sorted(who)}
    uneven = crowds(plan, pattern.kind, at, ordered, by_hand(plan, pattern))
    turns = {number: own for crowd in uneven for number, own in crowd.days.items()}
    names = _names(plan, pattern, {n: side for n, side in who.items() if n not in turns})
    return Wishes(pattern, at, ordered | turns, names, crowds=uneven)


def _names(plan: Plan, pattern: Pattern, who: Sides) -> dict[int, str]:
    labels = set(labels_of(plan, pattern))
    own = {number: plan.people[number].group for number in who}
    return {n: own[n] if own[n] in labels else "AB"[side] for n, side in who.items()}


def _side_of_dates(plan: Plan, kind: Kind, dates: Sequence[Date], who: Sides) -> list[int]:
    """The side that is away on each date."""
    if kind is Kind.ALTERNATE:
        return [n % 2 for n in range(len(dates))]
    if kind is Kind.HALVES_WEEK:
        return [(week_of(date) - week_of(dates[0])) % 2 for date in dates]
    return list(_halves_by_day(dates, _leads(plan, who)))


def _leads(plan: Plan, who: Sides) -> tuple[float, float]:
    """By how many days and Fridays a person of side 0 is ahead of one of side 1."""

    def ahead(tallies: Sequence[int]) -> float:
        means = []
        for side in (0, 1):
            own = [tallies[number] for number, its in who.items() if its == side]
            means.append(sum(own) / len(own) if own else 0.0)
        return round(means[0] - means[1], 6)

    return ahead(plan.days), ahead(plan.fridays)


def _halves_by_day(dates: Sequence[Date], leads: tuple[float, float]) -> Iterator[int]:
    """Turn about within a week; who begins is chosen so that Fridays and days stay even.

    The last day of a week with a Friday goes to the side with fewer Fridays. Where these are
    even, a week with one day too many goes to the side with fewer days, any other to the one with
    more (the other side has the next Friday, and perhaps a day more with it). So neither Fridays
    nor days ever differ by more than one.
    """
    days, fridays = leads
    for week in _by_week(dates):
        has_friday = week[-1].weekday() == 4
        odd = len(week) % 2
        last = _takes_last(days, fridays, odd=bool(odd), has_friday=has_friday)
        days += odd * (1 - 2 * last)
        fridays += has_friday * (1 - 2 * last)
        for n in range(len(week)):
            yield last if (len(week) - 1 - n) % 2 == 0 else 1 - last


def _takes_last(days: float, fridays: float, *, odd: bool, has_friday: bool) -> int:
    """The side with the last day of the week; with an odd number of days it has one more."""
    if has_friday and fridays:
        return 1 if fridays > 0 else 0
    if odd:
        ahead = days or -fridays
        return 1 if ahead > 0 else 0
    return 0 if days >= 0 else 1


def _by_week(dates: Sequence[Date]) -> Iterator[list[Date]]:
    week: list[Date] = []
    for date in dates:
        if week and week_of(week[0]) != week_of(date):
            yield week
            week = []
        week.append(date)
    if week:
        yield week
