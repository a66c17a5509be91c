"""The first step of a check-in: the server's clock decides, once per window, whatever is repeated."""

import datetime
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.attendance.coming import (
    EVENING,
    HOME,
    MORNING,
    NOON,
    come,
    window_of,
)
from tests.attendance.duty import MONDAY, expected, take_back
from wfa.attendance.models import CheckIn, ExpectedCheckIn
from wfa.attendance.rules.arrival import claim_of
from wfa.attendance.rules.challenge import GESTURES, gesture_for
from wfa.attendance.rules.places import Point, metres_between, position_of
from wfa.attendance.services.checking_in import gesture_of, touch
from wfa.refusals import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


@pytest.fixture
def day(ani):
    return expected(ani)


# --- when it counts ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        ("07:15:00", "on_time"),
        ("07:44:59.999999", "on_time"),
        ("07:45:00", "late"),
        ("07:59:59.999999", "late"),
        ("08:00:00", "afterwards"),
        ("23:59:59", "afterwards"),
    ],
)
def test_the_opening_belongs_to_the_window_and_its_end_does_not(clock, day, at, counts):
    now = clock(f"2026-12-07 {at}")
    row = come(window_of(day)).check_in
    assert (row.arrival, row.at) == (counts, now)


@pytest.mark.parametrize("at", ["06:00", "07:14:59.999999"])
def test_too_early_is_refused_and_says_when_to_come(clock, day, at):
    clock(f"2026-12-07 {at}")
    with pytest.raises(Refused, match=r"Presensi pagi dibuka pukul 07\.15 WIB") as refused:
        come(window_of(day))
    assert refused.value.code == "too_early"
    assert CheckIn.objects.count() == 0


def test_the_day_before_the_date_is_told_too(clock, ani):
    part = window_of(expected(ani, datetime.date(2026, 12, 8)))
    with pytest.raises(Refused, match=r"dibuka 8 Desember 2026 pukul 07\.15 WIB"):
        come(part)


def test_a_day_that_was_taken_back_is_not_awaited(clock, ani, day):
    part = window_of(day)
    take_back(ani, MONDAY)
    clock("2026-12-07 07:20")
    with pytest.raises(Refused, match="tidak ditunggu lagi") as refused:
        come(part)
    assert refused.value.code == "withdrawn"


def test_after_a_recall_at_noon_only_the_morning_is_taken(clock, ani, day):
    morning, noon = window_of(day, MORNING), window_of(day, NOON)
    clock("2026-12-07 11:00")
    take_back(ani, MONDAY)
    assert come(morning).check_in.arrival == "afterwards"
    with pytest.raises(Refused):
        come(noon)


def test_an_extension_of_the_window_counts(clock, day):
    part = window_of(day)
    part.window.extended_until = part.window.closes_at + datetime.timedelta(minutes=6)
    part.window.save()
    clock("2026-12-07 07:50:59")
    assert come(part).check_in.arrival == "on_time"


def test_who_reached_us_in_time_and_finished_within_ten_minutes_is_in_time(clock, day, dewi):
    mine, hers = window_of(day), window_of(expected(dewi))
    clock("2026-12-07 07:44:30")
    touch(mine)
    touch(hers)
    clock("2026-12-07 07:54:30")
    assert come(mine).check_in.arrival == "on_time"
    clock("2026-12-07 07:54:31")
    assert come(hers).check_in.arrival == "late"


def test_only_the_first_contact_inside_the_window_is_kept(clock, day):
    part = window_of(day)
    for at in ("07:14:59", "07:15:00", "07:20:00"):
        clock(f"2026-12-07 {at}")
        touch(window_of(day))
    part.refresh_from_db()
    assert timezone.localtime(part.contact_at).strftime("%H:%M:%S") == "07:15:00"
    late = window_of(day, NOON)
    clock("2026-12-07 13:15:00")
    touch(late)
    late.refresh_from_db()
    assert late.contact_at is None


# --- once, whatever is repeated ---------------------------------------------------------------


def test_the_same_key_gets_the_same_answer_later_too(clock, day):
    part, key = window_of(day), uuid.uuid4()
    clock("2026-12-07 07:20:05")
    first = come(part, key=key)
    clock("2026-12-07 09:00")
    again = come(part, key=key, claimed_at=timezone.now(), queued=True)
    assert first.sentence == again.sentence == "Presensi pagi tercatat pukul 07.20.05 WIB."
    assert (again.check_in.pk, again.is_repeated) == (first.check_in.pk, False)
    again.check_in.refresh_from_db()
    assert (again.check_in.queued, again.check_in.claimed_at) == (False, None)


def test_another_key_for_the_window_is_told_that_it_stands(clock, day):
    part = window_of(day)
    clock("2026-12-07 07:20:05")
    first = come(part)
    clock("2026-12-07 07:40")
    again = come(part)
    assert again.sentence == "Presensi pagi sudah tercatat pukul 07.20.05 WIB."
    assert (again.check_in.pk, again.is_repeated) == (first.check_in.pk, True)
    assert CheckIn.objects.count() == 1


def test_one_key_never_stands_for_two_windows(clock, day):
    key = uuid.uuid4()
    clock("2026-12-07 07:20")
    first = come(window_of(day, MORNING), key=key)
    clock("2026-12-07 12:50")
    again = come(window_of(day, NOON), key=key)
    assert again.check_in.pk == first.check_in.pk
    assert CheckIn.objects.count() == 1


def test_two_people_may_have_the_same_key(clock, day, dewi):
    key, hers = uuid.uuid4(), window_of(expected(dewi))
    clock("2026-12-07 07:20")
    assert come(window_of(day), key=key).check_in.pk != come(hers, key=key).check_in.pk


def test_somebody_elses_window_is_not_there(clock, day, dewi):
    clock("2026-12-07 07:20")
    part = window_of(day)
    part.expectation.employee = dewi
    with pytest.raises(ExpectedCheckIn.DoesNotExist):
        come(part)


def test_what_was_written_down_never_changes(clock, day):
    clock("2026-12-07 07:20")
    row = come(window_of(day)).check_in
    for field, value in {
        "at": timezone.now() - datetime.timedelta(hours=1),
        "claimed_at": timezone.now(),
        "queued": True,
        "hints": ["x"],
        "challenge": "lain",
    }.items():
        with pytest.raises(IntegrityError), transaction.atomic():
            CheckIn.objects.filter(pk=row.pk).update(**{field: value})


# --- what the phone says ----------------------------------------------------------------------


def test_the_phones_word_is_kept_beside_and_believed_of_nothing(clock, day):
    now = clock("2026-12-07 07:20")
    claim = now - datetime.timedelta(hours=24)
    row = come(window_of(day), claimed_at=claim, queued=True, hints=["mock"]).check_in
    row.refresh_from_db()
    assert (row.at, row.claimed_at, row.arrival) == (now, claim, "on_time")
    assert (row.queued, row.hints) == (True, ["mock"])


def test_the_position_and_its_distance_are_kept(clock, day):
    day.latitude, day.longitude, day.radius_m = "-7.816895", "112.010000", 200
    day.save()
    clock("2026-12-07 07:20")
    row = come(window_of(day)).check_in
    row.refresh_from_db()
    assert (str(row.latitude), str(row.longitude), row.accuracy_m) == (*HOME[:2], 12)
    assert row.distance_m == 154


def test_without_a_position_one_checks_in_all_the_same(clock, day):
    clock("2026-12-07 07:20")
    row = come(window_of(day), position=None).check_in
    assert (row.latitude, row.distance_m, row.arrival) == (None, None, "on_time")


@pytest.mark.parametrize(
    ("text", "expected_claim"),
    [
        ("2026-12-07T00:20:05.123Z", datetime.datetime(2026, 12, 7, 0, 20, 5, 123000)),
        ("2026-12-07T07:20:05+07:00", datetime.datetime(2026, 12, 7, 0, 20, 5)),
        ("2026-12-07T07:20:05", None),
        ("0001-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("kemarin", None),
        ("", None),
        ("2026-12-07T00:20:05Z" + "0" * 99, None),
    ],
)
def test_a_claim_is_a_moment_with_its_zone_or_nothing(text, expected_claim):
    wanted = expected_claim and expected_claim.replace(tzinfo=datetime.UTC)
    assert claim_of(text) == wanted


@pytest.mark.parametrize(
    "sent",
    [("91", "0"), ("0", "181"), ("nan", "0"), ("inf", "0"), ("", ""), ("x", "1"), ("1e999", "0")],
)
def test_a_point_that_is_not_on_the_earth_is_none(sent):
    assert position_of(*sent) is None


@pytest.mark.parametrize(
    ("sent", "metres"), [("11.2", 12), ("", None), ("-1", None), ("nan", None), ("9e99", 1_000_000)]
)
def test_accuracy_is_whole_metres_or_unknown(sent, metres):
    assert position_of("1", "2", sent).accuracy_m == metres


def test_distances_are_those_of_the_earth():
    monas, kediri = Point(-6.175392, 106.827153), Point(-7.816895, 112.011398)
    assert 599_000 < metres_between(monas, kediri) < 601_000
    assert metres_between(monas, monas) == 0
    assert metres_between(Point(0, 179.9995), Point(0, -179.9995)) == 111


# --- the gesture ------------------------------------------------------------------------------


def test_each_window_has_its_gesture_and_keeps_it(clock, day, settings):
    parts = [window_of(day, number) for number in (MORNING, NOON, EVENING)]
    asked = [gesture_of(part) for part in parts]
    assert asked == [gesture_of(part) for part in parts]
    clock("2026-12-07 07:20")
    assert come(parts[0]).check_in.challenge == asked[0]
    settings.SECRET_KEY = "x" * 60
    many = [uuid.UUID(int=n) for n in range(400)]
    other = [gesture_for(each, "y") for each in many]
    assert [gesture_for(each, "x") for each in many] != other
    assert set(other) == set(GESTURES)


def test_a_phone_that_showed_another_gesture_leaves_a_hint(clock, day):
    clock("2026-12-07 07:20")
    part = window_of(day)
    row = come(part, challenge="lain").check_in
    assert (row.challenge, row.hints) == (gesture_of(part), ["gerakan_lain"])


def test_gestures_are_short_and_plain():
    assert len(GESTURES) == 8
    assert all(len(words.split()) <= 6 for words in GESTURES.values())


# --- budgets ----------------------------------------------------------------------------------


def test_a_check_in_takes_at_most_five_queries(clock, day, django_assert_max_num_queries):
    clock("2026-12-07 07:20")
    part = window_of(day)
    sent = {"challenge": gesture_of(part), "key": uuid.uuid4()}
    with django_assert_max_num_queries(5):
        come(part, **sent)
    with django_assert_max_num_queries(5):
        come(part, **sent)
    with django_assert_max_num_queries(5):
        come(part)
