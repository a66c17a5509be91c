"""Who opens a supporting file, in which state of the case, and that each opening is logged."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.actors import add_employee, give, sign_in
from tests.files.corpus import picture
from tests.workflows import cases
from wfa.audit.models import AuditEvent
from wfa.files.models import StoredFile
from wfa.files.services import accept
from wfa.people.permissions import authority
from wfa.requests.models import Evidence, WorkRequest
from wfa.requests.permissions import may_read

STATES = ("draft", "submitted", "returned", "withdrawn", "recommended", "proposed")
STATES += ("approved", "refused", "in_force", "revoked")
PEOPLE = ("ani", "dewi", "dodi", "budi", "pandu", "bambang", "citra", "endah", "rani", "plh_tri")
PEOPLE += ("ines", "adi", "bupati")

SEES_CASE = {"ani", "budi", "pandu", "bambang", "citra", "endah", "ines", "bupati"}
AT_OPD = {"ani", "budi", "bambang", "ines"}
AT_BKD = {"ani", "citra", "endah", "ines"}
HEALTH = {
    "draft": {"ani"},
    "submitted": AT_OPD,
    "recommended": AT_OPD,
    "proposed": AT_BKD,
    "approved": AT_BKD,
    "refused": AT_BKD,
}


def upload(name="surat.png"):
    return SimpleUploadedFile(name, picture("PNG"), "image/png")


def attach(request, *, health=False):
    stored = accept(upload(), by=request.applicant, purpose=StoredFile.Purpose.EVIDENCE)
    return Evidence.objects.create(request=request, file=stored, is_health=health)


@pytest.fixture
def people(request, region):
    return {name: request.getfixturevalue(name) for name in PEOPLE}


def case_in(state, people):
    return cases.in_state(
        state,
        applicant=people["ani"],
        assessor=people["budi"],
        head=people["bambang"],
        bkd=people["citra"],
    )


def readers(evidence, people):
    return {name for name, user in people.items() if may_read(evidence, user, authority(user))}


@pytest.mark.parametrize("state", STATES)
def test_evidence_is_read_by_whom_the_state_lets(state, people):
    case = case_in(state, people)
    plain, health = attach(case), attach(case, health=True)
    assert readers(plain, people) == ({"ani"} if state == "draft" else SEES_CASE)
    assert readers(health, people) == HEALTH.get(state, {"ani", "ines"})


def test_health_evidence_of_a_case_refused_by_the_opd_never_reaches_the_bkd(people):
    case = cases.submitted(people["ani"])
    case = cases.do("refuse", case, people["bambang"], note="Layanan terganggu.")
    assert readers(attach(case, health=True), people) == {"ani", "ines"}


def test_an_assessor_whose_duty_ended_reads_nothing(people, region):
    health = attach(cases.submitted(people["ani"]), health=True)
    former = add_employee(region.diskominfo, "Fajar")
    day = people["budi"].duties.get().starts
    give(former, "penilai", region.diskominfo, ends=day)
    assert not may_read(health, former, authority(former))


def test_opening_is_logged_with_the_capacity_and_not_kept_by_browsers(client, ani, budi):
    evidence = attach(cases.submitted(ani), health=True)
    answer = sign_in(client, budi).get(reverse("bukti", args=[evidence.pk]))
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)[:4] == b"\x89PNG"
    assert answer["Cache-Control"] == "private, no-store"
    event = AuditEvent.objects.filter(action="file_read").get()
    assert event.actor_nip == budi.nip
    assert event.capacity == "Penilai OPD Diskominfo"
    assert (event.target_kind, event.target_id) == ("file", str(evidence.file_id))
    assert event.data["request"] == str(evidence.request_id)


def test_who_may_not_read_gets_404_and_no_log(client, ani, budi, pandu, dodi):
    evidence = attach(cases.submitted(ani), health=True)
    for user in (pandu, dodi):
        answer = sign_in(client, user).get(reverse("bukti", args=[evidence.pk]))
        assert answer.status_code == 404
    assert not AuditEvent.objects.filter(action="file_read").exists()


def test_a_file_that_does_not_exist_is_404(client, ani):
    assert sign_in(client, ani).get(reverse("bukti", args=[uuid.uuid4()])).status_code == 404


# --- adding and taking off -------------------------------------------------------------------


def post_file(page, case, **data):
    return page.post(reverse("bukti-unggah", args=[case.pk]), {"berkas": upload(), **data})


def test_uploading_and_removing_ones_own(client, ani):
    case = cases.draft(ani)
    page = sign_in(client, ani)
    assert post_file(page, case, kesehatan="1").status_code == 302
    evidence = Evidence.objects.get()
    assert (evidence.request, evidence.is_health) == (case, True)
    answer = page.post(reverse("bukti-hapus", args=[evidence.pk]))
    assert answer.url.startswith(reverse("pengajuan-isi", args=[case.pk, 1]))
    assert not Evidence.objects.exists()
    told = AuditEvent.objects.filter(action__startswith="evidence_")
    assert set(told.values_list("action", flat=True)) == {"evidence_added", "evidence_removed"}


def test_nobody_else_adds_or_removes(client, ani, budi, ines):
    case = cases.submitted(ani)
    evidence = attach(case)
    for user in (budi, ines):
        page = sign_in(client, user)
        assert post_file(page, case).status_code == 404
        assert page.post(reverse("bukti-hapus", args=[evidence.pk])).status_code == 404
    assert Evidence.objects.count() == 1


def test_a_submitted_case_keeps_its_files_as_they_are(client, ani, budi):
    case = cases.submitted(ani)
    evidence = attach(case)
    page = sign_in(client, ani)
    assert post_file(page, case).url == reverse("pengajuan", args=[case.pk])
    page.post(reverse("bukti-hapus", args=[evidence.pk]))
    assert list(WorkRequest.objects.get().evidence.all()) == [evidence]
