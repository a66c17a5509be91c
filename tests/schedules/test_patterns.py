"""Named cases of the generator: the days of the year on which rosters break."""

import datetime
import itertools

import pytest

from wfa.calendars.rules import Calendar
from wfa.schedules.patterns import (
    Kind,
    Left,
    Pattern,
    Person,
    Segment,
    Tally,
    Why,
    generate,
)

OPD, UPTD = 1, 2
PLENTY = Left(quota=999, presence=999, structural=999)
AWAY = "RAB"


def date(text):
    return datetime.date.fromisoformat(text)


CALENDAR = Calendar(
    date("2025-01-01"),
    date("2029-12-31"),
    {
        date("2026-03-20"): "Idulfitri",
        date("2026-03-23"): "Idulfitri",
        date("2026-12-24"): "Cuti bersama Natal",
        date("2026-12-25"): "Natal",
        date("2027-01-01"): "Tahun baru",
        date("2027-12-31"): "Cuti bersama",
        date("2028-02-28"): "Libur contoh",
    },
)


def working_days(first, last):
    return tuple(CALENDAR.working_days(date(first), date(last)))


def people(count, *, offices=(OPD,), first=1, **more):
    return [Person(n, f"{198000000 + n}", offices, **more) for n in range(first, first + count)]


def room(dates, left=PLENTY, **others):
    offices = {OPD: left, UPTD: others.get("uptd", PLENTY)}
    return {(office, day): value for office, value in offices.items() for day in dates}


def paint(who, dates, pattern, left=PLENTY, **more):
    return generate(who, room(dates, left), [Segment(tuple(dates), pattern)], **more)


def away(outcome, key):
    return [day for day, letter in outcome.cells[key].items() if letter in AWAY]


def each_day(outcome, dates):
    return [sum(line[day] in AWAY for line in outcome.cells.values()) for day in dates]


# --- patterns ----------------------------------------------------------------------------------


def test_a_fixed_friday_is_home_for_all_and_the_rest_is_office():
    dates = working_days("2026-06-01", "2026-06-12")
    outcome = paint(people(3), dates, Pattern(Kind.FIXED_WEEKDAY, weekdays=(4,), letter="A"))
    assert {"".join(line.values()) for line in outcome.cells.values()} == {"KKKKAKKKKA"}
    assert outcome.unmet == ()


def test_a_full_friday_goes_round_and_says_so():
    dates = working_days("2026-06-01", "2026-06-30")
    pattern = Pattern(Kind.FIXED_WEEKDAY, weekdays=(4,))
    outcome = paint(people(4), dates, pattern, Left(2, 4, 4), names={OPD: "Dinas Perhubungan"})
    assert outcome.spread.fridays == (2, 2)
    fridays = [each for each in dates if each.weekday() == 4]
    stayed = [each.people for each in outcome.unmet]
    assert [each.date for each in outcome.unmet] == fridays
    assert all(set(a).isdisjoint(b) for a, b in itertools.pairwise(stayed))
    assert outcome.unmet[0].sentence == (
        "Jumat, 5 Juni 2026: 2 pegawai tetap di kantor karena kuota Dinas Perhubungan penuh. "
        "Giliran berikutnya mereka didahulukan; bila kurang, ubah kuotanya."
    )


def test_alternate_days_go_on_over_weekend_holiday_and_month():
    march = working_days("2026-03-02", "2026-03-31")
    first = paint(people(4), march, Pattern(Kind.ALTERNATE))
    lines = {"".join(line.values()) for line in first.cells.values()}
    assert lines == {"RK" * (len(march) // 2), "KR" * (len(march) // 2)}
    april = working_days("2026-04-01", "2026-04-30")
    later = [
        Person(n, f"{198000000 + n}", (OPD,), earlier=dict(first.cells[n])) for n in range(1, 5)
    ]
    second = paint(later, april, Pattern(Kind.ALTERNATE))
    for key in range(1, 5):
        months = "".join([*first.cells[key].values(), *second.cells[key].values()])
        assert "RR" not in months
        assert "KK" not in months


def test_groups_set_by_hand_win_and_the_first_is_away_first():
    dates = working_days("2026-06-01", "2026-06-05")
    who = [
        *people(3, group="Merah"),
        *people(1, first=4, group="Putih"),
    ]
    outcome = paint(who, dates, Pattern(Kind.ALTERNATE, groups=("Putih", "Merah")))
    assert "".join(outcome.cells[4].values()) == "RKRKR"
    assert {"".join(outcome.cells[n].values()) for n in (1, 2, 3)} == {"KRKRK"}
    assert outcome.groups == {1: "Merah", 2: "Merah", 3: "Merah", 4: "Putih"}


def test_each_office_and_its_officials_are_split_in_two():
    who = [
        *people(2, is_structural=True),
        *people(5, first=10),
        *people(2, first=20, offices=(OPD, UPTD), is_structural=True),
        *people(4, first=30, offices=(OPD, UPTD)),
    ]
    dates = working_days("2026-06-01", "2026-06-02")
    outcome = paint(who, dates, Pattern(Kind.HALVES_DAY))
    for ids, halves in (
        ((1, 2), {1}),
        ((20, 21), {1}),
        (range(30, 34), {2}),
        (range(10, 15), {2, 3}),
    ):
        gone = [sum(outcome.cells[n][day] == "R" for n in ids) for day in dates]
        assert set(gone) == halves


def test_halves_by_week_go_on_over_week_53_and_the_turn_of_the_year():
    dates = working_days("2026-12-14", "2027-01-22")
    outcome = paint(people(2), dates, Pattern(Kind.HALVES_WEEK))
    weeks = {}
    for day in dates:
        weeks.setdefault(day.isocalendar()[:2], set()).add(outcome.cells[1][day])
    assert list(weeks) == [(2026, 51), (2026, 52), (2026, 53), (2027, 1), (2027, 2), (2027, 3)]
    letters = ["".join(each) for each in weeks.values()]
    assert letters in (["R", "K"] * 3, ["K", "R"] * 3)


def test_halves_by_week_carry_on_into_a_month_generated_later():
    november = working_days("2026-11-02", "2026-11-30")
    first = paint(people(6), november, Pattern(Kind.HALVES_WEEK))
    december = working_days("2026-12-01", "2026-12-31")
    who = [Person(n, f"{198000000 + n}", (OPD,), earlier=dict(first.cells[n])) for n in range(1, 7)]
    second = paint(who, december, Pattern(Kind.HALVES_WEEK))
    for key in range(1, 7):
        weeks = {}
        for day, letter in [*first.cells[key].items(), *second.cells[key].items()]:
            weeks.setdefault(day.isocalendar().week, set()).add(letter)
        letters = ["".join(sorted(each)) for each in weeks.values()]
        assert letters in (["R", "K"] * 4 + ["R"], ["K", "R"] * 4 + ["K"])


@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_halves_by_day_share_fridays_and_days_in_every_month_of_a_year(year):
    before = {1: Tally(), 2: Tally()}
    for month in range(1, 13):
        first = datetime.date(year, month, 1)
        last = (first + datetime.timedelta(31)).replace(day=1) - datetime.timedelta(1)
        dates = tuple(CALENDAR.working_days(first, last))
        who = [Person(n, f"{n}", (OPD,), before=before[n]) for n in (1, 2)]
        outcome = paint(who, dates, Pattern(Kind.HALVES_DAY))
        before = dict(outcome.fairness)
        assert abs(before[1].fridays - before[2].fridays) <= 1
        assert abs(before[1].days - before[2].days) <= 2
        assert each_day(outcome, dates) == [1] * len(dates)


def test_a_share_is_reached_each_day_and_goes_round():
    dates = working_days("2026-06-01", "2026-06-30")
    outcome = paint(people(10), dates, Pattern(Kind.SHARE, share=35))
    assert each_day(outcome, dates) == [3] * len(dates)
    assert outcome.unmet == ()
    for fewest, most in (outcome.spread.days, outcome.spread.fridays):
        assert most - fewest <= 1


def test_decided_days_count_towards_the_share():
    dates = working_days("2026-06-01", "2026-06-01")
    who = [*people(2, fixed={dates[0]: "R"}), *people(8, first=3)]
    outcome = paint(who, dates, Pattern(Kind.SHARE, share=50))
    assert each_day_of(outcome, dates[0]) == 3
    assert dates[0] not in outcome.cells[1]


def each_day_of(outcome, day):
    return sum(line.get(day, "K") in AWAY for line in outcome.cells.values())


def test_own_weekdays_are_reduced_where_the_office_is_full_and_the_sentence_says_what_to_do():
    dates = working_days("2026-06-01", "2026-06-05")
    outcome = paint(people(3, weekdays=(1,)), dates, Pattern(Kind.INDIVIDUAL), Left(2, 3, 3))
    assert each_day(outcome, dates) == [0, 2, 0, 0, 0]
    assert [(each.date, each.office, each.why, len(each.people)) for each in outcome.unmet] == [
        (date("2026-06-02"), OPD, Why.QUOTA, 1)
    ]


def test_whoever_has_no_weekday_of_their_own_is_named():
    dates = working_days("2026-06-01", "2026-06-05")
    outcome = paint(people(2), dates, Pattern(Kind.INDIVIDUAL))
    assert [(each.why, each.people) for each in outcome.unmet] == [(Why.NO_WEEKDAYS, (1, 2))]


def test_phases_switch_on_their_date_within_a_month():
    days = working_days("2026-11-23", "2026-12-11")
    november = tuple(day for day in days if day.month == 11)
    december = tuple(day for day in days if day.month == 12)
    segments = [
        Segment(november, Pattern(Kind.FIXED_WEEKDAY, weekdays=(3,))),
        Segment(december, Pattern(Kind.HALVES_DAY)),
    ]
    outcome = generate(people(6), room(days), segments)
    assert each_day(outcome, november) == [0, 0, 0, 6, 0, 0]
    assert each_day(outcome, december) == [3] * len(december)


@pytest.mark.parametrize("kind", list(Kind))
def test_the_order_of_the_people_changes_nothing(kind):
    dates = working_days("2026-06-01", "2026-06-30")
    who = people(5, weekdays=(1, 4))
    pattern = Pattern(kind, share=40)
    assert paint(who[::-1], dates, pattern, Left(1, 9, 9)) == paint(
        who, dates, pattern, Left(1, 9, 9)
    )


def test_another_seed_begins_with_others():
    dates = working_days("2026-06-01", "2026-06-30")
    plans = [paint(people(6), dates, Pattern(Kind.SHARE), seed=seed).cells for seed in range(5)]
    assert any(plan != plans[0] for plan in plans)
    assert paint(people(6), dates, Pattern(Kind.SHARE), seed=0).cells == plans[0]


def test_a_week_of_leave_is_evened_out_in_the_other_weeks():
    dates = working_days("2026-06-01", "2026-06-30")
    off = dict.fromkeys(working_days("2026-06-22", "2026-06-26"), "C")
    who = [*people(2, fixed=off), *people(6, first=3)]
    outcome = paint(who, dates, Pattern(Kind.SHARE, share=50))
    assert {(each.days, each.fridays) for each in outcome.fairness.values()} == {(11, 2)}


def test_a_seat_of_another_day_is_used_by_moving_somebody():
    """Tuesday has one seat; who could also go on Thursday leaves it to who can't."""
    dates = (date("2026-06-02"), date("2026-06-04"))
    days = room(dates)
    days[OPD, dates[0]] = Left(1, 9, 9)
    who = [*people(1), *people(1, first=2, fixed={dates[1]: "C"})]
    for seed in range(4):
        pattern = Pattern(Kind.SHARE, share=50, days_per_week=1)
        outcome = generate(who, days, [Segment(dates, pattern)], seed=seed)
        assert (away(outcome, 1), away(outcome, 2)) == ([dates[1]], [dates[0]])


# --- rules that hold always --------------------------------------------------------------------


def test_two_days_a_week_hold_with_requests_and_with_the_days_of_the_month_before():
    dates = working_days("2026-07-01", "2026-07-10")  # begins on a Wednesday
    who = [
        *people(1, earlier={date("2026-06-29"): "R", date("2026-06-30"): "R"}),
        *people(1, first=2, fixed={date("2026-07-09"): "A"}),
        *people(1, first=3, fixed={date("2026-07-11"): "R"}),
    ]
    pattern = Pattern(Kind.FIXED_WEEKDAY, days_per_week=2)
    outcome = paint(who, dates, pattern)
    assert [sum(day < date("2026-07-06") for day in away(outcome, n)) for n in (1, 2, 3)] == [
        0,
        2,
        2,
    ]
    assert [sum(day > date("2026-07-05") for day in away(outcome, n)) for n in (1, 2, 3)] == [
        2,
        1,
        1,
    ]
    assert Why.WEEK in {each.why for each in outcome.unmet}


@pytest.mark.parametrize("caps", [(1, 2), (2, 1), (None, 1), (1, None)])
def test_where_two_phases_meet_in_a_week_the_smaller_cap_holds(caps):
    dates = working_days("2026-06-01", "2026-06-12")
    segments = [
        Segment(part, Pattern(Kind.FIXED_WEEKDAY, days_per_week=cap))
        for part, cap in zip((dates[:2], dates[2:]), caps, strict=True)
    ]
    days = away(generate(people(1), room(dates), segments), 1)
    assert sum(day < date("2026-06-06") for day in days) == 1
    assert sum(day > date("2026-06-06") for day in days) == {2: 2, 1: 1, None: 5}[caps[1]]


def test_a_cap_spreads_the_week_over_its_days():
    dates = working_days("2026-06-01", "2026-06-05")
    outcome = paint(people(10), dates, Pattern(Kind.FIXED_WEEKDAY, days_per_week=2))
    assert each_day(outcome, dates) == [4] * 5
    assert outcome.spread.days == (2, 2)


def test_who_may_not_go_stays_with_their_own_reason():
    dates = working_days("2026-06-05", "2026-06-05")
    who = people(1, away_ok=False, why_not="Ani belum enam bulan di jabatannya.")
    outcome = paint(who, dates, Pattern(Kind.FIXED_WEEKDAY, weekdays=(4,)))
    assert dict(outcome.cells[1]) == {dates[0]: "K"}
    assert [(each.person, each.date, each.sentence) for each in outcome.unmet] == [
        (1, None, "Ani belum enam bulan di jabatannya.")
    ]


def test_hand_set_days_stay_take_a_seat_and_are_told_when_there_is_none():
    day = date("2026-06-05")
    who = [*people(2, by_hand={day: "R"}), *people(2, first=3)]
    outcome = paint(who, [day], Pattern(Kind.FIXED_WEEKDAY), Left(1, 9, 9))
    assert each_day_of(outcome, day) == 0
    told = [(each.why, each.sentence) for each in outcome.unmet if each.why == Why.BY_HAND]
    assert told == [
        (
            Why.BY_HAND,
            "Jumat, 5 Juni 2026: isian tangan di unit ini kelebihan 1 orang. "
            "Kembalikan sebagian ke kantor.",
        )
    ]


def test_one_official_at_least_is_in_and_they_take_turns():
    dates = working_days("2026-06-01", "2026-06-30")
    pattern = Pattern(Kind.FIXED_WEEKDAY, weekdays=(3, 4))
    outcome = paint(people(2, is_structural=True), dates, pattern, Left(9, 9, 1))
    assert max(each_day(outcome, dates)) == 1
    assert outcome.spread.days[1] - outcome.spread.days[0] <= 1
    assert {each.why for each in outcome.unmet} == {Why.STRUCTURAL}


def test_an_office_of_one_is_never_left():
    dates = working_days("2026-06-01", "2026-06-30")
    alone = people(1, offices=(OPD, UPTD))
    found = generate(
        [*alone, *people(3, first=2)],
        room(dates, uptd=Left(quota=1, presence=0, structural=0)),
        [Segment(dates, Pattern(Kind.ALTERNATE))],
        names={UPTD: "UPTD Pasar"},
    )
    assert away(found, 1) == []
    assert {(each.why, each.office) for each in found.unmet} == {(Why.PRESENCE, UPTD)}
    assert (
        "1 pegawai UPTD Pasar tetap di kantor agar kantor tidak kosong." in found.unmet[0].sentence
    )


# --- calendars ---------------------------------------------------------------------------------


def test_december_with_cuti_bersama_has_a_plan_for_each_working_day():
    dates = working_days("2026-12-01", "2026-12-31")
    assert date("2026-12-24") not in dates
    outcome = paint(people(4), dates, Pattern(Kind.SHARE, share=50, days_per_week=2))
    assert all(tuple(line) == dates for line in outcome.cells.values())
    assert len(away(outcome, 1)) in range(8, 11)


def test_a_leap_day_is_a_day_like_any_other():
    dates = working_days("2028-02-21", "2028-03-03")
    assert date("2028-02-29") in dates
    outcome = paint(people(2), dates, Pattern(Kind.ALTERNATE))
    assert each_day(outcome, dates) == [1] * len(dates)
    assert {"".join(line.values())[4:6] for line in outcome.cells.values()} == {"RK", "KR"}


def test_ramadan_changes_hours_and_no_day():
    before = working_days("2026-01-19", "2026-01-30")
    ramadan = working_days("2026-02-23", "2026-03-06")
    pattern = Pattern(Kind.SHARE, share=50)
    plans = [paint(people(6), dates, pattern).cells for dates in (before, ramadan)]
    letters = [["".join(line.values()) for line in plan.values()] for plan in plans]
    assert letters[0] == letters[1]


def test_a_week_with_one_working_day_is_planned():
    dates = (date("2026-03-27"),)
    for kind in Kind:
        outcome = paint(people(4, weekdays=(4,)), dates, Pattern(kind, weekdays=(4,)))
        assert all(len(line) == 1 for line in outcome.cells.values())


def test_a_month_that_begins_on_saturday_begins_on_monday():
    dates = working_days("2026-08-01", "2026-08-31")
    outcome = paint(people(2), dates, Pattern(Kind.ALTERNATE))
    assert min(outcome.cells[1]) == date("2026-08-03")
    assert each_day(outcome, dates) == [1] * len(dates)


def test_everybody_on_leave_leaves_nothing_to_plan_and_nothing_to_explain():
    dates = working_days("2026-06-01", "2026-06-05")
    for kind in (Kind.FIXED_WEEKDAY, Kind.ALTERNATE, Kind.INDIVIDUAL):
        off = dict.fromkeys(dates, "C")
        outcome = paint(people(3, fixed=off, weekdays=(1,)), dates, Pattern(kind))
        assert [dict(line) for line in outcome.cells.values()] == [{}, {}, {}]
        assert outcome.unmet == ()


def test_nobody_and_no_day_is_an_empty_plan():
    assert generate([], {}, []).cells == {}
    assert paint([], working_days("2026-06-01", "2026-06-05"), Pattern(Kind.SHARE)).unmet == ()
    assert dict(generate(people(1), {}, []).cells[1]) == {}


@pytest.mark.parametrize("kind", list(Kind))
def test_a_monthly_rota_does_not_break_in_december(kind):
    """Mistake 13 of others: each month of three years, one after the other."""
    pattern = Pattern(kind, weekdays=(), share=40, days_per_week=2)
    earlier = {n: {} for n in range(1, 9)}
    before = dict.fromkeys(earlier, None)
    for year, month in itertools.product((2026, 2027, 2028), range(1, 13)):
        first = datetime.date(year, month, 1)
        last = (first + datetime.timedelta(31)).replace(day=1) - datetime.timedelta(1)
        dates = tuple(CALENDAR.working_days(first, last))
        who = [
            Person(
                n,
                f"{n}",
                (OPD,),
                weekdays=(n % 5, 4),
                earlier={
                    d: x for d, x in earlier[n].items() if d >= first - datetime.timedelta(14)
                },
                before=before[n],
            )
            for n in earlier
        ]
        outcome = paint(who, dates, pattern, Left(6, 7, 7))
        assert all(tuple(line) == dates for line in outcome.cells.values())
        before = dict(outcome.fairness)
        for n, line in outcome.cells.items():
            earlier[n].update(line)
    weeks = {}
    for n, line in earlier.items():
        for day in (d for d, letter in line.items() if letter == "R"):
            weeks[n, day.isocalendar()[:2]] = weeks.get((n, day.isocalendar()[:2]), 0) + 1
    assert max(weeks.values()) == 2
    if kind is not Kind.INDIVIDUAL:  # each has days of their own there
        two_groups = kind not in (Kind.SHARE, Kind.FIXED_WEEKDAY)  # holidays fall on one of them
        fridays = sorted(each.fridays for each in before.values())
        assert fridays[-1] - fridays[0] <= (6 if two_groups else 1)
        days = sorted(each.days for each in before.values())
        assert days[-1] - days[0] <= (6 if two_groups else 1)


def test_whoever_is_new_need_not_catch_up():
    dates = working_days("2026-06-01", "2026-06-30")
    who = [*people(9, before=Tally(40, 9)), *people(1, first=10)]
    outcome = paint(who, dates, Pattern(Kind.SHARE, share=50))
    assert len(away(outcome, 10)) == len(dates) // 2
    assert outcome.fairness[10] in {outcome.fairness[n] for n in range(1, 10)}


def test_what_cannot_be_meant_is_refused():
    day = date("2026-06-05")
    pattern = Pattern(Kind.SHARE)
    with pytest.raises(ValueError, match="two segments"):
        generate(people(1), room([day]), [Segment((day,), pattern), Segment((day,), pattern)])
    with pytest.raises(ValueError, match="a person stands twice"):
        paint([*people(1), *people(1)], [day], pattern)
    with pytest.raises(KeyError):
        generate(people(1), {}, [Segment((day,), pattern)])
    for unfit in ({"letter": "K"}, {"share": 101}, {"groups": ("A",)}, {"kind": "?"}):
        with pytest.raises(ValueError):
            Pattern(**{"kind": Kind.SHARE, **unfit})


def test_a_pattern_comes_back_from_json_with_a_seed_beside_it():
    pattern = Pattern(Kind.HALVES_WEEK, weekdays=(0, 4), groups=("A", "B"), days_per_week=2)
    assert Pattern.from_json({**pattern.as_json(), "seed": 7}) == pattern
