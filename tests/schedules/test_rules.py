"""Seats of a day, and the sentence about a full one."""

import datetime

import pytest

from wfa.schedules.rules import Seats, free_days, full_sentence, seats_for

FRIDAY = datetime.date(2026, 8, 14)


@pytest.mark.parametrize(
    ("people", "percent", "seats"), [(20, 50, 10), (21, 50, 10), (1, 50, 0), (3, 100, 3), (9, 0, 0)]
)
def test_a_percentage_is_rounded_down(people, percent, seats):
    assert seats_for(people, percent) == seats


def test_seats_say_what_is_left():
    assert (str(Seats(10, 10)), Seats(10, 10).full, Seats(8, 10).left) == ("10/10", True, 2)
    assert Seats(12, 10).left == 0  # a policy lowered the limit later


def weekdays_after(day, count):
    days = (day + datetime.timedelta(days=n) for n in range(1, count))
    return [d for d in days if d.weekday() < 5]


def test_the_same_weekday_is_offered_first():
    days = free_days(FRIDAY, weekdays_after(FRIDAY, 30), lambda d: True)
    assert days == [datetime.date(2026, 8, 21), datetime.date(2026, 8, 28)]


def test_full_days_are_not_offered():
    taken = {datetime.date(2026, 8, 21)}
    days = free_days(FRIDAY, weekdays_after(FRIDAY, 20), lambda d: d not in taken)
    assert days == [datetime.date(2026, 8, 17), datetime.date(2026, 8, 28)]


def test_the_sentence_names_the_day_the_seats_and_two_others():
    instead = [datetime.date(2026, 8, 21), datetime.date(2026, 8, 28)]
    assert full_sentence(FRIDAY, Seats(10, 10), instead) == (
        "Kuota Jumat 14 Agustus penuh (10/10). Pilih 21 atau 28 Agustus."
    )


def test_days_of_two_months_are_both_named_with_theirs():
    instead = [datetime.date(2026, 8, 28), datetime.date(2026, 9, 4)]
    assert full_sentence(FRIDAY, Seats(3, 3), instead).endswith(
        "Pilih 28 Agustus atau 4 September."
    )


def test_without_another_day_it_says_what_to_do():
    assert full_sentence(FRIDAY, Seats(3, 3), []).endswith("penuh (3/3). Hapus hari itu.")
    assert full_sentence(FRIDAY, Seats(0, 0), []) == (
        "Unit ini tidak membuka kerja fleksibel pada Jumat 14 Agustus. Hapus hari itu."
    )
