"""The months of an office: which are planned, where each is, and beginning the next one."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wfa.calendars.rules import month_asked
from wfa.calendars.selectors import load
from wfa.calendars.wording import month, span
from wfa.people.models import Employee, Unit
from wfa.policies.selectors import rules_along
from wfa.refusals import Refused
from wfa.schedules.models import Roster, RosterState
from wfa.schedules.selectors import title_of
from wfa.schedules.selectors.planning import staff_of
from wfa.schedules.services import start_roster
from wfa.schedules.views import scope
from wfa.schedules.views.looks import Look, look_of
from wfa.schedules.views.page import decided_of

AHEAD = 3
"""Months shown from this one on."""
PER_PAGE = 24


@dataclass(frozen=True)
class MonthRow:
    """One month, planned or not."""

    first_day: datetime.date
    roster: Roster | None
    due_on: datetime.date
    """The last day to report it to BKD."""
    today: datetime.date

    @property
    def label(self) -> str:
        return month(self.first_day)

    @property
    def look(self) -> Look:
        return look_of(self.roster)

    @property
    def is_late(self) -> bool:
        unsent = {RosterState.DRAFT, RosterState.RETURNED}
        return self.today > self.due_on and (not self.roster or self.roster.state in unsent)


@dataclass(frozen=True)
class Other:
    """Any other roster: a change, an extra day, an order, a month that is over."""

    roster: Roster

    @property
    def title(self) -> str:
        return title_of(self.roster)

    @property
    def span(self) -> str:
        return span(self.roster.first_day, self.roster.last_day)

    @property
    def look(self) -> Look:
        return look_of(self.roster)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The months of one OPD; whoever sees several chooses one."""
    if not scope.paths(request, *scope.RIGHTS):
        if scope.me(request).kind == Employee.Kind.ASN:
            return redirect("jadwal-saya")
        raise Http404
    units = list(Unit.objects.filter(scope.opds(request)).order_by("name"))
    opd = _chosen(request, units)
    if opd is None:
        return render(request, "schedules/rosters.html", {"units": units, "opd": None})
    asked = month_asked(request.GET.get("bulan", ""))
    rosters = Roster.objects.filter(scope.visible(request), unit=opd).select_related("unit")
    if asked and (found := _live(rosters).filter(first_day=asked).first()):
        return redirect("jadwal-matriks", found.pk)
    return render(request, "schedules/rosters.html", _context(request, units, opd, rosters, asked))


def _chosen(request: HttpRequest, units: Sequence[Unit]) -> Unit | None:
    """The OPD asked for; else one's own, else the only one."""
    asked = request.GET.get("opd", "")
    if asked:
        return next((unit for unit in units if str(unit.pk) == asked), None)
    home = scope.me(request).unit
    own = home and (home.opd_id or home.pk)
    if scope.paths(request, "approve_roster") or not own:
        own = None  # of those who look at all OPDs none is meant
    return next((u for u in units if u.pk == own), units[0] if len(units) == 1 else None)


def _live(rosters: Any) -> Any:
    return rosters.filter(kind=Roster.Kind.MONTH).exclude(state=RosterState.WITHDRAWN)


def _context(
    request: HttpRequest,
    units: Sequence[Unit],
    opd: Unit,
    rosters: Any,
    asked: datetime.date | None,
) -> dict[str, Any]:
    months = _months(opd, rosters, asked)
    shown = [row.roster.pk for row in months if row.roster]
    others = Paginator(rosters.exclude(pk__in=shown), PER_PAGE)
    page = others.get_page(request.GET.get("halaman"))
    may_draft = scope.held(request).capacity("draft_roster", opd) is not None
    return {
        "units": units if len(units) > 1 else [],
        "opd": opd,
        "months": months,
        "others": [Other(roster) for roster in page],
        "page": page,
        "may_draft": may_draft,
        "next": _next(months, asked) if may_draft else None,
    }


def _months(opd: Unit, rosters: Any, asked: datetime.date | None) -> list[MonthRow]:
    """This month and the next ones, and the one asked for; 3 queries."""
    today = timezone.localdate()
    firsts = [today.replace(day=1)]
    while len(firsts) < AHEAD:
        firsts.append(_after(firsts[-1]))
    if asked and asked not in firsts:
        firsts = sorted([*firsts, asked])
    planned = {roster.first_day: roster for roster in _live(rosters).filter(first_day__in=firsts)}
    calendar = load(firsts[0], firsts[-1])
    rules = rules_along([opd], firsts)
    return [
        MonthRow(
            first,
            planned.get(first),
            calendar.add_working_days(first, -rules[opd.pk, first].roster_due_days),
            today,
        )
        for first in firsts
    ]


def _after(first: datetime.date) -> datetime.date:
    return (first + datetime.timedelta(days=31)).replace(day=1)


def _next(months: Sequence[MonthRow], asked: datetime.date | None) -> MonthRow | None:
    """The month the one button begins: that asked for, else the next one that isn't planned."""
    today = timezone.localdate()
    free = [row for row in months if row.roster is None and row.first_day >= today.replace(day=1)]
    wanted = [row for row in free if row.first_day == asked]
    ahead = [row for row in free if row.first_day > today]
    return next(iter([*wanted, *ahead, *free]), None)


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """The draft of one month; one that is there already is opened instead."""
    inside = scope.opds(request, "draft_roster")
    pk = request.POST.get("opd", "")
    opd = get_object_or_404(Unit.objects.filter(inside), pk=int(pk) if pk.isdigit() else 0)
    first = month_asked(request.POST.get("bulan", ""))
    if first is None:
        raise Refused("Bulan belum dipilih. Pilih bulannya, lalu susun lagi.", code="no_month")
    if found := _live(Roster.objects.filter(unit=opd, first_day=first)).first():
        messages.info(request, "Jadwal bulan ini sudah ada. Ini jadwalnya.")
        return redirect("jadwal-matriks", found.pk)
    people = [person.pk for person in staff_of([opd])]
    decided = decided_of(people, first, _after(first))
    roster = start_roster(opd, first, by=scope.me(request), decided=decided)
    messages.success(request, f"{title_of(roster)} mulai disusun. Isi pola, atau ketik hurufnya.")
    return redirect("jadwal-matriks", roster.pk)
