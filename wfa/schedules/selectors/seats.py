"""The seats of offices: which office counts a person, what its policy gives, what is taken."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from wfa.people.models import Employee, Unit
from wfa.policies.models import Policy
from wfa.policies.selectors import rules_along_ids
from wfa.schedules.models import QuotaCounter
from wfa.schedules.rules.seats import (
    PRESENCE,
    STRUCTURAL,
    Limits,
    Office,
    Seats,
    limits_for,
    tightest,
)

WORKPLACES = (Unit.Kind.TECHNICAL, Unit.Kind.SCHOOL, Unit.Kind.WARD)
"""Kinds of units below an OPD with an office of their own."""
_AT_WORK = Q(
    employees__kind=Employee.Kind.ASN,
    employees__is_active=True,
    employees__standing=Employee.Standing.ACTIVE,
)

OfficeDay = tuple[int, datetime.date]
"""(office id, date)"""


@dataclass(frozen=True)
class Board:
    """The offices of some units on some dates, and what each may give on each."""

    chains: Mapping[int, tuple[Office, ...]]
    """{unit: its offices, the OPD first}"""
    limits: Mapping[OfficeDay, Limits]

    def chain(self, unit_id: int) -> tuple[Office, ...]:
        """The offices that count a day away of somebody who works in this unit."""
        return self.chains[unit_id]

    def of(self, office_id: int, date: datetime.date) -> Limits:
        return self.limits[office_id, date]

    @property
    def offices(self) -> list[Office]:
        """Each office once, from above."""
        found = {office.id: office for chain in self.chains.values() for office in chain}
        return sorted(found.values(), key=lambda office: office.path)


def board_for(
    units: Iterable[Unit],
    dates: Collection[datetime.date],
    *,
    policies: Sequence[Policy] | None = None,
) -> Board:
    """The offices of these units, with the limits of each date; at most 2 queries.

    The rules of a day are those in force on that day, so that a phase that begins in December
    counts for December already in November. `policies`: `in_force` of the units, where they were
    read already (1 query then).
    """
    chains = chains_of(units)
    offices = {office.id: office for chain in chains.values() for office in chain}
    paths = {pk: _ids(office.path) for pk, office in offices.items()}
    rules = rules_along_ids(paths, dates, known=policies)
    return Board(
        chains, {key: limits_for(offices[key[0]], ruleset) for key, ruleset in rules.items()}
    )


def chains_of(units: Iterable[Unit]) -> dict[int, tuple[Office, ...]]:
    """{unit: the offices on the way from its OPD down to it}; 1 query."""
    found = {unit.pk: unit for unit in units}
    tops = {_top(unit) for unit in found.values()}
    opds = [top.pk for top in tops if top.kind == Unit.Kind.OPD]
    below = Q(pk__in=opds) | Q(opd__in=opds)
    for top in tops:
        if top.kind != Unit.Kind.OPD:
            below |= Q(path__startswith=top.path or "-")
    counted = _counted(below) if found else []
    by_id = {office.id: office for office in counted}
    return {pk: _chain(unit, by_id) for pk, unit in found.items()}


def _top(unit: Unit) -> Unit:
    return unit.opd or unit


def _counted(below: Q) -> list[Office]:
    """Every unit of these OPD with the people of itself and below, from above; 1 query."""
    rows = (
        Unit.objects.filter(below)
        .order_by("path")
        .annotate(
            own=Count("employees", filter=_AT_WORK),
            officials=Count("employees", filter=_AT_WORK & ~Q(employees__echelon="")),
        )
    )
    units = list(rows)
    people: dict[int, int] = {}
    officials: dict[int, int] = {}
    for unit in units:
        for pk in unit.ancestor_ids():
            people[pk] = people.get(pk, 0) + unit.own
            officials[pk] = officials.get(pk, 0) + unit.officials
    return [
        Office(u.pk, u.path or "", u.kind, str(u), people[u.pk], officials[u.pk]) for u in units
    ]


def _chain(unit: Unit, counted: Mapping[int, Office]) -> tuple[Office, ...]:
    """The OPD and the workplaces that `unit` lies in, from above."""
    top = _top(unit).pk
    way = (counted[pk] for pk in unit.ancestor_ids() if pk in counted)
    return tuple(office for office in way if office.id == top or office.kind in WORKPLACES)


def _ids(path: str) -> list[int]:
    return [int(part) for part in path.split("/") if part]


def is_structural(employee: Employee) -> bool:
    """Whether this person counts as a structural official of the office (R8)."""
    return bool(employee.echelon)


def quota_unit(employee: Employee, fallback: Unit) -> Unit:
    """Whose seats a day of this person takes first: those of the OPD in which they work."""
    home = employee.unit or fallback
    return home.opd or home


def people_count(unit: Unit) -> int:
    """The people of whom a percentage may be away: active ASN of the unit and below; 1 query."""
    return Employee.objects.filter(
        unit__path__startswith=unit.path or "-",
        kind=Employee.Kind.ASN,
        is_active=True,
        standing=Employee.Standing.ACTIVE,
    ).count()


def standing(board: Board) -> dict[OfficeDay, QuotaCounter]:
    """What is taken now of the offices and dates of the board; none = nothing yet; 1 query."""
    rows = QuotaCounter.objects.filter(
        unit__in={unit for unit, _ in board.limits}, date__in={date for _, date in board.limits}
    )
    return {(row.unit_id, row.date): row for row in rows}


def seats_for_person(
    unit: Unit,
    dates: Collection[datetime.date],
    *,
    structural: bool,
    policies: Sequence[Policy] | None = None,
) -> dict[datetime.date, Seats]:
    """{date: the scarcest seats that one more day away would need}; at most 3 queries.

    `unit`: where the person works. The OPD's quota stands first: among equals it is named.
    """
    board = board_for([unit], dates, policies=policies)
    taken = standing(board)
    nothing = QuotaCounter()
    return {
        date: tightest(
            seats
            for office in board.chain(unit.pk)
            for seats in _ways(
                office,
                board.of(office.id, date),
                taken.get((office.id, date), nothing),
                name="" if office is board.chain(unit.pk)[0] else office.name,
                structural=structural,
            )
        )
        for date in dates
    }


def _ways(
    office: Office, limits: Limits, now: QuotaCounter, *, name: str, structural: bool
) -> list[Seats]:
    """The seats of one office under each of its limits."""
    found = [
        Seats(now.taken, limits.limit, office=name),
        Seats(
            now.taken + now.absent,
            limits.room,
            PRESENCE,
            name or office.name,
            office.people - limits.room,
        ),
    ]
    if structural:
        found.append(
            Seats(
                now.structural_taken + now.structural_absent,
                limits.structural_room,
                STRUCTURAL,
                name or office.name,
                office.structural - limits.structural_room,
            )
        )
    return found


def taken_on(unit_ids: Iterable[int], dates: Iterable[datetime.date]) -> dict[OfficeDay, Seats]:
    """{(unit, date): seats as they were counted last}; days nobody asked for are missing; 1 query."""
    rows = QuotaCounter.objects.filter(unit__in=set(unit_ids), date__in=set(dates))
    return {(r.unit_id, r.date): Seats(r.taken, r.limit) for r in rows}
