"""What the door refuses, whom it tells, and that an error never approves."""

import datetime

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils import timezone

from tests.actors import add_employee, appoint, far_working_days, give
from tests.workflows import cases
from wfa.decisions.models import Decision
from wfa.notifications.models import Message
from wfa.people.models import Appointment, Employee
from wfa.refusals import Refused
from wfa.requests.models import RequestDay, WorkRequest
from workflows.models import ProposalItem
from workflows.services import close_examination, end_due, perform, propose
from workflows.services.proposals import open_task


def only(receipts):
    [receipt] = receipts
    return receipt


def test_the_straight_way_ends_in_the_archive(ani, budi, bambang, citra):
    request = cases.in_state("in_force", applicant=ani, assessor=budi, head=bambang, bkd=citra)
    assert [d.step for d in Decision.objects.order_by("at")] == [
        "submit",
        "recommend",
        "propose",
        "approve",
        "enact",
    ]
    assert set(request.days.values_list("state", flat=True)) == {"approved"}


def test_step_without_reason_is_refused_before_anything_moves(ani, budi):
    request = cases.submitted(ani)
    with pytest.raises(Refused) as no:
        perform("send_back", [request], by=budi, note="  ")
    assert no.value.code == "note_missing"
    assert WorkRequest.objects.get().state == "submitted"


def test_nobody_assesses_their_own_request(budi, bambang):
    receipt = only(perform("recommend", [cases.submitted(budi)], by=budi))
    assert receipt.outcome == "refused"
    assert receipt.sentence == "Ini pengajuan Anda sendiri. Pejabat lain yang memutusnya."


def test_who_recommended_does_not_approve_through_another_office(ani, budi, bambang, region):
    give(budi, "verifikator", region.bkpsdm)
    request = cases.proposed(ani, budi, bambang)
    receipt = only(perform("approve", [request], by=budi))
    assert receipt.outcome == "refused"
    assert "sudah menilai" in receipt.sentence


def test_request_of_a_head_of_opd_goes_one_level_up(bambang, budi, bupati, region):
    request = cases.draft(bambang)
    assert request.unit == region.root
    assert only(perform("recommend", [request], by=budi)).outcome == "refused"


def test_acting_head_proposes_while_the_acting_lasts(ani, budi, dewi, region):
    today = timezone.localdate()
    yesterday = today - datetime.timedelta(days=1)
    acting = appoint(dewi, region.diskominfo, "PLH", starts=yesterday, ends=today)
    request = cases.recommended(ani, budi)
    Appointment.objects.filter(pk=acting.pk).update(ends=yesterday)
    assert propose([request], by=dewi)[0] is None
    Appointment.objects.filter(pk=acting.pk).update(ends=today)
    proposal, _ = propose([request], by=dewi)
    assert proposal is not None
    decision = Decision.objects.get(step="propose")
    assert decision.capacity == "Plh. Kepala Diskominfo"
    assert decision.capacity_kind == "PLH"
    assert decision.capacity_basis == "Nomor 800/1/2019"


def test_deactivated_official_may_nothing(ani, budi):
    request = cases.submitted(ani)
    Employee.objects.filter(pk=budi.pk).update(is_active=False)
    budi.refresh_from_db()
    assert only(perform("recommend", [request], by=budi)).outcome == "refused"


def test_one_refusal_does_not_stop_the_others(ani, dewi, budi, bambang, citra):
    first, second = cases.recommended(ani, budi), cases.recommended(dewi, budi)
    cases.proposal_of([first, second], bambang)
    Employee.objects.filter(pk=dewi.pk).update(standing="investigation")
    receipts = perform("approve", [second, first], by=citra)
    assert [r.outcome for r in receipts] == ["refused", "done"]
    assert receipts[0].findings[0].code == "discipline"


def test_a_day_that_has_passed_is_not_approved(ani, budi, bambang, citra):
    request = cases.proposed(ani, budi, bambang)
    passed = datetime.date(2026, 1, 7)
    request.days.filter(date=far_working_days(1)[0]).update(date=passed)
    WorkRequest.objects.filter(pk=request.pk).update(first_day=passed)
    receipt = only(perform("approve", [request], by=citra))
    assert [f.code for f in receipt.findings] == ["passed"], receipt


def test_approving_some_days_refuses_the_others(ani, budi, bambang, citra):
    days = far_working_days(2)
    request = cases.proposed(ani, budi, bambang, days)
    request = cases.do("approve", request, citra, days={request.pk: [days[0]]})
    assert (request.first_day, request.last_day) == (days[0], days[0])
    states = dict(RequestDay.objects.values_list("date", "state"))
    assert states == {days[0]: "approved", days[1]: "refused"}


def test_returned_case_is_no_longer_complete_and_keeps_its_number(ani, budi):
    request = cases.submitted(ani)
    number = request.number
    request = cases.do("send_back", request, budi, note="Sebutkan keluarannya.")
    assert (request.complete_at, request.complete_by, request.round) == (None, "", 2)
    request = cases.do("submit", request, ani)
    assert request.number == number
    assert request.complete_at is not None


def test_return_to_opd_leaves_the_proposal_and_holds_up_nobody(ani, dewi, budi, bambang, citra):
    first, second = cases.recommended(ani, budi), cases.recommended(dewi, budi)
    proposal = cases.proposal_of([first, second], bambang)
    cases.do("return_to_opd", first, citra, note="Lengkapi penilaian.")
    cases.do("approve", second, citra)
    close_examination(proposal, by=citra)
    assert open_task(proposal).flow_task.name == "drafting"
    cases.do("recommend", first, budi)


def test_closing_with_an_undecided_request_is_refused(ani, budi, bambang, citra):
    proposal = cases.proposed(ani, budi, bambang).items.get().proposal
    with pytest.raises(Refused) as no:
        close_examination(proposal, by=citra)
    assert no.value.message == "1 pengajuan belum diputus. Putuskan dulu semuanya."


def test_undo_only_by_the_same_officer_until_closed(ani, budi, bambang, citra, endah):
    request = cases.do("approve", cases.proposed(ani, budi, bambang), citra)
    assert only(perform("reopen", [request], by=endah)).outcome == "refused"
    request = cases.do("reopen", request, citra)
    assert set(request.days.values_list("state", flat=True)) == {"asked"}
    assert request.last_day == max(request.days.values_list("date", flat=True))
    request = cases.do("refuse", request, citra, note="Layanan terganggu.")
    close_examination(request.items.get().proposal, by=citra)
    assert only(perform("reopen", [request], by=citra)).outcome == "refused"


def test_proposal_with_nothing_approved_ends_at_once(ani, budi, bambang, citra):
    request = cases.do("refuse", cases.proposed(ani, budi, bambang), citra, note="Penuh.")
    proposal = request.items.get().proposal
    close_examination(proposal, by=citra)
    assert open_task(proposal) is None


def test_proposal_emptied_before_the_letter_ends(ani, budi, bambang):
    proposal = cases.proposal_of([cases.recommended(ani, budi)], bambang, signed=False)
    cases.do("withdraw", WorkRequest.objects.get(), ani)
    assert open_task(proposal) is None


def test_requests_of_two_opds_are_not_one_proposal(ani, dodi, budi, bambang):
    with pytest.raises(Refused):
        propose([cases.submitted(ani), cases.submitted(dodi)], by=bambang)


def test_enact_needs_a_paper(ani, budi, bambang, citra):
    request = cases.do("approve", cases.proposed(ani, budi, bambang), citra)
    assert only(perform("enact", [request], by=citra)).outcome == "refused"


def test_the_clock_ends_what_is_over_and_nothing_else(ani, dewi, budi, bambang, citra):
    people = {"assessor": budi, "head": bambang, "bkd": citra}
    over = cases.in_state("in_force", applicant=ani, **people)
    running = cases.in_state("in_force", applicant=dewi, **people)
    WorkRequest.objects.filter(pk=over.pk).update(last_day=datetime.date(2026, 1, 5))
    assert end_due() == 1
    assert only(perform("end", [running], by=citra)).outcome == "refused"
    states = dict(WorkRequest.objects.values_list("pk", "state"))
    assert states == {over.pk: "ended", running.pk: "in_force"}


def test_applicant_and_assessors_are_told(ani, budi, bambang):
    request = cases.submitted(ani)
    assert set(Message.objects.values_list("recipient__name", flat=True)) == {
        budi.name,
        bambang.name,
    }
    cases.do("send_back", request, budi, note="Sebutkan keluarannya.")
    told = Message.objects.get(recipient=ani)
    assert "Sebutkan keluarannya." in told.body


def test_policy_of_the_day_of_filing_judges_the_case(ani, budi, bambang, citra, region):
    request = cases.proposed(ani, budi, bambang)
    from tests.actors import open_policy

    stricter = open_policy(region.root, by=region.service, excluded=True)
    type(stricter).objects.filter(pk=stricter.pk).update(enforced_at=timezone.now())
    cases.do("approve", request, citra)
    assert Decision.objects.get(step="approve").policy_version == region.policy.version


class Fault(DatabaseError):
    pass


def _failing_at(number):
    seen = iter(range(10_000))

    def wrapper(execute, sql, params, many, context):
        if next(seen) == number:
            raise Fault
        return execute(sql, params, many, context)

    return wrapper


def test_a_fault_at_any_statement_leaves_the_case_where_it_was(ani, budi, bambang, citra):
    request = cases.proposed(ani, budi, bambang)
    before = _picture()
    for number in range(100):
        try:
            with connection.execute_wrapper(_failing_at(number)):
                perform("approve", [request], by=citra)
        except Fault:
            assert _picture() == before, f"fault at statement {number}"
        else:
            break
    assert number > 10
    assert WorkRequest.objects.get().state == "approved"


def _picture():
    return (
        list(WorkRequest.objects.values_list("state", "decided_by", "since")),
        list(RequestDay.objects.values_list("state")),
        Decision.objects.count(),
        Message.objects.count(),
        list(ProposalItem.objects.values_list("is_open", "paper")),
    )


def test_the_promises_hold_after_a_mixed_sitting(ani, dewi, budi, bambang, citra, region, capsys):
    third = add_employee(region.aplikasi, "Eko Prabowo")
    requests = [cases.recommended(p, budi) for p in (ani, dewi, third)]
    proposal = cases.proposal_of(requests, bambang)
    cases.do("approve", requests[0], citra)
    cases.do("refuse", requests[1], citra, note="Layanan terganggu.")
    cases.do("send_back", requests[2], citra, note="Pilih hari lain.")
    close_examination(proposal, by=citra)
    call_command("check_invariants")
    assert capsys.readouterr().out.count("SALAH") == 0


@pytest.mark.parametrize(
    ("promise", "break_it"),
    [
        ("G16", lambda r: WorkRequest.objects.filter(pk=r.pk).update(state="refused")),
        ("G17", lambda r: ProposalItem.objects.filter(request=r).update(is_open=False)),
    ],
)
def test_a_broken_promise_is_found(promise, break_it, ani, budi, bambang, capsys):
    break_it(cases.proposed(ani, budi, bambang))
    with pytest.raises(Exception, match="tidak terpenuhi"):
        call_command("check_invariants")
    assert any(
        line.startswith(promise) and "SALAH" in line
        for line in capsys.readouterr().out.splitlines()
    )
