"""An instance as plain numbers, for the solver in its own environment; and its answer as cells."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from bench.rota.instances import Date, Instance
from bench.rota.judging import Cells, wanted_on
from wfa.schedules.letters import AWAY_LETTERS
from wfa.schedules.patterns import Kind, Pattern, Person

FREE = 99


def case(instance: Instance) -> dict[str, Any]:
    """Instances without hand-set cells and without groups: what both can be asked."""
    dates = instance.dates
    patterns = {date: each.pattern for each in instance.segments for date in each.dates}
    offices = sorted({office for p in instance.people for office in p.offices})
    room = instance.room
    return {
        "people": [_person(p, dates, patterns) for p in instance.people],
        "left": {o: [min(room[o, d].quota, room[o, d].presence) for d in dates] for o in offices},
        "structural": {o: [room[o, d].structural for d in dates] for o in offices},
        "targets": [_target(instance, date, patterns[date]) for date in dates],
        "fridays": [at for at, date in enumerate(dates) if date.weekday() == 4],
        "classes": _classes(instance.people),
    }


def _person(person: Person, dates: list[Date], patterns: dict[Date, Pattern]) -> dict[str, Any]:
    return {
        "dates": [
            at
            for at, date in enumerate(dates)
            if person.away_ok and date not in person.fixed and _wants(person, date, patterns[date])
        ],
        "offices": person.offices,
        "structural": person.is_structural,
        "weeks": _weeks(person, dates, patterns),
    }


def _wants(person: Person, date: Date, pattern: Pattern) -> bool:
    if pattern.kind is Kind.INDIVIDUAL:
        return date.weekday() in person.weekdays
    return date.weekday() in (pattern.weekdays or range(7))


def _weeks(person: Person, dates: list[Date], patterns: dict[Date, Pattern]) -> list[Any]:
    """(dates of a week, days away still free in it)"""
    used = Counter(d.isocalendar()[:2] for d, x in person.fixed.items() if x in AWAY_LETTERS)
    weeks: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, date in enumerate(dates):
        weeks[date.isocalendar()[:2]].append(at)
    found = []
    for week, its in weeks.items():
        cap = patterns[dates[its[0]]].days_per_week
        found.append((its, max((FREE if cap is None else cap) - used[week], 0)))
    return found


def _target(instance: Instance, date: Date, pattern: Pattern) -> int | None:
    return wanted_on(instance.people, date, pattern) if pattern.kind is Kind.SHARE else None


def _classes(people: tuple[Person, ...]) -> list[list[int]]:
    """As the judge compares them: able, nothing decided, alike in office, post and weekdays."""
    found: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for n, p in enumerate(people):
        if p.away_ok and not p.fixed:
            found[p.offices, p.is_structural, p.weekdays].append(n)
    return list(found.values())


def cells(instance: Instance, away: list[list[int]]) -> Cells:
    dates = instance.dates
    found = {}
    for person, its in zip(instance.people, away, strict=True):
        line = dict.fromkeys((d for d in dates if d not in person.fixed), "K")
        line.update((dates[at], "R") for at in its)
        found[person.key] = line
    return found


def away(instance: Instance, known: Cells) -> list[list[int]]:
    """The cells as the numbers of the dates away: the reverse of `cells`."""
    dates = instance.dates
    return [
        [at for at, date in enumerate(dates) if known[p.key].get(date, "K") in AWAY_LETTERS]
        for p in instance.people
    ]
