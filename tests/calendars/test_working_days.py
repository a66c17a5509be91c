"""Counting working days: weekends, holidays, cuti bersama, leap day, the turn of the year."""

import datetime
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfa.calendars import services
from wfa.calendars.models import Holiday, RamadanPeriod
from wfa.calendars.rules import Calendar, OutsideCalendarError

DAYS = st.dates(date(2027, 12, 1), date(2028, 3, 31))


def plain(*holidays):
    return Calendar(date(2020, 1, 1), date(2035, 1, 1), dict.fromkeys(holidays, "Libur"))


def test_weekend_and_holiday_are_no_working_days():
    calendar = plain(date(2026, 8, 17))
    assert not calendar.is_working_day(date(2026, 8, 15))
    assert not calendar.is_working_day(date(2026, 8, 17))
    assert calendar.is_working_day(date(2026, 8, 18))
    assert calendar.why_not(date(2026, 8, 15)) == "hari Sabtu"
    assert calendar.why_not(date(2026, 8, 17)) == "Libur"
    assert calendar.why_not(date(2026, 8, 18)) == ""


def test_leap_day_counts():
    calendar = plain()
    assert calendar.add_working_days(date(2028, 2, 28), 1) == date(2028, 2, 29)
    assert calendar.working_days_between(date(2028, 2, 28), date(2028, 3, 1)) == 2


def test_turn_of_the_year_skips_its_holidays():
    calendar = plain(date(2026, 12, 24), date(2026, 12, 25), date(2027, 1, 1))
    assert calendar.add_working_days(date(2026, 12, 23), 5) == date(2027, 1, 4)
    assert calendar.add_working_days(date(2027, 1, 4), -5) == date(2026, 12, 23)


def test_day_zero_of_a_saturday_is_monday():
    calendar = plain()
    assert calendar.add_working_days(date(2026, 8, 1), 0) == date(2026, 8, 3)
    assert calendar.add_working_days(date(2026, 8, 1), 1) == date(2026, 8, 4)
    assert calendar.add_working_days(date(2026, 8, 1), -1) == date(2026, 7, 31)
    assert calendar.add_working_days(date(2026, 8, 3), 0) == date(2026, 8, 3)


def test_a_week_has_five_working_days_between():
    calendar = plain()
    assert calendar.working_days_between(date(2026, 8, 6), date(2026, 8, 13)) == 5
    assert calendar.working_days_between(date(2026, 8, 13), date(2026, 8, 6)) == -5
    assert calendar.working_days_between(date(2026, 8, 8), date(2026, 8, 10)) == 0


@given(DAYS, st.integers(-30, 30), st.sets(DAYS, max_size=20))
def test_adding_and_counting_agree(start, n, holidays):
    calendar = plain(*holidays)
    first = calendar.working_day_from(start)
    end = calendar.add_working_days(start, n)
    assert calendar.is_working_day(end)
    assert calendar.working_days_between(first, end) == n
    assert calendar.add_working_days(end, -n) == first


def test_day_outside_the_loaded_span_is_an_error():
    calendar = Calendar(date(2026, 1, 1), date(2026, 1, 31), {})
    with pytest.raises(OutsideCalendarError):
        calendar.is_working_day(date(2026, 2, 2))


def test_cuti_bersama_of_the_seed_is_no_working_day(db):
    services.seed(2026)
    assert Holiday.objects.get(date=date(2026, 12, 24)).kind == Holiday.Kind.JOINT_LEAVE
    assert not services.is_working_day(date(2026, 12, 24))
    assert services.is_working_day(date(2026, 12, 23))
    assert services.add_working_days(date(2026, 3, 17), 1) == date(2026, 3, 25)
    assert services.working_days_between(date(2026, 3, 17), date(2026, 3, 25)) == 1


def test_cancelled_holiday_is_a_working_day(db):
    Holiday.objects.create(date=date(2026, 8, 18), name="x", kind="local", is_cancelled=True)
    assert services.is_working_day(date(2026, 8, 18))


def test_any_span_is_one_query(db, django_assert_num_queries):
    services.seed(2026)
    with django_assert_num_queries(1):
        services.add_working_days(date(2026, 1, 5), 200)
    with django_assert_num_queries(1):
        services.working_days_between(date(2026, 1, 5), date(2026, 12, 5))
    with django_assert_num_queries(1):
        calendar = services.load(date(2026, 1, 1), date(2026, 12, 31))
        [calendar.add_working_days(date(2026, 6, 1) + datetime.timedelta(n), 5) for n in range(90)]


def test_holidays_without_end_widen_the_search(db):
    first = date(2026, 1, 1)
    Holiday.objects.bulk_create(
        Holiday(date=first + datetime.timedelta(n), name="Libur panjang", kind="local")
        for n in range(400)
    )
    assert services.add_working_days(first, 0) == date(2027, 2, 5)


def test_ramadan_is_known_by_its_days(db):
    RamadanPeriod.objects.create(starts=date(2026, 2, 19), ends=date(2026, 3, 20))
    assert services.is_ramadan(date(2026, 2, 19))
    assert services.is_ramadan(date(2026, 3, 20))
    assert not services.is_ramadan(date(2026, 3, 21))
