"""The promises about the day of duty are seen to hold, and to be broken."""

import datetime
import uuid

import pytest
from django.utils import timezone

from tests.attendance.duty import MONDAY, expected
from wfa.attendance import invariants
from wfa.attendance.models import CheckIn, Expectation, ServiceMinute, Window
from wfa.attendance.services import watch_due

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def day(clock, ani):
    clock("2026-12-07 06:00")
    return expected(ani)


def came(day, at, arrival):
    return CheckIn.objects.create(
        expected=day.check_ins.order_by("window__opens_at").first(),
        employee=day.employee,
        key=uuid.uuid4(),
        at=at,
        source="camera",
        arrival=arrival,
        challenge="three",
        photo_due_at=at,
    )


def holds():
    return {name: getattr(invariants, name)()[0] for name in ("g8", "g9", "g11", "g18")}


def test_all_hold_on_an_ordinary_day(clock, day):
    came(day, clock("2026-12-07 07:20"), "on_time")
    assert holds() == {"g8": True, "g9": True, "g11": True, "g18": True}


def test_an_outage_that_extended_nothing_is_found(clock, day):
    window = Window.objects.get(date=MONDAY, number=1)
    for n in range(-20, 120):
        away = 5 <= n < 15
        ServiceMinute.objects.create(
            minute=window.opens_at + n * datetime.timedelta(minutes=1),
            served=0 if away else 9,
            probes=0 if away else 4,
            probes_failed=4 if away else 0,
        )
    clock("2026-12-07 08:10")
    assert invariants.g8()[0] is False
    assert watch_due() == 1
    assert invariants.g8()[0] is True


@pytest.mark.parametrize(
    ("at", "arrival", "true"),
    [("07:20", "late", False), ("07:50", "on_time", False), ("07:50", "late", True)],
)
def test_what_contradicts_the_clock_of_the_server_is_found(clock, day, at, arrival, true):
    came(day, clock(f"2026-12-07 {at}"), arrival)
    assert invariants.g9()[0] is true


def test_a_verdict_without_a_person_is_found(day):
    Expectation.objects.filter(pk=day.pk).update(verdict="invalid", verdict_at=timezone.now())
    assert invariants.g18()[0] is False
