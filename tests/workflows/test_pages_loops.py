"""The pages of the loops: what they show, what they keep, and what they cost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.actors import add_employee, appoint, far_working_days, sign_in, text_of
from tests.documents import cases as paper_cases
from tests.workflows import cases
from wfa.calendars.selectors import add_working_days
from wfa.requests.models import WorkRequest
from workflows.models import Cancellation, Objection, SuperiorView
from workflows.services import ask_cancellation, file_objection, withdraw_cancellation

CANCELLATIONS = reverse("pembatalan-daftar")
OBJECTIONS = reverse("keberatan-daftar")
VIEWS = reverse("pertimbangan-daftar")


@pytest.fixture
def office(ani, budi, bambang, citra):
    return {"assessor": budi, "head": bambang, "bkd": citra}


@pytest.fixture
def running(ani, office):
    [request] = paper_cases.approved([ani], **office)
    return cases.in_force([request], office["bkd"])[0]


@pytest.fixture
def asked(running, ani):
    return ask_cancellation(
        running, by=ani, dates=far_working_days(1), reason="Rapat penting di kantor."
    )


@pytest.fixture
def refused(ani, budi, bambang):
    return cases.do("refuse", cases.submitted(ani), bambang, note="Layanan loket kosong.")


@pytest.fixture
def kabid(region):
    person = add_employee(region.aplikasi, "Kurnia Adi", echelon="31")
    appoint(person, region.aplikasi)
    return person


def fresh(row):
    return type(row)._default_manager.get(pk=row.pk)


def queries(client, url):
    with CaptureQueriesContext(connection) as done:
        assert client.get(url).status_code == 200
    return len(done)


def constant(client, url, grow, most):
    """1, 30 and 120 rows cost the same number of queries."""
    counts = []
    for more in (1, 29, 90):
        grow(more)
        client.get(url)
        counts.append(queries(client, url))
    assert len(set(counts)) == 1, counts
    assert counts[0] <= most, counts


# --- asking ----------------------------------------------------------------------------------


def test_asking_keeps_what_was_typed_when_the_reason_is_missing(client, ani, running):
    sign_in(client, ani)
    url = reverse("pembatalan-minta", args=[running.pk])
    _, second = far_working_days(2)
    assert text_of(client.get(url)).count(" checked") == 2
    response = client.post(url, {"dates": [second.isoformat()], "reason": ""})
    page = text_of(response)
    assert response.status_code == 422
    assert "Salah: Minta pembatalan" in page
    assert page.count(" checked") == 1
    response = client.post(url, {"dates": [second.isoformat()], "reason": "Rapat di kantor."})
    assert response.url == reverse("pengajuan", args=[running.pk])
    assert Cancellation.objects.get().dates == [second.isoformat()]


def test_a_day_that_is_not_offered_is_refused(client, ani, running):
    url = reverse("pembatalan-minta", args=[running.pk])
    day = far_working_days(3)[2].isoformat()
    response = sign_in(client, ani).post(url, {"dates": [day], "reason": "Rapat di kantor."})
    assert "Ada hari yang tidak dapat dibatalkan lagi." in text_of(response)
    assert not Cancellation.objects.exists()


def test_an_asking_that_waits_can_be_taken_back(client, ani, asked):
    sign_in(client, ani)
    page = text_of(client.get(reverse("pembatalan-minta", args=[asked.request_id])))
    assert "Permintaan sebelumnya belum diputus" in page
    client.post(reverse("pembatalan-tarik", args=[asked.pk]))
    assert fresh(asked).state == "withdrawn"
    again = client.post(reverse("pembatalan-tarik", args=[asked.pk]), follow=True)
    assert "sudah ditarik kembali" in text_of(again)


def test_what_does_not_run_is_explained(client, ani, budi, bambang):
    case = cases.submitted(ani)
    page = text_of(sign_in(client, ani).get(reverse("pembatalan-minta", args=[case.pk])))
    assert "Hanya pengajuan yang disetujui atau berlaku." in page


@pytest.mark.parametrize("who", ["dewi", "budi", "bambang", "endah", "pandu"])
def test_the_page_of_asking_is_the_applicants_own(who, client, running, request):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse("pembatalan-minta", args=[running.pk])).status_code == 404


# --- deciding --------------------------------------------------------------------------------


def test_the_opd_sees_what_waits_and_grants_it(client, budi, asked):
    sign_in(client, budi)
    page = text_of(client.get(CANCELLATIONS))
    assert "Ani Lestari" in page
    assert "hari kerja" in page
    url = reverse("pembatalan", args=[asked.pk])
    assert "Rapat penting di kantor." in text_of(client.get(url))
    response = client.post(url, {"keputusan": "kabulkan", "note": ""}, follow=True)
    assert "Permintaan pembatalan dikabulkan." in text_of(response)
    assert "Tidak ada permintaan yang menunggu" in text_of(response)
    assert fresh(asked).state == "granted"


def test_a_denial_without_words_stays_on_the_page(client, budi, asked):
    url = reverse("pembatalan", args=[asked.pk])
    response = sign_in(client, budi).post(url, {"keputusan": "tolak", "note": " "})
    assert response.status_code == 422
    assert "Tulis alasan tidak mengabulkan." in text_of(response)
    assert fresh(asked).state == "asked"


def test_the_slower_of_two_is_told_who_was_faster(client, budi, bambang, asked):
    url = reverse("pembatalan", args=[asked.pk])
    sign_in(client, bambang).post(url, {"keputusan": "kabulkan"})
    response = sign_in(client, budi).post(
        url, {"keputusan": "tolak", "note": "Belum perlu."}, follow=True
    )
    assert "Sudah dikabulkan oleh Bambang Hartono" in text_of(response)


def test_one_that_was_withdrawn_meanwhile_is_information(client, ani, budi, asked):
    withdraw_cancellation(asked, by=ani)
    url = reverse("pembatalan", args=[asked.pk])
    response = sign_in(client, budi).post(url, {"keputusan": "kabulkan"}, follow=True)
    assert "Permintaan ini sudah ditarik kembali. Tidak ada yang diubah." in text_of(response)


def test_a_get_decides_nothing(client, budi, asked):
    client = sign_in(client, budi)
    client.get(reverse("pembatalan", args=[asked.pk]), {"keputusan": "kabulkan"})
    assert fresh(asked).state == "asked"


@pytest.mark.parametrize("who", ["dewi", "plh_tri", "citra", "pandu", "ines", "adi"])
def test_who_decides_on_nobody_there_finds_nothing(who, client, asked, request):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse("pembatalan", args=[asked.pk])).status_code == 404


def test_the_head_of_the_bkd_may_decide_but_is_not_kept_waiting_for(client, endah, asked):
    sign_in(client, endah)
    assert "Ani Lestari" not in text_of(client.get(CANCELLATIONS))
    assert client.get(reverse("pembatalan", args=[asked.pk])).status_code == 200


def test_an_approval_that_came_too_late_is_closed_from_the_list(client, ani, budi, office):
    [case] = paper_cases.approved([ani], **office)
    case = cases.move_days(case, (timezone.localdate() - case.last_day).days - 7)
    sign_in(client, budi)
    url = reverse("pembatalan-lewat", args=[case.pk])
    assert url in text_of(client.get(CANCELLATIONS))
    assert client.post(url, {"reason": ""}).status_code == 422
    response = client.post(url, {"reason": "SK tidak sempat terbit."}, follow=True)
    assert "dibatalkan" in text_of(response)
    assert fresh(case).state == "cancelled"
    assert client.get(url).status_code == 404


def test_the_list_of_cancellations_costs_the_same(client, region, ani, budi, office):
    sign_in(client, budi)

    def grow(more):
        people = [add_employee(region.aplikasi, f"Pegawai {n}") for n in range(more)]
        for case in cases.in_force(paper_cases.approved(people, **office), office["bkd"]):
            Cancellation.objects.create(
                request=case,
                asked_by=case.applicant,
                asked_at=timezone.now(),
                reason="Rapat.",
                dates=[d.isoformat() for d in far_working_days(1)],
            )

    constant(client, CANCELLATIONS, grow, 14)


# --- objections ------------------------------------------------------------------------------


def test_the_applicant_reads_the_refusal_and_the_last_day(client, ani, refused):
    sign_in(client, ani)
    url = reverse("keberatan-ajukan", args=[refused.pk])
    page = text_of(client.get(url))
    assert "Layanan loket kosong." in page
    assert "Keberatan hanya satu kali" in page
    assert client.post(url, {"reason": " "}).status_code == 422
    client.post(url, {"reason": "Layanan dijaga dua rekan."})
    assert fresh(refused).state == "objected"
    assert "Keberatan tidak dapat diajukan" in text_of(client.get(url))


@pytest.mark.parametrize("who", ["dewi", "budi", "bambang", "endah"])
def test_nobody_else_opens_that_page(who, client, refused, request):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse("keberatan-ajukan", args=[refused.pk])).status_code == 404


@pytest.fixture
def objection(refused, ani):
    return file_objection(refused, by=ani, reason="Layanan dijaga dua rekan.")


def test_the_answer_page_shows_both_sides_and_keeps_what_was_typed(client, endah, objection):
    sign_in(client, endah)
    assert "Ani Lestari" in text_of(client.get(OBJECTIONS))
    url = reverse("keberatan", args=[objection.request_id])
    page = text_of(client.get(url))
    for part in ("Layanan dijaga dua rekan.", "Layanan loket kosong.", "BKD memeriksa lagi"):
        assert part in page
    response = client.post(url, {"note": "Layanan ternyata terjaga."})
    assert response.status_code == 422
    assert "Pilih satu keputusan." in text_of(response)
    assert "Layanan ternyata terjaga." in text_of(response)
    client.post(url, {"jawaban": "kabul", "note": "Layanan ternyata terjaga."})
    assert fresh(objection).upheld is False
    assert "Keberatan dikabulkan." in text_of(client.get(url))
    assert "Tidak ada keberatan yang menunggu" in text_of(client.get(OBJECTIONS))


def test_the_refuser_sees_why_somebody_else_answers(client, refused, endah, objection):
    WorkRequest.objects.filter(pk=refused.pk).update(decided_by=endah)
    page = text_of(sign_in(client, endah).get(reverse("keberatan", args=[objection.request_id])))
    assert "Anda yang menolak pengajuan ini." in page
    assert "Simpan jawaban" not in page


def test_a_late_answer_says_so_in_words(client, endah, objection):
    late = add_working_days(timezone.localdate(), -3)
    Objection.objects.filter(pk=objection.pk).update(due_on=late)
    page = text_of(sign_in(client, endah).get(OBJECTIONS))
    assert re.search(r"Lewat batas [23] hari kerja: putuskan tertulis", page)


@pytest.mark.parametrize("who", ["ani", "budi", "bambang", "citra", "ines", "adi"])
def test_only_who_answers_opens_the_answer_page(who, client, objection, request):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(OBJECTIONS).status_code == 404
    assert client.get(reverse("keberatan", args=[objection.request_id])).status_code == 404


def test_the_list_of_objections_costs_the_same(client, region, budi, bambang, endah):
    sign_in(client, endah)

    def grow(more):
        for n in range(more):
            person = add_employee(region.aplikasi, f"Pegawai {n}")
            case = cases.submitted(person, far_working_days(1))
            WorkRequest.objects.filter(pk=case.pk).update(decided_by=bambang)
            Objection.objects.create(
                request=case,
                filed_at=timezone.now(),
                reason="Keberatan.",
                due_on=timezone.localdate(),
                refused_by=bambang,
            )

    constant(client, OBJECTIONS, grow, 12)


# --- the superior ----------------------------------------------------------------------------


@pytest.fixture
def hearing(region):
    region.policy.parameters |= {"superior_step": True}
    region.policy.save(update_fields=["parameters"])


def test_the_superior_reads_the_case_and_says_what_they_think(client, hearing, ani, kabid, budi):
    case = cases.submitted(ani)
    sign_in(client, kabid)
    assert "Ani Lestari" in text_of(client.get(VIEWS))
    url = reverse("pertimbangan", args=[case.pk])
    assert "Uji 24 layar" in text_of(client.get(url))
    response = client.post(url, {"note": "Pekerjaannya dapat dibawa pulang."})
    assert response.status_code == 422
    assert "Pilih mendukung atau tidak mendukung." in text_of(response)
    client.post(url, {"pendapat": "dukung", "note": "Pekerjaannya dapat dibawa pulang."})
    assert SuperiorView.objects.get().agrees is True
    assert "Mendukung." in text_of(client.get(url))
    assert "Tidak ada yang menunggu" in text_of(client.get(VIEWS))


def test_where_the_policy_does_not_ask_there_is_no_such_page(client, ani, kabid, budi):
    case = cases.submitted(ani)
    sign_in(client, kabid)
    assert client.get(reverse("pertimbangan", args=[case.pk])).status_code == 404


@pytest.mark.parametrize("who", ["dewi", "budi", "bambang", "endah", "ines", "adi"])
def test_who_leads_nobody_finds_no_such_page(who, client, hearing, ani, kabid, request):
    case = cases.submitted(ani)
    sign_in(client, request.getfixturevalue(who))
    assert client.get(VIEWS).status_code == 404
    assert client.get(reverse("pertimbangan", args=[case.pk])).status_code == 404


def test_the_list_of_views_costs_the_same(client, hearing, region, kabid, budi):
    sign_in(client, kabid)

    def grow(more):
        for n in range(more):
            cases.submitted(add_employee(region.aplikasi, f"Pegawai {n}"), far_working_days(1))

    constant(client, VIEWS, grow, 13)
