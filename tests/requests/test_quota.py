"""What is said of a full day, and which days are offered instead: the rule, with values only."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.requests.facts import DAY, MONDAY, facts, on
from wfa.requests.rules import Level, blocking, check, instead_of, quota
from wfa.schedules.rules import Seats, free_days, full_sentence, seats_for

FULL, FREE = Seats(10, 10), Seats(4, 10)


def asked(*dates, full=(), ahead=60, limit=10, **more):
    """Facts for the dates, with seats for every working day of the coming weeks."""
    found = facts(*dates, **more)
    days = [MONDAY + n * DAY for n in range(ahead)]
    seats = {d: Seats(4, limit) for d in days if found.calendar.is_working_day(d)}
    seats |= {d: Seats(limit, limit) for d in full}
    return replace(found, seats=seats)


def said(found):
    return [f.sentence for f in blocking(quota(found))]


# --- the sentence ----------------------------------------------------------------------------


def test_a_full_day_is_named_with_two_free_ones_of_the_same_weekday():
    friday = on(11)
    found = asked(friday, full=[friday])
    assert said(found) == ["Kuota Jumat 14 Agustus penuh (10/10). Pilih 21 atau 28 Agustus."]


def test_the_sentence_is_part_of_the_check_before_submitting():
    friday = on(11)
    assert [f.code for f in blocking(check(asked(friday, full=[friday])))] == ["quota"]


def test_each_full_day_has_its_sentence():
    found = asked(on(11), on(18), full=[on(11), on(18)])
    assert said(found) == [
        "Kuota Jumat 14 Agustus penuh (10/10). Pilih 28 Agustus atau 4 September.",
        "Kuota Jumat 21 Agustus penuh (10/10). Pilih 28 Agustus atau 4 September.",
    ]


def test_a_free_day_says_how_many_seats_are_left_at_least():
    found = list(quota(asked(on(11), on(18))))
    assert [(f.level, f.sentence) for f in found] == [
        (Level.OK, "Kuota masih ada: sisa 6 kursi atau lebih.")
    ]


@pytest.mark.parametrize(
    ("full", "instead", "sentence"),
    [
        ((2026, 8, 28), [(2026, 9, 4)], "Kuota Jumat 28 Agustus penuh (10/10). Pilih 4 September."),
        (
            (2026, 8, 21),
            [(2026, 8, 28), (2026, 9, 4)],
            "Kuota Jumat 21 Agustus penuh (10/10). Pilih 28 Agustus atau 4 September.",
        ),
        (
            (2026, 12, 30),
            [(2027, 1, 6), (2027, 1, 13)],
            "Kuota Rabu 30 Desember penuh (10/10). Pilih 6 atau 13 Januari 2027.",
        ),
        (
            (2026, 12, 23),
            [(2026, 12, 30), (2027, 1, 6)],
            "Kuota Rabu 23 Desember penuh (10/10). Pilih 30 Desember atau 6 Januari 2027.",
        ),
        ((2026, 12, 30), [], "Kuota Rabu 30 Desember penuh (10/10). Hapus hari itu."),
    ],
)
def test_ends_of_months_and_years_are_said_in_full(full, instead, sentence):
    dates = [datetime.date(*d) for d in instead]
    assert full_sentence(datetime.date(*full), FULL, dates) == sentence


def test_a_unit_without_seats_says_that_it_opens_no_day():
    found = asked(on(11), full=[], limit=0)
    assert said(found) == [
        "Unit ini tidak membuka kerja fleksibel pada Jumat 14 Agustus. Hapus hari itu."
    ]


def test_more_taken_than_a_lowered_limit_leaves_nothing_and_never_less():
    seats = Seats(14, 7)
    assert (seats.full, seats.left, str(seats)) == (True, 0, "14/7")


@given(people=st.integers(0, 5000), percent=st.integers(0, 100))
def test_seats_are_rounded_down_and_never_more_than_the_people(people, percent):
    seats = seats_for(people, percent)
    assert 0 <= seats <= people
    assert seats * 100 <= people * percent < (seats + 1) * 100


# --- which days are offered ------------------------------------------------------------------


def test_days_of_the_policy_only_are_offered():
    """Where Wednesday and Friday are open, a full Friday leads to Fridays, then to Wednesdays."""
    friday = on(11)
    rules = {"weekdays": (2, 4)}
    found = asked(friday, full=[friday, *(on(n) for n in range(18, 60, 7))], rules=rules)
    assert instead_of(found, friday) == [on(16), on(23)]


def test_special_circumstances_are_not_bound_to_the_weekdays():
    friday = on(11)
    fridays = [on(n) for n in range(18, 60, 7)]
    found = asked(friday, full=[friday, *fridays], basis="special", rules={"weekdays": (4,)})
    assert instead_of(found, friday) == [on(14), on(15)]


def test_holidays_are_never_offered():
    friday = on(11)
    assert instead_of(asked(friday, full=[friday], holidays=[on(18)]), friday) == [on(25), on(32)]


def test_a_week_that_is_used_up_is_not_offered():
    friday = on(11)
    found = asked(friday, full=[friday], other_days=[on(14), on(15)])
    assert instead_of(found, friday) == [on(25), on(32)]


def test_days_already_chosen_or_held_are_not_offered():
    friday = on(11)
    found = asked(friday, on(18), full=[friday], other_days=[on(25)])
    assert instead_of(found, friday) == [on(32), on(39)]


def test_days_too_near_to_be_filed_are_not_offered():
    soon = on(1)
    found = asked(soon, full=[soon])
    first = found.calendar.add_working_days(found.today, found.rules.values["lead_days"])
    assert all(day >= first for day in instead_of(found, soon))


@given(
    full=st.integers(0, 50),
    chosen=st.sets(st.integers(0, 50), max_size=6),
    others=st.sets(st.integers(0, 50), max_size=6),
    taken=st.sets(st.integers(0, 59), max_size=40),
    special=st.booleans(),
)
def test_what_is_offered_breaks_no_rule_about_days(full, chosen, others, taken, special):
    """Taking an offered day never makes a sentence that wasn't there before."""
    days = {on(full), *(on(n) for n in chosen)}
    found = asked(
        *sorted(days),
        full=[on(n) for n in {full, *taken}],
        other_days=[on(n) for n in others - chosen - {full}],
        basis="special" if special else "task",
    )
    before = sorted(f.code for f in blocking(check(found)))
    for day in instead_of(found, on(full)):
        swapped = replace(found, dates=tuple(sorted({*days, day} - {on(full)})))
        after = sorted(f.code for f in blocking(check(swapped)))
        assert set(after) <= set(before)
        assert after.count("quota") <= before.count("quota")


def test_free_days_takes_two_and_the_same_weekday_first():
    candidates = [on(n) for n in range(60) if on(n).weekday() < 5]
    assert free_days(on(11), candidates, lambda d: True) == [on(18), on(25)]
    assert free_days(on(11), candidates, lambda d: d.weekday() == 0) == [on(14), on(21)]
    assert free_days(on(11), candidates, lambda d: False) == []
