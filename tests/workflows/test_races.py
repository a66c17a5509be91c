"""Two at once, with real threads on PostgreSQL: one wins, the others are told, nobody errs."""

import os
import threading

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from tests.workflows import cases
from wfa.decisions.models import Decision
from wfa.requests.models import RequestDay, WorkRequest
from workflows.models import Proposal
from workflows.services import perform, propose

ROUNDS = int(os.environ.get("RACE_ROUNDS", "3"))

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("round_", range(ROUNDS)),
]


@pytest.fixture(autouse=True)
def _promises_hold():
    yield
    call_command("check_invariants")


def at_once(*acts):
    """Run the acts in threads that start together; what each gave back, or the error it raised."""
    barrier = threading.Barrier(len(acts))
    results = [None] * len(acts)

    def run(place, act):
        try:
            barrier.wait(timeout=30)
            results[place] = act()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(i, act)) for i, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def outcomes(results):
    assert not [r for r in results if isinstance(r, Exception)], results
    return sorted(receipt.outcome for receipts in results for receipt in receipts)


def test_double_click_on_approve_decides_once(round_, ani, budi, bambang, citra):
    request = cases.proposed(ani, budi, bambang)

    def click():
        return perform("approve", [request], by=citra)

    assert outcomes(at_once(*[click] * 4)) == ["done", "same", "same", "same"]
    assert Decision.objects.filter(step="approve").count() == 1


def test_two_approvers_at_once_one_wins_the_other_is_told(round_, ani, budi, bambang, citra, endah):
    request = cases.proposed(ani, budi, bambang)
    results = at_once(
        lambda: perform("approve", [request], by=citra),
        lambda: perform("approve", [request], by=endah),
    )
    assert outcomes(results) == ["done", "same"]
    [loser] = [r for [r] in results if r.outcome == "same"]
    assert loser.sentence.startswith("Sudah disetujui oleh ")


def test_approve_against_refuse_leaves_one_decision(round_, ani, budi, bambang, citra, endah):
    request = cases.proposed(ani, budi, bambang)
    results = at_once(
        lambda: perform("approve", [request], by=citra),
        lambda: perform("refuse", [request], by=endah, note="Layanan terganggu."),
    )
    assert outcomes(results) == ["done", "refused"]
    last = Decision.objects.filter(step__in=["approve", "refuse"])
    assert last.count() == 1
    assert WorkRequest.objects.get().state == last.get().to_state


def test_double_submit_files_once(round_, ani, budi, bambang):
    request = cases.draft(ani)

    def send():
        return perform("submit", [request], by=ani)

    assert outcomes(at_once(*[send] * 3)) == ["done", "same", "same"]
    assert RequestDay.objects.count() == 2
    assert WorkRequest.objects.get().number.endswith("000001")


def test_two_drafts_for_the_same_day_one_is_filed(round_, ani, budi, bambang):
    first = cases.draft(ani)
    second = cases.draft(ani)
    results = at_once(
        lambda: perform("submit", [first], by=ani), lambda: perform("submit", [second], by=ani)
    )
    assert outcomes(results) == ["done", "refused"]
    assert RequestDay.objects.filter(state="asked").count() == 2


def test_withdraw_against_approve_one_wins(round_, ani, budi, bambang, citra):
    request = cases.proposed(ani, budi, bambang)
    results = at_once(
        lambda: perform("withdraw", [request], by=ani),
        lambda: perform("approve", [request], by=citra),
    )
    assert outcomes(results) == ["done", "refused"]


def test_propose_against_withdraw_never_leaves_a_case_without_proposal(round_, ani, budi, bambang):
    request = cases.recommended(ani, budi)
    results = at_once(
        lambda: propose([request], by=bambang)[1],
        lambda: perform("withdraw", [request], by=ani),
    )
    assert not [r for r in results if isinstance(r, Exception)], results
    assert WorkRequest.objects.get().state == "withdrawn"


def test_two_heads_propose_the_same_case_into_one_proposal(round_, ani, budi, bambang, bupati):
    request = cases.recommended(ani, budi)
    results = at_once(
        lambda: propose([request], by=bambang)[1], lambda: propose([request], by=bupati)[1]
    )
    assert outcomes(results) == ["done", "same"]
    assert Proposal.objects.count() == 1


def test_nested_transactions_on_one_proposal_one_wins(round_, ani, budi, bambang, citra, endah):
    """viewflow's own lock inside our transaction: the process row is taken first, so it waits."""
    request = cases.proposed(ani, budi, bambang)

    def nested(by):
        def act():
            with transaction.atomic(), transaction.atomic():
                return perform("send_back", [request], by=by, note="Perbaiki keluarannya.")

        return act

    results = at_once(nested(citra), nested(endah))
    assert outcomes(results) == ["done", "same"]
    assert request.items.get().is_open is False
