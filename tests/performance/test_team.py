"""The superior's desk, the review of one report, and the months of units."""

import datetime

import pytest
from django.urls import reverse

from tests.actors import add_employee, appoint, sign_in, text_of
from tests.attendance.duty import MONDAY
from tests.performance.cases import of_plan, rate, reported
from wfa.audit.models import AuditEvent
from wfa.performance.models import Review
from wfa.performance.services import submit_report

pytestmark = pytest.mark.django_db
DESK = "kinerja-tim"


def picks(*reports):
    return {"pilih": [f"{report.pk}.{report.version}" for report in reports]}


def rate_url(report):
    return reverse("kinerja-nilai", args=[report.expectation_id])


def test_the_desk_shows_whose_report_waits(client, ani, dodi, bambang):
    reported(ani), reported(dodi), reported(bambang)
    page = text_of(sign_in(client, bambang).get(reverse(DESK)))
    found = {name: name in page for name in ("Ani Lestari", "Dodi Firmansyah")}
    assert found == {"Ani Lestari": True, "Dodi Firmansyah": False}
    assert page.count("data-pick") == 1  # his own isn't there


def test_the_nearest_leader_has_it_and_those_above_may_look(region, client, ani, bambang):
    head = add_employee(region.aplikasi, "Kepala Bidang")
    appoint(head, region.aplikasi)
    reported(ani)
    assert "Ani Lestari" in text_of(sign_in(client, head).get(reverse(DESK)))
    sign_in(client, bambang)
    assert "Ani Lestari" not in text_of(client.get(reverse(DESK)))
    assert "Ani Lestari" in text_of(client.get(reverse(DESK) + "?tampilan=semua"))


def test_the_head_of_the_region_has_the_heads_of_opds(client, ani, bambang, bupati):
    reported(ani), reported(bambang)
    page = text_of(sign_in(client, bupati).get(reverse(DESK)))
    assert ("Ani Lestari" in page, "Bambang Hartono" in page) == (False, True)


def test_one_report_is_read_with_plan_and_evidence_and_rated(client, ani, bambang):
    report = reported(ani, summary="Jaringan lambat pagi hari.")
    page = text_of(sign_in(client, bambang).get(rate_url(report)))
    for text in (
        "20 dari 24 layar",
        "Laporan uji",
        "Jaringan lambat pagi hari.",
        "Belum ada bukti.",
    ):
        assert text in page
    data = {"rating": "needs_work", "feedback": "Lampirkan hasil.", "versi": 1, "ke": 0}
    answer = client.post(rate_url(report), data, follow=True)
    assert "Ani Lestari: Dinilai Butuh Perbaikan." in text_of(answer)
    assert Review.objects.get().feedback == "Lampirkan hasil."


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Penilaian belum dipilih. Pilih salah satu."),
        ({"rating": "gemilang"}, "Penilaian ini tidak dikenal. Pilih dari daftar."),
        ({"rating": "poor"}, "Umpan balik wajib untuk penilaian di bawah Baik."),
        ({"rating": "poor", "feedback": "x" * 2001}, "Umpan balik terlalu panjang"),
        ({"rating": "good", "versi": "9"}, "Pegawai baru saja memperbaiki laporan ini."),
        ({"rating": "good", "versi": "satu"}, "Halaman ini tidak lengkap. Muat ulang"),
    ],
)
def test_a_wrong_rating_is_told_and_nothing_is_lost(client, ani, bambang, data, sentence):
    report = reported(ani)
    answer = sign_in(client, bambang).post(rate_url(report), {"versi": 1, "ke": 0, **data})
    page = text_of(answer)
    assert (answer.status_code, sentence in page) == (422, True)
    assert Review.objects.count() == 0


def test_a_second_click_is_told_as_information(client, ani, bambang):
    report = reported(ani)
    sign_in(client, bambang)
    for _ in range(2):
        data = {"rating": "good", "versi": 1, "ke": 0}
        answer = client.post(rate_url(report), data, follow=True)
    assert "Sudah dinilai Baik oleh Bambang Hartono" in text_of(answer)
    assert Review.objects.count() == 1


def test_a_rating_is_changed_on_its_page_and_both_stand(client, ani, bambang):
    report = reported(ani)
    rate(report, bambang)
    page = text_of(sign_in(client, bambang).get(rate_url(report)))
    assert "Ubah penilaian" in page
    data = {"rating": "poor", "feedback": "Bukti hari lain.", "versi": 1, "ke": 1}
    client.post(rate_url(report), data)
    page = text_of(client.get(rate_url(report)))
    assert page.count("Penilaian atasan") == 2


def test_what_was_sent_before_can_be_read(client, ani, bambang):
    report = reported(ani)
    submit_report(report.expectation, by=ani, lines=of_plan(report.expectation, "24"))
    page = text_of(sign_in(client, bambang).get(rate_url(report)))
    assert "Versi sebelumnya" in page
    assert "Uji 24 layar: 20 layar." in page


def test_a_day_without_a_report_cant_be_rated(client, ani, bambang):
    from tests.performance.cases import planned

    day_of = planned(ani)
    url = reverse("kinerja-nilai", args=[day_of.pk])
    page = text_of(sign_in(client, bambang).get(url))
    assert "Laporan hari ini belum dikirim." in page
    assert client.post(url, {"rating": "good"}).status_code == 404


def test_nobody_finds_their_own_report_on_the_page_of_rating(client, bambang, ani, dewi):
    own, other = reported(bambang), reported(ani)
    sign_in(client, bambang)
    assert client.get(rate_url(own)).status_code == 404
    assert client.post(rate_url(own), {"rating": "good"}).status_code == 404
    sign_in(client, dewi)
    assert client.get(rate_url(other)).status_code == 404


# --- many at once --------------------------------------------------------------------------------


def test_baik_for_many_with_receipts(client, ani, dewi, bambang):
    first, second = reported(ani), reported(dewi)
    rate(first, bambang)
    sign_in(client, bambang)
    answer = client.post(reverse("kinerja-tim-nilai"), picks(first, second), follow=True)
    page = text_of(answer)
    assert "Hasil 2 laporan, pukul 07.00 WIB" in page
    assert "1 laporan dinilai Baik." in page
    assert "Ani Lestari: Sudah dinilai Baik oleh Bambang Hartono" in page
    assert "Hasil 2 laporan" not in text_of(client.get(reverse(DESK)))


def test_a_report_of_another_opd_is_not_there(client, ani, dodi, bambang):
    picked = picks(reported(ani), reported(dodi))
    assert sign_in(client, bambang).post(reverse("kinerja-tim-nilai"), picked).status_code == 404
    assert Review.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Belum ada laporan yang dipilih. Centang sedikitnya satu."),
        ({"pilih": ["bukan.1"]}, "Pilihan tidak terbaca."),
        ({"pilih": ["00000000-0000-4000-8000-000000000000.-1"]}, "Pilihan tidak terbaca."),
    ],
)
def test_a_choice_that_is_none_is_told(client, bambang, data, sentence):
    answer = sign_in(client, bambang).post(reverse("kinerja-tim-nilai"), data)
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)


def test_above_twenty_the_number_is_typed(region, client, bambang):
    reports = [reported(add_employee(region.aplikasi, f"Pegawai {n}")) for n in range(21)]
    sign_in(client, bambang)
    url, data = reverse("kinerja-tim-nilai"), picks(*reports)
    page = text_of(client.post(url, data))
    assert "Ketik 21 untuk melanjutkan" in page
    wrong = client.post(url, {**data, "jumlah": "20", "ditanya": "1"})
    assert (wrong.status_code, "Angka belum sama. Ketik 21." in text_of(wrong)) == (422, True)
    assert Review.objects.count() == 0
    client.post(url, {**data, "jumlah": "21", "ditanya": "1"})
    assert Review.objects.count() == 21


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_desk_takes_a_fixed_number_of_queries(
    region, client, bambang, number, django_assert_max_num_queries
):
    reports = [reported(add_employee(region.aplikasi, f"Pegawai {n}")) for n in range(number)]
    sign_in(client, bambang)
    with django_assert_max_num_queries(14):
        client.get(reverse(DESK))
    rate(reports[0], bambang)
    with django_assert_max_num_queries(15):
        client.get(reverse(DESK) + "?tampilan=dinilai")
    with django_assert_max_num_queries(24):
        client.get(rate_url(reports[0]))
    with django_assert_max_num_queries(14):
        client.get(reverse("kinerja-rekap"))


# --- the months of units -------------------------------------------------------------------------


def test_the_recap_counts_per_person(clock, client, ani, dewi, bambang, pandu):
    report = reported(ani)
    rate(report, bambang)
    clock("2026-12-07 09:00")
    from tests.attendance.duty import expected

    expected(dewi)
    page = text_of(sign_in(client, pandu).get(reverse("kinerja-rekap")))
    rows = {
        name: [int(n) for n in numbers_of(page, name)] for name in ("Ani Lestari", "Dewi Anggraini")
    }
    # days, plans, reports, late, rated, good, valid
    assert rows == {"Ani Lestari": [1, 1, 1, 0, 1, 1, 0], "Dewi Anggraini": [1, 0, 0, 0, 0, 0, 0]}


def numbers_of(page, name):
    import re

    row = page[page.index(f">{name}<") :].partition("</tr>")[0]
    return re.findall(r'<td class="num"[^>]*>(\d+)</td>', row)


def test_who_sees_the_region_sees_opds_first(client, ani, dodi, citra):
    reported(ani), reported(dodi)
    page = text_of(sign_in(client, citra).get(reverse("kinerja-rekap")))
    assert ("Diskominfo" in page, "Dinkes" in page, "Ani Lestari" in page) == (True, True, False)
    url = f"{reverse('kinerja-rekap')}?unit={ani.unit.opd.pk}"
    page = text_of(client.get(url))
    assert ("Ani Lestari" in page, "Dodi Firmansyah" in page) == (True, False)


def test_another_opds_unit_or_person_is_not_there(client, region, ani, dodi, pandu):
    reported(dodi)
    sign_in(client, pandu)
    asked = [
        reverse("kinerja-rekap") + f"?unit={region.dinkes.pk}",
        reverse("kinerja-rekap") + "?unit=0",
        reverse("kinerja-rekap") + "?unit=abc",
        reverse("kinerja-orang", args=[dodi.pk]),
        reverse("kinerja-unduh") + f"?orang={dodi.pk}",
        reverse("kinerja-unduh") + f"?unit={region.dinkes.pk}&isi=rekap",
        reverse("kinerja-pdf") + f"?orang={dodi.pk}",
    ]
    assert {url: client.get(url).status_code for url in asked} == dict.fromkeys(asked, 404)


def test_the_month_of_somebody_who_moved_holds_only_ones_own_days(
    clock, region, client, ani, pandu
):
    clock("2026-12-04 07:00")
    reported(ani, datetime.date(2026, 12, 4))
    clock("2026-12-07 07:00")
    ani.unit = region.dinkes
    ani.save()
    reported(ani, MONDAY)
    page = text_of(sign_in(client, pandu).get(reverse("kinerja-orang", args=[ani.pk])))
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    rows = {day: f"{day} Desember 2026" in table for day in ("Jumat, 4", "Senin, 7")}
    assert rows == {"Jumat, 4": True, "Senin, 7": False}


def test_feedback_is_for_the_employee_and_who_verifies(client, ani, bambang, pandu):
    rate(reported(ani), bambang, "poor", "Bukti tidak terbaca.")
    url = reverse("kinerja-orang", args=[ani.pk])
    found = {}
    for person in (bambang, pandu):
        page = text_of(sign_in(client, person).get(url))
        found[person] = ("Kurang" in page, "Bukti tidak terbaca." in page)
    assert found == {bambang: (True, True), pandu: (True, False)}
    assert "Bukti tidak terbaca." in text_of(sign_in(client, ani).get(reverse("kinerja")))


def test_employees_without_a_right_have_their_own_month_only(client, ani, dewi, budi):
    reported(dewi)
    for person in (ani, budi):
        sign_in(client, person)
        for name in ("kinerja-rekap", "kinerja-tim"):
            assert client.get(reverse(name)).status_code == 404
        assert client.get(reverse("kinerja-orang", args=[dewi.pk])).status_code == 404
    assert AuditEvent.objects.filter(action="performance_exported").count() == 0
