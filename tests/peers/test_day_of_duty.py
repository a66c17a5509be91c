"""Mistakes 14 and 16: the phone's clock as the time, and a day away as a presence."""

import datetime

import pytest
from django.utils import timezone

from tests.attendance.coming import come, present, send_photo, window_of
from tests.attendance.duty import MONDAY, expected
from tests.workflows.clockwork import Clock
from wfa.attendance.models import CheckIn, Expectation
from wfa.attendance.selectors.days import days_of
from wfa.attendance.services.examining import examine_due
from wfa.schedules.models import WorkDay

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def clock(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return Clock(monkeypatch)


# --- 14. check-in time from the phone's clock -------------------------------------------------


@pytest.mark.parametrize("off", [-24, -3, -1, 1, 3, 24])
@pytest.mark.parametrize(
    ("at", "counts"), [("07:44:59", "on_time"), ("07:45:00", "late"), ("08:00:00", "afterwards")]
)
@pytest.mark.parametrize("queued", [False, True])
def test_14_check_in_time_from_the_phones_clock(clock, ani, off, at, counts, queued):
    clock("2026-12-07 06:00")
    part = window_of(expected(ani))
    now = clock(f"2026-12-07 {at}")
    row = come(part, claimed_at=now + off * HOUR, queued=queued).check_in
    row.refresh_from_db()
    assert (row.at, row.arrival, row.claimed_at) == (now, counts, now + off * HOUR)


def test_14_a_phone_set_back_does_not_open_a_window_that_is_closed(clock, ani, as_):
    """Frappe takes the time of the device: who sets it back is in time."""
    clock("2026-12-07 06:00")
    part = window_of(expected(ani))
    clock("2026-12-07 06:59")
    early = present(as_(ani), part, pukul="2026-12-07T00:20:00Z")  # "07.20"
    assert (early.status_code, early.json()["hasil"]) == (409, "ditolak")
    clock("2026-12-07 11:00")
    late = present(as_(ani), part, pukul="2026-12-07T00:20:00Z")
    assert (late.json()["kedatangan"], late.json()["pukul"]) == ("afterwards", "11.00.00 WIB")
    examine_due()
    assert "clock_gap" in CheckIn.objects.get().flags.values_list("kind", flat=True)


# --- 16. an approved day away marks the person present without evidence -----------------------


def test_16_an_approved_day_marks_nobody_present(clock, ani):
    """Frappe HR writes "Present" when the request is approved. Here the day only expects."""
    clock("2026-12-07 06:00")
    day = expected(ani)
    assert WorkDay.objects.filter(employee=ani, date=MONDAY, place="home").exists()
    assert (CheckIn.objects.count(), day.verdict) == (0, "waiting")
    clock("2026-12-07 23:00")
    examine_due()
    day.refresh_from_db()
    assert (CheckIn.objects.count(), day.verdict, day.verdict_at) == (0, "waiting", None)
    found = _look(day)
    assert [gap.sentence for gap in found.missing if gap.part == "checkins"] == [
        "Presensi pagi tidak ada.",
        "Presensi siang tidak ada.",
        "Presensi sore tidak ada.",
    ]
    assert found.is_complete is False


def test_16_present_without_a_picture_is_not_complete_evidence(clock, ani):
    """ "No photo, not present": it is told as missing, and a person decides (Kediri's rule)."""
    clock("2026-12-07 06:00")
    day = expected(ani)
    for number, at in enumerate(("07:20", "12:50", "16:10")):
        clock(f"2026-12-07 {at}")
        row = come(window_of(day, number)).check_in
        if number:
            send_photo(row)
        examine_due()
    clock("2026-12-07 23:00")
    examine_due()
    gaps = [gap.sentence for gap in _look(day).missing if gap.part == "checkins"]
    assert gaps == ["Presensi pagi tanpa foto yang dapat dilihat."]
    assert Expectation.objects.get().verdict == "waiting"


def _look(day):
    """What is missing of the day as it stands, as those who verify it see it."""
    [seen] = days_of([Expectation.objects.get(pk=day.pk)], timezone.now())
    return seen.found
