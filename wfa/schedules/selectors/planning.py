"""Everything the rules of a composition look at, read in a constant number of queries."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils import timezone

from wfa.calendars.rules import Calendar
from wfa.calendars.selectors import load
from wfa.people.models import Employee, Unit
from wfa.policies.models import Policy
from wfa.policies.selectors import RuleSet, in_force, rules_along
from wfa.schedules.letters import AWAY_LETTERS, NOTHING, dated, letter_of
from wfa.schedules.models import Roster, RosterLine, WorkDay
from wfa.schedules.models.rosters import HOLDING
from wfa.schedules.rules.planned import CellKey, Counted, Elsewhere, OfficeDay, Plan, Planned
from wfa.schedules.rules.revoked import Revoked, revoked_of
from wfa.schedules.selectors.others import held_by_requests
from wfa.schedules.selectors.seats import Board, board_for, is_structural, standing

Decided = Mapping[CellKey, str]
"""{(employee, date): what holds the day}: days of requests, which a higher room knows.

Without it the room above is asked (`selectors.others`); {} = no day is held.
"""
AT_WORK = (
    Employee.Standing.ACTIVE,
    Employee.Standing.DISCIPLINE,
    Employee.Standing.INVESTIGATION,
)
"""Who works in the office at all; not all of them may work elsewhere."""
_WEEK = datetime.timedelta(days=6)
_OWN_SOURCES = (WorkDay.Source.ABSENCE, WorkDay.Source.REQUEST)
"""Days that no roster may change."""
_LABELS = {
    "C": "cuti",
    "D": "dinas luar",
    "T": "diklat",
}
_WAITING = "jadwal lain yang menunggu keputusan"
_OTHER = "jadwal lain yang berlaku"
_REQUEST = "pengajuan kerja fleksibel"


@dataclass(frozen=True)
class FactRow:
    """One `WorkDay` of the day; two where it is halved."""

    id: int
    place: str
    unit_id: int
    is_structural: bool


@dataclass(frozen=True)
class Fact:
    """A day that stands, as a letter, and the paper behind it."""

    letter: str
    source_kind: str
    source_id: str
    basis: str
    rows: tuple[FactRow, ...]


@dataclass(frozen=True)
class Around:
    """What stands about some people outside one plan."""

    facts: Mapping[CellKey, Fact]
    elsewhere: Mapping[CellKey, Elsewhere]
    stands: Mapping[CellKey, str]
    other_days: Mapping[int, frozenset[datetime.date]]


@dataclass(frozen=True)
class Composition:
    """A roster with its lines, ready for the rules; the rows as they were read."""

    roster: Roster
    lines: tuple[RosterLine, ...]
    plan: Plan
    board: Board
    around: Around

    @cached_property
    def revoked(self) -> dict[int, Revoked]:
        """Who stays in the office by a letter: {employee: until when}."""
        return {line.employee_id: line.revoked for line in self.plan.lines if line.revoked}


def around(
    people: Collection[int],
    first: datetime.date,
    last: datetime.date,
    *,
    kind: str,
    roster: Roster | None = None,
    decided: Decided | None = None,
) -> Around:
    """The days of these people that others decide, over the weeks that a plan touches; 3 queries.

    A plan of a month leaves alone whatever stands already; the other kinds change what rosters in
    force say (`stands`), but never an absence or a request.
    """
    start, end = first - datetime.timedelta(days=first.weekday()), _sunday(last)
    own = str(roster.pk) if roster else ""
    facts = _facts(people, start, end)
    elsewhere: dict[CellKey, Elsewhere] = {}
    stands: dict[CellKey, str] = {}
    for key, fact in facts.items():
        if fact.source_id == own:
            continue
        if kind == Roster.Kind.MONTH or fact.source_kind in _OWN_SOURCES:
            elsewhere[key] = Elsewhere(fact.letter, _label(fact))
        else:
            stands[key] = fact.letter
    for key, letter in held_days(people, start, end, without=roster).items():
        elsewhere[key] = Elsewhere(letter, _WAITING)
    asked = held_by_requests(people, start, end) if decided is None else decided
    for key, label in asked.items():
        elsewhere[key] = Elsewhere("R", label)
    days = _away_days(facts, elsewhere, own)
    return Around(facts, elsewhere, stands, days)


def _facts(
    people: Collection[int], first: datetime.date, last: datetime.date
) -> dict[CellKey, Fact]:
    rows = WorkDay.objects.filter(
        employee__among=people, date__range=(first, last), withdrawn_at__isnull=True
    ).order_by("slot")
    found: dict[CellKey, Fact] = {}
    for employee, date, slot, kind, source, basis, *row in rows.values_list(*_FACT):
        own = FactRow(*row)
        fact = Fact(letter_of(own.place, slot), kind, source, basis, (own,))
        if half := found.get((employee, date)):
            told = half if half.letter in AWAY_LETTERS else fact
            fact = replace(told, rows=(*half.rows, own))
        found[employee, date] = fact
    return found


_FACT = (
    "employee_id",
    "date",
    "slot",
    "source_kind",
    "source_id",
    "basis_text",
    "pk",
    "place",
    "unit_id",
    "is_structural",
)


def held_days(
    people: Collection[int],
    first: datetime.date,
    last: datetime.date,
    *,
    without: Roster | None = None,
) -> dict[CellKey, str]:
    """{(employee, date): letter} of seats that rosters on their way hold for these people; 1 query."""
    lines = RosterLine.objects.filter(
        employee__among=people,
        roster__state__in=HOLDING,
        roster__first_day__lte=last,
        roster__last_day__gte=first,
    ).exclude(held="")
    if without is not None:
        lines = lines.exclude(roster=without)
    return {
        (employee, date): letter
        for employee, held, start in lines.values_list("employee", "held", "roster__first_day")
        for date, letter in dated(held, start)
    }


def _label(fact: Fact) -> str:
    if fact.source_kind == WorkDay.Source.REQUEST:
        return _REQUEST
    return _LABELS.get(fact.letter, _OTHER)


def _away_days(
    facts: Mapping[CellKey, Fact], elsewhere: Mapping[CellKey, Elsewhere], own: str
) -> dict[int, frozenset[datetime.date]]:
    found: dict[int, set[datetime.date]] = defaultdict(set)
    for (employee, date), fact in facts.items():
        if fact.letter in AWAY_LETTERS and fact.source_id != own:
            found[employee].add(date)
    for (employee, date), other in elsewhere.items():
        if other.letter in AWAY_LETTERS:
            found[employee].add(date)
    return {employee: frozenset(dates) for employee, dates in found.items()}


def _sunday(date: datetime.date) -> datetime.date:
    return date - datetime.timedelta(days=date.weekday()) + _WEEK


def week_span(roster: Roster) -> tuple[datetime.date, datetime.date]:
    """From the Monday before to the Sunday after: what `decided` should cover."""
    return roster.first_day - datetime.timedelta(days=roster.first_day.weekday()), _sunday(
        roster.last_day
    )


def composition_of(
    roster: Roster,
    *,
    decided: Decided | None = None,
    today: datetime.date | None = None,
    policies: Sequence[Policy] | None = None,
    lines: Sequence[RosterLine] | None = None,
    counters: bool = True,
) -> Composition:
    """The roster as the rules see it; at most 9 queries, however many people.

    `decided`: days of requests (`workflows.selectors.taken_by_requests`); `policies`: `in_force`
    of the units, `lines`: those of the roster with `with_people`, where they were read already;
    `counters`: whether the seats that others have taken matter (1 query).
    """
    rows = tuple(with_people(roster) if lines is None else lines)
    units = {unit.pk: unit for unit in [roster.unit, *_units(rows, roster)]}
    known = in_force(units.values()) if policies is None else policies
    board = board_for(units.values(), days_of(roster), policies=known)
    found = around(
        [row.employee_id for row in rows],
        roster.first_day,
        roster.last_day,
        kind=roster.kind,
        roster=roster,
        decided=decided,
    )
    counted = counted_of(board, rows, roster) if counters else {}
    rules = rules_along(units.values(), days_of(roster), known=known)
    calendar, day = load(roster.first_day, roster.last_day), today or timezone.localdate()
    plan = plan_with(roster, rows, board, found, counted, rules, calendar, day)
    return Composition(roster, rows, plan, board, found)


def plan_with(
    roster: Roster,
    lines: Sequence[RosterLine],
    board: Board,
    found: Around,
    counted: Mapping[OfficeDay, Counted],
    rules: Mapping[tuple[int, datetime.date], RuleSet],
    calendar: Calendar,
    today: datetime.date,
) -> Plan:
    """What the rules look at, from what was read."""
    return Plan(
        kind=roster.kind,
        first_day=roster.first_day,
        last_day=roster.last_day,
        today=today,
        lines=tuple(planned(line, roster) for line in lines),
        calendar=calendar,
        rules=rules,
        chains=board.chains,
        limits=board.limits,
        counted=counted,
        elsewhere=found.elsewhere,
        stands=found.stands,
        other_days=found.other_days,
    )


def plan_of(
    roster: Roster, *, decided: Decided | None = None, today: datetime.date | None = None
) -> Plan:
    """What `rules.composition.problems` and `warnings` look at; at most 9 queries."""
    return composition_of(roster, decided=decided, today=today).plan


def with_people(roster: Roster) -> list[RosterLine]:
    """The lines with their people and units, officials first, then by name; 1 query."""
    rows = RosterLine.objects.filter(roster=roster).select_related(
        "employee__position", "employee__unit__opd", "unit__opd"
    )
    return sorted(rows, key=line_order)


def line_order(line: RosterLine) -> tuple[str, str, int]:
    """Officials from the highest echelon down, then everybody by name."""
    return line.employee.echelon or "99", line.employee.name, line.employee_id


def days_of(roster: Roster) -> list[datetime.date]:
    span = range((roster.last_day - roster.first_day).days + 1)
    return [roster.first_day + datetime.timedelta(days=n) for n in span]


def open_days(roster: Roster) -> list[datetime.date]:
    """The dates about which this roster may say something: all of them, or those chosen."""
    days = days_of(roster)
    chosen = roster.pattern.get("dates")
    return [day for day in days if chosen is None or day.isoformat() in chosen]


def works_in(employee: Employee, opd: Unit) -> bool:
    """Whether this person is one of those whom the OPD plans today."""
    home = employee.unit
    inside = home is not None and (home.path or "-").startswith(opd.path or "-")
    able = employee.is_active and employee.standing in AT_WORK
    return inside and able and employee.kind == Employee.Kind.ASN


def staff_of(units: Iterable[Unit]) -> list[Employee]:
    """The people whom a roster of these units plans, with post and unit; 1 query."""
    return list(staff_in(units).select_related("position", "unit__opd"))


def staff_in(units: Iterable[Unit]) -> QuerySet[Employee]:
    """Whom a roster of these units plans, by name."""
    chosen = list(units)
    opds = [unit.pk for unit in chosen if unit.kind == Unit.Kind.OPD]
    inside = Q(unit__in=opds) | Q(unit__opd__in=opds)
    for unit in chosen:
        if unit.kind != Unit.Kind.OPD:
            inside |= Q(unit__path__startswith=unit.path or "-")
    found = Employee.objects.filter(
        inside, kind=Employee.Kind.ASN, is_active=True, standing__in=AT_WORK
    )
    return found.order_by("name", "pk")


def unit_now(line: RosterLine, roster: Roster) -> Unit:
    """Where the person works now; of somebody who has left, where the line was made."""
    home = line.employee.unit
    return home if home is not None and works_in(line.employee, roster.unit) else line.unit


def planned(line: RosterLine, roster: Roster) -> Planned:
    """One line with what the rules ask about its person."""
    person = line.employee
    return Planned(
        employee_id=line.employee_id,
        name=person.get_short_name(),
        unit_id=unit_now(line, roster).pk,
        is_structural=is_structural(person),
        cells=line.cells,
        base=line.base,
        here=works_in(person, roster.unit),
        standing=person.standing,
        position=person.position.name if person.position else "",
        position_since=person.position_since,
        echelon=person.echelon,
        identity=person.identity,
        revoked=revoked_of(person),
    )


def _units(lines: Iterable[RosterLine], roster: Roster) -> list[Unit]:
    return [unit for line in lines for unit in (line.unit, unit_now(line, roster))]


def counted_of(
    board: Board, lines: Iterable[RosterLine], roster: Roster
) -> dict[OfficeDay, Counted]:
    """What is taken of each office and day without the seats that this roster holds."""
    own: Counter[OfficeDay] = Counter()
    officials: Counter[OfficeDay] = Counter()
    for line in lines:
        for date, letter in dated(line.held, roster.first_day):
            for office in board.chain(line.unit_id) if letter in AWAY_LETTERS else ():
                own[office.id, date] += 1
                officials[office.id, date] += line.is_structural
    return {
        key: Counted(
            row.taken - own[key],
            row.absent,
            row.structural_taken - officials[key],
            row.structural_absent,
        )
        for key, row in standing(board).items()
    }


def base_letters(
    employee_id: int, dates: Sequence[datetime.date], found: Around, *, since: datetime.date
) -> str:
    """What rosters in force say about these days, from `since` on; "." = nothing."""
    return "".join(
        found.stands.get((employee_id, date), NOTHING) if date >= since else NOTHING
        for date in dates
    )
