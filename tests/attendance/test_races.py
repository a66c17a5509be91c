"""Two at once on PostgreSQL: one verdict, one account; the slower one is told, nobody errs."""

import pytest

from tests.actors import add_employee
from tests.attendance.duty import MONDAY, called, expected, whole
from tests.workflows.test_races import ROUNDS, at_once
from wfa.attendance.models import DayAccount, Expectation
from wfa.attendance.services.accounts import send_account
from wfa.attendance.services.explaining import explain
from wfa.attendance.services.verifying import verify
from wfa.audit.services import verify as verify_chain
from wfa.decisions.models import Decision

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("round_", range(ROUNDS)),
]


@pytest.fixture(autouse=True)
def over(clock):
    """`over()`: the day of the test is over."""
    clock("2026-12-07 06:00")
    yield lambda: clock("2026-12-07 17:30")
    assert verify_chain().ok


def fine(results):
    assert not [r for r in results if isinstance(r, Exception)], results
    return results


def test_two_verifiers_at_once_give_one_verdict(round_, over, ani, bambang, bupati):
    day = whole(expected(ani))
    over()
    results = fine(
        at_once(
            lambda: verify("verify_day", [day], by=bambang, seen="waiting"),
            lambda: verify("verify_day", [day], by=bupati, seen="waiting"),
        )
    )
    assert sorted(r.outcome for [r] in results) == ["done", "same"]
    [loser] = [r for [r] in results if r.outcome == "same"]
    assert loser.sentence.startswith("Sudah dinyatakan sah oleh ")
    assert Decision.objects.count() == 1


def test_sah_against_tidak_sah_leaves_the_first(round_, over, ani, bambang, bupati):
    day = whole(expected(ani))
    over()
    results = fine(
        at_once(
            lambda: verify("verify_day", [day], by=bambang, seen="waiting"),
            lambda: verify("invalidate_day", [day], by=bupati, note="Ragu.", seen="waiting"),
        )
    )
    assert sorted(r.outcome for [r] in results) == ["done", "refused"]
    row = Decision.objects.get()
    assert Expectation.objects.get().verdict == row.to_state


def test_two_bulks_in_opposite_order_never_wait_for_each_other(
    round_, over, region, bambang, bupati
):
    days = [whole(expected(add_employee(region.aplikasi, f"Pegawai {n}"))) for n in range(6)]
    over()
    results = fine(
        at_once(
            lambda: verify("verify_day", days, by=bambang),
            lambda: verify("verify_day", list(reversed(days)), by=bupati),
        )
    )
    assert (
        sorted(r.outcome for receipts in results for r in receipts) == ["done"] * 6 + ["same"] * 6
    )
    assert Decision.objects.count() == 6


def test_an_explanation_at_the_second_of_the_verdict_is_kept_or_told(round_, over, ani, bambang):
    day = expected(ani)
    called(day, bambang)
    over()
    results = fine(
        at_once(
            lambda: verify("invalidate_day", [day], by=bambang, note="Tidak ada kabar."),
            lambda: explain(day, by=ani, text="Listrik padam sejak siang."),
        )
    )
    assert results[0][0].outcome == "done"
    assert day.explanations.count() == 1


def test_an_account_is_sent_once(round_, over, region, ani, pandu, bambang):
    whole(expected(ani))
    over()
    results = fine(
        at_once(
            lambda: send_account(region.diskominfo, MONDAY, by=pandu),
            lambda: send_account(region.diskominfo, MONDAY, by=bambang),
            lambda: send_account(region.diskominfo, MONDAY, by=pandu),
        )
    )
    assert sorted(sent.is_new for sent in results) == [False, False, True]
    assert DayAccount.objects.count() == 1
