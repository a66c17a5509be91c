"""One item at the BKD: some of its days, conditions, reasons; and dossiers of any size."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.actors import add_employee, far_working_days, sign_in, text_of
from tests.workflows import cases
from wfa.requests.models import WorkRequest
from workflows.services import perform


def url(name, proposal):
    return reverse(name, args=[proposal.pk])


def recommended(region, assessor, count, days):
    people = [add_employee(region.aplikasi, f"Pegawai {n:03}") for n in range(count)]
    requests = [cases.submitted(person, days) for person in people]
    perform("recommend", requests, by=assessor)
    return list(WorkRequest.objects.filter(pk__in=[r.pk for r in requests]).order_by("number"))


@pytest.fixture
def days():
    return far_working_days(2)


@pytest.fixture
def ready(region, budi, bambang, days):
    return recommended(region, budi, 2, days)


@pytest.fixture
def dossier(ready, bambang, citra):
    return cases.proposal_of(ready, bambang)


@pytest.fixture
def bkd(client, citra):
    return sign_in(client, citra)


def item(page, proposal, request):
    return page.get(url("usulan-lihat", proposal), {"butir": str(request.pk)})


def decide(page, proposal, request, step, days=(), **more):
    data = {"satu": "1", "pilih": str(request.pk), "langkah": step, **more}
    data["hari"] = [d.isoformat() for d in days]
    return page.post(url("usulan-putuskan", proposal), data)


def test_item_shows_days_with_quota_and_the_assessment_of_the_opd(bkd, dossier, ready, days):
    page = item(bkd, dossier, ready[0])
    assert [date for date, _ in page.context["seats"]] == days
    assert [str(seat) for _, seat in page.context["seats"]] == ["2/4", "2/4"]
    text = text_of(page)
    assert "Penilaian OPD" in text
    assert "Tetap dapat dihubungi selama jam kerja." in text


def test_item_of_another_proposal_is_404(bkd, dossier, region, budi, bambang, days):
    [other] = recommended(region, budi, 1, days)
    cases.proposal_of([other], bambang)
    assert item(bkd, dossier, other).status_code == 404
    assert item(bkd, dossier, type("R", (), {"pk": "x"})).status_code == 404
    assert decide(bkd, dossier, other, "approve", days).status_code == 404


def test_opd_sees_its_proposal_instead_of_the_item(client, bambang, dossier, ready):
    page = item(sign_in(client, bambang), dossier, ready[0])
    assert page.templates[0].name == "workflows/proposal.html"


def test_one_of_two_days_is_approved_with_conditions(bkd, dossier, ready, days):
    terms = " Hadir bila dipanggil. \n\nLapor setiap hari."
    response = decide(bkd, dossier, ready[0], "approve", days[:1], syarat=terms)
    assert response.url == f"{url('usulan-lihat', dossier)}?butir={ready[1].pk}"
    request = WorkRequest.objects.get(pk=ready[0].pk)
    assert request.conditions == ["Hadir bila dipanggil.", "Lapor setiap hari."]
    states = request.days.order_by("date").values_list("state", flat=True)
    assert list(states) == ["approved", "refused"]
    assert "Urungkan 1" in text_of(bkd.get(response.url))


def test_undo_asks_all_days_again(bkd, dossier, ready, days):
    decide(bkd, dossier, ready[0], "approve", days[:1])
    bkd.post(url("usulan-urungkan", dossier), {"pilih": str(ready[0].pk)})
    assert [date for date, _ in item(bkd, dossier, ready[0]).context["seats"]] == days


def test_no_day_chosen_is_told_and_nothing_is_lost(bkd, dossier, ready):
    page = decide(bkd, dossier, ready[0], "approve", [], syarat="Lapor setiap hari.")
    assert page.status_code == 422
    assert "Belum ada hari yang dipilih." in text_of(page)
    assert "Lapor setiap hari." in text_of(page)
    assert page.context["picked"] == set()


def test_refusing_needs_a_reason_and_takes_a_sentence(bkd, dossier, ready, days):
    page = decide(bkd, dossier, ready[0], "refuse", days)
    assert page.status_code == 422
    assert "Alasan wajib diisi." in text_of(page)
    decide(bkd, dossier, ready[0], "refuse", days, contoh="Layanan terganggu.")
    assert WorkRequest.objects.get(pk=ready[0].pk).state == "refused"


def test_rule_that_says_no_stays_on_the_page(bkd, dossier, ready, days):
    ready[0].applicant.standing = "discipline"
    ready[0].applicant.save()
    page = decide(bkd, dossier, ready[0], "approve", days, syarat="Lapor.")
    assert page.status_code == 422
    assert "hukuman disiplin" in text_of(page)


def test_send_back_is_not_offered_to_be_undone(bkd, dossier, ready, days):
    answer = decide(bkd, dossier, ready[0], "send_back", days, catatan="Lengkapi.")
    assert bkd.get(answer.url).context["outcome"]["undo"] == []


def test_closed_examination_offers_nothing(bkd, dossier, ready, citra):
    from workflows.services import close_examination

    perform("approve", ready, by=citra)
    close_examination(dossier, by=citra)
    page = item(bkd, dossier, ready[0])
    assert page.context["steps"] == []
    assert "Pemeriksaan usulan ini sudah selesai." in text_of(page)


def test_whole_proposal_is_decided_across_pages_with_the_number_typed(bkd, region, budi, bambang):
    requests = recommended(region, budi, 30, far_working_days(1))
    proposal = cases.proposal_of(requests, bambang)
    address = url("usulan-putuskan", proposal)
    assert "Seluruh usulan: 30" in text_of(bkd.get(url("usulan-lihat", proposal)))
    asked = bkd.post(address, {"langkah": "approve", "semua": "1"})
    assert "Ketik 30 untuk melanjutkan" in text_of(asked)
    bkd.post(address, {"langkah": "approve", "semua": "1", "jumlah": "30"})
    assert set(WorkRequest.objects.values_list("state", flat=True)) == {"approved"}


def test_late_rows_stand_first_in_the_dossier(bkd, dossier, ready):
    late = ready[1]
    WorkRequest.objects.filter(pk=late.pk).update(due_on="2026-01-05")
    rows = bkd.get(url("usulan-lihat", dossier)).context["rows"]
    assert [row["case"] for row in rows] == [late, ready[0]]
    assert rows[0]["left"][0].startswith("Lewat batas")
    [row] = bkd.get(reverse("kotak-masuk-bkd"), {"tenggat": "lewat"}).context["rows"]
    assert row["left"][2] == "bad"
    assert not bkd.get(reverse("kotak-masuk-bkd"), {"tenggat": "hari-ini"}).context["rows"]


@pytest.mark.parametrize("count", [1, 30, 200])
def test_dossier_takes_the_same_queries_and_60_kb_at_any_size(count, bkd, region, budi, bambang):
    proposal = cases.proposal_of(recommended(region, budi, count, far_working_days(2)), bambang)
    with CaptureQueriesContext(connection) as queries:
        response = bkd.get(url("usulan-lihat", proposal))
    assert len(queries) <= 22, [q["sql"][:90] for q in queries]
    assert len(response.content) <= 60_000
    with CaptureQueriesContext(connection) as queries:
        item(bkd, proposal, proposal.items.first().request)
    assert len(queries) <= 22
