"""The drafts of one month for many OPDs at once, painted with the pattern of their policy.

What BKD does when the policy leaves nothing to choose (50:50, a fixed weekday): every OPD that has
no roster yet finds a draft, checks it, and submits it itself. The draft is the OPD's; who made it
stands in `created_by`, and never decides on it (UU 30/2014 Ps 52).
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from wfa.audit.services import Entry, record_many
from wfa.notifications.models import Message
from wfa.notifications.services import Notice, notify_many
from wfa.people.models import Employee, Unit
from wfa.people.permissions import Authority, Capacity, authority, nearest_holders_of
from wfa.refusals import Refused
from wfa.schedules.letters import NOTHING, put
from wfa.schedules.models import Roster, RosterLine
from wfa.schedules.patterns import generate
from wfa.schedules.selectors.drafts import Ground, draft_of, ground_for
from wfa.schedules.selectors.painting import painting_of
from wfa.schedules.selectors.planning import Decided, line_order, open_days, staff_in
from wfa.schedules.selectors.rosters import month_rosters, title_of
from wfa.schedules.selectors.seats import is_structural
from wfa.schedules.services.bulk import create_lines
from wfa.schedules.services.drafting import remember, seed_of, write_letters
from wfa.schedules.services.rosters import month_span, opd_of

_FASTER = "Sebuah OPD baru saja mulai menyusun jadwalnya. Tekan sekali lagi."


@dataclass
class Drafted:
    """What became of each OPD."""

    rosters: list[Roster] = field(default_factory=list)
    there: list[Unit] = field(default_factory=list)
    """Has a roster of the month already; nothing was touched."""
    without: list[Unit] = field(default_factory=list)
    """The policy names no pattern for the days ahead, or nobody works there: the OPD chooses."""
    lines: list[RosterLine] = field(default_factory=list)


def may_draft(held: Authority, opd: Unit) -> Capacity | None:
    """As whom: who plans for the OPD, or BKD, who also examines what the OPD makes of it."""
    return held.capacity("draft_roster", opd) or held.capacity("approve_roster", opd)


@transaction.atomic
def draft_months(
    units: Iterable[Unit],
    first_day: datetime.date,
    *,
    by: Employee,
    decided: Decided | None = None,
) -> Drafted:
    """Draft and paint the month of all these OPDs as `start_roster` and `paint` would one by one.

    A number of queries that doesn't grow with the number of OPDs. Those that have a roster already
    are left alone.
    """
    opds = sorted({unit.pk: unit for unit in map(opd_of, units)}.values(), key=_place)
    held, first = _held(opds, by), first_day.replace(day=1)
    month = Roster(kind=Roster.Kind.MONTH, first_day=first, last_day=month_span(first)[1])
    there = set(month_rosters(first).values_list("unit", flat=True))
    found = Drafted(there=[opd for opd in opds if opd.pk in there])
    fresh = [opd for opd in opds if opd.pk not in there]
    if fresh:
        _draft(found, fresh, month, by=by, decided=decided)
        _store(found, held, by)
    return found


def _place(opd: Unit) -> str:
    return opd.path or ""


def _held(opds: Sequence[Unit], by: Employee) -> dict[int, Capacity]:
    known = authority(by)
    held = {opd.pk: may_draft(known, opd) for opd in opds}
    if not all(held.values()):
        raise Refused("Anda tidak berwenang menyusun jadwal unit ini.", code="not_allowed")
    return {pk: capacity for pk, capacity in held.items() if capacity}


def _draft(
    found: Drafted, opds: Sequence[Unit], month: Roster, *, by: Employee, decided: Decided | None
) -> None:
    people = list(staff_in(opds).prefetch_related("position", "unit__opd"))
    ground = ground_for(month, opds, people, today=timezone.localdate(), decided=decided)
    by_opd: dict[int, list[Employee]] = defaultdict(list)
    for person in people:
        if person.unit:
            by_opd[opd_of(person.unit).pk].append(person)
    for opd in opds:
        roster = _new(opd, month, by)
        lines = _lines(roster, by_opd[opd.pk], ground)
        if lines and _painted(roster, lines, ground):
            found.rosters.append(roster)
            found.lines += lines
        else:
            found.without.append(opd)


def _new(opd: Unit, month: Roster, by: Employee) -> Roster:
    now = timezone.now()
    return Roster(
        unit=opd,
        kind=month.kind,
        first_day=month.first_day,
        last_day=month.last_day,
        created_by=by,
        created_at=now,
        changed_at=now,
        since=now,
        revision=1,  # as after one painting
    )


def _lines(roster: Roster, people: Sequence[Employee], ground: Ground) -> list[RosterLine]:
    usual, nothing = ground.usual, NOTHING * len(ground.usual)
    return [
        RosterLine(
            roster=roster,
            employee=person,
            unit=person.unit,
            is_structural=is_structural(person),
            base=nothing,
            cells=_without(usual, ground.busy.get(person.pk, ())),
        )
        for person in people
    ]


def _without(usual: str, busy: Iterable[int]) -> str:
    for offset in busy:
        usual = put(usual, offset, NOTHING)
    return usual


def _painted(roster: Roster, lines: Sequence[RosterLine], ground: Ground) -> bool:
    """Write the letters of the policy's pattern into the lines; False where it names none."""
    known = draft_of(roster, sorted(lines, key=line_order), ground)
    chosen = {line.employee_id for line in lines}
    try:
        asked = painting_of(known, None, chosen, open_days(roster), {}, earlier=ground.earlier)
    except Refused:
        return False
    seed = seed_of(roster)
    outcome = generate(asked.people, asked.room, asked.segments, seed=seed, names=asked.names)
    for line in lines:
        write_letters(roster, line, asked, outcome)
    remember(roster, asked, seed, ())
    return True


def _store(found: Drafted, held: Mapping[int, Capacity], by: Employee) -> None:
    try:
        with transaction.atomic():
            Roster.objects.bulk_create(found.rosters)
    except IntegrityError as error:
        raise Refused(_FASTER, code="second") from error
    create_lines(found.lines)
    people = Counter(line.roster_id for line in found.lines)
    entries = [
        _entry(action, roster, by, held[roster.unit_id], data)
        for roster in found.rosters
        for action, data in _told(roster, people[roster.pk])
    ]
    record_many(entries)
    _notify(found.rosters, by)


def _told(roster: Roster, people: int) -> list[tuple[str, dict[str, object]]]:
    started = {"kind": roster.kind, "first_day": roster.first_day}
    painted = {"people": people, "seed": roster.pattern["seed"]}
    return [("roster_started", started), ("roster_painted", painted)]


def _entry(
    action: str, roster: Roster, by: Employee, capacity: Capacity, data: dict[str, object]
) -> Entry:
    return Entry(action, by, capacity.label, ("roster", roster.pk), data)


def _notify(rosters: Sequence[Roster], by: Employee) -> None:
    """Who plans for an OPD hears that a draft waits there; who made it knows."""
    holders = nearest_holders_of("draft_roster", [roster.unit for roster in rosters])
    notices = [
        Notice(
            person,
            "Rancangan jadwal unit Anda sudah disiapkan",
            f"{title_of(roster)}, {roster.unit}. Periksa, ubah bila perlu, lalu ajukan.",
            reverse("jadwal-matriks", args=[roster.pk]),
            Message.Topic.WORK,
        )
        for roster in rosters
        for person in holders[roster.unit_id]
        if person.pk != by.pk
    ]
    if notices:
        notify_many(notices)
