"""Filling in for somebody else: the true filer is kept, decides nothing, and may stop."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.actors import add_employee, far_working_days, give, sign_in, text_of
from tests.files.corpus import picture
from tests.workflows import cases, promises
from wfa.audit.models import AuditEvent
from wfa.decisions.models import Decision
from wfa.notifications.models import Message
from wfa.people.models import Duty
from wfa.refusals import Refused
from wfa.requests import services as filing
from wfa.requests.models import WorkRequest
from workflows.services import perform

FOR = reverse("pengajuan-untuk")


@pytest.fixture(autouse=True)
def promises_hold(db):
    yield
    promises.all_hold()


def filled(applicant, by):
    """A complete draft of `applicant`, filled in by `by`."""
    draft = filing.start_draft(by=by, applicant=applicant)
    model = cases.draft(add_employee(applicant.unit, "Contoh Isian"))
    names = ("basis", "place", "place_address", "reason_kind", "reason", "criteria", "phone")
    values = {name: getattr(model, name) for name in names}
    days = [d.isoformat() for d in far_working_days(2)]
    draft = filing.save_part(draft, by=by, dates=days, **values)
    row = {"activity": "Uji 24 layar", "target": "24", "measure": "layar", "output": "Laporan"}
    filing.save_plan(draft, by=by, rows=[row])
    return draft


def sent(applicant, by):
    return cases.do("submit", filled(applicant, by), by)


def end_duty(person):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Duty.objects.filter(employee=person).update(ends=yesterday)


# --- the rule --------------------------------------------------------------------------------


def test_the_filer_is_kept_on_the_request_and_in_the_decision(ani, pandu, budi):
    request = sent(ani, pandu)
    assert (request.applicant, request.filed_by) == (ani, pandu)
    decision = Decision.objects.get(step="submit")
    assert (decision.actor_nip, decision.subject_nip) == (pandu.identity, ani.identity)
    assert decision.capacity == "Pengisi atas permintaan pemohon"


def test_the_employee_is_told_and_may_withdraw(ani, pandu, budi):
    request = sent(ani, pandu)
    told = Message.objects.get(recipient=ani, subject="Pengajuan dibuat atas nama Anda")
    assert told.body.startswith("Pandu Wijaya mengajukan untuk Anda:")
    assert cases.do("withdraw", request, ani).state == "withdrawn"


def test_the_employee_may_send_what_was_filled_in(ani, pandu, budi):
    request = cases.do("submit", filled(ani, pandu), ani)
    assert Decision.objects.get().capacity == "Pemohon"
    assert request.filed_by == pandu


@pytest.mark.parametrize("duty", ["penilai", "verifikator"])
def test_who_filed_decides_nothing_through_another_duty(
    duty, ani, pandu, budi, bambang, citra, region
):
    give(pandu, duty, region.diskominfo if duty == "penilai" else region.bkpsdm)
    request = sent(ani, pandu)
    step = "recommend"
    if duty == "verifikator":
        request = cases.do("recommend", request, budi)
        cases.proposal_of([request], bambang)
        step = "approve"
    [receipt] = perform(step, [request], by=pandu)
    assert receipt.sentence == "Anda yang mengisi pengajuan ini. Pejabat lain yang memutusnya."


def test_when_the_duty_ends_the_right_ends(ani, pandu, budi):
    draft = filled(ani, pandu)
    end_duty(pandu)
    with pytest.raises(Refused):
        filing.save_part(draft, by=pandu, reason="Diubah sesudahnya.")
    [receipt] = perform("submit", [draft], by=pandu)
    assert receipt.sentence.endswith("sudah berakhir.")
    assert cases.do("submit", draft, ani).state == "submitted"


@pytest.mark.parametrize("who", ["dewi", "budi", "bambang", "citra", "endah"])
def test_only_the_personnel_officer_of_the_unit_fills_in(who, ani, request):
    with pytest.raises(Refused) as no:
        filing.start_draft(by=request.getfixturevalue(who), applicant=ani)
    assert no.value.code == "no_right"


def test_another_opd_is_out_of_reach(dodi, pandu):
    with pytest.raises(Refused) as no:
        filing.start_draft(by=pandu, applicant=dodi)
    assert no.value.code == "no_right"


# --- health evidence -------------------------------------------------------------------------


def evidence(request, by, *, is_health):
    upload = SimpleUploadedFile("surat.png", picture("PNG"), "image/png")
    return filing.add_evidence(request, upload, by=by, is_health=is_health)


def reads(client, user, proof):
    response = sign_in(client, user).get(reverse("bukti", args=[proof.pk]))
    if response.status_code == 200:
        assert b"".join(response.streaming_content)
    return response.status_code == 200


def test_the_filer_reads_health_evidence_only_while_filling_in(client, ani, pandu, budi):
    draft = filled(ani, pandu)
    health = evidence(draft, pandu, is_health=True)
    other = evidence(draft, pandu, is_health=False)
    assert reads(client, pandu, health)
    read = AuditEvent.objects.filter(action="file_read").latest("pk")
    assert read.capacity == "Pengisi atas permintaan pemohon"
    request = cases.do("submit", draft, pandu)
    assert not reads(client, pandu, health)
    assert reads(client, pandu, other)
    assert reads(client, ani, health)
    cases.do("send_back", request, budi, note="Surat dokter sudah lama.")
    assert reads(client, pandu, health)
    end_duty(pandu)
    assert not reads(client, pandu, health)
    assert not reads(client, pandu, other)


# --- the page --------------------------------------------------------------------------------


def test_the_officer_finds_people_of_the_own_unit_by_name_or_nip(client, ani, dewi, dodi, pandu):
    sign_in(client, pandu)
    by_name = text_of(client.get(FOR, {"q": "lestari"}))
    assert "Ani Lestari" in by_name
    assert "Dewi Anggraini" not in by_name
    by_nip = text_of(client.get(FOR, {"q": dewi.nip}))
    assert "Dewi Anggraini" in by_nip
    assert "Ani Lestari" not in by_nip
    elsewhere = text_of(client.get(FOR, {"q": "Dodi"}))
    assert "Tidak ada pegawai yang cocok" in elsewhere


def test_the_form_says_for_whom_it_is(client, ani, pandu):
    sign_in(client, pandu)
    response = client.post(FOR, {"pegawai": ani.pk})
    draft = WorkRequest.objects.get()
    assert (draft.applicant, draft.filed_by) == (ani, pandu)
    assert response.url == reverse("pengajuan-isi", args=[draft.pk, 1])
    for step in (1, 2, 3):
        page = text_of(client.get(reverse("pengajuan-isi", args=[draft.pk, step])))
        assert "Anda mengisi untuk <strong>Ani Lestari" in page
    check = text_of(client.get(reverse("pengajuan-periksa", args=[draft.pk])))
    assert "Anda mengisi untuk" in check
    assert "Pegawai itu menyatakan jawaban ini benar kepada saya" in check
    own = text_of(sign_in(client, ani).get(reverse("pengajuan-isi", args=[draft.pk, 1])))
    assert "Anda mengisi untuk" not in own


def test_what_was_filled_in_is_listed_for_the_filer(client, ani, pandu, budi):
    request = sent(ani, pandu)
    page = text_of(sign_in(client, pandu).get(FOR))
    assert "Yang Anda isi untuk pegawai lain" in page
    assert reverse("pengajuan", args=[request.pk]) in page


def test_asking_for_the_same_person_twice_goes_on_with_the_empty_draft(client, ani, pandu):
    sign_in(client, pandu)
    assert client.post(FOR, {"pegawai": ani.pk}).url == client.post(FOR, {"pegawai": ani.pk}).url
    assert WorkRequest.objects.count() == 1


@pytest.mark.parametrize("who", ["dodi", "pandu"])
def test_nobody_outside_and_not_oneself(who, client, pandu, request):
    person = request.getfixturevalue(who)
    assert sign_in(client, pandu).post(FOR, {"pegawai": person.pk}).status_code == 404


@pytest.mark.parametrize("typed", ["", "abc", "99999999999999", "0"])
def test_a_spoiled_choice_is_not_found(typed, client, pandu):
    assert sign_in(client, pandu).post(FOR, {"pegawai": typed}).status_code == 404


@pytest.mark.parametrize("who", ["ani", "budi", "bambang", "citra", "endah", "ines", "adi"])
def test_the_page_is_only_there_for_personnel_officers(who, client, request):
    assert sign_in(client, request.getfixturevalue(who)).get(FOR).status_code == 404


def test_the_list_asks_the_same_number_of_questions(client, region, pandu):
    sign_in(client, pandu)
    counts = []
    for more in (1, 29, 270):
        for n in range(more):
            add_employee(region.aplikasi, f"Pegawai {n}")
        client.get(FOR)
        with CaptureQueriesContext(connection) as done:
            assert client.get(FOR).status_code == 200
        counts.append(len(done))
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 12
