"""What every outcome of the generator keeps, whatever the office, the month and the pattern."""

import datetime
import random
import re
from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.rota.instances import Instance
from bench.rota.judging import violations
from wfa.schedules.letters import AWAY_LETTERS
from wfa.schedules.patterns import Kind, Left, Pattern, Person, Segment, Tally, Why, generate

TREE = ((1,), (1, 2), (1, 3), (1, 2, 4))
OFFICES = (1, 2, 3, 4)
PLENTY = Left(99, 99, 99)
NAMES = {1: "Dinas Kesehatan", 2: "Puskesmas Kota", 3: "UPTD Farmasi", 4: "Bangsal Melati"}
usual = settings(max_examples=40, deadline=None)


@st.composite
def spans(draw, most=21):
    first = draw(st.dates(datetime.date(2026, 1, 1), datetime.date(2028, 12, 31)))
    days = [first + datetime.timedelta(n) for n in range(draw(st.integers(1, most)))]
    off = draw(st.sets(st.sampled_from(days), max_size=4))
    return tuple(day for day in days if day.weekday() < 5 and day not in off)


patterns = st.builds(
    Pattern,
    kind=st.sampled_from(Kind),
    weekdays=st.sampled_from([(), (), (4,), (0, 4), (1, 2, 3)]),
    share=st.sampled_from([0, 20, 40, 50, 75, 100]),
    groups=st.sampled_from([(), ("Merah", "Putih")]),
    days_per_week=st.sampled_from([None, None, 1, 2, 3]),
    letter=st.sampled_from("RAB"),
)


def letters(chance, around, allowed):
    return {day: chance.choice(allowed) for day in around if chance.random() < 0.15}


def person(chance, number, dates):
    around = dates or (datetime.date(2026, 6, 1),)
    past = [around[0] - datetime.timedelta(n) for n in range(1, 15)]
    return Person(
        key=number,
        order=f"{chance.randint(1, 5)}{number}",
        offices=chance.choice(TREE),
        is_structural=chance.random() < 0.3,
        away_ok=chance.random() < 0.8,
        group=chance.choice(["", "Merah", "Putih"]),
        weekdays=chance.choice([(), (0,), (1, 4), (2, 3, 4)]),
        fixed=letters(chance, around, "CDTRKP"),
        by_hand=letters(chance, around, "RKA") if chance.random() < 0.3 else {},
        earlier=letters(chance, [d for d in past if d.weekday() < 5], "RKC"),
        before=chance.choice([None, Tally(3, 1), Tally(5, 2)]),
    )


@st.composite
def instances(draw):
    dates = draw(spans())
    cut = draw(st.integers(0, len(dates)))
    segments = tuple(Segment(part, draw(patterns)) for part in (dates[:cut], dates[cut:]))
    chance = random.Random(draw(st.integers(0, 10_000)))
    room = {
        (office, date): Left(chance.randint(0, 7), chance.randint(1, 9), chance.randint(0, 3))
        for office in OFFICES
        for date in dates
    }
    who = tuple(person(chance, n + 1, dates) for n in range(draw(st.integers(0, 14))))
    return Instance("drawn", who, room, segments)


def outcome_of(instance, *, seed=0, who=None):
    chosen = instance.people if who is None else who
    return generate(chosen, instance.room, instance.segments, seed=seed, names=NAMES)


def away(cells):
    return sum(letter in AWAY_LETTERS for line in cells.values() for letter in line.values())


@usual
@given(instances(), st.integers(0, 3))
def test_no_outcome_breaks_a_hard_rule_or_forgets_a_day(instance, seed):
    assert +violations(instance, outcome_of(instance, seed=seed).cells) == Counter()


@usual
@given(instances())
def test_the_order_of_the_people_changes_nothing(instance):
    other_way = instance.people[::-1]
    assert outcome_of(instance, who=other_way) == outcome_of(instance)


@usual
@given(instances())
def test_the_tallies_are_those_of_the_cells(instance):
    outcome = outcome_of(instance)
    for person in instance.people:
        decided = {d: x for d, x in person.by_hand.items() if d in instance.dates}
        decided |= {d: x for d, x in person.fixed.items() if d in instance.dates}
        days = [
            d for d, x in [*outcome.cells[person.key].items(), *decided.items()] if x in "RABPS"
        ]
        told = outcome.fairness[person.key]
        if person.before:
            assert told.days - person.before.days == len(days)
            assert told.fridays - person.before.fridays == sum(d.weekday() == 4 for d in days)


@usual
@given(instances())
def test_whoever_stays_in_against_a_fixed_day_is_named_with_the_cause(instance):
    segments = tuple(
        replace(each, pattern=replace(each.pattern, kind=Kind.FIXED_WEEKDAY))
        for each in instance.segments
    )
    outcome = outcome_of(replace(instance, segments=segments))
    told = {(each.date, key) for each in outcome.unmet for key in each.people}
    for segment in segments:
        for date in segment.dates:
            if date.weekday() in (segment.pattern.weekdays or range(5)):
                for person in instance.people:
                    if outcome.cells[person.key].get(date) == "K":
                        assert (date if person.away_ok else None, person.key) in told


@usual
@given(instances())
def test_each_sentence_has_at_most_twenty_words_and_a_date_in_words(instance):
    for each in outcome_of(instance).unmet:
        for sentence in re.split(r"(?<=[.;]) ", each.sentence):
            assert len(sentence.split()) <= 20, sentence


@usual
@given(instances())
def test_a_share_leaves_no_seat_that_somebody_could_still_take(instance):
    segments = tuple(
        replace(each, pattern=replace(each.pattern, kind=Kind.SHARE, weekdays=()))
        for each in instance.segments
    )
    instance = replace(instance, segments=segments)
    outcome = outcome_of(instance)
    short = {each.date for each in outcome.unmet if each.why is Why.SHARE}
    for person in (each for each in instance.people if each.away_ok):
        for date in short & set(outcome.cells[person.key]):
            if outcome.cells[person.key][date] == "K":
                cells = {key: dict(line) for key, line in outcome.cells.items()}
                cells[person.key][date] = "R"
                assert +violations(instance, cells) != Counter()


@usual
@given(
    spans(),
    st.integers(2, 12),
    st.sampled_from([10, 30, 40, 50, 60]),
    st.sampled_from([None, 1, 2, 3]),
    st.integers(0, 8),
    st.sampled_from([Kind.SHARE, Kind.FIXED_WEEKDAY]),
)
def test_equals_differ_by_one_at_most_in_days_and_in_fridays(dates, size, share, cap, quota, kind):
    who = [Person(n, f"{n}", (1,)) for n in range(size)]
    room = {(1, date): Left(quota, 99, 99) for date in dates}
    pattern = Pattern(kind, weekdays=(), share=share, days_per_week=cap)
    outcome = generate(who, room, [Segment(dates, pattern)])
    days = [each.days for each in outcome.fairness.values()]
    fridays = [each.fridays for each in outcome.fairness.values()]
    assert max(days) - min(days) <= 1
    assert max(fridays) - min(fridays) <= 1
    assert outcome.spread.days == (min(days), max(days))
    assert outcome.spread.fridays == (min(fridays), max(fridays))


@usual
@given(instances(), st.data())
def test_a_seat_more_never_makes_fewer_people_away(instance, data):
    if not instance.dates:
        return
    segments = tuple(
        replace(each, pattern=replace(each.pattern, kind=Kind.SHARE, days_per_week=None))
        for each in instance.segments
    )
    who = tuple(replace(each, is_structural=False) for each in instance.people)
    instance = replace(instance, segments=segments, people=who)
    date = data.draw(st.sampled_from(instance.dates))
    office = data.draw(st.sampled_from(OFFICES))
    left = instance.room[office, date]
    wider = {**instance.room, (office, date): Left(left.quota + 1, left.presence + 1, 9)}
    more = outcome_of(replace(instance, room=wider))
    assert away(more.cells) >= away(outcome_of(instance).cells)


@usual
@given(instances(), st.integers(1, 9))
def test_another_seed_gives_as_many_days_where_nothing_ties_dates_together(instance, seed):
    segments = tuple(
        replace(each, pattern=replace(each.pattern, kind=Kind.FIXED_WEEKDAY, days_per_week=None))
        for each in instance.segments
    )
    who = tuple(replace(each, is_structural=False) for each in instance.people)
    instance = replace(instance, segments=segments, people=who)
    assert away(outcome_of(instance, seed=seed).cells) == away(outcome_of(instance).cells)


@usual
@given(spans(), st.integers(1, 9))
def test_two_groups_never_differ_by_more_than_one_in_any_office(dates, size):
    who = [Person(n, f"{n}", TREE[n % 4], is_structural=n % 3 == 0) for n in range(size)]
    room = {(office, date): PLENTY for office in OFFICES for date in dates}
    outcome = generate(who, room, [Segment(dates, Pattern(Kind.HALVES_DAY))])
    for office in OFFICES if outcome.groups else ():
        sides = Counter(outcome.groups[each.key] for each in who if office in each.offices)
        assert abs(sides["A"] - sides["B"]) <= (1 if office in (3, 4) else 2)
