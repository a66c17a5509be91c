"""The edges of papers: time that passes between draft, signature and issue; people who move."""

import datetime

import pytest
from django.utils import timezone

from documents import selectors, services
from documents.models import Document, DocumentItem
from tests.actors import LONG_AGO, add_employee, appoint, give
from tests.documents import cases
from tests.workflows import cases as flow
from wfa.people.models import Appointment, Employee
from wfa.people.permissions import authority
from wfa.refusals import Refused
from wfa.requests.models import WorkRequest
from workflows import invariants
from workflows.selectors import node_of
from workflows.services import close_examination, end_due

REASON = "Kewajiban melapor tidak dipenuhi."


def yesterday():
    return timezone.localdate() - datetime.timedelta(days=1)


def over(request):
    WorkRequest.objects.filter(pk=request.pk).update(last_day=yesterday())


def promises():
    checks = [invariants.g4, invariants.g6, invariants.g16, invariants.g17]
    for check in [*checks, selectors.g1, selectors.g2, selectors.g7]:
        holds, _, wrong = check()
        assert holds, (check.__name__, wrong)


def test_a_late_issue_stops_before_it_gives_a_day_that_has_passed(numbered, approved, endah, citra):
    """It stays numbered and says why; voided, the others are drafted again."""
    over(approved[0])
    assert services.issue(numbered.pk) is False
    paper = cases.fresh(numbered)
    assert paper.state == "numbered"
    assert f"{approved[0]}" in paper.last_error
    assert "sudah lewat" in paper.last_error
    services.void(paper, by=endah, reason="Satu pengajuan sudah lewat harinya.")
    [again] = services.draft_decree(approved[1:], by=citra)
    cases.issue(services.sign(again, by=endah))
    promises()


def test_a_request_whose_days_have_passed_is_not_drafted(approved, citra):
    over(approved[0])
    with pytest.raises(Refused) as refusal:
        services.draft_decree(approved, by=citra)
    assert refusal.value.code == "past"
    assert str(approved[0]) in refusal.value.message


def test_void_and_draft_again_end_in_one_decree(numbered, approved, endah, citra):
    services.void(numbered, by=endah, reason="Salah ketik pada lampiran.")
    promises()
    [again] = services.draft_decree(approved, by=citra)
    issued = cases.issue(services.sign(again, by=endah))
    assert issued.sequence == numbered.sequence + 1
    promises()
    assert node_of([r.items.get().proposal for r in approved]) == {}


def test_the_office_that_ended_after_the_signature_stops_no_issue(numbered, endah):
    Appointment.objects.filter(employee=endah).update(ends=yesterday())
    Employee.objects.filter(pk=endah.pk).update(is_active=False)
    assert cases.issue(numbered).state == "issued"
    promises()


def test_the_office_that_ended_before_the_click_signs_nothing(draft, endah):
    Appointment.objects.filter(employee=endah).update(ends=yesterday())
    with pytest.raises(Refused) as refusal:
        services.sign(draft, by=endah)
    assert refusal.value.code == "no_right"


def test_one_signs_only_in_a_capacity_that_may(ani, budi, bambang, region):
    give(bambang, "penilai", region.dinkes)
    proposal = flow.proposal_of([flow.recommended(ani, budi)], bambang, signed=False)
    letter = services.ensure_letter(proposal, by=bambang)
    [duty] = [c for c in authority(bambang).capacities if c.kind == "duty"]
    with pytest.raises(Refused) as refusal:
        services.sign(letter, by=bambang, capacity=duty)
    assert refusal.value.code == "no_right"


def test_who_moved_stands_in_no_decree_with_either_opd(approved, ani, dodi, plh_tri, citra, region):
    """The old OPD reads the decree of its request, the new one is read by its own people (G10)."""
    assessor = add_employee(region.dinkes, "Penilai Dinkes")
    give(assessor, "penilai", region.dinkes)
    other = flow.do("approve", flow.proposed(dodi, assessor, plh_tri), citra)
    close_examination(other.items.get().proposal, by=citra)
    Employee.objects.filter(pk=ani.pk).update(unit=region.dinkes)
    papers = services.draft_decree([*approved, other], by=citra)
    assert [paper.items.count() for paper in papers] == [1, 1, 1]


def test_a_head_stands_in_the_decree_of_the_own_opd(
    approved, bambang, bupati, endah, citra, region
):
    Employee.objects.filter(pk=bambang.pk).update(echelon="41")
    bambang.refresh_from_db()
    add_employee(region.diskominfo, "Sekretaris Dinas", echelon="31")  # stays when the head is out
    request = flow.do("recommend", flow.submitted(bambang), bupati)
    other = add_employee(region.root, "Sekretaris Daerah")
    appoint(other, region.root, "PLH", LONG_AGO)
    flow.proposal_of([request], other)
    request = flow.do("approve", request, citra)
    close_examination(request.items.get().proposal, by=citra)
    [paper] = services.draft_decree([*approved, request], by=citra)
    cases.issue(services.sign(paper, by=endah))
    promises()


def test_a_person_is_revoked_once(issued, ani, dewi, citra, endah):
    request = WorkRequest.objects.get(applicant=ani)
    paper = services.revoke(issued, [request], by=citra, reason=REASON)
    cases.issue(services.sign(paper, by=endah))
    with pytest.raises(Refused) as refusal:
        services.revoke(issued, [request], by=citra, reason=REASON)
    assert refusal.value.code == "not_in_force"
    promises()


def test_what_has_ended_is_not_revoked(issued, ani, citra, endah):
    request = WorkRequest.objects.get(applicant=ani)
    paper = services.revoke(issued, [request], by=citra, reason=REASON)
    over(request)
    assert end_due() == 1
    with pytest.raises(Refused) as refusal:
        services.sign(paper, by=endah)
    assert refusal.value.code == "moved"
    services.discard(paper, by=citra)
    promises()


def test_a_letter_goes_out_after_everybody_withdrew(ani, budi, bambang):
    proposal = flow.proposal_of([flow.recommended(ani, budi)], bambang, signed=False)
    letter = services.sign(services.ensure_letter(proposal, by=bambang), by=bambang)
    flow.do("withdraw", WorkRequest.objects.get(applicant=ani), ani)
    assert cases.issue(letter).state == "issued"
    promises()


def test_a_letter_signed_by_an_acting_head_says_so(dodi, plh_tri, region):
    assessor = add_employee(region.dinkes, "Penilai Dinkes")
    give(assessor, "penilai", region.dinkes)
    proposal = flow.proposal_of([flow.recommended(dodi, assessor)], plh_tri, signed=False)
    cases.issue(services.sign(services.ensure_letter(proposal, by=plh_tri), by=plh_tri))
    proposal.refresh_from_db()
    assert proposal.letter_signer == "Tri Wahyuni, Plh. Kepala Dinkes"


def test_the_number_belongs_to_the_year_of_the_region(draft, endah, monkeypatch):
    """31 December 18:00 UTC is 1 January in WIB."""
    late = datetime.datetime(2030, 12, 31, 18, 0, tzinfo=datetime.UTC)
    WorkRequest.objects.update(last_day=datetime.date(2031, 3, 1))
    for item in DocumentItem.objects.filter(document=draft):
        day = item.request.days.order_by("-date").first()
        item.request.days.filter(pk=day.pk).update(date=datetime.date(2031, 3, 1))
    monkeypatch.setattr(timezone, "now", lambda: late)
    paper = services.sign(Document.objects.get(pk=draft.pk), by=endah)
    assert (paper.register.year, paper.dated) == (2031, datetime.date(2031, 1, 1))
    assert paper.number.endswith("/2031")


def test_one_goes_ahead_while_another_of_the_proposal_is_drafted(approved, citra, endah):
    """The engine waits for the last one; that isn't a broken promise."""
    [paper] = services.draft_decree(approved[:1], by=citra)
    cases.issue(services.sign(paper, by=endah))
    promises()
    assert set(node_of([approved[0].items.get().proposal]).values()) == {"drafting"}
    [rest] = services.draft_decree(approved[1:], by=citra)
    cases.issue(services.sign(rest, by=endah))
    promises()
    assert node_of([approved[0].items.get().proposal]) == {}
