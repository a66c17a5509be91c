"""The last seat of a day, fought for by 50 clients at once: one wins, 49 are told what is free."""

import pytest

from tests.actors import add_employee, far_working_days
from tests.workflows import cases
from tests.workflows.test_races import ROUNDS, at_once
from wfa.requests.models import RequestDay, WorkRequest
from wfa.schedules.models import QuotaCounter
from workflows import invariants
from workflows.services import perform

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("round_", range(ROUNDS)),
]
CLIENTS = 50


def one_seat(region, people):
    """A policy under which exactly one of the office may be away."""
    region.policy.parameters = {"open": True, "quota_percent": 100 // people + 1}
    region.policy.save(update_fields=["parameters"])


def test_the_last_seat_has_one_winner_and_49_clear_answers(round_, region, budi, bambang):
    people = [add_employee(region.aplikasi, f"Pegawai {n}") for n in range(CLIENTS)]
    one_seat(region, CLIENTS + 2)
    day = far_working_days(1)
    drafts = [cases.draft(person, day) for person in people]
    results = at_once(
        *[
            lambda d=draft, p=person: perform("submit", [d], by=p)
            for draft, person in zip(drafts, people, strict=True)
        ]
    )
    assert not [r for r in results if isinstance(r, Exception)], results
    receipts = [receipt for [receipt] in results]
    assert sorted(r.outcome for r in receipts) == ["done"] + ["refused"] * (CLIENTS - 1)
    losers = {r.sentence for r in receipts if r.outcome == "refused"}
    assert all("penuh (1/1). Pilih " in sentence for sentence in losers), losers
    assert (QuotaCounter.objects.get().taken, RequestDay.objects.count()) == (1, 1)
    assert WorkRequest.objects.filter(state="draft").count() == CLIENTS - 1
    assert invariants.g5()[0], invariants.g5()


def test_two_who_want_the_same_two_days_never_wait_for_each_other_for_ever(
    round_, region, ani, dewi, budi, bambang
):
    """Seats are taken in the order of the days, whatever order they were chosen in."""
    days = far_working_days(2)
    first, second = cases.draft(ani, days), cases.draft(dewi, list(reversed(days)))
    results = at_once(
        lambda: perform("submit", [first], by=ani), lambda: perform("submit", [second], by=dewi)
    )
    assert [r.outcome for [r] in results] == ["done", "done"]
    assert set(QuotaCounter.objects.values_list("taken", flat=True)) == {2}


def test_a_seat_given_back_while_another_waits_is_never_lost(
    round_, region, ani, dewi, budi, bambang
):
    one_seat(region, 4)
    day = far_working_days(1)
    held = cases.submitted(ani, day)
    waiting = cases.draft(dewi, day)
    results = at_once(
        lambda: perform("withdraw", [held], by=ani), lambda: perform("submit", [waiting], by=dewi)
    )
    assert not [r for r in results if isinstance(r, Exception)], results
    assert results[0][0].outcome == "done"
    expected = 1 if results[1][0].outcome == "done" else 0
    assert QuotaCounter.objects.get().taken == expected
    assert invariants.g5()[0], invariants.g5()
