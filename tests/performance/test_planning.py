"""Sending a plan: late is taken, the same twice is once, every version stays."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.actors import open_policy
from tests.attendance.duty import MONDAY, expected, take_back
from tests.performance.cases import of_plan, plan_line, planned
from tests.schedules.day_cases import rota
from tests.workflows import cases
from wfa.attendance.models import Expectation
from wfa.attendance.services import keep_in_step
from wfa.performance.models import DailyPlan, PlanRow, PlanVersion
from wfa.performance.selectors import days
from wfa.performance.services import submit_plan, submit_report
from wfa.refusals import Refused

pytestmark = pytest.mark.django_db


def test_a_plan_is_kept_and_the_day_knows_of_it(ani):
    day_of = expected(ani)
    sent = submit_plan(day_of, by=ani, lines=[plan_line(), plan_line("Rapat daring", "1")])
    day_of.refresh_from_db()
    plan = DailyPlan.objects.get()
    assert (sent.is_new, sent.version, sent.is_late) == (True, 1, False)
    assert [row.activity for row in plan.rows.all()] == ["Uji 24 layar", "Rapat daring"]
    assert day_of.plan_at == plan.submitted_at == timezone.now()


def test_the_same_plan_again_changes_nothing(ani):
    day_of = planned(ani)
    again = submit_plan(day_of, by=ani, lines=[plan_line()])
    assert (again.is_new, again.version) == (False, 1)
    assert (PlanRow.objects.count(), PlanVersion.objects.count()) == (1, 1)


def test_a_better_plan_replaces_rows_and_keeps_the_version_before(clock, ani):
    day_of = planned(ani)
    clock("2026-12-07 07:20")
    sent = submit_plan(day_of, by=ani, lines=[plan_line("Uji 30 layar", "30")])
    plan = DailyPlan.objects.get()
    assert (sent.version, plan.revised_at) == (2, timezone.now())
    assert [row.activity for row in plan.rows.all()] == ["Uji 30 layar"]
    said = [version.content["rows"][0]["target"] for version in plan.versions.all()]
    assert said == ["24", "30"]


def test_a_correction_after_the_time_is_still_in_time(clock, ani):
    day_of = planned(ani)
    clock("2026-12-07 10:00")
    sent = submit_plan(day_of, by=ani, lines=[plan_line("Uji 30 layar", "30")])
    day_of.refresh_from_db()
    assert sent.is_late is False
    assert day_of.plan_at == DailyPlan.objects.get().submitted_at


@pytest.mark.parametrize(
    ("at", "is_late"),
    [("2026-12-07 08:30", False), ("2026-12-07 08:31", True), ("2026-12-09 23:00", True)],
)
def test_late_is_taken_and_told(clock, ani, at, is_late):
    day_of = expected(ani)
    clock(at)
    assert submit_plan(day_of, by=ani, lines=[plan_line()]).is_late is is_late


def test_after_the_days_of_explanation_it_is_closed(clock, ani):
    day_of = expected(ani)
    clock("2026-12-10 00:00")
    with pytest.raises(Refused, match="Ditutup sejak batas penjelasan lewat"):
        submit_plan(day_of, by=ani, lines=[plan_line()])
    assert DailyPlan.objects.count() == 0


def test_a_day_that_was_taken_back_needs_no_plan(ani):
    day_of = expected(ani)
    take_back(ani, MONDAY)
    with pytest.raises(Refused, match="Hari ini dibatalkan: Dipanggil kembali: rapat"):
        submit_plan(day_of, by=ani, lines=[plan_line()])


def test_nobody_plans_for_somebody_else(ani, dewi, bambang):
    day_of = expected(ani)
    for person in (dewi, bambang):
        with pytest.raises(Refused) as told:
            submit_plan(day_of, by=person, lines=[plan_line()])
        assert told.value.code == "not_yours"


@pytest.mark.parametrize("lines", [[], [plan_line()] * 21])
def test_an_empty_or_endless_plan_is_refused(ani, lines):
    with pytest.raises(Refused, match="Rencana berisi 1 sampai 20 kegiatan"):
        submit_plan(expected(ani), by=ani, lines=lines)


def test_after_the_report_the_plan_stays(ani):
    day_of = planned(ani)
    submit_report(day_of, by=ani, lines=of_plan(day_of))
    with pytest.raises(Refused, match="Laporan hari ini sudah dikirim"):
        submit_plan(day_of, by=ani, lines=[plan_line("Lain", "1")])


@pytest.mark.parametrize("verdict", ["valid", "invalid"])
def test_a_verdict_closes_corrections_but_not_a_first_plan(ani, dewi, verdict):
    done, bare = planned(ani), expected(dewi)
    Expectation.objects.update(verdict=verdict, verdict_at=timezone.now())
    with pytest.raises(Refused, match="Atasan sudah memutus hari ini"):
        submit_plan(done, by=ani, lines=[plan_line("Lain", "1")])
    assert submit_plan(bare, by=dewi, lines=[plan_line()]).is_new


# --- what a form begins with ---------------------------------------------------------------------


def test_rows_of_the_last_plan_holidays_skipped(clock, ani):
    clock("2026-12-04 07:00")
    planned(ani, datetime.date(2026, 12, 4), lines=[plan_line("Jumat", skp_item="Butir 3")])
    clock("2026-12-07 07:00")
    [row] = days.rows_before(expected(ani))
    assert (row["activity"], row["skp_item"]) == ("Jumat", "Butir 3")
    assert days.rows_before(Expectation.objects.get(date=datetime.date(2026, 12, 4))) == []


def test_who_is_sent_home_again_finds_the_plan_of_the_morning(clock, ani):
    planned(ani)
    clock("2026-12-07 11:00")
    take_back(ani, MONDAY)
    assert [row["activity"] for row in days.rows_before(expected(ani))] == ["Uji 24 layar"]


def test_rows_of_the_request_that_the_day_comes_from(ani, dewi):
    case = cases.draft(ani, work_item="Sasaran 2: aplikasi teruji")
    case.number = "P-2026-000001"
    case.save()
    rota(ani, [MONDAY], source_kind="request", source_id=str(case.pk))
    rota(dewi, [MONDAY])
    keep_in_step(MONDAY)
    mine, other = (Expectation.objects.get(employee=person) for person in (ani, dewi))
    [row] = days.rows_of_request(mine)
    assert row == {
        "activity": "Uji 24 layar",
        "target": "24",
        "measure": "layar",
        "output": "Laporan uji",
        "skp_item": "Sasaran 2: aplikasi teruji",
        "request_item": case.plan.get().pk,
        "request_number": "P-2026-000001",
    }
    assert days.rows_of_request(other) == []


# --- what must never be --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"activity": ""},
        {"measure": ""},
        {"output": ""},
        {"target": 0},
        {"starts": datetime.time(9), "ends": datetime.time(8)},
        {"starts": datetime.time(9), "ends": None},
        {"request_item": 5, "request_number": ""},
    ],
)
def test_a_row_that_says_nothing_is_impossible(ani, wrong):
    plan = DailyPlan.objects.create(expectation=expected(ani), submitted_at=timezone.now())
    values = {"activity": "A", "target": 1, "measure": "m", "output": "o", "order": 0}
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanRow.objects.create(plan=plan, **{**values, **wrong})


def test_a_day_has_one_plan_and_its_versions_stay(ani):
    day_of = planned(ani)
    with pytest.raises(IntegrityError), transaction.atomic():
        DailyPlan.objects.create(expectation=day_of, submitted_at=timezone.now())
    for act in (
        lambda: PlanVersion.objects.update(number=9),
        lambda: PlanVersion.objects.all().delete(),
        lambda: DailyPlan.objects.update(submitted_at=timezone.now() - datetime.timedelta(days=1)),
    ):
        with pytest.raises(IntegrityError, match="tidak boleh diubah"), transaction.atomic():
            act()


def test_a_plan_of_version_two_says_when_it_was_revised(ani):
    planned(ani)
    with pytest.raises(IntegrityError), transaction.atomic():
        DailyPlan.objects.update(version=2)


def test_a_plan_that_nobody_asks_for_is_never_late(clock, region, ani):
    open_policy(region.aplikasi, by=region.service, plan_asked=False)
    day_of = expected(ani)
    clock("2026-12-07 23:00")
    assert submit_plan(day_of, by=ani, lines=[plan_line()]).is_late is False
