"""Every page of people opens for those it is meant for, and only for them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.actors import add_employee, appoint, give, sign_in
from wfa.people.models import Duty, Employee

FOR_MANAGERS = ["pegawai", "akun-baru", "tugas", "tugas-beri", "jabatan-beri", "slip", "unit"]


@pytest.mark.parametrize("name", [*FOR_MANAGERS, "pengaturan", "kewenangan", "akun", "akun-sandi"])
def test_each_page_opens_for_the_head_of_bkd(client, endah, ani, name):
    page = sign_in(client, endah).get(reverse(name))
    assert page.status_code == 200
    assert "style=" not in page.content.decode()


def test_account_opens_for_somebody_without_a_unit(client, adi):
    page = sign_in(client, adi).get(reverse("akun")).content.decode()
    assert "Administrator sistem" in page


@pytest.mark.parametrize("name", ["masuk", "masuk-pertama"])
def test_public_pages_open_for_everybody(client, region, name):
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", [*FOR_MANAGERS, "pengaturan", "kewenangan"])
def test_employees_find_nothing_behind_managers_addresses(client, ani, name):
    assert sign_in(client, ani).get(reverse(name)).status_code == 404


def test_account_shows_capacities_with_basis_and_end(client, plh_tri):
    page = sign_in(client, plh_tri).get(reverse("akun")).content.decode()
    assert "Plh. Kepala Dinkes" in page
    assert "800/1/2019" in page


def test_people_outside_the_scope_are_not_listed(client, pandu, ani, dodi):
    page = sign_in(client, pandu).get(reverse("pegawai")).content.decode()
    assert ani.name in page
    assert dodi.name not in page


def test_pages_of_people_outside_the_scope_are_404(client, pandu, ani, dodi):
    sign_in(client, pandu)
    assert client.get(reverse("pegawai-lihat", args=[ani.pk])).status_code == 200
    assert client.get(reverse("pegawai-lihat", args=[dodi.pk])).status_code == 404
    assert client.post(reverse("pegawai-kode", args=[dodi.pk])).status_code == 404
    assert client.post(reverse("pegawai-aktif", args=[ani.pk])).status_code == 404


def test_people_without_a_unit_are_seen_by_those_over_the_whole_region(client, pandu, adi, ines):
    address = reverse("pegawai-lihat", args=[ines.pk])
    assert sign_in(client, adi).get(address).status_code == 200
    assert sign_in(client, pandu).get(address).status_code == 404


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"cari": "ani les"}, {"Ani Lestari"}),
        ({"kedudukan": "discipline"}, {"Dewi Anggraini"}),
        ({"akun": "nonaktif"}, {"Dodi Firmansyah"}),
        ({"jenis": "official"}, {"Ines Kartika"}),
        ({"cari": "tidak ada"}, set()),
    ],
)
def test_list_is_narrowed_by_what_was_asked(client, endah, ani, dewi, dodi, ines, query, names):
    Employee.objects.filter(pk=dewi.pk).update(standing="discipline")
    Employee.objects.filter(pk=dodi.pk).update(is_active=False)
    page = sign_in(client, endah).get(reverse("pegawai"), query)
    assert {person.name for person in page.context["page"]} == names


def test_people_are_found_by_nip_however_it_is_spaced(client, endah, ani):
    spaced = f"{ani.nip[:8]} {ani.nip[8:14]} {ani.nip[14]} {ani.nip[15:]}"
    page = sign_in(client, endah).get(reverse("pegawai"), {"cari": spaced})
    assert [person.pk for person in page.context["page"]] == [ani.pk]


def test_list_is_narrowed_by_unit_with_what_lies_below(client, endah, region, ani, dodi, budi):
    page = sign_in(client, endah).get(reverse("pegawai"), {"unit": region.diskominfo.pk})
    assert {person.pk for person in page.context["page"]} == {ani.pk, budi.pk}


@pytest.mark.parametrize("name", ["pegawai", "tugas", "unit", "slip"])
def test_lists_ask_as_often_with_one_row_as_with_thirty(
    client, endah, region, name, django_assert_num_queries
):
    def fill(rows):
        for number in range(rows):
            person = add_employee(region.aplikasi, f"Orang {number}")
            give(person, Duty.Kind.ASSESSOR, region.diskominfo)

    sign_in(client, endah)
    fill(1)
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(name))
    fill(29)
    with django_assert_num_queries(len(one)):
        client.get(reverse(name))


def test_page_of_one_person_shows_history(client, endah, region, ani):
    give(ani, Duty.Kind.ASSESSOR, region.diskominfo)
    appoint(ani, region.aplikasi)
    page = sign_in(client, endah).get(reverse("pegawai-lihat", args=[ani.pk])).content.decode()
    assert "Penilai OPD" in page
    assert "Bidang Aplikasi Informatika" in page


def test_closing_an_account_keeps_the_person(client, endah, ani):
    sign_in(client, endah).post(reverse("pegawai-aktif", args=[ani.pk]), {"aktif": "tidak"})
    ani.refresh_from_db()
    assert not ani.is_active
    client.post(reverse("pegawai-aktif", args=[ani.pk]), {"aktif": "ya"})
    ani.refresh_from_db()
    assert ani.is_active


def test_nobody_closes_their_own_account(client, endah):
    sign_in(client, endah).post(reverse("pegawai-aktif", args=[endah.pk]), {"aktif": "tidak"})
    endah.refresh_from_db()
    assert endah.is_active


def test_account_outside_siasn_is_added_and_keeps_input_when_refused(client, adi, bupati):
    sign_in(client, adi)
    typed = {"name": "Wakil Bupati Sari", "kind": "official", "login": "Bupati"}
    page = client.post(reverse("akun-baru"), typed).content.decode()
    assert "sudah dipakai" in page
    assert 'value="Wakil Bupati Sari"' in page
    assert client.post(reverse("akun-baru"), {**typed, "login": "wakil"}).status_code == 302
    assert Employee.objects.get(login="wakil").kind == "official"


def test_contact_is_changed_by_its_owner_and_keeps_input_when_wrong(client, ani):
    sign_in(client, ani)
    page = client.post(reverse("akun"), {"email": "bukan-pos-el", "phone": "0812 1234 5678"})
    assert 'value="bukan-pos-el"' in page.content.decode()
    assert "nama@contoh.go.id" in page.content.decode()
    client.post(reverse("akun"), {"email": "ani@contoh.go.id", "phone": "0812 1234 5678"})
    ani.refresh_from_db()
    assert (ani.email, ani.phone) == ("ani@contoh.go.id", "0812 1234 5678")
