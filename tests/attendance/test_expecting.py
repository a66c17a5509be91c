"""What is expected of a day away follows the schedule; what is past stays."""

import datetime

import pytest
from django.utils import timezone

from tests.actors import open_policy
from tests.attendance.duty import FRIDAY, MONDAY, away, expected, take_back
from wfa.attendance.models import CheckIn, Expectation, ExpectedCheckIn, Window
from wfa.attendance.services import expect_due, keep_in_step
from wfa.calendars.models import Holiday, RamadanPeriod

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _early(clock):
    clock("2026-12-07 06:00")


def spans(expectation):
    """["07.15–07.45", …] of what is still expected"""
    rows = expectation.check_ins.filter(withdrawn_at=None).select_related("window")
    local = timezone.localtime
    return [
        f"{local(row.window.opens_at):%H.%M}–{local(row.window.closes_at):%H.%M}"
        for row in rows.order_by("window__opens_at")
    ]


def test_a_day_away_brings_three_windows_plan_and_report(ani):
    found = expected(ani)
    assert spans(found) == ["07.15–07.45", "12.45–13.15", "16.00–16.30"]
    assert timezone.localtime(found.plan_due_at).strftime("%d %H.%M") == "07 08.30"
    assert timezone.localtime(found.report_due_at).strftime("%d %H.%M") == "07 17.00"
    assert found.needs == ["checkins", "plan", "report"]
    assert found.explain_until == datetime.date(2026, 12, 9)


@pytest.mark.parametrize("place", ["office", "duty_travel", "training", "leave"])
def test_only_days_away_are_expected(ani, place):
    away(ani, MONDAY, place=place)
    keep_in_step(MONDAY)
    assert Expectation.objects.count() == 0


def test_friday_and_ramadan_have_their_own_hours(ani, dewi):
    assert spans(expected(ani, FRIDAY)) == ["07.15–07.45", "12.45–13.15", "16.30–17.00"]
    RamadanPeriod.objects.create(starts=MONDAY, ends=MONDAY)
    assert spans(expected(dewi)) == ["07.45–08.15", "12.15–12.45", "15.00–15.30"]


@pytest.mark.parametrize(
    ("slot", "windows"),
    [("am", ["07.15–07.45"]), ("pm", ["12.45–13.15", "16.00–16.30"])],
)
def test_half_a_day_has_the_windows_of_that_half(ani, slot, windows):
    assert spans(expected(ani, slot=slot)) == windows


def test_policy_says_how_many_windows_and_whether_any(clock, region, ani, dodi):
    own = {"checkin_windows": ["08.00–09.00", "15.00–16.00"], "plan_day_before": True}
    open_policy(region.aplikasi, by=region.service, **own)
    open_policy(region.dinkes, by=region.service, checkin_asked=False, report_asked=False)
    clock("2026-12-04 06:00")  # decided before its plan is due
    found = expected(ani)
    assert spans(found) == ["08.00–09.00", "15.00–16.00"]
    assert timezone.localtime(found.plan_due_at).strftime("%d %H.%M") == "04 08.30"
    other = expected(dodi)
    assert (spans(other), other.needs, other.report_due_at) == ([], ["plan"], None)


def test_people_of_one_policy_share_their_windows(ani, dewi, dodi):
    for person in (ani, dewi, dodi):
        away(person, MONDAY)
    keep_in_step(MONDAY)
    assert (Window.objects.count(), ExpectedCheckIn.objects.count()) == (3, 9)


def test_looking_again_changes_nothing(ani):
    expected(ani)
    assert keep_in_step(MONDAY).is_nothing
    assert ExpectedCheckIn.objects.count() == 3


def test_a_recall_before_the_first_window_leaves_nothing(ani):
    found = expected(ani)
    take_back(ani, MONDAY)
    found.refresh_from_db()
    assert found.withdrawn_why == "Dipanggil kembali: rapat."
    assert spans(found) == []


def test_a_recall_at_noon_keeps_the_morning(clock, ani):
    found = expected(ani)
    clock("2026-12-07 11:00")
    take_back(ani, MONDAY)
    found.refresh_from_db()
    assert (found.withdrawn_at, found.shortened_at) == (None, timezone.now())
    assert spans(found) == ["07.15–07.45"]  # missed, and that stays
    assert found.plan_due_at is not None  # its time was over
    assert found.report_due_at is None


def test_a_recall_inside_a_window_frees_from_it(clock, ani):
    found = expected(ani)
    clock("2026-12-07 07:50")  # the grace still runs
    take_back(ani, MONDAY)
    found.refresh_from_db()
    assert found.withdrawn_at is not None


def test_whoever_goes_home_again_is_expected_again(clock, ani):
    expected(ani)
    clock("2026-12-07 11:00")
    take_back(ani, MONDAY)
    again = expected(ani)
    assert spans(again) == ["12.45–13.15", "16.00–16.30"]  # the morning is over and told once
    assert Expectation.objects.filter(withdrawn_at=None).count() == 2


def test_a_holiday_that_is_declared_takes_everything_back(ani):
    found = expected(ani)
    Holiday.objects.create(date=MONDAY, name="Libur daerah", kind="local")
    assert keep_in_step(MONDAY).withdrawn == 1
    found.refresh_from_db()
    assert found.withdrawn_why == "Tidak ada kerja: Libur daerah"


def test_what_is_past_is_left_alone(clock, ani):
    found = expected(ani)
    clock("2026-12-08 06:00")
    take_back(ani, MONDAY)
    found.refresh_from_db()
    assert found.withdrawn_at is None


def test_rules_of_tomorrow_may_still_change_but_not_todays(clock, region, ani):
    today, ahead = expected(ani), expected(ani, datetime.date(2026, 12, 8))
    open_policy(region.aplikasi, by=region.service, checkin_windows=["09.00–10.00"])
    expect_due()
    for each in (today, ahead):
        each.refresh_from_db()
    assert spans(today) == ["07.15–07.45", "12.45–13.15", "16.00–16.30"]
    assert spans(ahead) == ["09.00–10.00"]


def test_the_sweep_looks_at_today_and_the_next_working_day(clock, ani):
    clock("2026-12-11 06:00")
    for date in (FRIDAY, datetime.date(2026, 12, 14), datetime.date(2026, 12, 15)):
        away(ani, date)
    assert expect_due() == 2
    assert sorted(Expectation.objects.values_list("date", flat=True)) == [
        FRIDAY,
        datetime.date(2026, 12, 14),
    ]


def test_many_people_take_as_many_queries_as_one(ani, dewi, dodi, django_assert_max_num_queries):
    for person in (ani, dewi, dodi):
        away(person, MONDAY)
    with django_assert_max_num_queries(26):
        keep_in_step(MONDAY)
    with django_assert_max_num_queries(4):
        keep_in_step(MONDAY)
    assert CheckIn.objects.count() == 0
