"""Names, units and places of the people in an export, read as they come up."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone

from wfa.people import wording
from wfa.people.models import Employee, Unit
from wfa.schedules.models import Location


class Person(NamedTuple):
    nip: str
    name: str


class OfUnit(NamedTuple):
    code: str
    """SIASN's id of the unit (unor), or ours where it has none."""
    name: str


class Spot(NamedTuple):
    """A place on the map, from a day on."""

    since: datetime.date
    until: datetime.date | None
    latitude: Decimal | None
    longitude: Decimal | None
    """None: it was blanked when its time was over; nothing is told about it any more."""
    radius_m: int


class Directory:
    """Who the numbers in the rows are; each person is read once, 2 queries for many at once."""

    def __init__(self) -> None:
        self._people: dict[int, Person] = {}
        self._spots: dict[tuple[int, str], list[Spot]] = {}
        self._units: dict[int, OfUnit] = {}

    def meet(self, ids: Iterable[int], *, with_spots: bool = True) -> None:
        """Read those of `ids` who aren't known yet."""
        new = set(ids) - self._people.keys()
        if not new:
            return
        names = ("pk", "nip", "front_title", "name", "back_title")
        found = Employee.objects.filter(pk__in=new).order_by().values_list(*names)
        for pk, nip, front, name, back in found.iterator():
            full = f"{front} {wording.person(name)}".strip()
            self._people[pk] = Person(nip or "", f"{full}, {back}" if back else full)
        if with_spots:
            self._spots.update(_spots(new))

    def person(self, pk: int) -> Person:
        return self._people[pk]

    def unit(self, pk: int) -> OfUnit:
        """The unit; all of them are read when the first is asked for; 1 query."""
        if not self._units:
            rows = Unit.objects.order_by().values_list("pk", "siasn_id", "name")
            self._units = {
                key: OfUnit(siasn or str(key), wording.title(name)) for key, siasn, name in rows
            }
        return self._units[pk]

    def spot(self, person: int, kind: str, date: datetime.date) -> Spot | None:
        """The place that held on the date: the last one recorded by then, unless it had ended.

        None also where its point was blanked: an older place never stands in for it.
        """
        known = self._spots.get((person, kind), [])
        at = bisect_right(known, date, key=lambda spot: spot.since)
        if not at:
            return None
        spot = known[at - 1]
        has_ended = spot.until is not None and spot.until <= date
        return None if has_ended or spot.latitude is None else spot


def _spots(ids: set[int]) -> dict[tuple[int, str], list[Spot]]:
    """{(person, kind): their places in the order in which they held}; 1 query."""
    found: dict[tuple[int, str], list[Spot]] = defaultdict(list)
    names = ("employee_id", "kind", "recorded_at", "ended_at", "latitude", "longitude", "radius_m")
    rows = Location.objects.filter(employee__in=ids).order_by("recorded_at", "pk")
    for person, kind, since, until, *where in rows.values_list(*names).iterator():
        spot = Spot(_day(since), _day(until) if until else None, *where)
        found[person, kind].append(spot)
    return found


def _day(moment: datetime.datetime) -> datetime.date:
    return timezone.localtime(moment).date()
