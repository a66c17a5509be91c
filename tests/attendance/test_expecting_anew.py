"""A day away that is decided late, or anew in its middle, asks nothing twice and nothing past."""

import datetime

import pytest
from django.utils import timezone

from tests.actors import open_policy
from tests.attendance.coming import come, window_of
from tests.attendance.duty import MONDAY, away, expected, take_back
from wfa.attendance.models import Expectation, ExpectedCheckIn
from wfa.attendance.selectors.days import days_of
from wfa.attendance.services import expect_due, keep_in_step, note_plan
from wfa.schedules.models import WorkDay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]
TUESDAY = MONDAY + datetime.timedelta(days=1)


def moved(person, date=MONDAY, place="other_place"):
    """The place of the day changes, as a roster does it: one day ends, another begins at once."""
    days = WorkDay.objects.filter(employee=person, date=date, withdrawn_at=None)
    days.update(withdrawn_at=timezone.now(), withdrawn_why="Tempat kerja diubah.")
    away(person, date, place=place)


def anew(person, date=MONDAY):
    keep_in_step(date)
    return Expectation.objects.get(employee=person, date=date, withdrawn_at=None, shortened_at=None)


def names(expectation):
    rows = expectation.check_ins.filter(withdrawn_at=None).order_by("window__opens_at")
    return list(rows.values_list("window__name", flat=True))


def due(expectation):
    at = expectation.plan_due_at
    return timezone.localtime(at).strftime("%d %H.%M") if at else None


# --- asked once ----------------------------------------------------------------------------------


def test_who_has_checked_in_isn_t_asked_again_for_the_same_window(clock, ani):
    day = expected(ani)
    clock("2026-12-07 07:20")
    come(window_of(day))
    clock("2026-12-07 07:30")  # the window is open
    moved(ani)
    assert names(anew(ani)) == ["Siang", "Sore"]
    assert names(day) == ["Pagi"]
    assert ExpectedCheckIn.objects.filter(window__name="Pagi", withdrawn_at=None).count() == 1


def test_a_window_that_ran_out_meanwhile_is_missed_once(clock, ani):
    day = expected(ani)
    clock("2026-12-07 07:59")
    moved(ani)
    clock("2026-12-07 08:00")  # the worker's next look; the grace has ended
    assert names(anew(ani)) == ["Siang", "Sore"]
    assert names(day) == ["Pagi"]


def test_who_has_not_come_yet_is_asked_at_the_new_place(clock, ani):
    expected(ani)
    clock("2026-12-07 07:30")
    moved(ani)
    assert names(anew(ani)) == ["Pagi", "Siang", "Sore"]


def test_a_colleague_keeps_every_window(clock, ani, dewi):
    day, other = expected(ani), expected(dewi)
    clock("2026-12-07 07:20")
    come(window_of(day))
    moved(ani)
    moved(dewi)
    assert (names(anew(ani)), names(anew(dewi))) == (["Siang", "Sore"], ["Pagi", "Siang", "Sore"])
    other.refresh_from_db()
    assert other.withdrawn_at is not None


@pytest.mark.parametrize("has_come", [False, True])
def test_a_plan_that_was_sent_counts_for_the_new_part(clock, ani, has_come):
    day = expected(ani)
    sent = clock("2026-12-07 07:20")
    note_plan(day, sent)
    if has_come:
        come(window_of(day))
    clock("2026-12-07 07:30")
    moved(ani)
    found = anew(ani)
    assert (found.plan_at, found.plan_due_at) == (sent, None)
    [now] = days_of([found], clock("2026-12-07 09:00"))
    assert not [gap for gap in now.found.gaps if gap.part == "plan"]
    assert "Rencana kerja" not in now.found.waiting


def test_a_plan_of_the_other_half_is_another_plan(clock, ani):
    morning = expected(ani, slot="am")
    note_plan(morning, clock("2026-12-07 07:20"))
    clock("2026-12-07 07:25")
    take_back(ani, MONDAY)
    found = expected(ani, slot="pm")
    assert (found.plan_at, due(found)) == (None, "07 08.30")


def test_rules_that_change_afterwards_ask_for_no_plan_again(clock, region, ani):
    day = expected(ani, TUESDAY)
    expect_due()
    note_plan(day, clock("2026-12-07 19:00"))
    moved(ani, TUESDAY)
    assert anew(ani, TUESDAY).plan_due_at is None
    expect_due()
    open_policy(region.aplikasi, by=region.service, checkin_windows=["09.00–10.00"])
    expect_due()
    found = anew(ani, TUESDAY)
    assert (names(found), found.plan_due_at) == (["Harian"], None)


# --- never due before it was decided -------------------------------------------------------------


@pytest.mark.parametrize(("at", "asked"), [("08:29", "07 08.30"), ("08:30", None), ("10:00", None)])
def test_no_plan_is_due_before_the_day_was_decided(clock, ani, at, asked):
    clock(f"2026-12-07 {at}")
    found = expected(ani)
    assert due(found) == asked
    assert found.report_due_at is not None


def test_the_moment_of_the_decision_counts_not_that_of_the_worker(clock, ani):
    clock("2026-12-07 08:00")
    away(ani, MONDAY)
    clock("2026-12-07 08:40")
    assert due(anew(ani)) == "07 08.30"


@pytest.mark.parametrize(
    ("at", "asked"),
    [
        ("2026-12-07 08:00", "07 08.30"),
        ("2026-12-07 19:00", "08 08.30"),
        ("2026-12-08 08:40", None),
    ],
)
def test_a_plan_of_the_day_before_is_due_on_the_day_where_that_is_past(
    clock, region, ani, at, asked
):
    open_policy(region.aplikasi, by=region.service, plan_day_before=True)
    clock(at)
    assert due(expected(ani, TUESDAY)) == asked


def test_rules_that_begin_to_ask_the_day_before_give_the_day_itself(clock, region, ani):
    expected(ani, TUESDAY)
    expect_due()
    clock("2026-12-07 19:00")
    open_policy(region.aplikasi, by=region.service, plan_day_before=True)
    expect_due()
    assert due(anew(ani, TUESDAY)) == "08 08.30"


def test_what_was_missed_is_not_given_back_by_other_rules(clock, region, ani):
    open_policy(region.diskominfo, by=region.service, plan_day_before=True)
    expected(ani, TUESDAY)
    expect_due()
    clock("2026-12-07 19:00")
    own = {"plan_day_before": True, "checkin_windows": ["09.00–10.00"]}
    open_policy(region.aplikasi, by=region.service, **own)
    expect_due()
    found = anew(ani, TUESDAY)
    assert (names(found), due(found)) == (["Harian"], "07 08.30")
