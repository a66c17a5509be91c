import pytest

from documents import selectors, services
from documents.kinds import KINDS
from documents.models import Document, DocumentItem
from tests.actors import add_employee, give
from tests.documents import cases
from tests.workflows import cases as flow
from wfa.people.models import Mandate
from wfa.people.permissions import authority
from wfa.refusals import Refused
from wfa.requests.models import WorkRequest
from workflows.services import close_examination


def test_collective_decree_lists_everybody_once(draft, approved, citra):
    snapshot = services.preview(draft, citra)
    assert [row["name"] for row in snapshot["annex"]["rows"]] == ["Ani Lestari", "Dewi Anggraini"]
    assert selectors.ready_for_decree().count() == 0
    assert draft.title.startswith(
        "Pelaksanaan tugas kedinasan secara fleksibel pada Dinas Komunikasi"
    )


def test_single_decrees_are_one_per_request(approved, citra):
    papers = services.draft_decree(approved, by=citra, single=True, paper="F4")
    assert [paper.items.count() for paper in papers] == [1, 1]
    snapshot = services.preview(papers[0], citra)
    assert snapshot["annex"] is None
    assert snapshot["paper"] == "F4"
    assert snapshot["clauses"][0]["person"]["name"] in {"Ani Lestari", "Dewi Anggraini"}


def test_a_request_stands_in_one_live_decree_only(draft, approved, citra):
    with pytest.raises(Refused) as refusal:
        services.draft_decree(approved[:1], by=citra)
    assert refusal.value.code == "in_other_decree"
    assert Document.objects.count() == 1


def test_a_request_that_is_not_approved_is_refused(ani, budi, bambang, citra):
    request = flow.proposed(ani, budi, bambang)
    with pytest.raises(Refused) as refusal:
        services.draft_decree([request], by=citra)
    assert refusal.value.code == "not_approved"


def test_an_open_sitting_is_refused(ani, budi, bambang, citra):
    request = flow.do("approve", flow.proposed(ani, budi, bambang), citra)
    with pytest.raises(Refused) as refusal:
        services.draft_decree([request], by=citra)
    assert refusal.value.code == "sitting_open"


def test_an_opd_drafts_no_decree(approved, budi):
    with pytest.raises(Refused) as refusal:
        services.draft_decree(approved, by=budi)
    assert refusal.value.code == "no_right"


def test_a_discarded_draft_gives_its_requests_back(draft, approved, citra):
    services.discard(draft, by=citra)
    assert set(selectors.ready_for_decree()) == set(approved)
    [again] = services.draft_decree(approved, by=citra)
    assert again.items.count() == 2


def test_conditions_are_printed_after_the_policy(approved, citra):
    [paper] = services.draft_decree(approved, by=citra, conditions=["Hadir pada rapat Senin.", " "])
    points = services.preview(paper, citra)["clauses"][1]["points"]
    assert points[-1] == "hadir pada rapat Senin."
    assert points[-2].endswith("; dan")


def test_considerations_follow_the_drafting_rules(draft, citra):
    """UU 12/2011 Lampiran II no. 22, 23, 52, 58."""
    snapshot = services.preview(draft, citra)
    assert all(line.startswith("bahwa") and line.endswith(";") for line in snapshot["considering"])
    assert "huruf a dan huruf b" in snapshot["considering"][-1]
    assert all(line.endswith(";") for line in snapshot["recalling"])
    assert snapshot["enacting"].endswith(f"TENTANG {snapshot['about']}.")
    assert [c["label"] for c in snapshot["clauses"]] == [
        "KESATU",
        "KEDUA",
        "KETIGA",
        "KEEMPAT",
        "KELIMA",
        "KEENAM",
    ]
    assert "berakhir pada tanggal" in snapshot["clauses"][-1]["text"]
    assert "Nomor 12 Tahun 2026" in snapshot["recalling"][5]
    assert snapshot["noting"][0].startswith(
        "Surat Kepala Dinas Komunikasi dan Informatika Nomor 800.1.11.1/0001/X"
    )


def test_a_mandate_prints_on_behalf_of(draft, endah):
    snapshot = services.preview(draft, endah)
    assert snapshot["signature"]["lines"][0] == "a.n. BUPATI ARJAMUKTI"
    assert snapshot["heading"] == "KEPUTUSAN BUPATI ARJAMUKTI"


def test_an_own_right_prints_the_office(draft, endah):
    Mandate.objects.update(on_behalf_of="")
    snapshot = services.preview(draft, endah)
    assert snapshot["signature"]["lines"] == ["KEPALA BADAN KEPEGAWAIAN DAN PENGEMBANGAN SDM,"]
    assert snapshot["heading"].endswith("SDM KABUPATEN ARJAMUKTI")


def test_an_acting_head_signs_without_on_behalf_of(draft, endah):
    endah.appointments.update(kind="PLH")
    lines = services.preview(draft, endah)["signature"]["lines"]
    assert lines == ["Plh. KEPALA BADAN KEPEGAWAIAN DAN PENGEMBANGAN SDM,"]


def test_a_pppk_has_a_grade_and_no_rank(draft, ani, citra):
    ani.employment, ani.grade, ani.rank = "pppk", "IX", ""
    ani.save()
    assert services.preview(draft, citra)["annex"]["rows"][0]["rank"] == "Golongan IX"


def test_an_annex_holds_no_private_address(draft, citra):
    assert "Melati" not in str(services.preview(draft, citra))


def test_a_letter_is_made_once(ani, budi, bambang):
    request = flow.recommended(ani, budi)
    proposal = flow.proposal_of([request], bambang, signed=False)
    assert list(KINDS["proposal_letter"].due()) == [proposal]
    letter = services.ensure_letter(proposal, by=bambang)
    assert services.ensure_letter(proposal, by=bambang) == letter
    assert list(selectors.letters_to_sign(authority(bambang))) == [proposal]


def test_the_letter_puts_the_proposal_into_the_inbox_of_the_bkd(ani, budi, bambang):
    request = flow.recommended(ani, budi)
    proposal = flow.proposal_of([request], bambang, signed=False)
    letter = services.sign(services.ensure_letter(proposal, by=bambang), by=bambang)
    proposal.refresh_from_db()
    assert proposal.received_at is None
    letter = cases.issue(letter)
    proposal.refresh_from_db()
    assert (proposal.letter_number, proposal.letter_date) == (letter.number, letter.dated)
    assert letter.snapshot["addressee"][0] == "Yth. Bupati Arjamukti"
    assert letter.archive.fate == "musnah"


def test_an_employee_prepares_no_letter(ani, budi, bambang):
    proposal = flow.proposal_of([flow.recommended(ani, budi)], bambang, signed=False)
    with pytest.raises(Refused):
        services.ensure_letter(proposal, by=ani)


def test_revoking_needs_a_reason(issued, approved, citra):
    with pytest.raises(Refused) as refusal:
        services.revoke(issued, approved, by=citra, reason="  ya ")
    assert refusal.value.code == "reason"


def test_a_revocation_takes_the_person_out_when_it_is_issued(issued, ani, citra, endah):
    request = WorkRequest.objects.get(applicant=ani)
    paper = services.revoke(issued, [request], by=citra, reason="Kewajiban melapor tidak dipenuhi.")
    assert (
        "karena kewajiban melapor tidak dipenuhi;"
        in services.preview(paper, citra)["considering"][1]
    )
    with pytest.raises(Refused):
        services.revoke(issued, [request], by=citra, reason="Kewajiban melapor tidak dipenuhi.")
    cases.issue(services.sign(paper, by=endah))
    request.refresh_from_db()
    assert request.state == "revoked"
    assert DocumentItem.objects.get(document=issued, request=request).is_live is False
    assert selectors.g1()[0]


def test_people_of_two_opds_never_stand_in_one_decree(approved, dodi, plh_tri, citra, region):
    """Everybody named in a decree reads its annex (G10)."""
    assessor = add_employee(region.dinkes, "Penilai Dinkes")
    give(assessor, "penilai", region.dinkes)
    other = flow.do("approve", flow.proposed(dodi, assessor, plh_tri), citra)
    close_examination(other.items.get().proposal, by=citra)
    papers = services.draft_decree([*approved, other], by=citra)
    assert sorted(paper.items.count() for paper in papers) == [1, len(approved)]
