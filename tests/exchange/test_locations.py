"""Homes: recorded by oneself or one's officer, read in from a list, seen by few."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.actors import add_employee, sign_in, text_of
from wfa.audit.models import AuditEvent
from wfa.exchange.models import LocationImport
from wfa.files.models import StoredFile
from wfa.policies.models import Policy
from wfa.refusals import Refused
from wfa.schedules.models import Location
from wfa.schedules.services.locations import record_location, spot_of

pytestmark = pytest.mark.django_db
HEADER = ["No", "Nama", "NIP", "Latitude", "Longitude", "Jarak"]
POINT = {"latitude": "-7,816895", "longitude": "112.011398", "address": "Jalan Mawar 1"}


def live(person):
    return Location.objects.get(employee=person, ended_at=None)


def spot(latitude="-7.8", radius=200):
    return spot_of(Decimal(latitude), Decimal("112"), radius)


def book(*rows, header=HEADER):
    out, made = io.BytesIO(), openpyxl.Workbook()
    for row in (header, *rows):
        made.active.append(row)
    made.save(out)
    return SimpleUploadedFile("peta.xlsx", out.getvalue(), "application/octet-stream")


def read(client, *rows, header=HEADER):
    answer = client.post(reverse("lokasi-impor"), {"berkas": book(*rows, header=header)})
    run = LocationImport.objects.order_by("-pk").first()
    return text_of(client.get(answer["Location"])) if answer.status_code == 302 else text_of(
        answer
    ), run


# --- by hand ---------------------------------------------------------------------------------


def test_ani_records_her_home_with_the_radius_of_the_policy(client, ani, region):
    rules = {**region.policy.parameters, "location_radius": 150}
    Policy.objects.filter(pk=region.policy.pk).update(parameters=rules)
    sign_in(client, ani)
    client.post(reverse("lokasi-saya"), {**POINT, "radius_m": "5000"})
    home = live(ani)
    assert (str(home.latitude), str(home.longitude)) == ("-7.816895", "112.011398")
    assert (home.radius_m, home.recorded_by, home.address) == (150, ani, "Jalan Mawar 1")


def test_a_new_home_takes_the_place_of_the_old_one_which_stays(ani):
    record_location(ani, spot("-7.1"), by=ani)
    record_location(ani, spot("-7.2"), by=ani)
    record_location(ani, spot("-7.2"), by=ani)  # the same again
    assert Location.objects.filter(employee=ani).count() == 2
    assert str(live(ani).latitude) == "-7.200000"


def test_coordinates_stand_in_no_audit_row(client, ani):
    sign_in(client, ani)
    client.post(reverse("lokasi-saya"), POINT)
    event = AuditEvent.objects.get(action="location_recorded")
    assert event.data == {"kind": "home"}
    assert "7.8" not in f"{event.target_id}{event.data}"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"latitude": "112.0", "longitude": "-7.8"}, "mungkin tertukar"),
        ({"latitude": "0", "longitude": "0"}, "di luar Indonesia"),
        ({"latitude": "utara"}, "Lintang bukan angka. Tulis seperti -7.816895."),
        ({"latitude": ""}, "belum diisi"),
        ({"longitude": "NaN"}, "Bujur bukan angka. Tulis seperti 112.011398."),
    ],
)
def test_a_point_that_cant_be_is_told_and_kept_on_the_page(client, ani, change, sentence):
    answer = sign_in(client, ani).post(reverse("lokasi-saya"), {**POINT, **change})
    assert sentence in text_of(answer)
    assert "Jalan Mawar 1" in text_of(answer)
    assert not Location.objects.exists()


@pytest.mark.parametrize("radius", [0, 19, 5001])
def test_a_radius_that_cant_be_measured_is_refused(radius):
    with pytest.raises(Refused, match="20 sampai 5000"):
        spot(radius=radius)


def test_only_ones_own_home_is_taken_from_the_device(client, pandu, ani):
    """The device of an officer doesn't stand in the home of the person."""
    sign_in(client, ani)
    assert "Pakai lokasi saya" in text_of(client.get(reverse("lokasi-saya")))
    sign_in(client, pandu)
    page = text_of(client.get(reverse("lokasi-catat", args=[ani.pk])))
    assert "Pakai lokasi saya" not in page


def test_officers_record_for_their_people_only(client, pandu, ani, dodi):
    sign_in(client, pandu)
    data = {**POINT, "radius_m": "300"}
    client.post(reverse("lokasi-catat", args=[ani.pk]), data)
    assert (live(ani).radius_m, live(ani).recorded_by) == (300, pandu)
    event = AuditEvent.objects.get(action="location_recorded")
    assert (event.capacity, event.target_id) == ("Pengelola kepegawaian Diskominfo", ani.nip)
    assert client.post(reverse("lokasi-catat", args=[dodi.pk]), data).status_code == 404


def test_only_the_person_their_officers_and_bkd_see_the_point(
    client, ani, dewi, budi, pandu, citra, endah, bambang, ines, adi
):
    record_location(ani, spot("-7.654321"), by=ani)
    url = reverse("lokasi-catat", args=[ani.pk])
    seen = {}
    for who in (ani, dewi, budi, pandu, citra, endah, bambang, ines, adi):
        sign_in(client, who)
        answer = client.get(url)
        seen[who.login] = "-7.654321" in text_of(answer)
        assert answer.status_code in (200, 404)
    assert {login for login, does in seen.items() if does} == {
        x.login for x in (pandu, citra, endah, bambang)
    }
    sign_in(client, ani)
    assert "-7.654321" in text_of(client.get(reverse("lokasi-saya")))


def test_lists_show_no_coordinates_and_ask_the_same_for_one_and_many(
    client, pandu, region, django_assert_num_queries
):
    for n in range(3):
        record_location(add_employee(region.aplikasi, f"Orang {n}"), spot(), by=pandu)
    sign_in(client, pandu)
    url = reverse("lokasi-pegawai")
    client.get(url)
    with django_assert_num_queries(8):
        page = text_of(client.get(url))
    assert "Tercatat" in page
    assert "-7.8" not in page
    for n in range(3):
        add_employee(region.aplikasi, f"Orang lain {n}")
    with django_assert_num_queries(8):
        client.get(url)


def test_only_pages_with_the_button_may_ask_the_device(client, ani):
    sign_in(client, ani)
    asked = client.get(reverse("lokasi-saya"))["Permissions-Policy"]
    assert "geolocation=(self)" in asked
    assert "camera=()" in asked
    assert "geolocation=()" in client.get(reverse("akun"))["Permissions-Policy"]


# --- a list ----------------------------------------------------------------------------------


def test_a_list_is_read_first_and_saved_then(client, pandu, ani, dewi):
    sign_in(client, pandu)
    page, run = read(
        client,
        [1, ani.name, ani.nip, -7.8168951, 112.0113984, 150],
        [2, dewi.name, dewi.nip, "-7,5", "112,5", "200"],
    )
    assert "2 diterima, 0 ditolak" in page
    assert not Location.objects.exists()
    client.post(reverse("lokasi-impor-simpan", args=[run.pk]))
    assert (str(live(ani).latitude), live(ani).radius_m) == ("-7.816895", 150)
    assert str(live(dewi).longitude) == "112.500000"
    client.post(reverse("lokasi-impor-simpan", args=[run.pk]))  # a second click
    assert Location.objects.count() == 2
    assert AuditEvent.objects.get(action="locations_imported").data == {"people": 2, "refused": 0}


def test_every_refused_row_says_why(client, pandu, ani, dewi, dodi):
    sign_in(client, pandu)
    good = [1, ani.name, ani.nip, -7.8, 112.0, 150]
    page, run = read(
        client,
        good,
        [2, ani.name, ani.nip, -7.9, 112.0, 150],
        [3, dewi.name, int(dewi.nip), -7.8, 112.0, 150],
        [4, "X", "123", -7.8, 112.0, 150],
        [5, dodi.name, dodi.nip, -7.8, 112.0, 150],
        [6, dewi.name, dewi.nip, 112.0, -7.8, 150],
        [7, "<script>alert(1)</script>", f"{dewi.nip[:-3]}999", -7.8, 112.0, 150],
        [8, dewi.name, dewi.nip, None, 112.0, 150],
        [9, dewi.name, dewi.nip, "x", 112.0, 150],
        [10, dewi.name, dewi.nip, -7.8, 112.0, 9],
    )
    sentences = [row[3] for row in run.report["refused"]]
    assert [row[0] for row in run.report["refused"]] == [3, 4, 5, 6, 7, 8, 9, 10, 11]
    expected = ["sebelumnya", "angka. Ubah", "18 angka", "di unit Anda", "tertukar"]
    expected += ["di unit Anda", "kosong", "bukan angka", "20 sampai 5000"]
    assert [e in s for e, s in zip(expected, sentences, strict=True)] == [True] * 9
    assert "<script>alert" not in page
    client.post(reverse("lokasi-impor-simpan", args=[run.pk]))
    assert [place.employee for place in Location.objects.all()] == [ani]


@pytest.mark.parametrize(
    "header",
    [
        ["No", "NIP", "Nama", "Latitude", "Longitude", "Jarak"],
        ["no", "nama", "nip", "latitude", "longitude", "jarak"],
        HEADER[:5],
        [*HEADER, "Lain"],
        ["Data Peta Pegawai WFH"],
    ],
)
def test_another_header_is_refused_by_naming_the_right_one(client, pandu, ani, header):
    sign_in(client, pandu)
    page, run = read(client, [1, ani.name, ani.nip, -7.8, 112.0, 150], header=header)
    assert "No | Nama | NIP | Latitude | Longitude | Jarak" in page
    assert run.state == "discarded"


def test_what_is_exported_can_be_read_in_again(client, citra, ani, dodi):
    record_location(ani, spot("-7.111111", 250), by=ani)
    record_location(dodi, spot("-7.222222"), by=dodi)
    sign_in(client, citra)
    query = {"dari": "2026-11-01", "sampai": "2026-11-30", "layout": "peta"}
    for kind in ("xlsx", "csv"):
        answer = client.get(reverse("presensi-unduh"), {**query, "format": kind})
        data = b"".join(answer.streaming_content)
        upload = SimpleUploadedFile(f"peta.{kind}", data, "application/octet-stream")
        client.post(reverse("lokasi-impor"), {"berkas": upload})
        run = LocationImport.objects.order_by("-pk").first()
        assert run.report["people"] == 2
        assert run.report["refused"] == []
        client.post(reverse("lokasi-impor-simpan", args=[run.pk]))
    assert Location.objects.count() == 2  # nothing moved


def test_the_file_and_its_points_go_when_the_reading_is_over(client, pandu, ani):
    sign_in(client, pandu)
    _, run = read(client, [1, ani.name, ani.nip, -7.654321, 112.0, 150])
    assert "7.65" not in str(run.report)
    client.post(reverse("lokasi-impor-buang", args=[run.pk]))
    run.refresh_from_db()
    assert (run.state, run.report.get("refused")) == ("discarded", None)
    assert StoredFile.objects.get(pk=run.file_id).removed_at is not None
    assert not Location.objects.exists()


def test_anothers_reading_isnt_there(client, pandu, citra, ani):
    sign_in(client, pandu)
    _, run = read(client, [1, ani.name, ani.nip, -7.8, 112.0, 150])
    sign_in(client, citra)
    for name, method in (("lihat", "get"), ("simpan", "post"), ("buang", "post")):
        answer = getattr(client, method)(reverse(f"lokasi-impor-{name}", args=[run.pk]))
        assert answer.status_code == 404


def test_a_list_of_many_asks_no_more_than_one_of_few(
    client, pandu, region, django_assert_max_num_queries
):
    people = [add_employee(region.aplikasi, f"Orang {n}") for n in range(30)]
    sign_in(client, pandu)
    _, run = read(client, *([n, p.name, p.nip, -7.8, 112.0, 150] for n, p in enumerate(people)))
    with django_assert_max_num_queries(30):
        client.post(reverse("lokasi-impor-simpan", args=[run.pk]))
    assert Location.objects.count() == 30
