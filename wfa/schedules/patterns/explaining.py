"""Everything the plan couldn't give, one `Unmet` for each date, office and cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from wfa.schedules.patterns import sentences
from wfa.schedules.patterns.painting import Painter
from wfa.schedules.patterns.plan import DESK, Plan
from wfa.schedules.patterns.turns import Crowd
from wfa.schedules.patterns.values import Date, Kind, Unmet, Why

Names = Mapping[int, str]
UNNAMED = "unit ini"


def stayers(plan: Plan) -> Iterator[Unmet]:
    """Everybody who stays in the office throughout, or is to be told of, with their own reason."""
    for number, person in enumerate(plan.people):
        if person.is_told or (not person.away_ok and DESK in plan.cells[number]):
            sentence = sentences.stays(person.why_not)
            yield Unmet(None, None, Why.PERSON, (person.key,), sentence)


def over_by_hand(plan: Plan, names: Names) -> Iterator[Unmet]:
    """Exceptions set by hand for which there was no seat; they stand all the same."""
    for (at, number), over in sorted(plan.by_hand_over.items()):
        date, office = plan.when.dates[at], plan.offices[number]
        sentence = sentences.by_hand(date, names.get(office, UNNAMED), over)
        yield Unmet(date, office, Why.BY_HAND, (), sentence)


def of_segment(painter: Painter, names: Names) -> Iterator[Unmet]:
    plan = painter.plan
    if without := painter.wishes.without:
        keys = _keys(plan, without)
        yield Unmet(None, None, Why.NO_WEEKDAYS, keys, sentences.no_weekdays(len(keys)))
    for crowd in painter.wishes.crowds:
        yield _of_crowd(plan, crowd, names)
    for at in painter.wishes.dates:
        if painter.pattern.kind is Kind.SHARE:
            yield from _of_share(painter, at, names)
        else:
            yield from _of_wishes(painter, at, names)


def _of_crowd(plan: Plan, crowd: Crowd, names: Names) -> Unmet:
    """Two groups that can't be fair here: how it is made fair, or why it isn't."""
    office, size = plan.offices[crowd.office], len(crowd.people)
    why, said = (Why.TURNS, sentences.turns) if crowd.days else (Why.GROUPS, sentences.groups)
    sentence = said(names.get(office, UNNAMED), size, crowd.seats)
    return Unmet(None, office, why, _keys(plan, crowd.people), sentence)


def _keys(plan: Plan, numbers: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(plan.people[number].key for number in numbers))


def _of_share(painter: Painter, at: int, names: Names) -> Iterator[Unmet]:
    if painter.targets[at] <= 0 or not painter.wishes.days:
        return
    plan, date = painter.plan, painter.plan.when.dates[at]
    if not _allowed(painter, date):
        return
    target = painter.size * painter.pattern.share // 100
    sentence = sentences.share(date, target - painter.targets[at], target)
    yield Unmet(date, plan.offices[plan.chains[0][0]], Why.SHARE, (), sentence)
    yield from _of_wishes(painter, at, names)


def _allowed(painter: Painter, date: Date) -> bool:
    return not painter.pattern.weekdays or date.weekday() in painter.pattern.weekdays


def _of_wishes(painter: Painter, at: int, names: Names) -> Iterator[Unmet]:
    plan, date = painter.plan, painter.plan.when.dates[at]
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number in painter.wanted[at]:
        if plan.cells[number][at] == DESK:
            why, office = _cause(painter, number, at)
            found[why, office].append(number)
    for (code, office), people in sorted(found.items()):
        yield _unmet(painter, date, Why(code), office, _keys(plan, people), names)


def _cause(painter: Painter, number: int, at: int) -> tuple[str, int]:
    plan = painter.plan
    if not plan.has_day_left(number, at):
        return Why.WEEK, -1
    full = plan.blocked(number, at)
    if full is None:  # only where more would go than the share asks for
        return Why.SHARE, -1
    office, why = full
    return why, plan.offices[office]


def _unmet(
    painter: Painter, date: Date, why: Why, office: int, keys: tuple[int, ...], names: Names
) -> Unmet:
    if why is Why.WEEK:
        cap = painter.plan.caps[painter.plan.when.index[date]]
        sentence = sentences.week(date, len(keys), cap)
        return Unmet(date, None, why, keys, sentence)
    sentence = sentences.full(date, why, names.get(office, UNNAMED), len(keys))
    return Unmet(date, office, why, keys, sentence)
