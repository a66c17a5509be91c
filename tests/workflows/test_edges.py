"""The edges of the procedure: rounds, days that pass while a case waits, proposals left by all."""

import datetime

import pytest
from django.utils import timezone

from tests.actors import far_working_days
from tests.workflows import cases
from wfa.notifications.models import Message
from wfa.refusals import Refused
from wfa.requests import services as filing
from wfa.requests.models import RequestDay, WorkRequest
from workflows import invariants
from workflows.selectors import bkd_inbox
from workflows.services import end_due, perform, submit


def day_states(request):
    return sorted(request.days.values_list("date", "state"))


def test_some_days_of_a_second_round_are_approved(ani, budi, bambang, citra):
    """Days of the first round keep their end, also where the second asks for the same date."""
    first, second = far_working_days(2)
    request = cases.do(
        "send_back", cases.submitted(ani, [first, second]), budi, note="Jelaskan keluarannya."
    )
    request = cases.do("recommend", cases.do("submit", request, ani), budi)
    cases.proposal_of([request], bambang)
    request = cases.do("approve", request, citra, days={request.pk: [first]})
    assert day_states(request) == [
        (first, "approved"),
        (first, "cancelled"),
        (second, "cancelled"),
        (second, "refused"),
    ]


def test_fewer_days_in_the_second_round_free_the_others(ani, budi):
    first, second = far_working_days(2)
    request = cases.do("send_back", cases.submitted(ani, [first, second]), budi, note="Kurangi.")
    request = filing.save_part(request, by=ani, dates=[second.isoformat()])
    request = cases.do("submit", request, ani)
    assert (request.first_day, request.last_day) == (second, second)
    assert cases.submitted(ani, [first]).state == "submitted"


def test_each_round_has_its_own_assessment(ani, budi, bambang, citra):
    request = cases.proposed(ani, budi, bambang)
    request = cases.do("return_to_opd", request, citra, note="Nilai lagi bebannya.")
    request = cases.do("recommend", request, budi)
    assert list(request.assessments.order_by("round").values_list("round", flat=True)) == [1, 2]


def test_approving_no_day_at_all_is_refused(ani, budi, bambang, citra):
    request = cases.proposed(ani, budi, bambang)
    elsewhere = far_working_days(4)[3]
    for chosen in ([], [elsewhere]):
        [receipt] = perform("approve", [request], by=citra, days={request.pk: chosen})
        assert receipt.outcome == "refused"
        assert receipt.sentence.startswith("Belum ada hari")
    assert set(request.days.values_list("state", flat=True)) == {"asked"}


def test_days_ahead_are_approved_where_another_has_passed(ani, budi, bambang, citra):
    first, second = far_working_days(2)
    request = cases.proposed(ani, budi, bambang, [first, second])
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    RequestDay.objects.filter(request=request, date=first).update(date=yesterday)
    WorkRequest.objects.filter(pk=request.pk).update(first_day=yesterday)
    [receipt] = perform("approve", [request], by=citra)
    assert receipt.outcome == "refused"
    request = cases.do("approve", request, citra, days={request.pk: [second]})
    assert (request.first_day, request.last_day) == (second, second)


def test_nothing_comes_into_force_after_its_last_day(ani, budi, bambang, citra):
    request = cases.in_state("approved", applicant=ani, assessor=budi, head=bambang, bkd=citra)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    WorkRequest.objects.filter(pk=request.pk).update(last_day=yesterday)
    [receipt] = perform("enact", [request], by=citra, document_number="800/1")
    assert receipt.outcome == "refused"
    assert "sudah lewat" in receipt.sentence


def test_revoking_leaves_the_days_that_were_worked(ani, budi, bambang, citra):
    request = cases.in_state("in_force", applicant=ani, assessor=budi, head=bambang, bkd=citra)
    first, second = request.first_day, request.last_day
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    RequestDay.objects.filter(request=request, date=first).update(date=yesterday)
    cases.do("revoke", request, citra, note="Kewajiban tidak dipenuhi.", document_number="800/2")
    assert day_states(request) == [(yesterday, "approved"), (second, "cancelled")]


def test_a_letter_that_everybody_left_reaches_no_inbox(ani, budi, bambang, citra):
    proposal = cases.proposal_of([cases.recommended(ani, budi)], bambang, signed=False)
    cases.do("withdraw", WorkRequest.objects.get(applicant=ani), ani)
    told = Message.objects.count()
    cases.sign_letter(proposal, bambang)
    proposal.refresh_from_db()
    assert proposal.letter_number
    assert not bkd_inbox().exists()
    assert Message.objects.count() == told
    assert invariants.g17()[0]


def test_the_same_request_twice_is_decided_once(ani, budi):
    request = cases.submitted(ani)
    receipts = perform("recommend", [request, request], by=budi)
    assert {r.outcome for r in receipts} == {"done"}
    assert request.assessments.count() == 1


def test_a_request_thrown_away_meanwhile_gets_no_receipt(ani):
    request = cases.draft(ani)
    filing.discard_draft(WorkRequest.objects.get(pk=request.pk), by=ani)
    assert perform("submit", [request], by=ani) == []


def test_the_clock_takes_its_share_and_comes_back_for_the_rest(ani, dewi, budi, bambang, citra):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    for person in (ani, dewi):
        request = cases.in_state(
            "in_force", applicant=person, assessor=budi, head=bambang, bkd=citra
        )
        WorkRequest.objects.filter(pk=request.pk).update(last_day=yesterday)
    assert [end_due(limit=1), end_due(limit=1), end_due(limit=1)] == [1, 1, 0]


def test_after_a_transfer_the_opd_that_was_asked_decides(ani, dodi, budi, bambang, region):
    request = cases.submitted(ani)
    type(ani).objects.filter(pk=ani.pk).update(unit=region.dinkes)
    request = cases.do("recommend", request, budi)
    assert cases.proposal_of([request], bambang).opd == region.diskominfo


def test_submitting_a_discarded_draft_says_so(ani):
    draft = cases.draft(ani)
    stale = WorkRequest.objects.get(pk=draft.pk)
    filing.discard_draft(draft, by=ani)
    with pytest.raises(Refused) as no:
        submit(stale, by=ani)
    assert no.value.code == "gone"


def test_proposing_outside_a_proposal_is_refused(ani, budi, bambang):
    [receipt] = perform("propose", [cases.recommended(ani, budi)], by=bambang)
    assert (receipt.outcome, WorkRequest.objects.get().state) == ("refused", "recommended")
