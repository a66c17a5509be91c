"""Two at once, with real threads on PostgreSQL: one is kept, the others are told, nobody errs."""

import pytest

from tests.attendance.duty import expected
from tests.performance.cases import chosen, of_plan, plan_line, planned, reported
from tests.workflows.test_races import ROUNDS, at_once
from wfa.performance.models import (
    DailyPlan,
    DailyReport,
    PlanRow,
    PlanVersion,
    ReportVersion,
    Review,
)
from wfa.performance.services import add_link, review, submit_plan, submit_report
from wfa.refusals import Refused

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("round_", range(ROUNDS)),
]
LINK = "https://berkas.example/hasil"


def test_a_double_click_sends_one_plan(round_, ani):
    day_of = expected(ani)
    sent = at_once(*[lambda: submit_plan(day_of, by=ani, lines=[plan_line()])] * 4)
    assert sorted(each.is_new for each in sent) == [False, False, False, True]
    assert (DailyPlan.objects.count(), PlanRow.objects.count(), PlanVersion.objects.count()) == (
        1,
        1,
        1,
    )


def test_two_tabs_with_different_plans_both_stay_as_versions(round_, ani):
    day_of = expected(ani)
    sent = at_once(
        *[lambda n=n: submit_plan(day_of, by=ani, lines=[plan_line(f"Tab {n}")]) for n in (1, 2)]
    )
    assert sorted(each.version for each in sent) == [1, 2]
    assert PlanRow.objects.count() == 1


def test_a_double_click_sends_one_report(round_, ani):
    day_of = planned(ani)
    lines = of_plan(day_of)
    sent = at_once(*[lambda: submit_report(day_of, by=ani, lines=lines)] * 4)
    assert sorted(each.is_new for each in sent) == [False, False, False, True]
    assert (DailyReport.objects.count(), ReportVersion.objects.count()) == (1, 1)


def test_a_double_click_rates_once(round_, ani, bambang):
    report = reported(ani)
    receipts = at_once(*[lambda: review([chosen(report)], by=bambang, rating="good")] * 4)
    assert sorted(each.outcome for [each] in receipts) == ["done", "same", "same", "same"]
    assert Review.objects.count() == 1


def test_a_correction_and_a_rating_at_once_never_rate_what_wasnt_seen(round_, ani, bambang):
    report = reported(ani)
    lines = of_plan(report.expectation, "24")
    sent, receipts = at_once(
        lambda: submit_report(report.expectation, by=ani, lines=lines),
        lambda: review([chosen(report)], by=bambang, rating="good"),
    )
    report.refresh_from_db()
    [receipt] = receipts
    if isinstance(sent, Refused):  # the rating came first
        assert (receipt.outcome, report.version, report.rating) == ("done", 1, "good")
    else:
        assert (receipt.outcome, report.version, report.rating) == ("refused", 2, "")


def test_the_same_address_at_once_stands_once(round_, ani):
    day_of = expected(ani)
    rows = at_once(*[lambda: add_link(day_of, LINK, by=ani)] * 3)
    assert len({row.pk for row in rows}) == 1


def test_bulk_and_single_at_once_rate_each_once(round_, ani, dewi, bambang):
    first, second = reported(ani), reported(dewi)
    at_once(
        lambda: review([chosen(first), chosen(second)], by=bambang, rating="good"),
        lambda: review([chosen(second), chosen(first)], by=bambang, rating="good"),
    )
    assert sorted(Review.objects.values_list("number", flat=True)) == [1, 1]
