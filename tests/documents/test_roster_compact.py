"""Many days of one person in one cell: short, in order, readable."""

import datetime

from documents.kinds.compact import by_letter, dates


def days(month, *numbers, year=2026):
    return [datetime.date(year, month, number) for number in numbers]


def test_one_month_is_said_once():
    assert dates(days(12, 4, 11, 18)) == "4, 11, dan 18 Desember 2026"
    assert dates(days(12, 4)) == "4 Desember 2026"


def test_three_days_in_a_row_are_a_span_and_two_are_not():
    assert dates(days(12, 7, 8, 9, 14)) == "7–9 dan 14 Desember 2026"
    assert dates(days(12, 7, 8, 14)) == "7, 8, dan 14 Desember 2026"


def test_the_turn_of_the_year_keeps_both_years():
    both = [*days(12, 30, 31), *days(1, 4, year=2027)]
    assert dates(both) == "30 dan 31 Desember 2026; 4 Januari 2027"


def test_months_of_one_year_share_it():
    assert dates([*days(11, 27), *days(12, 4)]) == "27 November; 4 Desember 2026"


def test_order_and_doubles_do_not_matter():
    assert dates(days(12, 18, 4, 4)) == "4 dan 18 Desember 2026"
    assert dates([]) == ""


def test_each_kind_of_place_has_its_line():
    [friday, monday, tuesday] = days(12, 4, 7, 8)
    pairs = [(monday, "K"), (friday, "R"), (tuesday, ".")]
    assert by_letter(pairs) == ["Kantor: 7 dan 8 Desember 2026", "WFH: 4 Desember 2026"]


def test_half_days_say_which_half():
    [friday] = days(12, 4)
    assert by_letter([(friday, "P")]) == ["WFH pagi: 4 Desember 2026"]
