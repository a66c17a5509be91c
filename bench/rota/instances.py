"""Made-up OPDs: the same for every contestant, from a seed."""

from __future__ import annotations

import datetime
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from wfa.schedules.patterns import Kind, Left, Pattern, Person, Segment

Date = datetime.date
MONTH = (datetime.date(2026, 9, 1), datetime.date(2026, 9, 30))
YEAR = (datetime.date(2026, 1, 1), datetime.date(2026, 12, 17))
"""250 working days."""
HOLIDAYS = {datetime.date(2026, 9, 16), datetime.date(2026, 12, 24), datetime.date(2026, 12, 25)}
TOP = 1
"""The id of the OPD itself; workplaces have 100 and up."""


@dataclass(frozen=True)
class Instance:
    name: str
    people: tuple[Person, ...]
    room: dict[tuple[int, Date], Left]
    segments: tuple[Segment, ...]

    @property
    def dates(self) -> list[Date]:
        return sorted(date for segment in self.segments for date in segment.dates)


USUAL = Pattern(Kind.SHARE, share=40, days_per_week=2)


@dataclass(frozen=True)
class Shape:
    """How an instance is made: people and workplaces, what the policy asks, who is absent."""

    people: int = 1000
    workplaces: int = 40
    pattern: Pattern = USUAL
    quota: int = 50
    present: int = 1
    structural_present: int = 1
    absent: float = 0.0
    stays: float = 0.1
    with_requests: float = 0.0


SHAPES: dict[str, Shape] = {
    "loose": Shape(pattern=Pattern(Kind.SHARE, share=30)),
    "tight": Shape(quota=40),
    "absent30": Shape(absent=0.3),
    "individual": Shape(pattern=Pattern(Kind.INDIVIDUAL, days_per_week=2), quota=35),
    "structural": Shape(
        pattern=Pattern(Kind.FIXED_WEEKDAY, weekdays=(3, 4)), workplaces=120, structural_present=2
    ),
    "mixed": Shape(
        pattern=Pattern(Kind.SHARE, share=45, days_per_week=2),
        workplaces=150,
        quota=45,
        absent=0.1,
        stays=0.2,
        with_requests=0.2,
    ),
}


def working_days(first: Date, last: Date) -> tuple[Date, ...]:
    days = (first + datetime.timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(day for day in days if day.weekday() < 5 and day not in HOLIDAYS)


def instance(name: str, shape: Shape, *, seed: int = 1, dates: tuple[Date, ...] = ()) -> Instance:
    draw = random.Random(f"{name}:{seed}")  # noqa: S311
    dates = dates or working_days(*MONTH)
    people = tuple(_people(shape, draw, dates))
    return Instance(name, people, _room(shape, people, dates), (Segment(dates, shape.pattern),))


def _people(shape: Shape, draw: random.Random, dates: tuple[Date, ...]) -> Iterator[Person]:
    for n in range(shape.people):
        workplace = n % (shape.workplaces + 1)
        fixed = dict(_absence(shape, draw, dates))
        requests = draw.random() < shape.with_requests
        yield Person(
            key=n + 1,
            order=f"{198001012010011000 + draw.randrange(10**6) * 1000 + n % 1000}",
            offices=(TOP, 100 + workplace) if workplace else (TOP,),
            is_structural=n // (shape.workplaces + 1) < 2,
            away_ok=draw.random() >= shape.stays,
            weekdays=tuple(sorted(draw.sample(range(5), draw.choice((1, 2, 3))))),
            fixed=fixed or (dict.fromkeys(draw.sample(dates, 2), "R") if requests else {}),
        )


def _absence(
    shape: Shape, draw: random.Random, dates: tuple[Date, ...]
) -> Iterator[tuple[Date, str]]:
    """One spell of one to two weeks for a part of the people."""
    if draw.random() < shape.absent:
        first = draw.randrange(len(dates))
        for date in dates[first : first + draw.randint(3, 10)]:
            yield date, "C"


def _room(
    shape: Shape, people: tuple[Person, ...], dates: tuple[Date, ...]
) -> dict[tuple[int, Date], Left]:
    members: dict[int, list[Person]] = defaultdict(list)
    for person in people:
        for office in person.offices:
            members[office].append(person)
    return {
        (office, date): _left(shape, inside, date)
        for office, inside in members.items()
        for date in dates
    }


def _left(shape: Shape, inside: list[Person], date: Date) -> Left:
    off = [each for each in inside if each.fixed.get(date) == "C"]
    away = [each for each in inside if each.fixed.get(date) == "R"]
    gone = len(off) + len(away)
    officials = sum(1 for each in inside if each.is_structural)
    officials_gone = sum(1 for each in [*off, *away] if each.is_structural)
    return Left(
        quota=max(len(inside) * shape.quota // 100 - len(away), 0),
        presence=max(len(inside) - shape.present - gone, 0),
        structural=max(officials - shape.structural_present - officials_gone, 0),
    )


def region() -> Iterator[tuple[Shape, int]]:
    """(shape, seed) of 101 OPDs with 8,500 people, one of them with 3,000 in 300 workplaces."""
    sizes = [20 + (n * 37) % 71 for n in range(100)]
    sizes = [size * 5500 // sum(sizes) for size in sizes]
    sizes[-1] += 5500 - sum(sizes)
    for n, size in enumerate(sizes):
        yield Shape(people=size, workplaces=size // 40), n
    yield Shape(people=3000, workplaces=300), 1000


def with_pattern(shape: Shape, pattern: Pattern) -> Shape:
    return replace(shape, pattern=pattern)
