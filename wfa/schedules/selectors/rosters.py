"""Questions about rosters: who may see them, what they are called, what they change."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from wfa.calendars.wording import month, span
from wfa.people.models import Employee
from wfa.people.permissions import Authority, under
from wfa.schedules.letters import AWAY_LETTERS, LETTERS, NOTHING
from wfa.schedules.models import Roster, RosterLine, RosterState
from wfa.schedules.selectors.planning import days_of, with_people


def visible_rosters(user: Employee, authority: Authority) -> QuerySet[Roster]:
    """The rosters of units that one looks after; a draft only to those who may fill it in."""
    orders = Q(kind=Roster.Kind.ORDER)
    fills_in = (
        Q(created_by=user)
        | (orders & under(authority.paths("order_roster"), "unit__path"))
        | (~orders & under(authority.paths("draft_roster"), "unit__path"))
    )
    seen = under(authority.paths("view_roster"), "unit__path")
    scope = seen & (~Q(state=RosterState.DRAFT) | fills_in)
    return Roster.objects.filter(scope).select_related("unit__opd", "amends")


def title_of(roster: Roster) -> str:
    """ "Jadwal Agustus 2026", "Perubahan jadwal Agustus 2026", "Perintah situasional 3–5 Agustus 2026" """
    if roster.kind in {Roster.Kind.MONTH, Roster.Kind.AMENDMENT}:
        word = "Jadwal" if roster.kind == Roster.Kind.MONTH else "Perubahan jadwal"
        return f"{word} {month(roster.first_day)}"
    return f"{roster.get_kind_display()} {span(roster.first_day, roster.last_day)}"


def month_rosters(first_day: datetime.date) -> QuerySet[Roster]:
    """The live month's roster of every OPD."""
    found = Roster.objects.filter(kind=Roster.Kind.MONTH, first_day=first_day)
    return found.exclude(state=RosterState.WITHDRAWN).select_related("unit")


@dataclass(frozen=True)
class Delta:
    """One day of one person that a roster changes, for papers and pages."""

    line: RosterLine
    date: datetime.date
    was: str
    """Letter; "." = nothing was said about the day."""
    now: str

    @property
    def employee(self) -> Employee:
        return self.line.employee

    @property
    def was_label(self) -> str:
        return LETTERS[self.was].label if self.was in LETTERS else "Kantor"

    @property
    def now_label(self) -> str:
        return LETTERS[self.now].label

    @property
    def is_away(self) -> bool:
        return self.now in AWAY_LETTERS


def delta_of(roster: Roster, *, lines: Iterable[RosterLine] | None = None) -> list[Delta]:
    """What the roster says that didn't stand before, by person and date; 1 query.

    Of a month's first plan only the days away: the days in the office are the rule.
    """
    rows = with_people(roster) if lines is None else lines
    found = [delta for line in rows for delta in _delta(line, days_of(roster))]
    if roster.kind == Roster.Kind.MONTH:
        return [delta for delta in found if delta.is_away]
    return found


def _delta(line: RosterLine, days: list[datetime.date]) -> list[Delta]:
    return [
        Delta(line, date, was, now)
        for date, was, now in zip(days, line.base, line.cells, strict=True)
        if now not in {NOTHING, was}
    ]
