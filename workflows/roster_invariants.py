"""The promises about rosters, called from `workflows.invariants`; each "" where it holds."""

from __future__ import annotations

import datetime
from itertools import islice

from wfa.audit.models import AuditEvent
from wfa.decisions.models import Decision
from wfa.schedules.letters import AWAY_LETTERS, NOTHING, dated
from wfa.schedules.models import Roster, RosterLine, RosterState, WorkDay
from wfa.schedules.models.rosters import HOLDING

CHUNK = 500
_OF_ROSTERS = ("rota", "policy", "order")


def lines_hold_while_they_wait() -> tuple[int, str]:
    """G5: only a roster on its way holds seats, only for days away, and no person twice a day."""
    seen: set[tuple[int, object]] = set()
    checked = 0
    lines = RosterLine.objects.exclude(held="").select_related("roster")
    for line in lines.order_by("pk").iterator(CHUNK):
        checked += 1
        if line.roster.state not in HOLDING:
            return checked, f"{line.roster} {line.roster.state} masih memegang kursi."
        if set(line.held) - AWAY_LETTERS - {NOTHING}:
            return checked, f"Baris {line.pk} memegang kursi untuk hari di kantor."
        cells = {(line.employee_id, day) for day, _ in dated(line.held, line.roster.first_day)}
        if cells & seen:
            return checked, f"Baris {line.pk}: satu orang memegang dua kursi sehari."
        seen |= cells
    return checked, ""


def days_follow_rosters() -> tuple[int, str]:
    """G5: a day that stands on a roster is one of a roster that came into force."""
    standing = WorkDay.objects.filter(source_kind__in=_OF_ROSTERS, withdrawn_at__isnull=True)
    rows = standing.order_by("source_id").values_list("source_id", flat=True).distinct()
    keys, checked = rows.iterator(CHUNK), 0
    in_force = Roster.objects.filter(state=RosterState.IN_FORCE)
    known = {str(key) for key in in_force.values_list("pk", flat=True).iterator(CHUNK)}
    while chunk := set(islice(keys, CHUNK)):
        checked += len(chunk)
        if bare := chunk - known:
            return checked, f"{len(bare)} jadwal punya hari tercatat, tetapi tidak berlaku."
    return checked, ""


def steps_are_logged() -> tuple[int, str]:
    """G6: each step of a roster has its decision and its row in the log."""
    decisions = Decision.objects.filter(subject_kind="roster").count()
    logged = AuditEvent.objects.filter(action__startswith="roster.").count()
    if decisions != logged:
        return decisions, f"{decisions} keputusan jadwal, tetapi {logged} baris jejak audit."
    return decisions, ""


def states_follow_decisions() -> tuple[int, str]:
    """G6 and G16: each roster stands where its last decision put it."""
    last, checked = _last_states(), 0
    for pk, state in Roster.objects.values_list("pk", "state").iterator(CHUNK):
        checked += 1
        if state not in last.get(str(pk), {RosterState.DRAFT}):
            return checked, f"Jadwal {pk}: {state}, tetapi keputusan terakhirnya lain."
    return checked, ""


def _last_states() -> dict[str, set[str]]:
    """{roster: where its last decision led}; more than one where several share their moment."""
    rows = Decision.objects.filter(subject_kind="roster").order_by("at")
    moments: dict[str, datetime.datetime] = {}
    found: dict[str, set[str]] = {}
    for key, at, state in rows.values_list("subject_id", "at", "to_state").iterator(CHUNK):
        if moments.get(key) != at:
            moments[key], found[key] = at, set()
        found[key].add(state)
    return found
