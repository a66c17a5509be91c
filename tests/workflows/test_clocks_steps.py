"""Whose clock runs after each step, and until when: the table of stages."""

import datetime

import pytest
from django.test import override_settings
from django.utils import timezone

from tests.workflows import cases
from tests.workflows.clockwork import DAYS, ZONES, Clock, date
from wfa.calendars.models import Holiday, RamadanPeriod
from wfa.requests.models import WorkRequest
from workflows.models import Objection
from workflows.services import answer_objection, close_examination, file_objection, perform

pytestmark = pytest.mark.django_db


def stage(request):
    """(last day, moment the stage began) of whoever has the case."""
    found = WorkRequest.objects.get(pk=request.pk)
    began = found.stage_at and timezone.localtime(found.stage_at).strftime("%m-%d %H:%M")
    return (found.due_on and found.due_on.strftime("%m-%d"), began)


@pytest.fixture
def case(clock, ani, budi, bambang, citra, endah):
    return cases.submitted(ani, DAYS)


def received(case, clock, budi, bambang, at="2026-11-03 10:00"):
    """Recommended, proposed, and the letter signed at a moment."""
    cases.do("recommend", case, budi)
    proposal = cases.proposal_of([case], bambang, signed=False)
    clock(at)
    cases.sign_letter(proposal, bambang)
    return proposal


def test_submitting_starts_the_opd_s_clock(case):
    assert stage(case) == ("11-04", "11-02 09:00")
    found = WorkRequest.objects.get()
    assert (found.due_opd, found.due_bkd, found.decide_by) == (
        date("11-04"),
        date("11-06"),
        date("11-09"),
    )


def test_the_opd_s_clock_runs_on_until_its_letter_is_signed(case, clock, budi, bambang):
    clock("2026-11-03 08:00")
    cases.do("recommend", case, budi)
    assert stage(case) == ("11-04", "11-02 09:00")
    cases.do("take_back", case, budi)
    assert stage(case) == ("11-04", "11-02 09:00")
    cases.do("recommend", case, budi)
    clock("2026-11-04 08:00")
    proposal = cases.proposal_of([case], bambang, signed=False)
    assert stage(case) == ("11-04", "11-02 09:00")
    clock("2026-11-04 15:00")
    cases.sign_letter(proposal, bambang)
    assert stage(case) == ("11-06", "11-04 15:00")


def test_an_early_letter_leaves_the_bkd_all_of_its_time(case, clock, budi, bambang):
    received(case, clock, budi, bambang)
    assert stage(case) == ("11-06", "11-03 10:00")


def test_a_letter_after_its_time_leaves_the_bkd_what_is_left_of_the_whole(
    case, clock, budi, bambang
):
    received(case, clock, budi, bambang, at="2026-11-09 10:00")
    assert stage(case) == ("11-09", "11-09 10:00")


def test_a_letter_after_the_whole_is_due_on_the_day_itself(case, clock, budi, bambang):
    received(case, clock, budi, bambang, at="2026-11-12 10:00")
    assert stage(case) == ("11-12", "11-12 10:00")


def test_approval_starts_the_signature_s_clock_and_the_decree_stops_it(
    case, clock, budi, bambang, citra
):
    proposal = received(case, clock, budi, bambang)
    clock("2026-11-06 11:00")
    cases.do("approve", case, citra)
    assert stage(case) == ("11-09", "11-06 11:00")
    close_examination(proposal, by=citra)
    cases.do("enact", case, citra, document_number="800/1")
    assert stage(case) == (None, None)


def test_undoing_a_decision_gives_it_back_to_the_bkd(case, clock, budi, bambang, citra):
    received(case, clock, budi, bambang)
    clock("2026-11-04 11:00")
    cases.do("approve", case, citra)
    clock("2026-11-04 11:01")
    cases.do("reopen", case, citra)
    assert stage(case) == ("11-06", "11-04 11:01")


@pytest.mark.parametrize("step", ["send_back", "refuse"])
@pytest.mark.parametrize("where", ["opd", "bkd"])
def test_a_case_that_goes_back_or_is_refused_has_no_clock(
    case, clock, budi, bambang, citra, step, where
):
    if where == "bkd":
        received(case, clock, budi, bambang)
    actor = citra if where == "bkd" else (bambang if step == "refuse" else budi)
    cases.do(step, case, actor, note="Sebutkan keluarannya.")
    assert stage(case) == (None, None)


def test_a_new_submission_starts_anew(case, clock, ani, budi):
    cases.do("send_back", case, budi, note="Sebutkan keluarannya.")
    clock("2026-11-09 09:00")
    cases.do("submit", case, ani)
    assert stage(case) == ("11-11", "11-09 09:00")
    assert WorkRequest.objects.get().decide_by == date("11-16")


def test_withdrawing_stops_it(case, ani):
    cases.do("withdraw", case, ani)
    assert stage(case) == (None, None)


def test_what_the_bkd_returns_is_due_at_the_opd_again(case, clock, budi, bambang, citra):
    received(case, clock, budi, bambang)
    clock("2026-11-04 10:00")
    cases.do("return_to_opd", case, citra, note="Suratnya keliru.")
    assert stage(case) == ("11-04", "11-04 10:00")


def test_what_is_returned_late_has_what_is_left_of_the_whole(case, clock, budi, bambang, citra):
    received(case, clock, budi, bambang)
    clock("2026-11-06 10:00")
    cases.do("return_to_opd", case, citra, note="Suratnya keliru.")
    assert stage(case) == ("11-09", "11-06 10:00")


def test_cancelling_the_last_day_stops_the_signature_s_clock(
    case, clock, budi, bambang, citra, endah
):
    received(case, clock, budi, bambang)
    cases.do("approve", case, citra)
    perform("cancel", [case], by=bambang, note="Atas permintaan.", days={case.pk: DAYS[:1]})
    assert stage(case) == ("11-09", "11-03 10:00")
    cases.do("cancel", case, bambang, note="Atas permintaan.")
    assert stage(case) == (None, None)


def test_an_objection_is_answered_within_ten_working_days(case, clock, ani, bambang, citra, endah):
    cases.do("refuse", case, bambang, note="Layanan terganggu.")
    clock("2026-11-03 14:00")
    file_objection(case, by=ani, reason="Tugas saya tidak melayani tatap muka.")
    assert stage(case) == ("11-17", "11-03 14:00")
    assert Objection.objects.get().due_on == date("11-17")


@pytest.mark.parametrize(
    ("upheld", "left"), [(True, (None, None)), (False, ("11-12", "11-10 14:00"))]
)
def test_the_answer_ends_it_or_gives_the_bkd_its_days(
    case, clock, ani, bambang, endah, upheld, left
):
    cases.do("refuse", case, bambang, note="Layanan terganggu.")
    objection = file_objection(case, by=ani, reason="Tugas saya tidak melayani tatap muka.")
    clock("2026-11-10 14:00")
    answer_objection(objection, by=endah, upheld=upheld, note="Sudah kami periksa.")
    assert stage(case) == left


# --- when it was complete --------------------------------------------------------------------


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("at", "ends"),
    [
        ("2026-11-02 23:59", ("11-04", "11-06", "11-09")),
        ("2026-11-03 00:00", ("11-05", "11-09", "11-10")),
        ("2026-11-06 23:30", ("11-10", "11-12", "11-13")),
        ("2026-11-07 10:00", ("11-11", "11-13", "11-16")),  # Saturday
    ],
)
def test_the_day_is_that_of_the_region_s_zone(monkeypatch, ani, budi, bambang, zone, at, ends):
    with override_settings(TIME_ZONE=ZONES[zone]):
        Clock(monkeypatch, zone)(at)
        found = cases.submitted(ani, DAYS)
    assert (found.due_opd, found.due_bkd, found.decide_by) == tuple(map(date, ends))


def test_holidays_joint_leave_and_the_year_s_end_are_skipped(monkeypatch, ani, budi, bambang):
    for day, kind in [("12-24", "joint_leave"), ("12-25", "national"), ("2027-01-01", "national")]:
        Holiday.objects.create(date=date(day), name="Libur", kind=kind)
    Clock(monkeypatch)("2026-12-22 09:00")
    found = cases.submitted(ani, [date("2027-01-20")])
    ends = (found.due_opd, found.due_bkd, found.decide_by)
    assert ends == tuple(map(date, ("12-28", "12-30", "12-31")))


def test_ramadan_shortens_hours_not_deadlines(clock, ani, budi, bambang):
    month = datetime.timedelta(days=29)
    RamadanPeriod.objects.create(starts=date("11-01"), ends=date("11-01") + month)
    assert stage(cases.submitted(ani, DAYS)) == ("11-04", "11-02 09:00")


def test_a_policy_of_one_s_opd_splits_the_days(clock, region, ani, budi, bambang):
    region.policy.parameters |= {"days_opd": 1, "days_bkd": 3, "days_signature": 1}
    region.policy.save(update_fields=["parameters"])
    found = cases.submitted(ani, DAYS)
    ends = (found.due_opd, found.due_bkd, found.decide_by)
    assert ends == tuple(map(date, ("11-03", "11-06", "11-09")))
