"""What the generator is given: who may be away, what is decided already, which seats are left."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from wfa.policies.rules import RuleSet
from wfa.refusals import Refused
from wfa.schedules.letters import AWAY_LETTERS, NOTHING, dated
from wfa.schedules.models import Roster
from wfa.schedules.patterns import Kind, Left, Pattern, Person, Segment
from wfa.schedules.rules.planned import NOBODY, Change, OfficeDay, Plan, Planned
from wfa.schedules.rules.planned_people import kept_until, why_never
from wfa.schedules.selectors.earlier import Earlier, Letters, earlier_than
from wfa.schedules.selectors.planning import Composition

_CLOSED = "Kerja fleksibel tidak dibuka."


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
    *,
    earlier: Earlier | None = None,
) -> Painting:
    """What to paint for the chosen people on the working days ahead; 3 queries.

    `by_hand`: see `services.drafting`; `earlier`: the days before, where they were read already.
    Raises `Refused` where no policy names a pattern.
    """
    plan = known.plan
    days = [d for d in dates if d >= plan.today and plan.calendar.is_working_day(d)]
    segments = tuple(_segments(known, pattern, days))
    if not segments:
        raise Refused(_no_pattern(bool(days)), code="no_pattern", field="pattern")
    painted = sorted({date for segment in segments for date in segment.dates})
    lines = [line for line in plan.lines if line.employee_id in chosen]
    before = earlier_than(plan.first_day, chosen) if earlier is None else earlier
    hand = {line.employee_id: _by_hand(plan, line, by_hand) for line in lines}
    stays = _Stays(plan, painted)
    desk = {line.employee_id: _desk(plan, line, stays, hand) for line in lines}
    people = tuple(_person(known, line, stays, hand, desk, before) for line in lines)
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


class _Stays:
    """On which days the rules keep whom in the office; asked once for all people of one kind."""

    def __init__(self, plan: Plan, dates: Sequence[datetime.date]) -> None:
        self.plan, self.dates = plan, dates
        self.spans: dict[int, list[tuple[RuleSet, list[datetime.date]]]] = {}
        self.known: dict[tuple[object, ...], str] = {}

    def of(self, line: Planned) -> Iterator[tuple[datetime.date, str]]:
        """(date, why not), in order of the dates under the same rules."""
        for rules, dates in self._spans(line.unit_id):
            if never := self._never(line, rules):
                yield from ((date, never) for date in dates)
                continue
            until, why = kept_until(line, rules)
            if until and dates[0] < until:
                yield from ((date, why) for date in dates if date < until)

    def _spans(self, unit_id: int) -> list[tuple[RuleSet, list[datetime.date]]]:
        """Days under the very same rules."""
        if unit_id not in self.spans:
            found: dict[int, tuple[RuleSet, list[datetime.date]]] = {}
            for date in self.dates:
                rules = self.plan.rules[unit_id, date]
                found.setdefault(id(rules), (rules, []))[1].append(date)
            self.spans[unit_id] = list(found.values())
        return self.spans[unit_id]

    def _never(self, line: Planned, rules: RuleSet) -> str:
        if not rules.open:
            return _CLOSED
        key = (id(rules), line.standing, line.echelon, line.position)
        if key not in self.known:
            reason = why_never(line, "R", rules)
            self.known[key] = reason[1] if reason else ""
        return self.known[key]


def _desk(plan: Plan, line: Planned, stays: _Stays, hand: Mapping[int, Letters]) -> Letters:
    """The days on which the rules keep this person in the office."""
    pk, elsewhere = line.employee_id, plan.elsewhere
    own = hand[pk]
    return {d: "K" for d, _ in stays.of(line) if d not in own and (pk, d) not in elsewhere}


def _person(
    known: Composition,
    line: Planned,
    stays: _Stays,
    hand: Mapping[int, Letters],
    desk: Mapping[int, Letters],
    earlier: Earlier,
) -> Person:
    pk, plan = line.employee_id, known.plan
    able = len(desk[pk]) < len(stays.dates)
    stuck = next((why for _, why in stays.of(line)), "") if not able else ""
    kept = line.revoked if line.revoked and line.revoked.holds(stays.dates[0]) else None
    fixed = {d: x.letter for d in stays.dates if (x := plan.elsewhere.get((pk, d)))}
    return Person(
        key=pk,
        order=line.identity,
        offices=tuple(office.id for office in plan.chains[line.unit_id]),
        is_structural=line.is_structural,
        away_ok=able,
        why_not=f"{line.name}: {kept.words}." if kept else stuck,
        is_told=kept is not None,
        fixed={**fixed, **desk[pk], **_kept(known, line, stays.dates)},
        by_hand=hand[pk],
        earlier=earlier.near.get(pk, {}),
        before=earlier.tally.get(pk),
    )


def _kept(known: Composition, line: Planned, dates: Collection[datetime.date]) -> Letters:
    """An extra day or an order never calls back whom a roster in force has sent away."""
    if known.roster.kind not in {Roster.Kind.EXTRA, Roster.Kind.ORDER}:
        return {}
    base = dated(line.base, known.plan.first_day)
    return {d: letter for d, letter in base if d in dates and letter in AWAY_LETTERS}


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

    for change in _changes_of_others(plan, painted):
        if change.date in dates:
            count(change.line, change.date, int(change.is_fresh) - int(change.is_leaving))
    for line in lines if plan.kind == Roster.Kind.AMENDMENT else ():
        for date, letter in dated(line.base, plan.first_day):
            free = (line.employee_id, date) not in plan.elsewhere
            if date in dates and letter in AWAY_LETTERS and free:
                count(line, date, -1)
    return found


def _changes_of_others(plan: Plan, painted: Collection[int]) -> Iterator[Change]:
    for line in plan.lines:
        if line.employee_id not in painted:
            yield from plan.changes_of(line)
