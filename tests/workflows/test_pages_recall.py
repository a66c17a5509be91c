"""The page of the recall: looked at first, then done at once, and only over one's own people."""

import pytest
from django.urls import reverse

from tests.actors import add_employee, appoint, far_working_days, sign_in
from tests.documents import cases as paper_cases
from tests.workflows import cases
from tests.workflows.test_pages_loops import constant, fresh, text_of
from wfa.requests.models import WorkRequest

RECALL = reverse("panggil-kembali")


@pytest.fixture
def office(budi, bambang, citra):
    return {"assessor": budi, "head": bambang, "bkd": citra}


@pytest.fixture
def kabid(region):
    person = add_employee(region.aplikasi, "Kurnia Adi", echelon="31")
    appoint(person, region.aplikasi)
    return person


@pytest.fixture
def placed(region, office):
    def put(count):
        people = [add_employee(region.aplikasi, f"Pegawai {n:02}") for n in range(count)]
        return cases.in_force(paper_cases.approved(people, **office), office["bkd"])

    return put


def test_the_recall_is_looked_at_before_it_happens(client, bambang, placed):
    one, two, three = placed(3)
    sign_in(client, bambang)
    page = text_of(client.get(RECALL))
    assert page.count("data-pick") == 3
    picked = [str(c.applicant_id) for c in (one, two)]
    check = text_of(client.post(RECALL, {"lingkup": "pilih", "pilih": picked}))
    assert "2 pegawai, 4 hari" in check
    assert {fresh(c).state for c in (one, two, three)} == {"in_force"}
    nothing = client.post(RECALL, {"ditanya": "1", "pilih": picked, "reason": " "})
    assert "Tulis alasan pemanggilan." in text_of(nothing)
    done = client.post(
        RECALL, {"ditanya": "1", "pilih": picked, "reason": "Pemeriksaan BPK."}, follow=True
    )
    assert "2 dipanggil kembali ke kantor." in text_of(done)
    assert [fresh(c).state for c in (one, two, three)] == ["cancelled", "cancelled", "in_force"]


def test_above_20_the_number_is_typed(client, bambang, placed):
    requests = placed(21)
    sign_in(client, bambang)
    check = text_of(client.post(RECALL, {"lingkup": "semua"}))
    assert "Ketik 21 untuk melanjutkan" in check
    chosen = {"ditanya": "1", "pilih": [str(r.applicant_id) for r in requests]}
    chosen["reason"] = "Pemeriksaan BPK."
    wrong = client.post(RECALL, {**chosen, "jumlah": "20"})
    assert "Angka belum sama. Ketik 21." in text_of(wrong)
    assert not WorkRequest.objects.filter(state="cancelled").exists()
    client.post(RECALL, {**chosen, "jumlah": "21"})
    assert WorkRequest.objects.filter(state="cancelled").count() == 21


def test_a_unit_from_a_later_day(client, region, bambang, pandu, office, placed):
    placed(2)
    cases.in_force(paper_cases.approved([pandu], **office), office["bkd"])
    sign_in(client, bambang)
    _, second = far_working_days(2)
    where = {"unit": region.aplikasi.pk, "sejak": second.isoformat()}
    page = text_of(client.get(RECALL, where))
    assert page.count("data-pick") == 2
    assert "Pandu" not in page
    done = client.post(
        RECALL, {**where, "lingkup": "semua", "ditanya": "1", "reason": "Pemeriksaan BPK."}
    )
    assert done.url.startswith(RECALL)
    assert set(WorkRequest.objects.values_list("state", flat=True)) == {"in_force"}
    assert WorkRequest.objects.filter(last_day=far_working_days(1)[0]).count() == 2


def test_nobody_is_chosen_says_so(client, bambang, placed):
    placed(1)
    response = sign_in(client, bambang).post(RECALL, {"lingkup": "pilih"})
    assert response.status_code == 422
    assert "Belum ada pegawai yang dipilih." in text_of(response)


def test_somebody_outside_ones_scope_can_not_be_chosen(client, kabid, bambang, pandu, office):
    [case] = cases.in_force(paper_cases.approved([pandu], **office), office["bkd"])
    response = sign_in(client, kabid).post(
        RECALL, {"ditanya": "1", "pilih": [str(pandu.pk)], "reason": "Pemeriksaan BPK."}
    )
    assert response.status_code == 422
    assert fresh(case).state == "in_force"


@pytest.mark.parametrize("who", ["ani", "budi", "citra", "pandu", "ines", "adi"])
def test_who_leads_nobody_has_no_recall_page(who, client, request):
    assert sign_in(client, request.getfixturevalue(who)).get(RECALL).status_code == 404


@pytest.mark.parametrize(
    "typed", [{"sejak": "kemarin"}, {"unit": "x"}, {"halaman": "99"}, {"sejak": "0001-01-01"}]
)
def test_spoiled_filters_show_the_list(typed, client, bambang, placed):
    placed(1)
    page = text_of(sign_in(client, bambang).get(RECALL, typed))
    assert page.count("data-pick") == 1


def test_an_empty_list_says_what_to_do(client, bambang):
    page = text_of(sign_in(client, bambang).get(RECALL))
    assert "Tidak ada yang dapat dipanggil" in page


def test_the_list_of_people_costs_the_same(client, bambang, placed):
    sign_in(client, bambang)
    constant(client, RECALL, placed, 13)
