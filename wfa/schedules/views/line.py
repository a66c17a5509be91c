"""The month of one person in a roster, day by day: the way without a script, and all sources."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wfa.calendars.wording import day
from wfa.schedules.forms.rosters import PersonForm
from wfa.schedules.letters import LETTERS
from wfa.schedules.models import Roster
from wfa.schedules.rules import composition
from wfa.schedules.selectors import Composition, composition_of, title_of, with_people
from wfa.schedules.services import StaleDraftError, save_cells
from wfa.schedules.views import scope
from wfa.schedules.views.grid import Month
from wfa.schedules.views.matrix import conflict
from wfa.schedules.views.page import decided_for, letters_of, month_of


@dataclass(frozen=True)
class DayRow:
    """One day: a choice, or what stands there and why."""

    label: str
    words: str
    why: str
    field: BoundField | None
    clash: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: uuid.UUID, employee: int) -> HttpResponse:
    roster = scope.roster(request, pk)
    line = get_object_or_404(roster.lines, employee=employee)
    known = _known(roster, line.employee_id)
    editable = scope.may_draft(request, roster) and roster.is_editable
    month, problems = _month(known, editable)
    form = _form(request, month, known) if editable else None
    if request.method == "POST" and form and form.is_valid():
        return _saved(request, roster, employee, form)
    context = {
        "roster": roster,
        "title": title_of(roster),
        "person": known.lines[0].employee,
        "unit": month.people[0].unit,
        "form": form,
        "rows": _rows(month, form),
        "problems": problems,
        "back": f"{reverse('jadwal-matriks', args=[pk])}#p{employee}",
    }
    return render(request, "schedules/roster_line.html", context)


def _known(roster: Roster, employee: int) -> Composition:
    lines = [line for line in with_people(roster) if line.employee_id == employee]
    return composition_of(roster, decided=decided_for(roster, lines), lines=lines)


def _month(known: Composition, editable: bool) -> tuple[Month, list[str]]:
    """Of the problems only those of this person: the others need everybody."""
    found = [p for p in composition.problems(known.plan) if p.employee_id] if editable else []
    letters = letters_of(known) if editable else ""
    return month_of(known, letters=letters, problems=found), [p.sentence for p in found]


def _form(request: HttpRequest, month: Month, known: Composition) -> PersonForm:
    person = month.people[0]
    shown = month.shown(person)
    days = [
        (date, shown[offset])
        for offset, date in enumerate(month.dates)
        if not month.is_locked(person, offset)
    ]
    data: Any = request.POST if request.method == "POST" else None
    initial = {"revisi": known.roster.revision}
    return PersonForm(data, days=days, letters=month.letters, initial=initial)


def _rows(month: Month, form: PersonForm | None) -> list[DayRow]:
    person = month.people[0]
    shown = month.shown(person)
    return [
        _row(month, person.employee_id, date, shown[offset], form)
        for offset, date in enumerate(month.dates)
        if date.weekday() < 5 or shown[offset] != "."
    ]


def _row(
    month: Month, employee: int, date: datetime.date, letter: str, form: PersonForm | None
) -> DayRow:
    key, name = (employee, date), date.isoformat()
    other = month.elsewhere.get(key)
    meaning = LETTERS.get(letter)
    holiday = month.closed.get(date)
    words = meaning.label if meaning else f"Libur: {holiday}" if holiday else "Tidak dijadwalkan"
    bound = form[name] if form and name in form.fields else None
    return DayRow(day(date), words, other.label if other else "", bound, month.clashes.get(key, ""))


def _saved(request: HttpRequest, roster: Roster, employee: int, form: PersonForm) -> HttpResponse:
    cells = {employee: form.cells()}
    if not cells[employee]:
        messages.info(request, "Tidak ada yang berubah.")
        return redirect(f"{reverse('jadwal-matriks', args=[roster.pk])}#p{employee}")
    try:
        save_cells(roster, cells, by=scope.me(request), revision=form.cleaned_data["revisi"])
    except StaleDraftError as stale:
        return conflict(request, roster, stale)
    messages.success(request, f"{len(cells[employee])} hari tersimpan.")
    return redirect(f"{reverse('jadwal-matriks', args=[roster.pk])}#p{employee}")
