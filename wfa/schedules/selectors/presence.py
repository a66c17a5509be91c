"""Who is where on one day, for those who receive visitors and those who lead."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from wfa.people.models import Employee, Unit
from wfa.people.permissions import under
from wfa.people.selectors import search_people
from wfa.schedules.models import AWAY, OFF, WorkDay
from wfa.schedules.rules import presence as rules
from wfa.schedules.rules.presence import Gone, Group, Numbers, Verdict, Whereabouts
from wfa.schedules.rules.told import Entry, entry_of
from wfa.schedules.selectors.seats import board_for

AT_WORK = (
    Employee.Standing.ACTIVE,
    Employee.Standing.DISCIPLINE,
    Employee.Standing.INVESTIGATION,
)
"""Legal standings with which somebody comes to work; the others aren't looked for here."""


@dataclass(frozen=True)
class Tally:
    """How many of a unit and everything below it are where."""

    unit: Unit
    numbers: Numbers
    verdict: Verdict | None
    """Of an office on a working day: whether it is kept as the policy wants."""


def people_of(paths: Iterable[str], *, text: str = "") -> QuerySet[Employee]:
    """Those who come to work in these units, by unit and name; `text`: part of name or NIP."""
    found = search_people(text, under(list(paths), "unit__path"))
    found = found.filter(kind=Employee.Kind.ASN, standing__in=AT_WORK)
    return found.order_by("unit__path", "name", "pk")


def in_group(people: QuerySet[Employee], group: str, date: datetime.date) -> QuerySet[Employee]:
    """Those of `people` who are there on the day; "" = all of them."""
    days = WorkDay.objects.filter(employee=OuterRef("pk"), date=date, withdrawn_at__isnull=True)
    elsewhere, out = Exists(days.filter(place__in=AWAY)), Exists(days.filter(place__in=OFF))
    if group == Group.ELSEWHERE:
        return people.filter(elsewhere)
    if group == Group.OUT:
        return people.filter(out, ~elsewhere)
    return people.filter(~elsewhere, ~out) if group == Group.HERE else people


def where_they_are(
    people: Iterable[Employee], date: datetime.date
) -> dict[int, tuple[Whereabouts, ...]]:
    """{employee: what stands about the day}; who isn't in it is at the office; 1 query."""
    rows = WorkDay.objects.filter(
        employee__in=[person.pk for person in people], date=date, withdrawn_at__isnull=True
    ).order_by("slot")
    found: dict[int, tuple[Whereabouts, ...]] = {}
    for key, place, slot, basis in rows.values_list("employee", "place", "slot", "basis_text"):
        found[key] = (*found.get(key, ()), Whereabouts(place, slot, basis))
    return found


def counted(
    paths: Sequence[str], shown: Sequence[Unit], date: datetime.date
) -> tuple[Numbers, list[Tally]]:
    """The numbers of all under `paths`, and of each unit `shown`, and whether the offices among
    them have their minimum on this working day; at most 4 queries."""
    people, gone = _people(paths), _gone(paths, date)
    board = board_for(shown, [date]) if shown else None
    offices = {office.id: office for office in board.offices} if board else {}
    tallies = []
    for unit in shown:
        path = unit.path or "-"
        missing = [each for each in gone if each.path.startswith(path)]
        said = None
        if board and (office := offices.get(unit.pk)):
            said = rules.verdict(office, board.of(office.id, date), missing)
        tallies.append(Tally(unit, rules.numbers(people, missing, path), said))
    return rules.numbers(people, gone), tallies


def _people(paths: Sequence[str]) -> dict[str, int]:
    """{path of a unit: its own people}; 1 query."""
    rows = people_of(paths).order_by().values_list("unit__path")
    return {path or "-": n for path, n in rows.annotate(n=Count("pk"))}


def _gone(paths: Sequence[str], date: datetime.date) -> list[Gone]:
    """Everybody who isn't in the office on the day, once; 1 query."""
    rows = WorkDay.objects.filter(
        under(list(paths), "employee__unit__path"),
        date=date,
        withdrawn_at__isnull=True,
        place__in=[*AWAY, *OFF],
        employee__kind=Employee.Kind.ASN,
        employee__is_active=True,
        employee__standing__in=AT_WORK,
    ).order_by()
    columns = ("place", "employee__unit__path", "employee__standing", "employee__echelon")
    found: dict[int, Gone] = {}
    for key, place, path, standing, echelon in rows.values_list("employee", *columns):
        group = Whereabouts(place).group
        if key not in found or group is Group.ELSEWHERE:
            active = standing == Employee.Standing.ACTIVE
            found[key] = Gone(path or "-", group, active, active and bool(echelon))
    return list(found.values())


@dataclass(frozen=True)
class PastDay:
    """One date of one person, as it was known at a moment; None = as it is known now."""

    date: datetime.date
    at: datetime.datetime | None
    rows: list[tuple[WorkDay, Entry]]
    """All that was ever recorded about it, the first first."""
    stood: list[Entry]
    """What of it holds; none = at the office, as usual."""


def past_day(
    person: Employee, date: datetime.date, *, at: datetime.datetime | None = None
) -> PastDay:
    """Where somebody was on a date, and what was known of it when; 1 query."""
    rows = list(
        WorkDay.objects.filter(employee=person, date=date).order_by("written_at", "slot", "pk")
    )
    stood = [entry_of(row) for row in rules.known_then(rows, at)]
    return PastDay(date, at, [(row, entry_of(row)) for row in rows], stood)
