"""What the generator is given: who may be away, what is decided already, which seats are left."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from wfa.policies.rules import RuleSet
from wfa.refusals import Refused
from wfa.schedules.letters import AWAY_LETTERS, NOTHING, dated, letter_of
from wfa.schedules.models import Roster, RosterLine, WorkDay
from wfa.schedules.models.rosters import HOLDING
from wfa.schedules.patterns import Kind, Left, Pattern, Person, Segment, Tally
from wfa.schedules.rules.planned import NOBODY, CellKey, Change, OfficeDay, Plan, Planned
from wfa.schedules.rules.planned_people import why_not
from wfa.schedules.selectors.planning import Composition

LOOK_BACK = datetime.timedelta(days=92)
"""So far back days away count for fairness: three months."""
NEAR = datetime.timedelta(days=28)
"""So far back days tell in which group somebody has been."""
FRIDAY = 4
_CLOSED = "Kerja fleksibel tidak dibuka."

Letters = dict[datetime.date, str]


@dataclass(frozen=True)
class Painting:
    """A call of the generator, and the cells that stay at the desk whatever it says."""

    people: tuple[Person, ...]
    room: Mapping[OfficeDay, Left]
    segments: tuple[Segment, ...]
    names: Mapping[int, str]
    desk: Mapping[int, Letters]
    """{employee: {date: "K"}} of days on which they may not be away."""
    from_policy: bool

    def as_json(self) -> list[dict[str, object]]:
        """The phases, for `Roster.pattern["segments"]`."""
        return [
            {
                "first": min(each.dates).isoformat(),
                "last": max(each.dates).isoformat(),
                "policy": self.from_policy,
                **each.pattern.as_json(),
            }
            for each in self.segments
        ]


def painting_of(
    known: Composition,
    pattern: Pattern | None,
    chosen: Collection[int],
    dates: Sequence[datetime.date],
    by_hand: Mapping[str, Collection[int]],
) -> Painting:
    """What to paint for the chosen people on the working days ahead; 2 queries.

    `by_hand`: see `services.drafting`. Raises `Refused` where no policy names a pattern.
    """
    plan = known.plan
    days = [d for d in dates if d >= plan.today and plan.calendar.is_working_day(d)]
    segments = tuple(_segments(known, pattern, days))
    if not segments:
        raise Refused(_no_pattern(bool(days)), code="no_pattern", field="pattern")
    painted = {date for segment in segments for date in segment.dates}
    lines = [line for line in plan.lines if line.employee_id in chosen]
    past = _past(known, chosen)
    hand = {line.employee_id: _by_hand(plan, line, by_hand) for line in lines}
    desk = {line.employee_id: _desk(plan, line, painted, hand) for line in lines}
    people = tuple(_person(known, line, painted, hand, desk, past) for line in lines)
    room = _room(plan, lines, painted)
    names = {office.id: office.name for office in plan.offices}
    return Painting(people, room, segments, names, desk, pattern is None)


def _no_pattern(has_days: bool) -> str:
    if not has_days:
        return "Tidak ada hari kerja yang dapat diisi. Periksa tanggalnya."
    return "Kebijakan belum menetapkan pola pada tanggal ini. Pilih polanya sendiri."


def _segments(
    known: Composition, pattern: Pattern | None, days: Sequence[datetime.date]
) -> Iterator[Segment]:
    """Days in a row under the same pattern: a phase of the policy begins its own."""
    wished = [(day, _pattern_on(known, pattern, day)) for day in days]
    for found, group in groupby(wished, key=lambda pair: pair[1]):
        if found is not None:
            yield Segment(tuple(day for day, _ in group), found)


def _pattern_on(known: Composition, pattern: Pattern | None, date: datetime.date) -> Pattern | None:
    rules = known.plan.rules[known.roster.unit_id, date]
    cap = None if known.roster.kind == Roster.Kind.ORDER else rules.rota_days_per_week
    if pattern is None:
        return policy_pattern(rules)
    asked = pattern.days_per_week
    return replace(pattern, days_per_week=cap if asked is None or cap is None else min(asked, cap))


def policy_pattern(rules: RuleSet) -> Pattern | None:
    """The pattern that the policy of a day sets; None = the OPD chooses."""
    if not rules.rota_pattern:
        return None
    kind = Kind(rules.rota_pattern)
    return Pattern(
        kind,
        weekdays=tuple(rules.rota_weekdays) if kind is Kind.FIXED_WEEKDAY else (),
        share=rules.rota_share,
        days_per_week=rules.rota_days_per_week,
    )


# --- people ------------------------------------------------------------------------------------


def _by_hand(plan: Plan, line: Planned, kept: Mapping[str, Collection[int]]) -> Letters:
    """The cells that a person set, as they stand in the draft."""
    found = {}
    for offset in kept.get(str(line.employee_id), ()):
        date = plan.first_day + datetime.timedelta(days=offset)
        if line.cells[offset] != NOTHING and date >= plan.today:
            found[date] = line.cells[offset]
    return found


def _desk(
    plan: Plan,
    line: Planned,
    dates: Collection[datetime.date],
    hand: Mapping[int, Letters],
) -> Letters:
    """The days on which the rules keep this person in the office."""
    free = set(dates) - set(hand[line.employee_id])
    shut = [d for d in free if _forbidden(plan, line, d)]
    return {d: "K" for d in shut if (line.employee_id, d) not in plan.elsewhere}


def _forbidden(plan: Plan, line: Planned, date: datetime.date) -> str:
    """Why this person may not be at home on the day; "" = they may."""
    rules = plan.rules[line.unit_id, date]
    if not rules.open:
        return _CLOSED
    reason = why_not(Change(line, date, "R", NOTHING), rules)
    return reason[1] if reason else ""


@dataclass(frozen=True)
class _Past:
    near: Mapping[int, Letters]
    tally: Mapping[int, Tally]


def _person(
    known: Composition,
    line: Planned,
    dates: Collection[datetime.date],
    hand: Mapping[int, Letters],
    desk: Mapping[int, Letters],
    past: _Past,
) -> Person:
    pk, plan = line.employee_id, known.plan
    able = [d for d in dates if d not in desk[pk]]
    stuck = next((_forbidden(plan, line, d) for d in dates), "") if not able else ""
    fixed = {d: x.letter for d in dates if (x := plan.elsewhere.get((pk, d)))}
    return Person(
        key=pk,
        order=line.identity,
        offices=tuple(office.id for office in plan.chains[line.unit_id]),
        is_structural=line.is_structural,
        away_ok=bool(able),
        why_not=stuck,
        fixed={**fixed, **desk[pk], **_kept(known, line, dates)},
        by_hand=hand[pk],
        earlier=past.near.get(pk, {}),
        before=past.tally.get(pk),
    )


def _kept(known: Composition, line: Planned, dates: Collection[datetime.date]) -> Letters:
    """An extra day or an order never calls back whom a roster in force has sent away."""
    if known.roster.kind not in {Roster.Kind.EXTRA, Roster.Kind.ORDER}:
        return {}
    base = dated(line.base, known.plan.first_day)
    return {d: letter for d, letter in base if d in dates and letter in AWAY_LETTERS}


def _past(known: Composition, chosen: Collection[int]) -> _Past:
    """Days before the plan: of the last weeks as letters, of three months as counts; 2 queries."""
    first = known.roster.first_day
    letters: dict[int, Letters] = defaultdict(dict)
    for key, letter in [*_earlier_facts(chosen, first), *_earlier_plans(known.roster, chosen)]:
        letters[key[0]][key[1]] = letter
    tally = {}
    for pk, days in letters.items():
        away = [day for day, letter in days.items() if letter in AWAY_LETTERS]
        tally[pk] = Tally(len(away), sum(day.weekday() == FRIDAY for day in away))
    near = {
        pk: {day: letter for day, letter in days.items() if day >= first - NEAR}
        for pk, days in letters.items()
    }
    return _Past(near, tally)


def _earlier_facts(chosen: Collection[int], first: datetime.date) -> Iterator[tuple[CellKey, str]]:
    rows = WorkDay.objects.filter(
        employee__in=list(chosen),
        date__range=(first - LOOK_BACK, first - datetime.timedelta(days=1)),
        withdrawn_at__isnull=True,
    ).values_list("employee_id", "date", "place", "slot")
    for employee, date, place, slot in rows:
        yield (employee, date), letter_of(place, slot)


def _earlier_plans(roster: Roster, chosen: Collection[int]) -> Iterator[tuple[CellKey, str]]:
    """Last month's roster may still wait for its paper while the next one is drafted."""
    lines = RosterLine.objects.filter(
        employee__in=list(chosen),
        roster__state__in=HOLDING,
        roster__last_day__lt=roster.first_day,
        roster__last_day__gte=roster.first_day - LOOK_BACK,
    ).values_list("employee_id", "cells", "roster__first_day")
    for employee, cells, start in lines:
        for date, letter in dated(cells, start):
            yield (employee, date), letter


# --- seats -------------------------------------------------------------------------------------


def _room(
    plan: Plan, lines: Sequence[Planned], dates: Collection[datetime.date]
) -> dict[OfficeDay, Left]:
    """What is left for the painted people: without their own cells, with everybody else's."""
    painted = {line.employee_id for line in lines}
    own = _own_seats(plan, lines, painted, dates)
    found = {}
    for office in plan.offices:
        for date in dates:
            now, limits = plan.counted.get((office.id, date), NOBODY), plan.limits[office.id, date]
            taken = now.taken + own[office.id, date][0]
            officials = now.structural_taken + own[office.id, date][1]
            found[office.id, date] = Left(
                quota=limits.limit - taken,
                presence=limits.room - taken - now.absent,
                structural=limits.structural_room - officials - now.structural_absent,
            )
    return found


def _own_seats(
    plan: Plan,
    lines: Sequence[Planned],
    painted: Collection[int],
    dates: Collection[datetime.date],
) -> dict[OfficeDay, Counter[int]]:
    """[people, officials] to add to what is counted: cells of the others, less days that may go."""
    found: dict[OfficeDay, Counter[int]] = defaultdict(Counter)

    def count(line: Planned, date: datetime.date, step: int) -> None:
        for office in plan.chains[line.unit_id]:
            found[office.id, date][0] += step
            found[office.id, date][1] += step * line.is_structural

    for change in plan.changes:
        if change.line.employee_id not in painted and change.date in dates:
            count(change.line, change.date, int(change.is_fresh) - int(change.is_leaving))
    for line in lines if plan.kind == Roster.Kind.AMENDMENT else ():
        for date, letter in dated(line.base, plan.first_day):
            free = (line.employee_id, date) not in plan.elsewhere
            if date in dates and letter in AWAY_LETTERS and free:
                count(line, date, -1)
    return found
