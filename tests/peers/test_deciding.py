"""Mistakes 1–7 and 9–10: who decides, when, how often, and with what answer."""

import contextlib

import pytest
from django.db import IntegrityError, models, transaction
from django.urls import NoReverseMatch, get_resolver, reverse

from tests.actors import add_employee, appoint, far_working_days, give, sign_in
from tests.peers.conftest import post_decision
from tests.workflows import cases
from wfa.decisions.models import Decision
from wfa.people.models import Employee
from wfa.requests.models import WorkRequest
from workflows.models import Assessment, Proposal
from workflows.services import perform, propose


def state(case):
    return WorkRequest.objects.get(pk=case.pk).state


# --- 1. the second approver decides before the first -----------------------------------------


def test_1_the_bkd_cannot_decide_before_the_opd(as_, ani, budi, bambang, citra, endah):
    case = cases.submitted(ani)
    for by in (citra, endah):
        for step in ("approve", "refuse", "send_back", "return_to_opd"):
            [receipt] = perform(step, [case], by=by, note="Alasan.")
            assert receipt.outcome != "done"
    assert state(case) == "submitted"
    assert not Decision.objects.exclude(step="submit").exists()


def test_1_not_even_between_the_proposal_and_the_signed_letter(as_, ani, budi, bambang, citra):
    proposal = cases.proposal_of([cases.recommended(ani, budi)], bambang, signed=False)
    [case] = WorkRequest.objects.all()
    assert as_(citra).get(reverse("usulan-lihat", args=[proposal.pk])).status_code == 404
    response = post_decision(as_(citra), proposal, {case: ("approve", "")})
    assert response.status_code == 404
    [receipt] = perform("approve", [case], by=citra)
    assert "belum ditandatangani" in receipt.sentence
    assert state(case) == "proposed"


def test_1_approval_alone_is_no_permission_without_its_decree(ani, budi, bambang, citra):
    case = cases.do("approve", cases.proposed(ani, budi, bambang), citra)
    [receipt] = perform("enact", [case], by=citra)
    assert receipt.outcome == "refused"
    assert state(case) == "approved"


# --- 2. approving by GET ---------------------------------------------------------------------


def deciding_urls():
    """Every address whose name is a verb that changes a case."""
    words = ("putuskan", "urungkan", "selesai", "ajukan", "batal", "tanda-tangan", "cabut", "tarik")
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    return sorted(name for name in names if name.endswith(words))


def address(name, key):
    """The address with the key of a case, of another kind of thing, or without any."""
    for args in ([key], [1], []):
        with contextlib.suppress(NoReverseMatch):
            return reverse(name, args=args)
    raise AssertionError(name)


@pytest.mark.parametrize("name", deciding_urls())
def test_2_a_get_never_decides(name, client, ani, budi, bambang, citra):
    case = cases.proposed(ani, budi, bambang)
    proposal = case.items.get().proposal
    before = Decision.objects.count()
    keys = [case.pk, proposal.pk]
    for person in (citra, bambang, budi, ani):
        browser = sign_in(client, person)
        for key in keys:
            url = address(name, key)
            choice = {
                f"keputusan-{case.pk}": "approve",
                "langkah": "approve",
                "pilih": str(case.pk),
            }
            assert browser.get(url, choice).status_code in {200, 302, 401, 404, 405}
    assert (state(case), Decision.objects.count()) == ("proposed", before)


# --- 3. a double click on approve ------------------------------------------------------------


def test_3_a_second_click_changes_nothing_and_is_no_error(as_, ani, budi, bambang, citra):
    case = cases.proposed(ani, budi, bambang)
    proposal = case.items.get().proposal
    browser = as_(citra)
    for _ in range(3):
        response = post_decision(browser, proposal, {case: ("approve", "")})
        assert response.status_code == 200
        assert state(case) == "approved"
    assert Decision.objects.filter(step="approve").count() == 1
    assert "Sudah disetujui oleh" in response.content.decode() or (
        "sudah disetujui oleh" in response.content.decode()
    )


# --- 4. and 5. two approvers at the same second; the loser is told, not shown an error ---------


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_4_two_approvers_at_the_same_second_leave_one_approval(ani, budi, bambang, citra, endah):
    from tests.workflows.test_races import at_once, outcomes

    case = cases.proposed(ani, budi, bambang)
    results = at_once(
        lambda: perform("approve", [case], by=citra), lambda: perform("approve", [case], by=endah)
    )
    assert outcomes(results) == ["done", "same"]
    assert Decision.objects.filter(step="approve").count() == 1


def test_5_the_loser_of_a_race_reads_who_was_faster(as_, ani, budi, bambang, citra, endah):
    case = cases.proposed(ani, budi, bambang)
    proposal = case.items.get().proposal
    perform("approve", [case], by=endah)
    response = post_decision(as_(citra), proposal, {case: ("refuse", "Layanan terganggu.")})
    assert response.status_code == 200
    assert f"disetujui oleh {endah.full_name}" in response.content.decode()
    assert state(case) == "approved"


# --- 6. deleting the approver's account deletes the approval ----------------------------------


def test_6_the_approver_cannot_be_deleted(ani, budi, bambang, citra):
    cases.do("approve", cases.proposed(ani, budi, bambang), citra)
    for person in (citra, budi, bambang, ani):
        with pytest.raises(models.ProtectedError), transaction.atomic():
            person.delete()


def test_6_a_closed_account_leaves_every_word_of_the_decision(ani, budi, bambang, citra):
    case = cases.do("approve", cases.proposed(ani, budi, bambang), citra)
    Employee.objects.filter(pk=citra.pk).update(is_active=False, name="Nama Baru")
    kept = Decision.objects.get(step="approve")
    assert kept.actor_name == "Citra Maharani"
    assert (kept.actor_nip, kept.capacity) == (citra.nip, "Verifikator BKD")
    assert state(case) == "approved"


def test_6_no_key_of_ours_cascades_from_a_person(db):
    """Whatever table points at a person protects it, except what only concerns signing in."""
    cascading = [
        f"{relation.related_model._meta.label}.{relation.field.name}"
        for relation in Employee._meta.related_objects
        if relation.on_delete is models.CASCADE
        and relation.related_model._meta.app_label in {"workflows", "documents", "requests"}
    ]
    assert [name for name in cascading if "SavedView" not in name] == []


# --- 7. delegation hands the case back to its applicant ---------------------------------------


def test_7_an_acting_head_never_decides_on_their_own_request(region, ani, budi, bambang, citra):
    """Ani files, then becomes Plh. head of her OPD and verifier besides: no way to herself."""
    case = cases.submitted(ani)
    appoint(ani, region.diskominfo, "PLH")
    give(ani, "verifikator", region.bkpsdm)
    for step in ("recommend", "refuse", "send_back"):
        [receipt] = perform(step, [case], by=ani, note="Alasan.")
        assert receipt.sentence == "Ini pengajuan Anda sendiri. Pejabat lain yang memutusnya."
    cases.do("recommend", case, budi)
    proposal, receipts = propose([WorkRequest.objects.get()], by=ani)
    assert proposal is None
    assert receipts[0].outcome == "refused"
    cases.proposal_of([WorkRequest.objects.get()], bambang)
    [receipt] = perform("approve", [case], by=ani)
    assert receipt.outcome == "refused"


def test_7_nor_does_the_database_let_anybody_write_it(ani, budi, bambang, citra):
    case = cases.do("approve", cases.proposed(ani, budi, bambang), citra)
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkRequest.objects.filter(pk=case.pk).update(decided_by=ani)


# --- 9. bulk judges differently from single ---------------------------------------------------


def test_9_bulk_and_single_give_the_same_answers(region, budi, bambang, citra):
    """Six cases of every kind of obstacle, once each alone and once all together."""
    days = far_working_days(1)
    people = [add_employee(region.aplikasi, f"Pegawai {n}") for n in range(6)]
    made = [cases.submitted(person, days) for person in people]
    Employee.objects.filter(pk=people[1].pk).update(standing="discipline")
    Employee.objects.filter(pk=people[2].pk).update(is_active=False)
    cases.do("withdraw", made[3], people[3])
    cases.do("recommend", made[4], budi)

    def answers(act):
        point = transaction.savepoint()
        found = [(r.outcome, r.sentence) for r in act()]
        transaction.savepoint_rollback(point)
        return found

    alone = [answers(lambda c=case: perform("recommend", [c], by=budi))[0] for case in made]
    together = answers(lambda: perform("recommend", made, by=budi))
    assert together == alone
    assert len({outcome for outcome, _ in alone}) == 3


# --- 10. an approver edits what they approve ---------------------------------------------------


def test_10_nobody_but_the_applicant_edits_a_request(client, ani, budi, bambang, citra, endah):
    case = cases.proposed(ani, budi, bambang)
    before = WorkRequest.objects.filter(pk=case.pk).values().get()
    typed = {"reason": "Diubah pemeriksa", "dates": ["2027-01-05"], "basis": "task"}
    for person in (budi, bambang, citra, endah):
        browser = sign_in(client, person)
        for step in range(1, 5):
            url = reverse("pengajuan-isi", args=[case.pk, step])
            assert browser.post(url, typed).status_code in {404, 409, 302, 422}
        browser.post(reverse("pengajuan-ajukan", args=[case.pk]), {"setuju": "on"})
    assert WorkRequest.objects.filter(pk=case.pk).values().get() == before


def test_10_the_page_of_a_decision_ignores_foreign_fields(as_, ani, budi, bambang, citra):
    case = cases.proposed(ani, budi, bambang)
    url = reverse("usulan-putuskan", args=[case.items.get().proposal_id])
    as_(citra).post(
        url,
        {f"keputusan-{case.pk}": "approve", "reason": "X", "place_address": "Y", "state": "ended"},
    )
    after = WorkRequest.objects.get(pk=case.pk)
    assert (after.state, after.reason, after.place_address) == (
        "approved",
        case.reason,
        case.place_address,
    )
    assert Assessment.objects.count() == Proposal.objects.count() == 1
