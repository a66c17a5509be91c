"""Pages of leave, duty travel and training: found, recorded, refused with a way out, taken back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.actors import add_employee, far_working_days, sign_in, text_of
from tests.documents import cases as paper_cases
from tests.schedules.day_cases import place_on, rota, working_days
from tests.workflows import cases
from wfa.schedules.models import Absence
from wfa.schedules.services.absences import record_absence

LIST = reverse("ketidakhadiran")


def said(day, last=None, **more):
    return {"kind": "leave", "first": day, "last": last or day, "basis": "850/7", **more}


def test_somebody_is_found_and_recorded(client, ani, pandu):
    day = working_days(1)[0]
    sign_in(client, pandu)
    found = text_of(client.get(reverse("ketidakhadiran-catat"), {"cari": "ani les"}))
    url = reverse("ketidakhadiran-isi", args=[ani.pk])
    assert url in found
    done = client.post(url, said(day), follow=True)
    assert "Tercatat: Cuti Ani Lestari." in text_of(done)
    assert place_on(ani, day) == "leave"


def test_a_day_from_another_page_is_filled_in(client, ani, pandu):
    day = working_days(1)[0].isoformat()
    sign_in(client, pandu)
    chosen = text_of(client.get(reverse("ketidakhadiran-catat"), {"cari": "ani", "tanggal": day}))
    assert f"?tanggal={day}" in chosen
    form = text_of(client.get(reverse("ketidakhadiran-isi", args=[ani.pk]), {"tanggal": day}))
    assert form.count(f'value="{day}"') == 2


def test_people_of_another_opd_are_not_there(client, dodi, pandu):
    sign_in(client, pandu)
    page = text_of(client.get(reverse("ketidakhadiran-catat"), {"cari": "Dodi"}))
    assert "Tidak ditemukan di OPD Anda" in page
    assert client.get(reverse("ketidakhadiran-isi", args=[dodi.pk])).status_code == 404


def test_what_was_typed_stays_and_errors_say_what_to_do(client, ani, pandu):
    first, second = working_days(2)
    url = reverse("ketidakhadiran-isi", args=[ani.pk])
    answer = sign_in(client, pandu).post(url, said(second, first, basis="<b>850</b>"))
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Periksa kedua tanggal." in page
    assert "&lt;b&gt;850&lt;/b&gt;" in page
    assert not Absence.objects.exists()


def test_a_day_of_a_request_leads_to_the_request(client, ani, pandu, budi, bambang, citra):
    [case] = cases.in_force(
        paper_cases.approved([ani], assessor=budi, head=bambang, bkd=citra), citra
    )
    url = reverse("ketidakhadiran-isi", args=[ani.pk])
    page = text_of(sign_in(client, pandu).post(url, said(far_working_days(1)[0])))
    assert reverse("pengajuan", args=[case.pk]) in page


def test_a_short_office_names_who_may_come(client, ani, dewi, pandu, region):
    day = working_days(1)[0]
    rota(dewi, [day])
    region.policy.parameters = {**region.policy.parameters, "min_present": 2}
    region.policy.save()
    url = reverse("ketidakhadiran-isi", args=[ani.pk])
    page = text_of(sign_in(client, pandu).post(url, said(day)))
    assert "Dewi Anggraini" in page
    assert "Atasan unit yang dapat memanggil kembali." in page


def test_the_list_of_a_month_by_unit_and_kind(client, ani, dewi, pandu, region):
    first = working_days(1)[0]
    record_absence(ani, "leave", first, first, "850/1", by=pandu)
    record_absence(pandu, "training", first, first, "890/2", by=pandu)
    sign_in(client, pandu)
    month = {"bulan": f"{first:%Y-%m}"}
    assert all(letter in text_of(client.get(LIST, month)) for letter in ("850/1", "890/2"))
    kind = text_of(client.get(LIST, {**month, "jenis": "leave"}))
    assert "850/1" in kind
    assert "890/2" not in kind
    unit = text_of(client.get(LIST, {**month, "unit": region.aplikasi.pk}))
    assert "850/1" in unit
    assert "890/2" not in unit
    who = text_of(client.get(LIST, {**month, "cari": "Pandu"}))
    assert "890/2" in who
    assert "850/1" not in who


SPOILED = {"bulan": ("x", "0001-01", "9999-12"), "unit": "x", "jenis": "x", "halaman": "9"}


@pytest.mark.parametrize("typed", [{key: text} for key, texts in SPOILED.items() for text in texts])
def test_spoiled_filters_show_the_list(typed, client, pandu):
    assert sign_in(client, pandu).get(LIST, typed).status_code == 200


def test_a_record_is_taken_back_with_its_reason(client, ani, pandu):
    day = working_days(1)[0]
    absence = record_absence(ani, "leave", day, day, "850/1", by=pandu)
    url = reverse("ketidakhadiran-cabut", args=[absence.pk])
    sign_in(client, pandu)
    assert client.post(url, {"why": ""}).status_code == 422
    done = client.post(url, {"why": "Salah orang"}, follow=True)
    assert "Catatan dicabut." in text_of(done)
    assert place_on(ani, day) is None
    assert "Salah orang" in text_of(client.get(url))


@pytest.mark.parametrize("who", ["ani", "budi", "dodi", "plh_tri"])
def test_absences_of_ones_own_units_only(who, client, ani, pandu, request):
    day = working_days(1)[0]
    absence = record_absence(dewi_of(request), "leave", day, day, "850/1", by=pandu)
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse("ketidakhadiran-cabut", args=[absence.pk])).status_code == 404
    page = client.get(LIST, {"bulan": f"{day:%Y-%m}"})
    assert page.status_code == 404 or "850/1" not in text_of(page)


def dewi_of(request):
    return request.getfixturevalue("dewi")


def test_the_list_costs_the_same_for_one_and_many(client, region, pandu):
    day = working_days(1)[0]
    sign_in(client, pandu)
    costs = []
    for count in (1, 12):
        for n in range(count):
            person = add_employee(region.aplikasi, f"Orang {count} {n}")
            record_absence(person, "leave", day, day, "850/1", by=pandu)
        client.get(LIST)
        with CaptureQueriesContext(connection) as done:
            client.get(LIST, {"bulan": f"{day:%Y-%m}"})
        costs.append(len(done))
    assert costs[0] == costs[1] <= 12
