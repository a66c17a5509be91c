"""The days of people before a plan begins: counts for fairness, letters to carry groups on."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from wfa.schedules.letters import AWAY_LETTERS, NOTHING, dated, letter_of
from wfa.schedules.models import AWAY, RosterLine, WorkDay
from wfa.schedules.models.rosters import HOLDING
from wfa.schedules.patterns import Tally

LOOK_BACK = datetime.timedelta(days=184)
"""So far back days away count for fairness: half a year."""
NEAR = datetime.timedelta(days=28)
"""So far back days tell in which group somebody has been."""
FRIDAY = 4
ONE_DAY = datetime.timedelta(days=1)

Letters = dict[datetime.date, str]


@dataclass(frozen=True)
class Earlier:
    """Of each person the letters of the last weeks, and days and Fridays away of half a year."""

    near: Mapping[int, Letters]
    tally: Mapping[int, Tally]


@dataclass(frozen=True)
class _Waiting:
    """A line of a roster that still waits for its paper."""

    employee: int
    cells: str
    base: str
    first_day: datetime.date


def earlier_than(first: datetime.date, people: Collection[int]) -> Earlier:
    """What stands before `first`, and what rosters on their way will make of it; 3 queries.

    Last month's roster may still wait for its paper while the next one is drafted.
    """
    ids = list(people)
    waiting = list(_waiting(first, ids))
    return Earlier(_near(first, ids, waiting), _tally(first, ids, waiting))


def _waiting(first: datetime.date, ids: list[int]) -> Iterator[_Waiting]:
    lines = RosterLine.objects.filter(
        employee__among=ids,
        roster__state__in=HOLDING,
        roster__last_day__lt=first,
        roster__last_day__gte=first - LOOK_BACK,
    )
    for row in lines.values_list("employee_id", "cells", "base", "roster__first_day"):
        yield _Waiting(*row)


def _near(first: datetime.date, ids: list[int], waiting: list[_Waiting]) -> dict[int, Letters]:
    found: dict[int, Letters] = defaultdict(dict)
    rows = _standing(ids, first - NEAR, first).values_list("employee_id", "date", "place", "slot")
    for employee, date, place, slot in rows:
        letter = letter_of(place, slot)
        if found[employee].get(date) not in AWAY_LETTERS:  # of two halves the one away tells
            found[employee][date] = letter
    for line in waiting:
        for date, letter in dated(line.cells, line.first_day):
            if date >= first - NEAR:
                found[line.employee][date] = letter
    return dict(found)


def _tally(first: datetime.date, ids: list[int], waiting: list[_Waiting]) -> dict[int, Tally]:
    days: Counter[int] = Counter()
    fridays: Counter[int] = Counter()
    for employee, away, on_fridays in _counted(first, ids):
        days[employee], fridays[employee] = away, on_fridays
    for line in waiting:
        days[line.employee] += 0  # known, even where nothing is added
        for date, step in _steps(line, first - LOOK_BACK):
            days[line.employee] += step
            fridays[line.employee] += step * (date.weekday() == FRIDAY)
    return {pk: Tally(days[pk], fridays[pk]) for pk in days}


def _counted(first: datetime.date, ids: list[int]) -> Iterator[tuple[int, int, int]]:
    """(person, days away, Fridays away) of everybody about whom anything is recorded."""
    start = first - LOOK_BACK
    span = (start + n * ONE_DAY for n in range(LOOK_BACK.days))
    away = Q(place__in=AWAY)
    on_fridays = away & Q(date__in=[day for day in span if day.weekday() == FRIDAY])
    rows = _standing(ids, start, first).order_by().values_list("employee_id")
    yield from rows.annotate(
        days=Count("date", distinct=True, filter=away),
        fridays=Count("date", distinct=True, filter=on_fridays),
    )


def _standing(ids: list[int], start: datetime.date, first: datetime.date) -> QuerySet[WorkDay]:
    return WorkDay.objects.filter(
        employee__among=ids, date__range=(start, first - ONE_DAY), withdrawn_at__isnull=True
    ).order_by()


def _steps(line: _Waiting, start: datetime.date) -> Iterator[tuple[datetime.date, int]]:
    """What the line adds to the days that stand already (`base`), or takes from them."""
    for offset, (was, now) in enumerate(zip(line.base, line.cells, strict=True)):
        step = (now in AWAY_LETTERS) - (was in AWAY_LETTERS)
        date = line.first_day + offset * ONE_DAY
        if now != NOTHING and step and date >= start:
            yield date, step
