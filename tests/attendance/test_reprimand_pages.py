"""Pages of steps of guidance: who sees what, and the whole way without scripts."""

import datetime

import pytest
from django.urls import reverse

from tests.actors import add_employee, sign_in, text_of
from tests.attendance.breaching import WHY, in_force, proposed, refused
from tests.attendance.duty import FRIDAY, MONDAY
from wfa.attendance.models import Reprimand
from wfa.attendance.selectors.reprimands import TABS
from wfa.attendance.services import propose_due
from wfa.attendance.services.reprimands import decide, lift, object_to

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + datetime.timedelta(days=1)
OBJECTION = "Ponsel saya rusak hari itu, saya lapor lewat rekan."


@pytest.fixture
def row(clock, ani, pandu, bambang, endah):
    return proposed(clock, ani, pandu)


def page(client, person, name, *args, **query):
    return text_of(sign_in(client, person).get(reverse(name, args=args), query))


def test_the_list_shows_each_part_and_opens_the_one_that_waits(clock, client, row, bambang, ani):
    shown = page(client, bambang, "pembinaan")
    assert "2 panggilan tidak dijawab pada Senin, 7 Desember 2026" in shown
    assert ani.full_name in shown
    for tab in TABS:
        assert f'href="?bagian={tab}"' in shown
    decide(row, "confirm", by=bambang, note=WHY)
    assert ani.full_name not in page(client, bambang, "pembinaan", bagian="usul")
    assert ani.full_name in page(client, bambang, "pembinaan", bagian="berlaku")
    clock("2027-06-08 09:00")
    assert ani.full_name not in page(client, bambang, "pembinaan", bagian="berlaku")
    assert ani.full_name in page(client, bambang, "pembinaan", bagian="selesai")


def test_the_bkd_sees_of_other_opds_only_what_reaches_it(client, row, endah, bambang, ani):
    assert ani.full_name not in page(client, endah, "pembinaan", bagian="usul")
    url = reverse("pembinaan-lihat", args=[row.pk])
    assert sign_in(client, endah).get(url).status_code == 404
    decide(row, "confirm", by=bambang, note=WHY)
    assert client.get(url).status_code == 404
    object_to(row, by=ani, reason=OBJECTION)
    assert ani.full_name in page(client, endah, "pembinaan")
    assert "Jawaban keberatan" in page(client, endah, "pembinaan-lihat", row.pk)


@pytest.mark.parametrize("actor", ["ani", "dewi", "pandu", "plh_tri", "citra", "ines"])
def test_nobody_else_opens_a_step(request, client, row, actor):
    sign_in(client, request.getfixturevalue(actor))
    assert client.get(reverse("pembinaan-lihat", args=[row.pk])).status_code == 404
    sent = client.post(reverse("pembinaan-putuskan", args=[row.pk]), {"putusan": "konfirmasi"})
    assert sent.status_code == 404


def test_the_head_decides_on_the_page(client, row, bambang, pandu):
    shown = page(client, bambang, "pembinaan-lihat", row.pk)
    assert "Telepon tidak dijawab sampai pukul 09.05 WIB." in shown
    assert pandu.full_name in shown
    assert "Bukan hukuman disiplin" in shown
    assert "Hari tanpa kehadiran" in shown
    url = reverse("pembinaan-putuskan", args=[row.pk])
    empty = client.post(url, {"putusan": "konfirmasi", "level": "note", "note": ""})
    assert empty.status_code == 422
    high = client.post(url, {"putusan": "konfirmasi", "level": "revoke", "note": WHY})
    assert high.status_code == 422
    done = client.post(url, {"putusan": "konfirmasi", "level": "note", "note": WHY}, follow=True)
    assert "Putusan tersimpan dan tercatat atas nama Anda." in text_of(done)
    assert Reprimand.objects.get().state == "issued"
    again = client.post(url, {"putusan": "tidak", "note": WHY}, follow=True)
    assert "Sudah diproses" in text_of(again)


def test_a_step_that_waits_for_its_letter_can_be_dropped_there(
    clock, client, row, ani, pandu, bambang
):
    in_force(row, bambang)
    second = proposed(clock, ani, pandu, date=TUESDAY)
    decide(second, "confirm", by=bambang, note=WHY)
    shown = page(client, bambang, "pembinaan-lihat", second.pk)
    assert reverse("naskah-pembinaan", args=[second.pk]) in shown
    assert "Langkah lain" in shown
    client.post(reverse("pembinaan-putuskan", args=[second.pk]), {"note": "Penjelasan diterima."})
    assert Reprimand.objects.get(pk=second.pk).state == "dropped"


def test_the_employee_sees_all_and_objects_without_scripts(client, row, ani, bambang):
    shown = page(client, ani, "pembinaan-saya")
    assert "Belum ada keputusan" in shown
    assert "Ajukan keberatan" not in shown
    decide(row, "confirm", by=bambang, note=WHY)
    shown = page(client, ani, "pembinaan-saya")
    assert WHY in shown
    assert "Kamis, 10 Desember 2026" in shown
    url = reverse("pembinaan-keberatan", args=[row.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    sent = client.post(url, {"reason": OBJECTION}, follow=True)
    assert "Keberatan terkirim" in text_of(sent)
    assert "Menunggu jawaban tertulis" in text_of(sent)
    assert "sudah pernah diajukan" in text_of(client.post(url, {"reason": OBJECTION}, follow=True))


def test_nobody_objects_for_another(client, row, bambang, dewi):
    decide(row, "confirm", by=bambang, note=WHY)
    url = reverse("pembinaan-keberatan", args=[row.pk])
    assert sign_in(client, dewi).post(url, {"reason": OBJECTION}).status_code == 404


def test_the_answer_and_the_lifting_on_the_page(client, row, ani, bambang, endah):
    decide(row, "confirm", by=bambang, note=WHY)
    object_to(row, by=ani, reason=OBJECTION)
    url = reverse("pembinaan-jawab", args=[row.pk])
    sign_in(client, endah)
    assert client.post(url, {"jawaban": "kabul", "note": "x"}).status_code == 422
    client.post(url, {"jawaban": "tetap", "note": "Tidak ada bukti lapor hari itu."})
    row.refresh_from_db()
    assert (row.state, row.answer) == ("issued", "Tidak ada bukti lapor hari itu.")
    url = reverse("pembinaan-cabut", args=[row.pk])
    assert client.post(url, {"note": WHY}).status_code == 404
    sign_in(client, bambang).post(url, {"note": "Salah orang yang dihubungi."})
    row.refresh_from_db()
    assert row.state == "lifted"
    assert "Salah orang yang dihubungi." in page(client, ani, "pembinaan-saya")


def test_a_superior_records_on_the_page(client, clock, ani, dodi, bambang):
    clock("2026-12-07 10:00")
    found = page(client, bambang, "pembinaan-catat", cari="lestari")
    assert f"?pegawai={ani.pk}" in found
    assert "Tidak ditemukan" in page(client, bambang, "pembinaan-catat", cari="firmansyah")
    url = reverse("pembinaan-catat")
    assert client.get(url, {"pegawai": dodi.pk}).status_code == 404
    assert client.get(url, {"pegawai": bambang.pk}).status_code == 404
    body = {"pegawai": ani.pk, "date": "2026-12-07", "text": "Di luar daerah tanpa izin."}
    assert client.post(url, {**body, "date": "2026-12-08"}).status_code == 422
    sent = client.post(url, body)
    assert sent.url == reverse("pembinaan-lihat", args=[Reprimand.objects.get().pk])


def test_evidence_of_missed_check_ins_names_who_refused_the_day(client, clock, ani, bambang):
    refused(clock, ani, bambang, FRIDAY, why="Lokasi di luar daerah.")
    propose_due()
    shown = page(client, bambang, "pembinaan-lihat", Reprimand.objects.get().pk)
    assert "Presensi pagi, siang, dan sore tidak ada." in shown
    assert "Lokasi di luar daerah." in shown
    assert "1 hari" in shown


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_takes_a_fixed_number_of_queries(
    clock, client, region, pandu, bambang, django_assert_max_num_queries, people
):
    for n in range(people):
        proposed(clock, add_employee(region.aplikasi, f"Staf {n}"), pandu)
    sign_in(client, bambang)
    with django_assert_max_num_queries(12):
        client.get(reverse("pembinaan"))


def test_a_lifted_one_is_over(client, row, bambang, ani):
    in_force(row, bambang)
    lift(row, by=bambang, note="Salah orang yang dihubungi.")
    assert ani.full_name in page(client, bambang, "pembinaan", bagian="selesai")


def test_beside_a_day_only_those_who_decide_see_the_counters(client, clock, ani, bambang, pandu):
    day = refused(clock, ani, bambang, MONDAY)
    clock("2026-12-08 09:00")
    shown = page(client, bambang, "pengawasan-hari", day.pk)
    assert "Hari tanpa kehadiran" in shown
    assert f"{reverse('pembinaan-catat')}?pegawai={ani.pk}" in shown
    other = page(client, pandu, "pengawasan-hari", day.pk)
    assert "Hari tanpa kehadiran" not in other
    assert reverse("pembinaan-catat") not in other
