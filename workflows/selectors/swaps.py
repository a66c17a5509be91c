"""Swaps: what one may see of them, and all that a swap is judged by, read once."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from wfa.calendars.rules import Calendar
from wfa.calendars.selectors import load
from wfa.calendars.wording import day
from wfa.people.models import Employee, Unit
from wfa.people.permissions import Authority, holders, under
from wfa.people.selectors import search_people
from wfa.policies.rules import RuleSet
from wfa.policies.selectors import exclusion, rules_along
from wfa.requests.rules.facts import add_months
from wfa.schedules.models import QuotaCounter, Swap, WorkDay
from wfa.schedules.rules.absences import Reason
from wfa.schedules.rules.revoked import revoked_of
from wfa.schedules.rules.swaps import Cell, Cells, Facts, Side, Terms, reasons
from wfa.schedules.selectors import Board, board_for, is_structural, standing, standing_days
from workflows.selectors.rosters import taken_by_requests

AHEAD = datetime.timedelta(days=92)
"""Days further ahead aren't offered: this month and the two after it, whatever today's date."""
OPEN = (Swap.State.ASKED, Swap.State.AGREED)
_PEOPLE = ("asker__unit", "asker__position", "other__unit", "other__position", "unit", "decided_by")
_STANDING = Employee.Standing


def swaps_of(person: Employee) -> QuerySet[Swap]:
    """Those that this person asked for or was asked about."""
    mine = Swap.objects.filter(Q(asker=person) | Q(other=person))
    return mine.select_related(*_PEOPLE)


def swaps_seen(person: Employee, authority: Authority) -> QuerySet[Swap]:
    """One's own, and those of the people whose swaps one decides."""
    here = under(authority.paths("decide_swap"), "unit__path")
    mine = Q(asker=person) | Q(other=person)
    return Swap.objects.filter(mine | here).select_related(*_PEOPLE)


def swaps_to_decide(person: Employee, authority: Authority) -> QuerySet[Swap]:
    """Agreed, still ahead, and waiting for somebody like this person; oldest first."""
    here = under(authority.paths("decide_swap"), "unit__path")
    found = Swap.objects.filter(
        here, state=Swap.State.AGREED, first_date__gt=timezone.localdate()
    ).exclude(Q(asker=person) | Q(other=person))
    return found.select_related(*_PEOPLE).order_by("answered_at")


def open_swaps(people: Collection[int], dates: Collection[datetime.date]) -> QuerySet[Swap]:
    """Swaps of these people on these dates that nobody has decided yet."""
    who = Q(asker__in=people) | Q(other__in=people)
    when = Q(first_date__in=dates) | Q(second_date__in=dates)
    return Swap.objects.filter(who, when, state__in=OPEN)


def common_unit(first: Unit, second: Unit) -> Unit | None:
    """The nearest unit above both, or the one they share; 1 query."""
    shared = [pk for pk in first.ancestor_ids() if pk in second.ancestor_ids()]
    return Unit.objects.select_related("opd").filter(pk=shared[-1]).first() if shared else None


def swap_deciders(unit: Unit, *, without: Collection[int]) -> list[Employee]:
    """Who may decide for both, the nearest first; never one of the two; 3 queries."""
    return [person for person in holders("decide_swap", unit) if person.pk not in without]


# --- what a swap is judged by ------------------------------------------------------------------


@dataclass(frozen=True)
class SwapGround:
    """People, days, rules and seats around some possible swaps, read once."""

    people: Mapping[int, Employee]
    days: Mapping[int, Mapping[datetime.date, Sequence[WorkDay]]]
    calendar: Calendar
    rules: Mapping[tuple[int, datetime.date], RuleSet]
    board: Board
    counters: Mapping[tuple[int, datetime.date], QuotaCounter]
    today: datetime.date
    asked: Mapping[tuple[int, datetime.date], str]
    """Days that requests hold, decided or not"""

    def cells(self, person: int, date: datetime.date) -> Cells:
        rows = self.days.get(person, {}).get(date, ())
        return tuple(sorted(Cell(row.slot, row.place, row.source_kind) for row in rows))

    def terms(self, person: int, date: datetime.date) -> Terms:
        who = self.people[person]
        rules = self.rules[who.unit_id or 0, date]
        return Terms(
            stays=_stays(who, rules, date),
            cap=rules.rota_days_per_week,
            places=frozenset(rules.places),
            halves=rules.half_days,
        )

    def reasons(self, asker: int, other: int, dates: Sequence[datetime.date]) -> list[Reason]:
        """Why these two can't exchange these days; empty = they can."""
        if found := self._asked_for([asker, other], dates):
            return found
        return reasons(
            Facts(
                today=self.today,
                asker=_side(self.people[asker]),
                other=_side(self.people[other]),
                dates=tuple(dates),
                why_not=self.calendar.why_not,
                cells=self.cells,
                terms=self.terms,
                chain=self.board.chain,
                limits=self.board.limits,
                counters=self.counters,
            )
        )

    def _asked_for(self, people: Sequence[int], dates: Sequence[datetime.date]) -> list[Reason]:
        """A day for which somebody has filed a request is that request's."""
        return [
            Reason(
                "asked",
                f"{day(date)}: {self.people[pk].full_name} sudah mengajukan kerja fleksibel. "
                "Pilih hari lain.",
            )
            for date in dates
            for pk in people
            if (pk, date) in self.asked and not self._is_decided(pk, date)
        ]

    def _is_decided(self, person: int, date: datetime.date) -> bool:
        """Whether the request's day stands already: then the rules name its decree."""
        return any(cell.source == WorkDay.Source.REQUEST for cell in self.cells(person, date))


def _side(person: Employee) -> Side:
    unit = person.unit
    return Side(
        person.pk,
        person.full_name,
        person.unit_id or 0,
        (unit.opd_id or unit.pk) if unit else 0,
        is_structural(person),
    )


def _stays(person: Employee, rules: RuleSet, date: datetime.date) -> str:
    """Why this person works in the office on the day; PermenPAN-RB 4/2025 Ps 25."""
    if person.standing in {_STANDING.DISCIPLINE, _STANDING.INVESTIGATION}:
        return "hukuman disiplin"
    if (kept := revoked_of(person)) and kept.holds(date):
        return kept.words
    if not rules.open:
        return "kerja fleksibel tidak dibuka"
    months, since = rules.new_in_position_months, person.position_since
    if since is not None and date < add_months(since, months):
        return "baru dalam jabatan"
    key, _ = exclusion(rules, echelon=person.echelon, position=str(person.position or ""))
    return "jabatan atau unitnya dikecualikan" if key else ""


def swap_ground(people: Iterable[int], dates: Collection[datetime.date]) -> SwapGround:
    """The ground for any swap among these people on these dates; 8 queries however many."""
    found = Employee.objects.filter(pk__in=set(people), unit__isnull=False)
    everybody = {person.pk: person for person in found.select_related("unit__opd", "position")}
    first = min(dates) - datetime.timedelta(days=6)
    last = max(dates) + datetime.timedelta(days=6)
    units = {p.unit_id: p.unit for p in everybody.values() if p.unit}
    board = board_for([u for u in units.values() if u], set(dates))
    return SwapGround(
        people=everybody,
        days=standing_days(everybody, first, last),
        calendar=load(first, last),
        rules=rules_along([u for u in units.values() if u], set(dates)),
        board=board,
        counters=standing(board),
        today=timezone.localdate(),
        asked=taken_by_requests(list(everybody), min(dates), max(dates)),
    )


# --- what is offered ---------------------------------------------------------------------------


def own_days(person: Employee) -> list[WorkDay]:
    """One's days ahead that stand, one row per date; whether they can be swapped is asked later."""
    today = timezone.localdate()
    days = standing_days([person.pk], today + datetime.timedelta(days=1), today + AHEAD)
    return [rows[0] for _, rows in sorted(days.get(person.pk, {}).items())]


def colleagues(person: Employee, *, text: str = "", most: int = 60) -> list[Employee]:
    """Of the same OPD: those of the own unit first; with `text` those whom it names; 1 query."""
    if person.unit is None:
        return []
    opd = person.unit.opd or person.unit
    near = opd if text else person.unit
    found = search_people(text, Q(unit__path__startswith=near.path or "-"))
    people = found.filter(kind=Employee.Kind.ASN).exclude(pk=person.pk)
    return list(people.order_by("name", "pk")[:most])
