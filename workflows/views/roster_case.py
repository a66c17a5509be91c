"""One roster before the BKD: what it plans, whether it holds, and the decision on it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from wfa.calendars.wording import day, moment
from wfa.decisions.models import Decision
from wfa.decisions.selectors import for_subject
from wfa.people.permissions import under
from wfa.schedules.models import Roster, RosterState
from wfa.schedules.rules.composition import person_problems
from wfa.schedules.selectors import (
    Delta,
    MonthView,
    composition_of,
    delta_of,
    month_view,
    title_of,
)
from wfa.schedules.selectors.month import Total
from workflows.roster_steps import ROSTER_STEPS
from workflows.selectors.rosters import taken_for
from workflows.services.rosters import RosterReceipt, perform_roster
from workflows.services.rosters.paper import MARK
from workflows.views import reasons
from workflows.views.rosters import desk
from workflows.views.scope import held, person

FEW = 40
"""People whose days are listed; the matrix shows all."""
_ICONS = {
    "submit": ("pen", ""),
    "report": ("document", ""),
    "send_back": ("return", "warn"),
    "approve": ("check", "ok"),
    "reopen": ("undo", ""),
    "enact": ("document-check", "ok"),
    "withdraw": ("ban", ""),
}


@require_safe
def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    roster = get_object_or_404(desk(request), pk=pk)
    view = month_view(roster, decided=taken_for(roster))
    waits = roster.state == RosterState.REPORTED
    changes = by_person(delta_of(roster)) if roster.kind != Roster.Kind.MONTH else []
    context: dict[str, Any] = {
        "roster": roster,
        "title": title_of(roster),
        "view": view,
        "per_day": _per_day(view),
        "away": sum(row.away for row in view.rows),
        "busiest": max(view.totals, key=lambda total: total.away, default=None),
        "problems": _problems(roster, view) if waits else [],
        "changes": changes[:FEW],
        "more_changes": max(len(changes) - FEW, 0),
        "obstacle": _obstacle(request, roster, view) if waits else "",
        "can_undo": _can_undo(request, roster),
        "sentences": reasons.for_desk(request, ["send_back"]) if waits else [],
        "history": history(roster),
        "back": f"{reverse('jadwal-bkd')}?bulan={roster.first_day:%Y-%m}",
    }
    return render(request, "workflows/roster.html", context)


def _per_day(view: MonthView) -> list[Total]:
    """The working days that the plan may speak about."""
    pairs = zip(view.days, view.totals, strict=True)
    return [total for found, total in pairs if not found.is_off and found.is_open]


def _problems(roster: Roster, view: MonthView) -> list[str]:
    """What speaks against it now: days of the office, and people who have moved meanwhile."""
    found = [sentence for total in view.totals for sentence in _of_day(total)]
    plan = composition_of(roster, decided=taken_for(roster)).plan
    return [*found, *(str(problem) for problem in person_problems(plan))]


def _of_day(total: Total) -> list[str]:
    when = day(total.date)
    found = []
    if total.over:
        found.append(f"{when}: {total.away} orang di luar kantor, kuota {total.limit}.")
    if total.empty:
        found.append(f"{when}: pegawai di kantor kurang dari yang diwajibkan.")
    if total.no_official:
        found.append(f"{when}: tidak ada pejabat struktural di kantor.")
    return found


def _obstacle(request: HttpRequest, roster: Roster, view: MonthView) -> str:
    """Why this officer may not decide, whatever office they hold (UU 30/2014 Ps 42)."""
    me = person(request).pk
    if me in {roster.submitted_by_id, roster.created_by_id}:
        return "Anda yang menyusun jadwal ini. Pejabat BKD lain yang memutusnya."
    if any(row.away for row in view.rows if row.employee.pk == me):
        return "Anda sendiri bekerja di luar kantor dalam jadwal ini. Pejabat lain yang memutusnya."
    return ""


def _can_undo(request: HttpRequest, roster: Roster) -> bool:
    mine = roster.decided_by_id == person(request).pk
    return roster.state == RosterState.APPROVED and mine and not roster.pattern.get(MARK)


def by_person(deltas: Sequence[Delta]) -> list[dict[str, Any]]:
    """{person, days: (date, was, now)} in the order of the lines.

    Who stays in the office where nothing was said doesn't change: that is the rule anyway.
    """
    found: dict[int, dict[str, Any]] = {}
    for delta in deltas:
        if delta.was_label == delta.now_label:
            continue
        row = found.setdefault(delta.employee.pk, {"person": delta.employee, "days": []})
        row["days"].append((delta.date, delta.was_label, delta.now_label))
    return list(found.values())


def history(roster: Roster) -> list[dict[str, str]]:
    """Newest first, for components/history.html."""
    return [_event(row) for row in for_subject("roster", roster.pk)][::-1]


def _event(row: Decision) -> dict[str, str]:
    icon, tone = _ICONS[row.step]
    done = ROSTER_STEPS[row.step].done
    who = ", ".join(part for part in (row.actor_name, row.capacity) if part)
    return {
        "icon": icon,
        "tone": tone,
        "text": f"{done[:1].upper()}{done[1:]}",
        "meta": f"{moment(row.at)} · {who}",
        "note": row.note,
    }


# --- verbs of the OPD ------------------------------------------------------------------------


@require_POST
def report(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Submit a draft; what stands against it is told, and the draft stays as it is."""
    roster = _own(request, pk)
    [receipt] = perform_roster("submit", [roster], by=person(request))
    _say(request, receipt)
    if not receipt.ok or roster.kind == Roster.Kind.ORDER:
        return redirect("jadwal-matriks", pk)
    return redirect("naskah-jadwal", pk)


@require_POST
def withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    roster = _own(request, pk)
    note = " ".join(request.POST.get("catatan", "").split())[:500]
    [receipt] = perform_roster("withdraw", [roster], by=person(request), note=note)
    _say(request, receipt)
    return redirect("jadwal-matriks", pk)


def _own(request: HttpRequest, pk: uuid.UUID) -> Roster:
    """A roster that one drafts for one's units; 404 for every other."""
    authority = held(request)
    month = under(authority.paths("draft_roster"), "unit__path")
    order = under(authority.paths("order_roster"), "unit__path")
    rows = Roster.objects.select_related("unit")
    is_order = {"kind": Roster.Kind.ORDER}
    scope = (rows.filter(month).exclude(**is_order)) | rows.filter(order, **is_order)
    return get_object_or_404(scope, pk=pk)


def _say(request: HttpRequest, receipt: RosterReceipt) -> None:
    say = messages.success if receipt.ok else messages.error
    say(request, receipt.sentence)
    for problem in receipt.problems[:5]:
        messages.error(request, str(problem))
