"""One roster as the page shows it: the grid, what doesn't fit, and what one may do."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from wfa.calendars.wording import clock, day, number, short_day, within
from wfa.decisions.selectors import for_subject
from wfa.policies.rules import RuleSet
from wfa.schedules.letters import LETTERS, PLANNABLE, Letter
from wfa.schedules.models import Roster, RosterLine, RosterState
from wfa.schedules.models.days import Slot
from wfa.schedules.rules import composition
from wfa.schedules.rules.planned import CellKey, Elsewhere, Problem
from wfa.schedules.rules.seats import Office
from wfa.schedules.selectors import (
    Composition,
    Decided,
    composition_of,
    open_days,
    title_of,
    week_span,
    with_people,
)
from wfa.schedules.selectors.others import held_by_requests
from wfa.schedules.selectors.planning import unit_now
from wfa.schedules.views import looks, narrowing, scope
from wfa.schedules.views.grid import Grid, Month, Seated, build, words

FEW_PROBLEMS = 8
_WEEK = datetime.timedelta(days=6)
_FACTS = {RosterState.IN_FORCE, RosterState.WITHDRAWN}


@dataclass(frozen=True)
class Told:
    """A problem with the way to its cells."""

    about: str
    sentence: str
    law: str
    href: str


@dataclass(frozen=True)
class Page:
    roster: Roster
    known: Composition
    problems: Sequence[Told]
    warnings: Sequence[Problem]
    month: Month
    grid: Grid
    view: narrowing.View
    may_draft: bool
    may_examine: bool
    query: str = ""
    says: str = ""
    returned: str = ""
    """What BKD wrote when it sent the roster back."""

    @property
    def title(self) -> str:
        return title_of(self.roster)

    @cached_property
    def sub(self) -> str:
        parts = [
            str(self.roster.unit),
            f"{number(len(self.known.lines))} pegawai",
            f"kuota {self.grid.quota} orang per hari",
            self._saved(),
        ]
        return " · ".join(part for part in parts if part)

    def _saved(self) -> str:
        at = timezone.localtime(self.roster.changed_at)
        when = clock(at) if at.date() == timezone.localdate() else short_day(at.date())
        if self.roster.is_editable:
            return f"disusun {self.roster.created_by.get_short_name()}, tersimpan {when}"
        state = within(RosterState(self.roster.state).label)
        return f"{state} sejak {short_day(_day(self.roster.since))}"

    @property
    def tag(self) -> SafeString:
        return looks.tag_of(self.roster)

    @property
    def may_edit(self) -> bool:
        return self.may_draft and self.roster.is_editable

    @property
    def may_report(self) -> bool:
        return self.may_edit

    @property
    def report_label(self) -> str:
        is_order = self.roster.kind == Roster.Kind.ORDER
        return "Ajukan perintah" if is_order else "Laporkan ke BKD"

    @property
    def may_discard(self) -> bool:
        return self.may_draft and self.roster.state == RosterState.DRAFT

    @property
    def may_withdraw(self) -> bool:
        return self.may_draft and self.roster.state in {
            RosterState.SUBMITTED,
            RosterState.RETURNED,
        }

    @property
    def may_amend(self) -> bool:
        return (
            self.may_draft
            and self.roster.kind == Roster.Kind.MONTH
            and self.roster.state == RosterState.IN_FORCE
            and self.roster.last_day >= timezone.localdate()
        )

    @property
    def has_paper(self) -> bool:
        return self.roster.state not in {RosterState.DRAFT, RosterState.WITHDRAWN}

    @property
    def problems_title(self) -> str:
        count = len(self.problems)
        if self.roster.kind == Roster.Kind.ORDER:
            return f"{count} masalah harus selesai sebelum perintah diajukan"
        return f"{count} masalah harus selesai sebelum jadwal dilaporkan ke BKD"

    @property
    def first_problems(self) -> Sequence[Told]:
        return self.problems[:FEW_PROBLEMS]

    @property
    def more_problems(self) -> Sequence[Told]:
        return self.problems[FEW_PROBLEMS:]

    @property
    def letters(self) -> str:
        return letters_of(self.known)

    @property
    def palette(self) -> list[Letter]:
        return [LETTERS[x] for x in self.letters]

    @property
    def legend(self) -> list[Letter]:
        """What stands in the grid, and what may be planned."""
        there = {x for person in self.month.people for x in self.month.shown(person)}
        wanted = there | set(self.letters if self.may_edit else "R")
        return [each for each in LETTERS.values() if each.letter in wanted and each.letter != "K"]

    @property
    def words(self) -> str:
        return words(self.letters)

    @property
    def before(self) -> datetime.date:
        """A day of the month before, for the link beside the title."""
        return self.roster.first_day - datetime.timedelta(days=1)

    @property
    def after(self) -> datetime.date:
        return self.roster.last_day + datetime.timedelta(days=1)


def _day(at: datetime.datetime) -> datetime.date:
    return timezone.localtime(at).date()


def decided_for(roster: Roster, lines: Sequence[RosterLine]) -> Decided:
    """Days that requests hold, in the weeks that the roster touches."""
    first, last = week_span(roster)
    return held_by_requests([line.employee_id for line in lines], first, last)


def decided_of(people: Sequence[int], first: datetime.date, last: datetime.date) -> Decided:
    """The same for a roster that isn't there yet, with the whole weeks at both ends."""
    return held_by_requests(people, first - _WEEK, last + _WEEK)


def known_of(roster: Roster) -> Composition:
    """The roster with everything its rules look at, requests included; <= 9 queries."""
    lines = with_people(roster)
    return composition_of(roster, decided=decided_for(roster, lines), lines=lines)


def letters_of(known: Composition) -> str:
    """The letters that the policies of this month open: the office always."""
    rules = known.plan.rules.values()
    return "".join(x for x in PLANNABLE if x == "K" or any(_opens(each, x) for each in rules))


def _opens(rules: RuleSet, letter: str) -> bool:
    meaning = LETTERS[letter]
    return meaning.place in rules.places and (meaning.slot == Slot.FULL or rules.half_days)


def page_of(request: HttpRequest, roster: Roster) -> Page:
    """The roster as this visitor sees it, narrowed to what the address asks for."""
    known = known_of(roster)
    may_draft = scope.may_draft(request, roster)
    editable = may_draft and roster.is_editable
    found = composition.problems(known.plan) if roster.is_editable else []
    seen = month_of(known, letters=letters_of(known) if editable else "", problems=found)
    view = narrowing.view_of(request.GET, seen, known)
    return Page(
        roster=roster,
        known=known,
        problems=[told(problem, seen, view) for problem in found],
        warnings=composition.warnings(known.plan) if roster.is_editable else [],
        month=seen,
        grid=build(seen, people=view.people),
        view=view,
        may_draft=may_draft,
        may_examine=scope.held(request).capacity("approve_roster", roster.unit) is not None
        and roster.state in {RosterState.REPORTED, RosterState.APPROVED},
        query=request.GET.urlencode(),
        says=_says(roster),
        returned=_returned(roster),
    )


def _returned(roster: Roster) -> str:
    """The newest note of BKD; 1 query, only of a roster that came back."""
    if roster.state != RosterState.RETURNED:
        return ""
    last = for_subject("roster", roster.pk).filter(step="send_back").last()
    return last.note if last else ""


def month_of(known: Composition, *, letters: str = "", problems: Sequence[Problem] = ()) -> Month:
    """The values the grid is drawn from. One in force shows what stands, not what was planned."""
    roster, plan = known.roster, known.plan
    facts = roster.state in _FACTS
    open_now = set(open_days(roster))
    people = [_seated(known, line, facts) for line in known.lines]
    return Month(
        first_day=plan.first_day,
        last_day=plan.last_day,
        today=plan.today,
        people=people,
        closed=_closed(known),
        unopened=frozenset(d for d in known_dates(known) if d not in open_now),
        letters=letters,
        is_delta=roster.kind != Roster.Kind.MONTH and not facts,
        elsewhere=_facts(known) if facts else known.plan.elsewhere,
        clashes=_clashes(problems),
        troubled=frozenset(pk for problem in problems for pk, _ in problem.cells),
        offices=_offices(known),
        limits=plan.limits,
        totals=plan.counted if facts else plan.totals,
    )


def known_dates(known: Composition) -> list[datetime.date]:
    span = range((known.plan.last_day - known.plan.first_day).days + 1)
    return [known.plan.first_day + datetime.timedelta(days=n) for n in span]


def _seated(known: Composition, line: RosterLine, facts: bool) -> Seated:
    unit = unit_now(line, known.roster)
    cells = line.cells
    if facts:  # the rows say what is true; a day that was taken back is one in the office
        cells = "".join("." if x == "." else "K" for x in cells)
        cells = _standing(known, line.employee_id, cells)
    return Seated(
        employee_id=line.employee_id,
        nip=line.employee.identity,
        name=line.employee.get_short_name(),
        unit_id=unit.pk,
        unit=str(unit),
        unit_path=unit.path or "",
        is_structural=line.is_structural,
        cells=cells,
        base=line.base,
        offices=tuple(office.id for office in known.plan.chains[unit.pk]),
    )


def _standing(known: Composition, employee: int, cells: str) -> str:
    found = list(cells)
    for offset, date in enumerate(known_dates(known)):
        fact = known.around.facts.get((employee, date))
        if fact is not None:
            found[offset] = fact.letter
    return "".join(found)


def _closed(known: Composition) -> dict[datetime.date, str]:
    calendar = known.plan.calendar
    return {
        date: calendar.holidays.get(date, "") if date.weekday() < 5 else ""
        for date in known_dates(known)
        if not calendar.is_working_day(date)
    }


def _facts(known: Composition) -> dict[CellKey, Elsewhere]:
    """Days that don't rest on this roster (absences, requests, swaps), with their papers."""
    return {
        key: Elsewhere(fact.letter, f"{LETTERS[fact.letter].label} · {fact.basis}")
        for key, fact in known.around.facts.items()
        if fact.source_id != str(known.roster.pk)
    }


def _clashes(problems: Sequence[Problem]) -> dict[CellKey, str]:
    """The sentence at a cell, of problems about one person; those of a whole day mark the day."""
    found: dict[CellKey, str] = {}
    for problem in problems:
        if problem.employee_id is not None:
            found.update(dict.fromkeys(problem.cells, problem.sentence))
    return found


def _offices(known: Composition) -> list[Office]:
    """The OPD first, then the workplaces below it."""
    top = known.plan.chains[known.roster.unit_id][0]
    return [top, *(office for office in known.plan.offices if office.id != top.id)]


def told(problem: Problem, seen: Month, view: narrowing.View) -> Told:
    """With a link to the first cell: of a person the cell itself, of a day the head of its column."""
    href = "#isi"
    if problem.date is not None and seen.first_day <= problem.date <= seen.last_day:
        offset = (problem.date - seen.first_day).days + 1
        person = problem.employee_id
        href = f"#t{offset}" if person is None else f"{view.way_to(person)}#x{person}-{offset}"
    return Told(problem.about, problem.sentence, problem.law, href)


def _says(roster: Roster) -> str:
    """Where it is now, when nothing is left to do here."""
    if roster.state == RosterState.SUBMITTED:
        return "Menunggu surat usulan ditandatangani kepala OPD. Kursi sudah ditahan."
    if roster.state == RosterState.REPORTED and roster.due_on:
        return f"Sudah dilaporkan. BKD memutus paling lambat {day(roster.due_on)}."
    if roster.state == RosterState.APPROVED:
        return "Disetujui BKD. Berlaku setelah surat tugas terbit."
    if roster.state == RosterState.IN_FORCE:
        basis = f"Surat Tugas Nomor {roster.assignment_number}" if roster.assignment_number else ""
        return (
            f"Berlaku menurut {basis or 'surat tugas'}. Hari dengan dasar lain menyebut dasarnya."
        )
    return ""
