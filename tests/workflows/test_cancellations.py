"""Giving approved days back: asked by the employee, decided by the OPD, never by oneself."""

import datetime

import pytest
from django.utils import timezone

from documents import services as papers
from tests.actors import far_working_days, give
from tests.documents import cases as paper_cases
from tests.workflows import cases
from tests.workflows.giving_back import approved, ask, fresh, states
from wfa.decisions.models import Decision
from wfa.notifications.models import Message
from wfa.refusals import Refused
from wfa.requests.models import WorkRequest
from wfa.schedules.selectors import where_was
from workflows.services import (
    ask_cancellation,
    close_examination,
    decide_cancellation,
    end_due,
    perform,
    withdraw_cancellation,
)
from workflows.services.proposals import open_task

pytestmark = pytest.mark.usefixtures("promises_hold")


# --- granted ---------------------------------------------------------------------------------


def test_a_single_day_given_back_narrows_the_request(decreed, ani, budi):
    first, second = far_working_days(2)
    before = timezone.now()
    asked = ask(decreed, [second])
    assert fresh(decreed).state == "in_force"
    assert where_was(ani, second).place == "home"
    decided = decide_cancellation(asked, by=budi, granted=True)
    case = fresh(decreed)
    assert (decided.state, case.state) == ("granted", "in_force")
    assert states(case) == {first: "approved", second: "cancelled"}
    assert (case.first_day, case.last_day) == (first, first)
    assert cases.taken() == {first: 1, second: 0}
    assert where_was(ani, second) is None
    assert where_was(ani, second, known_at=before).place == "home"
    assert where_was(ani, first).basis_text.startswith("Keputusan Nomor")


def test_all_days_given_back_cancel_the_request(running, ani, budi):
    asked = ask(running)
    decide_cancellation(asked, by=budi, granted=True, note="Disetujui, masuk kantor.")
    case = fresh(running)
    assert case.state == "cancelled"
    assert set(states(case).values()) == {"cancelled"}
    assert set(cases.taken().values()) == {0}
    decision = Decision.objects.get(step="cancel")
    assert decision.note == "Disetujui, masuk kantor."
    assert decision.data["dates"] == [d.isoformat() for d in far_working_days(2)]
    assert decision.capacity == "Penilai OPD Diskominfo"
    assert Message.objects.filter(
        recipient=ani, subject="Hari kerja fleksibel Anda dibatalkan"
    ).exists()


def test_the_seat_given_back_can_be_taken_by_a_colleague(region, running, dewi, budi):
    region.policy.parameters = {"open": True, "quota_percent": 25}
    region.policy.save(update_fields=["parameters"])
    [day] = far_working_days(1)
    refused = perform("submit", [cases.draft(dewi, [day])], by=dewi)[0]
    assert "penuh (1/1)" in refused.sentence
    decide_cancellation(ask(running, [day]), by=budi, granted=True)
    assert cases.do("submit", fresh(refused.request), dewi).state == "submitted"


def test_an_approved_request_that_is_cancelled_leaves_its_proposal(office, budi, citra):
    request = cases.do("approve", cases.proposed(office["applicant"], budi, office["head"]), citra)
    proposal = request.items.get().proposal
    decide_cancellation(ask(request), by=budi, granted=True)
    assert not request.items.get().is_open
    close_examination(proposal, by=citra)
    assert open_task(proposal) is None


def test_after_the_sitting_is_closed_the_others_wait_for_their_decree(
    office, dewi, budi, bambang, citra
):
    first, second = approved(office, dewi)
    decide_cancellation(ask(first), by=bambang, granted=True)
    proposal = second.items.get().proposal
    assert open_task(proposal).flow_task.name == "drafting"
    papers.draft_decree([second], by=citra)
    assert open_task(proposal).flow_task.name == "signing"


# --- and its papers --------------------------------------------------------------------------


def test_a_draft_decree_says_that_somebody_left_it(office, dewi, budi, bambang, citra, endah):
    first, second = approved(office, dewi)
    [decree] = papers.draft_decree([first, second], by=citra)
    decide_cancellation(ask(first), by=budi, granted=True)
    with pytest.raises(Refused) as no:
        papers.sign(decree, by=endah)
    assert str(first) in no.value.message
    papers.discard(decree, by=citra)
    [again] = papers.draft_decree([fresh(second)], by=citra)
    paper_cases.issue(papers.sign(again, by=endah))
    assert fresh(second).state == "in_force"


def test_a_day_that_left_is_not_printed_in_the_decree(office, budi, bambang, citra, endah):
    [request] = approved(office)
    first, second = far_working_days(2)
    [decree] = papers.draft_decree([request], by=citra)
    decide_cancellation(ask(request, [second]), by=budi, granted=True)
    issued = paper_cases.issue(papers.sign(decree, by=endah))
    assert issued.valid_until == first
    assert fresh(request).last_day == first


def test_a_signed_decree_still_goes_out_when_somebody_left_it_meanwhile(
    office, dewi, budi, bambang, citra, endah
):
    first, second = approved(office, dewi)
    [decree] = papers.draft_decree([first, second], by=citra)
    numbered = papers.sign(decree, by=endah)
    decide_cancellation(ask(first), by=budi, granted=True)
    paper_cases.issue(numbered)
    assert (fresh(first).state, fresh(second).state) == ("cancelled", "in_force")
    assert where_was(office["applicant"], far_working_days(1)[0]) is None


def test_a_recalled_day_needs_no_revocation(decreed, office, citra, endah):
    """A revoking decree drafted before its last person was called back still goes out."""
    decree = decreed.papers.get().document
    revoking = papers.revoke(decree, [decreed], by=citra, reason="Kewajiban melapor dilanggar.")
    numbered = papers.sign(revoking, by=endah)
    decide_cancellation(ask(decreed), by=office["assessor"], granted=True)
    paper_cases.issue(numbered)
    assert fresh(decreed).state == "cancelled"


# --- refused ---------------------------------------------------------------------------------


def test_a_denial_has_its_reason_and_its_decision(running, ani, budi):
    asked = ask(running)
    with pytest.raises(Refused) as no:
        decide_cancellation(asked, by=budi, granted=False, note="  ")
    assert no.value.code == "note_missing"
    decide_cancellation(asked, by=budi, granted=False, note="Ruang kerja sedang dipugar.")
    assert fresh(running).state == "in_force"
    decision = Decision.objects.get(subject_kind="cancellation")
    assert (decision.to_state, decision.note) == ("denied", "Ruang kerja sedang dipugar.")
    assert (decision.subject_nip, decision.actor_nip) == (ani.identity, budi.identity)
    told = Message.objects.get(recipient=ani, subject="Pembatalan Anda tidak dikabulkan")
    assert "Ruang kerja sedang dipugar." in told.body


def test_after_a_denial_one_may_ask_again(running, budi):
    decide_cancellation(ask(running), by=budi, granted=False, note="Belum perlu.")
    assert ask(running).state == "asked"
    assert running.cancellations.count() == 2


@pytest.mark.parametrize("who", ["dodi", "dewi", "citra", "pandu", "ines", "adi"])
def test_only_the_opd_or_the_heads_decide(who, running, request):
    asked = ask(running)
    with pytest.raises(Refused) as no:
        decide_cancellation(asked, by=request.getfixturevalue(who), granted=True)
    assert no.value.code == "no_right"


@pytest.mark.parametrize("who", ["bambang", "endah", "bupati"])
def test_the_heads_may_decide_too(who, running, request):
    decide_cancellation(ask(running), by=request.getfixturevalue(who), granted=True)
    assert fresh(running).state == "cancelled"


def test_nobody_decides_on_their_own_asking(budi, bambang, citra, region, dewi):
    give(dewi, "penilai", region.diskominfo)
    office = {"applicant": budi, "assessor": dewi, "head": bambang, "bkd": citra}
    [request] = cases.in_force(approved(office), citra)
    asked = ask(request)
    with pytest.raises(Refused) as no:
        decide_cancellation(asked, by=budi, granted=True)
    assert no.value.code == "own"
    assert decide_cancellation(asked, by=dewi, granted=True).state == "granted"


def test_who_filed_for_somebody_does_not_decide(running, region, pandu):
    give(pandu, "penilai", region.diskominfo)
    WorkRequest.objects.filter(pk=running.pk).update(filed_by=pandu)
    with pytest.raises(Refused) as no:
        decide_cancellation(ask(fresh(running)), by=pandu, granted=True)
    assert no.value.code == "own"


def test_only_the_applicant_asks(running, dewi):
    with pytest.raises(Refused) as no:
        ask_cancellation(running, by=dewi, dates=far_working_days(1), reason="Untuk Ani.")
    assert no.value.code == "not_yours"


def test_asking_twice_waits_for_the_first_answer(running):
    ask(running)
    with pytest.raises(Refused) as no:
        ask(running)
    assert no.value.code == "already_asked"


def test_deciding_twice_answers_what_was_decided(running, budi, bambang):
    asked = ask(running, far_working_days(1))
    decide_cancellation(asked, by=budi, granted=True)
    again = decide_cancellation(asked, by=bambang, granted=False, note="Saya menolak.")
    assert (again.state, again.decided_by) == ("granted", budi)
    assert Decision.objects.filter(step="cancel").count() == 1
    assert not Decision.objects.filter(subject_kind="cancellation").exists()


def test_a_withdrawn_asking_changes_nothing(running, ani, dewi, budi):
    asked = ask(running)
    with pytest.raises(Refused):
        withdraw_cancellation(asked, by=dewi)
    withdraw_cancellation(asked, by=ani)
    assert decide_cancellation(asked, by=budi, granted=True).state == "withdrawn"
    assert fresh(running).state == "in_force"
    with pytest.raises(Refused) as no:
        withdraw_cancellation(asked, by=ani)
    assert no.value.code == "already_decided"


@pytest.mark.parametrize("state", ["draft", "submitted", "proposed", "refused", "withdrawn"])
def test_only_what_runs_can_be_given_back(state, office):
    request = cases.in_state(state, **office)
    with pytest.raises(Refused) as no:
        ask(request)
    assert no.value.code == "not_running"


def test_what_has_ended_can_not_be_given_back(running):
    WorkRequest.objects.filter(pk=running.pk).update(
        last_day=timezone.localdate() - datetime.timedelta(days=1)
    )
    end_due()
    with pytest.raises(Refused) as no:
        ask(fresh(running))
    assert no.value.code == "not_running"


def test_asking_needs_days_and_a_reason(running):
    with pytest.raises(Refused) as no:
        ask(running, reason=" x ")
    assert (no.value.code, no.value.field) == ("reason", "reason")
    with pytest.raises(Refused) as no:
        ask_cancellation(running, by=running.applicant, dates=[], reason="Rapat penting.")
    assert (no.value.code, no.value.field) == ("no_days", "dates")
    with pytest.raises(Refused) as no:
        ask(running, [far_working_days(3)[2]])
    assert no.value.code == "day_gone"
