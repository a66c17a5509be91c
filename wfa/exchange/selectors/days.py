"""The days of people as the attendance application needs them, in small pieces.

Rows are read by dates, so many dates at a time that about `CHUNK` rows are in memory; nothing
grows with the length of the period but the names of the people.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from wfa.calendars import selectors as calendars
from wfa.people.models import Employee, Unit
from wfa.schedules.models import Location, WorkDay

CHUNK = 20_000
OVERLAP = datetime.timedelta(minutes=15)
"""A row is dated when it is written and seen when its transaction ends: a delta looks back as far
as the longest transaction lasts, so that it repeats a row rather than loses one."""
Key = tuple[datetime.date, int]
"""(date, employee): the order of everything here."""


@dataclass(frozen=True)
class Ask:
    """Which days are wanted."""

    first: datetime.date
    last: datetime.date | None = None
    """None = as far ahead as anything is written."""
    paths: tuple[str, ...] | None = None
    """Beginnings of the paths of units; None = everybody."""
    since: datetime.datetime | None = None
    """Only days that changed at or after this moment."""
    with_office: bool = False
    """Also the working days on which somebody is at the office without anything written."""


class Written(NamedTuple):
    """One row of `WorkDay`."""

    pk: int
    employee_id: int
    unit_id: int
    date: datetime.date
    slot: str
    place: str
    basis: str
    written_at: datetime.datetime
    withdrawn_at: datetime.datetime | None


@dataclass(frozen=True)
class PersonDay:
    """One person on one day: what stands, or else what was taken back last."""

    date: datetime.date
    employee_id: int
    unit_id: int
    standing: tuple[Written, ...] = ()
    gone: Written | None = None
    """Only where nothing stands; None with nothing standing = at the office, as usual."""


def next_moment(begun: datetime.datetime) -> datetime.datetime:
    """The moment to ask from next time, for what began to be read at `begun`."""
    return begun - OVERLAP


def units_of(paths: Sequence[str] | None) -> QuerySet[Unit]:
    """The units of a scope; None = all."""
    if paths is None:
        return Unit.objects.all()
    inside = Q(pk__in=[])
    for path in paths:
        inside |= Q(path__startswith=path)
    return Unit.objects.filter(inside)


def rows_of(ask: Ask) -> QuerySet[WorkDay]:
    """All rows of the days asked for, those taken back too; whole days even for a delta."""
    rows = WorkDay.objects.filter(date__gte=ask.first).order_by()
    if ask.last is not None:
        rows = rows.filter(date__lte=ask.last)
    if ask.paths is not None:
        rows = rows.filter(unit__in=units_of(ask.paths).order_by().values("pk"))
    return rows if ask.since is None else rows.filter(_touched(ask.since))


def _touched(since: datetime.datetime) -> Q:
    """Days of which any row was written or taken back since, or whose place moved."""
    same = WorkDay.objects.filter(employee=OuterRef("employee"), date=OuterRef("date"))
    changed = same.filter(Q(written_at__gte=since) | Q(withdrawn_at__gte=since))
    moved = Location.objects.filter(Q(recorded_at__gte=since) | Q(ended_at__gte=since))
    day = timezone.localtime(since).date()
    return Q(Exists(changed)) | Q(employee__in=moved.order_by().values("employee"), date__gte=day)


def count_rows(ask: Ask) -> int:
    """At most this many lines come of it; 1 query, with office days 3."""
    return sum(n for _, n in _dates(ask))


def person_days(ask: Ask, *, after: Key | None = None) -> Iterator[PersonDay]:
    """Every person's day in order of date and person, those after the key `after` only."""
    start = ask if after is None else _from(ask, after[0])
    staff = _staff(ask) if ask.with_office else {}
    for dates in _chunks(_dates(start)):
        for found in _read(start, dates, staff):
            if after is None or (found.date, found.employee_id) > after:
                yield found


def _from(ask: Ask, first: datetime.date) -> Ask:
    return Ask(max(first, ask.first), ask.last, ask.paths, ask.since, ask.with_office)


def _dates(ask: Ask) -> list[tuple[datetime.date, int]]:
    """(date, rows on it) in order; 1 query, with office days 3."""
    counted = rows_of(ask).values("date").annotate(n=Count("pk")).order_by("date")
    found = dict(counted.values_list("date", "n"))
    if ask.with_office and ask.last is not None:
        people = len(_staff(ask))
        for date in calendars.load(ask.first, ask.last).working_days(ask.first, ask.last):
            found[date] = found.get(date, 0) + people
    return sorted(found.items())


def _chunks(dates: Iterable[tuple[datetime.date, int]]) -> Iterator[list[datetime.date]]:
    """Dates together as long as they hold about `CHUNK` rows."""
    held: list[datetime.date] = []
    size = 0
    for date, rows in dates:
        if held and size + rows > CHUNK:
            yield held
            held, size = [], 0
        held.append(date)
        size += rows
    if held:
        yield held


def _read(ask: Ask, dates: list[datetime.date], staff: Mapping[int, int]) -> Iterator[PersonDay]:
    days = _grouped(rows_of(ask).filter(date__in=dates))
    elsewhere = _elsewhere(days) if ask.paths is not None else set()
    working = _working(dates) if staff else set()
    usual = {(date, person): unit for date in working for person, unit in staff.items()}
    for key in sorted((days.keys() | usual.keys()) - elsewhere):
        yield _day(key, days.get(key, []), usual.get(key))


def _grouped(rows: QuerySet[WorkDay]) -> dict[Key, list[Written]]:
    days: dict[Key, list[Written]] = defaultdict(list)
    names = ("pk", "employee_id", "unit_id", "date", "slot", "place", "basis_text")
    for values in rows.values_list(*names, "written_at", "withdrawn_at").iterator(CHUNK):
        row = Written(*values)
        days[row.date, row.employee_id].append(row)
    return days


def _elsewhere(days: dict[Key, list[Written]]) -> set[Key]:
    """Days of which all was taken back here, but something stands in a unit out of scope; 1 query.

    Whoever moved to another office is told of by that one.
    """
    gone = {key for key, rows in days.items() if all(row.withdrawn_at for row in rows)}
    if not gone:
        return set()
    standing = WorkDay.objects.filter(
        withdrawn_at__isnull=True,
        date__in={date for date, _ in gone},
        employee__in={person for _, person in gone},
    )
    return gone & set(standing.order_by().values_list("date", "employee_id"))


def _staff(ask: Ask) -> dict[int, int]:
    """{person: unit} of all active ASN in scope; 1 query."""
    people = Employee.objects.filter(kind=Employee.Kind.ASN, is_active=True, unit__isnull=False)
    if ask.paths is not None:
        people = people.filter(unit__in=units_of(ask.paths).order_by().values("pk"))
    return dict(people.order_by("pk").values_list("pk", "unit_id"))


def _working(dates: Sequence[datetime.date]) -> set[datetime.date]:
    calendar = calendars.load(dates[0], dates[-1])
    return {date for date in dates if calendar.is_working_day(date)}


def _day(key: Key, rows: Sequence[Written], usual: int | None) -> PersonDay:
    """The day of `key`; `usual` = the unit in whose office the person is if nothing else stands."""
    standing = tuple(sorted((r for r in rows if r.withdrawn_at is None), key=lambda r: r.slot))
    if standing:
        return PersonDay(*key, standing[0].unit_id, standing)
    if usual is not None:
        return PersonDay(*key, usual)
    last = max(rows, key=lambda row: (row.withdrawn_at or row.written_at, row.pk))
    return PersonDay(*key, last.unit_id, gone=last)
