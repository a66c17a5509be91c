"""The pure rules of time: the ends of the stages, levels, and the words of the badge."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.clockwork import date
from wfa.calendars.rules import Calendar
from workflows.rules import days_left, deadline, deadlines, level, level_days

CHRISTMAS = {
    date("12-25"): "Natal",
    date("12-24"): "Cuti bersama",
    date("2027-01-01"): "Tahun baru",
}
IDUL_FITRI = {datetime.date(2026, 3, day): "Idulfitri dan cuti bersama" for day in (20, 21, 23, 24)}


def calendar(holidays=None):
    return Calendar(date("2025-01-01"), date("2028-12-31"), holidays or {})


# 2 November 2026 is a Monday.
ENDS = [
    # complete, first day, (OPD, BKD, signature)
    ("a whole week is split 2/2/1", "11-02", "11-25", ("11-04", "11-06", "11-09")),
    ("friday counts on over the weekend", "11-06", "11-30", ("11-10", "11-12", "11-13")),
    ("saturday counts as monday", "11-07", "11-30", ("11-11", "11-13", "11-16")),
    ("sunday counts as monday", "11-08", "11-30", ("11-11", "11-13", "11-16")),
    ("the eve of the first day ends it", "11-02", "11-06", ("11-04", "11-05", "11-05")),
    ("two days ahead: one for all", "11-02", "11-04", ("11-03", "11-03", "11-03")),
    ("for tomorrow: today", "11-02", "11-03", ("11-02", "11-02", "11-02")),
    ("for today: not before it is complete", "11-02", "11-02", ("11-02", "11-02", "11-02")),
    ("on saturday for monday: monday", "11-07", "11-09", ("11-09", "11-09", "11-09")),
    ("the eve of a monday is a friday", "11-04", "11-09", ("11-05", "11-06", "11-06")),
]


@pytest.mark.parametrize(
    ("complete", "first", "ends"), [row[1:] for row in ENDS], ids=lambda v: str(v)
)
def test_the_ends_of_the_stages(complete, first, ends):
    found = deadlines(calendar(), date(complete), date(first), (2, 2, 1))
    assert found == tuple(map(date, ends))


@pytest.mark.parametrize(
    ("complete", "first", "holidays", "ends"),
    [
        ("12-22", "2027-01-20", CHRISTMAS, ("12-28", "12-30", "12-31")),
        ("12-30", "2027-01-20", CHRISTMAS, ("2027-01-04", "2027-01-06", "2027-01-07")),
        ("03-18", "04-15", IDUL_FITRI, ("03-25", "03-27", "03-30")),
        # in the middle of the holidays: day 0 is the first working day after them
        ("03-21", "04-15", IDUL_FITRI, ("03-27", "03-31", "04-01")),
        # the working day before the first day lies before the holidays
        ("03-16", "03-25", IDUL_FITRI, ("03-18", "03-19", "03-19")),
    ],
)
def test_holidays_and_joint_leave_are_no_working_days(complete, first, holidays, ends):
    found = deadlines(calendar(holidays), date(complete), date(first), (2, 2, 1))
    assert found == tuple(map(date, ends))


@pytest.mark.parametrize(
    ("shares", "ends"),
    [
        ((1, 1, 1), ("11-03", "11-04", "11-05")),
        ((3, 1, 1), ("11-05", "11-06", "11-09")),
        ((1, 3, 1), ("11-03", "11-06", "11-09")),
    ],
)
def test_the_policy_splits_the_days(shares, ends):
    found = deadlines(calendar(), date("11-02"), date("12-02"), shares)
    assert found == tuple(map(date, ends))


DAYS = st.dates(date("2026-01-01"), date("2027-06-30"))
SHARES = st.sampled_from([(2, 2, 1), (1, 1, 1), (1, 1, 3), (3, 1, 1), (1, 2, 2)])
HOLIDAYS = st.sets(DAYS, max_size=40).map(lambda days: dict.fromkeys(days, "Libur"))


@given(complete=DAYS, ahead=st.integers(0, 60), holidays=HOLIDAYS, shares=SHARES)
def test_no_stage_ends_before_completion_or_after_the_eve(complete, ahead, holidays, shares):
    cal = calendar(holidays)
    first = cal.working_day_from(complete + datetime.timedelta(days=ahead))
    opd, bkd, end = deadlines(cal, complete, first, shares)
    start = cal.working_day_from(complete)
    assert complete <= start <= opd <= bkd <= end
    assert end <= max(cal.add_working_days(first, -1), start)
    assert cal.working_days_between(start, end) <= sum(shares)
    assert all(cal.is_working_day(day) for day in (opd, bkd, end))


@given(complete=DAYS, ahead=st.integers(0, 30), later=st.integers(0, 9), holidays=HOLIDAYS)
def test_a_later_first_day_never_shortens_and_a_later_completion_never_hastens(
    complete, ahead, later, holidays
):
    cal, more = calendar(holidays), datetime.timedelta(days=later)
    first = cal.working_day_from(complete + datetime.timedelta(days=ahead))
    base = deadlines(cal, complete, first, (2, 2, 1))
    assert all(map(datetime.date.__le__, base, deadlines(cal, complete, first + more, (2, 2, 1))))
    assert base[2] <= deadlines(cal, complete + more, first + more, (2, 2, 1))[2]


# --- how far a stage is ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begun", "due", "days"),
    [
        ("11-02", "11-04", {50: "11-03", 75: "11-04", 100: "11-05"}),
        ("11-05", "11-06", {50: "11-06", 75: "11-06", 100: "11-09"}),
        ("11-02", "11-16", {50: "11-09", 75: "11-12", 100: "11-17"}),  # an objection: 10 days
        ("11-07", "11-11", {50: "11-10", 75: "11-11", 100: "11-12"}),  # begun on a Saturday
        ("11-02", "11-02", {100: "11-03"}),
        ("11-07", "11-07", {100: "11-09"}),
    ],
)
def test_the_days_of_the_reminders(begun, due, days):
    found = level_days(calendar(), date(begun), date(due))
    assert found == {n: date(day) for n, day in days.items()}


@given(begun=DAYS, length=st.integers(0, 12), passed=st.integers(0, 30), holidays=HOLIDAYS)
def test_levels_only_rise_and_a_stage_is_late_only_after_its_last_day(
    begun, length, passed, holidays
):
    cal = calendar(holidays)
    due = cal.add_working_days(begun, length)
    today = cal.working_day_from(begun + datetime.timedelta(days=passed))
    now, since = level(cal, begun, due, today)
    assert (now == 100) is (today > due)
    assert since <= today
    tomorrow = cal.add_working_days(today, 1)
    assert level(cal, begun, due, tomorrow)[0] >= now


# --- the badge -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "today", "words", "tone"),
    [
        ("11-06", "11-04", "Sisa 2 hari kerja", ""),
        ("11-06", "11-05", "Sisa 1 hari kerja", "warn"),
        ("11-06", "11-06", "Habis hari ini", "warn"),
        ("11-06", "11-07", "Lewat batas: putuskan tertulis", "bad"),
        ("11-06", "11-09", "Lewat batas 1 hari kerja: putuskan tertulis", "bad"),
        ("11-06", "11-11", "Lewat batas 3 hari kerja: putuskan tertulis", "bad"),
        ("11-09", "11-07", "Sisa 1 hari kerja", "warn"),  # on Saturday, due on Monday
        ("11-09", "11-06", "Sisa 1 hari kerja", "warn"),  # on Friday, due on Monday
    ],
)
def test_the_badge_says_how_long_there_is(due, today, words, tone):
    said, icon, found = deadline(calendar(), date(due), date(today))
    assert (said, found) == (words, tone)
    assert icon in {"clock", "hourglass", "warning"}


def test_days_outside_the_loaded_calendar_do_not_count():
    assert days_left(calendar(), date("2020-01-01"), date("2025-01-06")) == -4
    assert deadline(calendar(), date("2020-01-01"), date("2026-01-01"))[2] == "bad"


@given(due=DAYS, today=DAYS, holidays=HOLIDAYS)
def test_late_is_said_exactly_after_the_last_day(due, today, holidays):
    words, _, tone = deadline(calendar(holidays), due, today)
    assert words.startswith("Lewat batas") is (today > due) is (tone == "bad")
