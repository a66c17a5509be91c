"""One judge for every contestant: broken rules, wishes unmet, spreads. Knows no generator."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bench.rota.instances import Date, Instance
from wfa.schedules.letters import AWAY_LETTERS
from wfa.schedules.patterns import Kind, Pattern, Person

Cells = Mapping[int, Mapping[Date, str]]
Week = tuple[int, int]


@dataclass(frozen=True)
class Verdict:
    """violations: hard rules broken (0 or the plan is worth nothing);
    away: days given; unmet: days the pattern wanted and nobody got;
    spread_days, spread_fridays: most minus fewest among able people of whom nothing is decided,
    over the whole OPD; in_office: the same, within one office and kind of post, the widest;
    unequal: sum of squares of the days, the finer measure of the same."""

    violations: int
    away: int
    unmet: int
    spread_days: int
    spread_fridays: int
    in_office_days: int
    in_office_fridays: int
    unequal: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def judge(instance: Instance, cells: Cells) -> Verdict:
    days, fridays = _tallies(instance, cells)
    away = sum(_is_away(x) for line in cells.values() for x in line.values())
    free = [p for p in instance.people if p.away_ok and not p.fixed]
    return Verdict(
        violations=sum(violations(instance, cells).values()),
        away=away,
        unmet=_wanted(instance) - away,
        spread_days=_width([days[p.key] for p in free]),
        spread_fridays=_width([fridays[p.key] for p in free]),
        in_office_days=_widest(free, days),
        in_office_fridays=_widest(free, fridays),
        unequal=sum(days[p.key] ** 2 for p in free),
    )


def _is_away(letter: str) -> bool:
    return letter in AWAY_LETTERS


def _width(values: list[int]) -> int:
    return max(values) - min(values) if values else 0


def _widest(people: list[Person], tally: Counter[int]) -> int:
    """Within offices; own weekdays make people unlike each other where the pattern uses them."""
    classes: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for p in people:
        classes[p.offices, p.is_structural, p.weekdays].append(tally[p.key])
    return max((_width(values) for values in classes.values()), default=0)


def _tallies(instance: Instance, cells: Cells) -> tuple[Counter[int], Counter[int]]:
    days: Counter[int] = Counter()
    fridays: Counter[int] = Counter()
    for person in instance.people:
        for date, letter in {**cells[person.key], **person.fixed, **person.by_hand}.items():
            if _is_away(letter):
                days[person.key] += 1
                fridays[person.key] += date.weekday() == 4
    return days, fridays


def violations(instance: Instance, cells: Cells) -> Counter[str]:
    """How often each hard rule is broken: 0 everywhere, or the plan is none."""
    found: Counter[str] = Counter()
    patterns = {date: each.pattern for each in instance.segments for date in each.dates}
    caps = _caps(patterns)
    for person in instance.people:
        line = cells[person.key]
        decided = {**person.fixed, **person.by_hand}
        missing = set(patterns) - set(decided)
        found["cells"] += len(missing ^ set(line))
        found["away_ok"] += sum(_is_away(x) for x in line.values()) * (not person.away_ok)
        found["week"] += _weeks_over(person, line, caps)
    found.update(_seats_over(instance, cells))
    return found


def _weeks_over(person: Person, line: Mapping[Date, str], caps: Mapping[Week, int]) -> int:
    """New days away in a week that has more than its cap in all."""
    letters = {**line, **person.earlier, **person.by_hand, **person.fixed}
    total = Counter(_week(date) for date, x in letters.items() if _is_away(x))
    new = (_week(date) for date, x in line.items() if _is_away(x))
    return sum(week in caps and total[week] > caps[week] for week in new)


def _caps(patterns: Mapping[Date, Pattern]) -> dict[Week, int]:
    """The smaller one where two phases meet in a week; weeks without a cap are missing."""
    found: dict[Week, int] = {}
    for date, pattern in patterns.items():
        if (cap := pattern.days_per_week) is not None:
            found[_week(date)] = min(found.get(_week(date), cap), cap)
    return found


def _week(date: Date) -> Week:
    return date.isocalendar()[:2]


def _seats_over(instance: Instance, cells: Cells) -> Counter[str]:
    """Only where the plan itself placed somebody: cells set by hand may break everything."""
    given = {p.key: cells[p.key] for p in instance.people}
    by_hand = {p.key: _free(p) for p in instance.people}
    new, new_officials = _taken(instance, given)
    hand, hand_officials = _taken(instance, by_hand)
    found: Counter[str] = Counter()
    for key, count in new.items():
        left, total = instance.room[key], count + hand[key]
        found["quota"] += total > left.quota
        found["presence"] += total > left.presence
    for key, count in new_officials.items():
        found["structural"] += count + hand_officials[key] > instance.room[key].structural
    return found


def _free(person: Person) -> Mapping[Date, str]:
    return {date: x for date, x in person.by_hand.items() if date not in person.fixed}


Seats = Counter[tuple[int, Date]]


def _taken(instance: Instance, cells: Cells) -> tuple[Seats, Seats]:
    """Seats of all, and of officials, by office and date."""
    seats: Seats = Counter()
    officials: Seats = Counter()
    for person in instance.people:
        for date, letter in cells[person.key].items():
            if _is_away(letter):
                keys = [(office, date) for office in person.offices]
                seats.update(keys)
                if person.is_structural:
                    officials.update(keys)
    return seats, officials


def _wanted(instance: Instance) -> int:
    """Days away the patterns ask for, whether or not there is room."""
    return sum(
        wanted_on(instance.people, date, each.pattern)
        for each in instance.segments
        for date in each.dates
    )


def wanted_on(people: tuple[Person, ...], date: Date, pattern: Pattern) -> int:
    open_ = [p for p in people if p.away_ok and date not in p.fixed and date not in p.by_hand]
    if pattern.kind is Kind.SHARE:
        decided = sum(_is_away({**p.by_hand, **p.fixed}.get(date, "")) for p in people)
        return max(len(people) * pattern.share // 100 - decided, 0)
    if pattern.kind is Kind.INDIVIDUAL:
        return sum(date.weekday() in p.weekdays for p in open_)
    return len(open_) if date.weekday() in (pattern.weekdays or range(7)) else 0
