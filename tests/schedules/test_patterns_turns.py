"""Two groups that a small office can't fill fairly: its people take turns, month after month."""

import datetime
import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.schedules.test_patterns import AWAY, CALENDAR, OPD, UPTD, away, date, people, room
from tests.schedules.test_patterns import working_days as days_of
from wfa.schedules.patterns import Kind, Left, Pattern, Person, Segment, Why, generate

GROUPED = (Kind.ALTERNATE, Kind.HALVES_WEEK, Kind.HALVES_DAY)
OFFICES = [(3, 1), (5, 2)]
"""(people, seats of a quota of 50 per cent)"""


def months(count, year=2026, first=1):
    """The working days of each of so many months in a row."""
    for n in range(first - 1, first - 1 + count):
        begins = datetime.date(year + n // 12, n % 12 + 1, 1)
        ends = (begins + datetime.timedelta(31)).replace(day=1) - datetime.timedelta(1)
        yield tuple(CALENDAR.working_days(begins, ends))


class Office:
    """People of one office whose months are planned one after the other."""

    def __init__(self, size, seats, kind, *, cap=None, seed=0):
        self.seats = seats
        self.pattern = Pattern(kind, days_per_week=cap)
        self.seed = seed
        self.who = {n: Person(n, f"{n}", (OPD,)) for n in range(1, size + 1)}
        self.letters = {n: {} for n in self.who}

    def plan(self, dates):
        around = {(OPD, day): Left(self.seats, len(self.who) - 1, 99) for day in dates}
        segment = Segment(dates, self.pattern)
        outcome = generate(self.who.values(), around, [segment], seed=self.seed)
        for n, line in outcome.cells.items():
            self.letters[n].update(line)
            self.who[n] = replace(
                self.who[n], earlier=dict(self.letters[n]), before=outcome.fairness[n]
            )
        self.seed += 1
        return outcome

    def days(self, dates=None):
        """How many days away each has had, on these dates or in all."""
        return [
            sum(letter in AWAY and (dates is None or day in dates) for day, letter in line.items())
            for line in self.letters.values()
        ]

    def fridays(self):
        return [
            sum(letter in AWAY and day.weekday() == 4 for day, letter in line.items())
            for line in self.letters.values()
        ]


def apart(counts):
    return max(counts) - min(counts)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("size", "seats"), OFFICES)
@pytest.mark.parametrize("kind", GROUPED)
def test_over_half_a_year_nobody_is_more_than_a_day_behind(kind, size, seats, seed):
    office = Office(size, seats, kind, seed=10 * seed)
    for dates in months(6):
        office.plan(dates)
        assert sum(office.days(dates)) == seats * len(dates)
        assert apart(office.days(dates)) <= 2
        assert apart(office.days()) <= 1
        assert apart(office.fridays()) <= 3


@pytest.mark.parametrize(("size", "seats"), [*OFFICES, (7, 3)])
@pytest.mark.parametrize("kind", [Kind.ALTERNATE, Kind.HALVES_DAY])
def test_two_days_a_week_are_as_fair(kind, size, seats):
    office = Office(size, seats, kind, cap=2)
    for dates in months(6):
        office.plan(dates)
        assert apart(office.days(dates)) <= 2
        assert apart(office.days()) <= 1
        assert apart(office.fridays()) <= 2
    weeks = {}
    for n, line in office.letters.items():
        for day in (d for d, letter in line.items() if letter in AWAY):
            weeks[n, day.isocalendar()[:2]] = weeks.get((n, day.isocalendar()[:2]), 0) + 1
    assert max(weeks.values()) == 2


@pytest.mark.parametrize(("size", "seats"), OFFICES)
def test_alternate_days_keep_a_day_in_between_over_weekends_and_months(size, seats):
    office = Office(size, seats, Kind.ALTERNATE)
    for dates in months(6):
        office.plan(dates)
    for line in office.letters.values():
        assert "RR" not in "".join(line[day] for day in sorted(line))


@pytest.mark.parametrize(("size", "seats"), OFFICES)
def test_halves_by_day_keep_a_day_in_between_within_a_week(size, seats):
    office = Office(size, seats, Kind.HALVES_DAY)
    for dates in months(6):
        office.plan(dates)
    for line in office.letters.values():
        weeks = itertools.groupby(sorted(line), key=lambda day: (day.month, day.isocalendar().week))
        assert all("RR" not in "".join(line[day] for day in week) for _, week in weeks)


@pytest.mark.parametrize(("size", "seats"), OFFICES)
def test_halves_by_week_stay_weeks_but_for_the_rest_of_a_month(size, seats):
    office = Office(size, seats, Kind.HALVES_WEEK)
    dates = days_of("2026-06-01", "2026-06-26")  # four whole weeks
    office.plan(dates)
    whole = [
        sum(all(line[day] == "R" for day in dates[n : n + 5]) for n in range(0, 20, 5))
        for line in office.letters.values()
    ]
    assert whole == [1] * size
    assert sum(office.days(dates[15:])) == 5 * seats


def test_the_outcome_says_who_takes_turns_and_why():
    dates = days_of("2026-06-01", "2026-06-30")
    who = people(3, offices=(OPD, UPTD))
    around = room(dates, uptd=Left(1, 2, 9))
    segment = Segment(dates, Pattern(Kind.HALVES_DAY))
    outcome = generate(who, around, [segment], names={UPTD: "UPTD Pasar"})
    [told] = outcome.unmet
    assert (told.why, told.date, told.office, told.people) == (Why.TURNS, None, UPTD, (1, 2, 3))
    assert told.sentence == (
        "Di UPTD Pasar, 3 pegawai bergilir memakai 1 kursi sehari, karena satu kelompok lebih "
        "besar daripada kuotanya. Selisihnya paling banyak satu hari; bila kurang, ubah kuotanya."
    )
    assert outcome.groups == {}


def test_groups_set_by_hand_stay_and_the_outcome_says_that_they_are_not_fair():
    dates = days_of("2026-06-01", "2026-06-30")
    who = [*people(3, group="Merah"), *people(2, first=4, group="Putih")]
    segment = Segment(dates, Pattern(Kind.ALTERNATE, groups=("Merah", "Putih")))
    outcome = generate(who, room(dates, Left(2, 4, 9)), [segment], names={OPD: "Dinas Pasar"})
    assert outcome.groups == {1: "Merah", 2: "Merah", 3: "Merah", 4: "Putih", 5: "Putih"}
    assert [len(away(outcome, n)) for n in (4, 5)] == [11, 11]
    [told] = [each for each in outcome.unmet if each.why is Why.GROUPS]
    assert (told.office, told.people) == (OPD, (1, 2, 3))
    assert told.sentence == (
        "Di Dinas Pasar, kelompok yang lebih besar, 3 pegawai, berbagi 2 kursi sehari dan "
        "mendapat lebih sedikit hari. Hapus kelompok buatan tangan itu agar semua bergilir."
    )


@pytest.mark.parametrize("kind", GROUPED)
@pytest.mark.parametrize(("size", "seats"), [(4, 2), (4, 1), (5, 3), (6, 4)])
def test_groups_that_fit_or_are_alike_stay_groups(kind, size, seats):
    dates = days_of("2026-06-01", "2026-06-30")
    outcome = generate(
        people(size), room(dates, Left(seats, size - 1, 9)), [Segment(dates, Pattern(kind))]
    )
    assert sorted(outcome.groups.values()) == ["A"] * -(-size // 2) + ["B"] * (size // 2)
    assert Why.TURNS not in {each.why for each in outcome.unmet}


@pytest.mark.parametrize("kind", GROUPED)
def test_neither_the_order_of_the_people_nor_the_day_it_is_painted_changes_anything(kind):
    dates = days_of("2026-06-01", "2026-06-30")
    who, around = people(5), room(dates, Left(2, 4, 9))
    plans = [
        generate(each, around, [Segment(dates, Pattern(kind))], seed=3)
        for each in (who, who[::-1], who)
    ]
    assert plans[0] == plans[1] == plans[2]


@pytest.mark.parametrize("kind", GROUPED)
def test_the_seat_of_somebody_on_leave_goes_to_the_others(kind):
    dates = days_of("2026-06-01", "2026-06-30")
    off = dict.fromkeys(days_of("2026-06-08", "2026-06-12"), "C")
    who = [*people(1, fixed=off), *people(2, first=2)]
    outcome = generate(who, room(dates, Left(1, 1, 9)), [Segment(dates, Pattern(kind))])
    taken = [sum(line.get(day, "K") in AWAY for line in outcome.cells.values()) for day in dates]
    assert taken == [1] * len(dates)


@pytest.mark.parametrize("kind", GROUPED)
def test_an_official_who_must_be_in_takes_no_turn(kind):
    dates = days_of("2026-06-01", "2026-06-30")
    who = [*people(1, is_structural=True), *people(4, first=2)]
    outcome = generate(
        who, room(dates, Left(quota=1, presence=4, structural=0)), [Segment(dates, Pattern(kind))]
    )
    assert away(outcome, 1) == []
    assert apart([len(away(outcome, n)) for n in (2, 3, 4, 5)]) <= 1
    assert sum(len(away(outcome, n)) for n in (2, 3, 4, 5)) == len(dates)


def test_offices_below_take_their_turns_before_the_office_above():
    """Three schools of three and two people of the OPD itself: quota 5 of 11, 1 of 3."""
    dates = days_of("2026-06-01", "2026-06-30")
    who = people(2)
    for n in range(3):
        who += people(3, first=10 * (n + 1), offices=(OPD, UPTD + n))
    around = {(UPTD + n, day): Left(1, 2, 9) for n in range(3) for day in dates}
    around |= {(OPD, day): Left(5, 10, 9) for day in dates}
    outcome = generate(who, around, [Segment(dates, Pattern(Kind.ALTERNATE))])
    for n in range(3):
        assert apart([len(away(outcome, 10 * (n + 1) + k)) for k in range(3)]) <= 1
    assert [len(away(outcome, n)) for n in (1, 2)] == [11, 11]


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(GROUPED),
    st.integers(1, 6),
    st.integers(0, 30),
    st.integers(2026, 2028),
    st.integers(1, 12),
)
def test_any_odd_office_is_fair_from_month_to_month(kind, seats, seed, year, first):
    office = Office(2 * seats + 1, seats, kind, seed=seed)
    for dates in months(3, year, first):
        office.plan(dates)
        assert apart(office.days(dates)) <= 2
        assert apart(office.days()) <= 1


@pytest.mark.parametrize("kind", GROUPED)
def test_turns_fall_on_the_weekdays_of_the_pattern_only(kind):
    dates = days_of("2026-06-01", "2026-06-26")
    pattern = Pattern(kind, weekdays=(3, 4), days_per_week=2)
    outcome = generate(people(3), room(dates, Left(1, 2, 9)), [Segment(dates, pattern)])
    gone = [day for n in (1, 2, 3) for day in away(outcome, n)]
    assert {day.weekday() for day in gone} == {3, 4}
    assert len(gone) == len(set(gone)) == 8
    assert apart([len(away(outcome, n)) for n in (1, 2, 3)]) <= 1


def test_whoever_comes_back_from_long_leave_is_not_sent_home_for_a_month():
    office = Office(3, 1, Kind.HALVES_WEEK)
    for dates in months(3):
        office.plan(dates)
    office.who[1] = replace(office.who[1], before=replace(office.who[1].before, days=0))
    dates = days_of("2026-04-01", "2026-04-30")
    office.plan(dates)
    assert office.days(dates)[0] <= 13
    assert date("2026-04-01") in office.letters[1]
