"""Filling a draft: cells by hand, patterns painted over it, and people who came or left.

A cell that a person set stays when a pattern is painted. Which ones these are stands in
`Roster.pattern["by_hand"]`: {employee id as text: [number of the day, 0 = first_day, …]}.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from wfa.audit.services import record
from wfa.calendars.selectors import load
from wfa.people.models import Employee, Unit
from wfa.people.permissions import Capacity
from wfa.refusals import Refused
from wfa.schedules.letters import NOTHING, PLANNABLE, put
from wfa.schedules.models import Roster, RosterLine
from wfa.schedules.patterns import Outcome, Pattern, generate
from wfa.schedules.selectors.painting import Painting, painting_of
from wfa.schedules.selectors.planning import (
    Composition,
    Decided,
    around,
    composition_of,
    days_of,
    open_days,
    staff_of,
    with_people,
    works_in,
)
from wfa.schedules.selectors.seats import is_structural
from wfa.schedules.services.rosters import editable, new_line

Cells = Mapping[int, Mapping[datetime.date, str]]
"""{employee id: {date: letter}}"""


@dataclass(frozen=True)
class Differs:
    """A cell that somebody else has set otherwise since the page was opened."""

    employee_id: int
    name: str
    date: datetime.date
    now: str
    wanted: str


class StaleDraftError(Refused):
    """The draft was changed since; nothing was overwritten, and `differs` says what is different."""

    def __init__(self, differs: Sequence[Differs], revision: int) -> None:
        super().__init__(
            "Rancangan ini sudah diubah orang lain. Periksa bedanya, lalu simpan lagi.",
            code="stale",
        )
        self.differs = tuple(differs)
        self.revision = revision


@transaction.atomic
def save_cells(roster: Roster, changes: Cells, *, by: Employee, revision: int) -> Roster:
    """Set these cells by hand; they stay when a pattern is painted later.

    Raises `StaleDraftError` when the draft isn't the one that was shown (`revision`).
    """
    row, capacity = editable(roster, by)
    lines = {line.employee_id: line for line in with_people(row)}
    wanted = _wanted(row, lines, changes)
    differs = _differs(row, lines, wanted)
    if revision != row.revision and differs:
        raise StaleDraftError(differs, row.revision)
    if differs:
        for each in differs:
            line = lines[each.employee_id]
            line.cells = put(line.cells, (each.date - row.first_day).days, each.wanted)
        _keep_by_hand(row, differs)
        _store(row, [lines[pk] for pk in {each.employee_id for each in differs}])
        _audit("roster_edited", row, by, capacity, cells=len(differs))
    return row


def _wanted(
    roster: Roster, lines: Mapping[int, RosterLine], changes: Cells
) -> dict[tuple[int, datetime.date], str]:
    days = set(open_days(roster))
    wanted = {(pk, date): x for pk, dates in changes.items() for date, x in dates.items()}
    for (employee, date), letter in wanted.items():
        if employee not in lines:
            raise Refused("Pegawai ini tidak ada dalam rancangan. Segarkan.", code="no_line")
        if date not in days:
            raise Refused("Tanggal ini di luar rancangan. Segarkan halaman.", code="no_day")
        if letter not in {*PLANNABLE, NOTHING}:
            raise Refused(f"Huruf {letter[:3]} tidak dikenal. Pilih dari daftar.", code="letter")
    return wanted


def _differs(
    roster: Roster,
    lines: Mapping[int, RosterLine],
    wanted: Mapping[tuple[int, datetime.date], str],
) -> list[Differs]:
    """The cells that aren't already so. Emptied means: leave the day as it stands."""
    found = []
    for (employee, date), letter in sorted(wanted.items()):
        line, offset = lines[employee], (date - roster.first_day).days
        meant = line.base[offset] if letter == NOTHING else letter
        if line.cells[offset] != meant:
            name = line.employee.get_short_name()
            found.append(Differs(employee, name, date, line.cells[offset], meant))
    return found


def _keep_by_hand(roster: Roster, cells: Iterable[Differs]) -> None:
    known: dict[str, list[int]] = roster.pattern.setdefault("by_hand", {})
    for each in cells:
        days = {*known.get(str(each.employee_id), []), (each.date - roster.first_day).days}
        known[str(each.employee_id)] = sorted(days)


@transaction.atomic
def paint(
    roster: Roster,
    pattern: Pattern | None = None,
    *,
    by: Employee,
    revision: int,
    people: Collection[int] | None = None,
    unit: Unit | None = None,
    seed: int | None = None,
    also_by_hand: bool = False,
    decided: Decided | None = None,
) -> Outcome:
    """Paint a pattern over the draft from today on, for everybody, some people, or one unit.

    Without `pattern` that of the policy of each date: a phase that begins on the 15th paints its
    own half of the month. Cells set by hand stay, unless `also_by_hand`. What the pattern
    couldn't give stands in `Outcome.unmet`.
    """
    row, capacity = editable(roster, by)
    if revision != row.revision:
        raise StaleDraftError([], row.revision)
    known = composition_of(row, decided=decided)
    chosen = _chosen(known, people, unit)
    kept = {} if also_by_hand else row.pattern.get("by_hand", {})
    number = seed_of(row) if seed is None else seed
    painting = painting_of(known, pattern, chosen, open_days(row), kept)
    outcome = generate(
        painting.people, painting.room, painting.segments, seed=number, names=painting.names
    )
    changed = [line for line in known.lines if write_letters(row, line, painting, outcome)]
    remember(row, painting, number, chosen if also_by_hand else ())
    _store(row, changed)
    _audit("roster_painted", row, by, capacity, people=len(chosen), seed=number)
    return outcome


def seed_of(roster: Roster) -> int:
    """The usual seed: that of the month, so that painting it again gives the same plan."""
    return roster.first_day.year * 100 + roster.first_day.month


def _chosen(known: Composition, people: Collection[int] | None, unit: Unit | None) -> set[int]:
    inside = unit.path or "-" if unit else ""
    return {
        line.employee_id
        for line in known.lines
        if works_in(line.employee, known.roster.unit)
        and (people is None or line.employee_id in people)
        and (
            not inside
            or ((line.employee.unit and line.employee.unit.path) or "").startswith(inside)
        )
    }


def write_letters(roster: Roster, line: RosterLine, painting: Painting, outcome: Outcome) -> bool:
    """Write the letters into the line; whether anything changed."""
    before = line.cells
    letters = {**painting.desk.get(line.employee_id, {}), **outcome.cells.get(line.employee_id, {})}
    for date, letter in letters.items():
        offset = (date - roster.first_day).days
        quiet = letter == "K" and roster.kind in {Roster.Kind.EXTRA, Roster.Kind.ORDER}
        line.cells = put(line.cells, offset, line.base[offset] if quiet else letter)
    return line.cells != before


def remember(roster: Roster, painting: Painting, seed: int, forgotten: Collection[int]) -> None:
    kept = roster.pattern.get("by_hand", {})
    roster.pattern = {
        **roster.pattern,
        **painting.segments[-1].pattern.as_json(),
        "segments": painting.as_json(),
        "seed": seed,
        "by_hand": {pk: days for pk, days in kept.items() if int(pk) not in forgotten},
    }


@transaction.atomic
def refresh_lines(roster: Roster, *, by: Employee, decided: Decided | None = None) -> Roster:
    """Bring the draft up to date: people who came, left or moved, days that others decided since.

    Days that have passed, became holidays or are decided elsewhere are emptied. Whoever has left
    goes; while seats are still held for them the line stays, empty, until it is submitted again.
    """
    row, capacity = editable(roster, by)
    people = {person.pk: person for person in _planned_people(row)}
    lines = with_people(row)
    known = composition_of(row, decided=decided, lines=lines)
    away = [x for x in lines if x.employee_id not in people]
    RosterLine.objects.filter(pk__in=[line.pk for line in away if not line.held]).delete()
    stay = [line for line in lines if line.held or line.employee_id in people]
    for line in stay:
        _bring_up(row, line, known, people.get(line.employee_id))
    new = _newcomers(row, people, {line.employee_id for line in lines}, decided)
    RosterLine.objects.bulk_create(new, batch_size=500)
    _store(row, stay, "cells", "base", "unit", "is_structural")
    _audit("roster_refreshed", row, by, capacity, came=len(new), left=len(away))
    return row


def _planned_people(roster: Roster) -> list[Employee]:
    """Whom the roster plans: an order those units that were chosen, the others the whole OPD."""
    if roster.kind == Roster.Kind.ORDER:
        lines = with_people(roster)
        return [x.employee for x in lines if works_in(x.employee, roster.unit)]
    return staff_of([roster.unit])


def _newcomers(
    roster: Roster, people: Mapping[int, Employee], there: set[int], decided: Decided | None
) -> list[RosterLine]:
    came = [person for pk, person in people.items() if pk not in there]
    if not came:
        return []
    found = around(
        [person.pk for person in came],
        roster.first_day,
        roster.last_day,
        kind=roster.kind,
        roster=roster,
        decided=decided,
    )
    calendar = load(roster.first_day, roster.last_day)
    return [new_line(roster, person, found, calendar) for person in came]


def _bring_up(
    roster: Roster, line: RosterLine, known: Composition, person: Employee | None
) -> None:
    if person is not None and person.unit is not None and not line.held:
        line.unit, line.is_structural = person.unit, is_structural(person)
    for offset, date in enumerate(days_of(roster)):
        stands = known.around.stands.get((line.employee_id, date), NOTHING)
        was, base = line.base[offset], stands if date >= known.plan.today else NOTHING
        free = (
            person is not None
            and date >= known.plan.today
            and known.plan.calendar.is_working_day(date)
            and (line.employee_id, date) not in known.around.elsewhere
        )
        usual = "K" if roster.kind == Roster.Kind.MONTH else base
        if not free or line.cells[offset] in {was, NOTHING}:
            line.cells = put(line.cells, offset, usual if free else NOTHING)
        line.base = put(line.base, offset, base)


def _store(roster: Roster, lines: Sequence[RosterLine], *names: str) -> None:
    """Keep the lines, and count the change: whoever looks at the older draft is told."""
    if lines:
        RosterLine.objects.bulk_update(lines, names or ["cells"], batch_size=200)
    roster.changed_at = timezone.now()
    Roster.objects.filter(pk=roster.pk).update(
        revision=F("revision") + 1, changed_at=roster.changed_at, pattern=roster.pattern
    )
    roster.revision += 1


def _audit(action: str, roster: Roster, by: Employee, capacity: Capacity, **data: Any) -> None:
    record(action, by=by, capacity=capacity.label, target=("roster", roster.pk), **data)
