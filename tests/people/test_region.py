"""The region's facts, its units' letterheads, and the mandate decrees are signed under."""

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tests.actors import sign_in
from wfa.people import services
from wfa.people.models import Mandate, Region
from wfa.people.selectors import in_order, mandate_on
from wfa.refusals import Refused

LETTERHEAD = {
    "short_name": "Kominfo",
    "letter_code": "414",
    "address": "Jalan Raya Nomor 1",
    "phone": "(0334) 123",
    "email": "kominfo@contoh.go.id",
    "website": "kominfo.contoh.go.id",
}


def picture():
    stream = io.BytesIO()
    Image.new("RGB", (60, 80), "navy").save(stream, "PNG")
    return SimpleUploadedFile("lambang.png", stream.getvalue(), "image/png")


def settings_of(region, **other):
    return {
        "kind": "kabupaten",
        "name": "Arjamukti",
        "seat": "Arjamukti Kota",
        "bkd": region.bkpsdm.pk,
        **other,
    }


def mandate_of(region, **other):
    return {
        "office": region.bkpsdm.pk,
        "on_behalf_of": "BUPATI ARJAMUKTI",
        "title": "Keputusan Bupati tentang Delegasi",
        "basis_number": "188/77/2026",
        "basis_date": "2026-05-01",
        "starts": timezone.localdate().isoformat(),
        **other,
    }


def test_region_is_saved_with_its_emblem_and_the_emblem_is_served(client, endah, region):
    sign_in(client, endah)
    assert client.get(reverse("lambang")).status_code == 404
    answer = client.post(reverse("pengaturan"), settings_of(region, emblem=picture()))
    assert answer.status_code == 302
    saved = Region.objects.get()
    assert saved.seat == "Arjamukti Kota"
    shown = client.get(reverse("lambang"))
    assert shown["Content-Type"] == "image/png"
    assert b"".join(shown.streaming_content).startswith(b"\x89PNG")


def test_emblem_stays_when_none_is_sent(client, endah, region):
    sign_in(client, endah)
    client.post(reverse("pengaturan"), settings_of(region, emblem=picture()))
    client.post(reverse("pengaturan"), settings_of(region, seat="Lain"))
    saved = Region.objects.get()
    assert saved.seat == "Lain"
    assert saved.emblem is not None


def test_bad_emblem_changes_nothing_and_keeps_input(client, endah, region):
    bad = SimpleUploadedFile("lambang.png", b"bukan gambar", "image/png")
    page = sign_in(client, endah).post(
        reverse("pengaturan"), settings_of(region, seat="Kota Baru", emblem=bad)
    )
    assert page.status_code == 200
    assert page.context["form"].errors.keys() == {"emblem"}
    assert 'value="Kota Baru"' in page.content.decode()
    assert Region.objects.get().seat == "Arjamukti"


def test_emblem_is_for_signed_in_people(client, region):
    assert client.get(reverse("lambang")).status_code == 302


def test_new_mandate_ends_the_one_before_the_day_before(client, endah, region):
    sign_in(client, endah)
    assert client.post(reverse("kewenangan"), mandate_of(region)).status_code == 302
    today = timezone.localdate()
    region.mandate.refresh_from_db()
    assert region.mandate.ends == today - datetime.timedelta(days=1)
    assert mandate_on(today).basis_number == "188/77/2026"


def test_mandate_before_a_later_one_is_refused_and_keeps_input(client, endah, region):
    page = sign_in(client, endah).post(
        reverse("kewenangan"), mandate_of(region, starts="2001-01-01")
    )
    assert page.context["form"].errors.keys() == {"starts"}
    assert 'value="188/77/2026"' in page.content.decode()
    assert Mandate.objects.count() == 1


def test_region_is_changed_with_the_right_only(pandu, region):
    with pytest.raises(Refused):
        services.save_region(by=pandu, seat="Lain")
    with pytest.raises(Refused):
        services.change_letterhead(region.diskominfo, by=pandu, address="Lain")


def test_letterhead_of_a_unit_is_editable(client, endah, region):
    address = reverse("unit-lihat", args=[region.diskominfo.pk])
    assert sign_in(client, endah).post(address, LETTERHEAD).status_code == 302
    region.diskominfo.refresh_from_db()
    assert {name: getattr(region.diskominfo, name) for name in LETTERHEAD} == LETTERHEAD


def test_wrong_letterhead_keeps_input(client, endah, region):
    address = reverse("unit-lihat", args=[region.diskominfo.pk])
    page = sign_in(client, endah).post(address, {**LETTERHEAD, "email": "bukan"})
    assert 'value="bukan"' in page.content.decode()
    assert 'value="Jalan Raya Nomor 1"' in page.content.decode()


def test_units_stand_under_their_parent_by_name(region):
    from wfa.people.models import Unit

    names = [(depth, unit.short_name) for depth, unit in in_order(Unit.objects.all())]
    assert names == [
        (0, ""),
        (1, "BKPSDM"),
        (1, "Dinkes"),
        (1, "Diskominfo"),
        (2, "Bidang Aplikasi"),
        (1, "Setda"),
    ]


def test_tree_shows_heads_and_vacancies(client, endah, bambang, region):
    page = sign_in(client, endah).get(reverse("unit"))
    heads = {row.unit.short_name: row.head and row.head.employee for row in page.context["rows"]}
    assert (heads["Diskominfo"], heads["BKPSDM"], heads["Setda"]) == (bambang, endah, None)
    vacant = client.get(reverse("unit"), {"pimpinan": "kosong"}).context["rows"]
    assert region.setda in [row.unit for row in vacant]
    assert region.diskominfo not in [row.unit for row in vacant]
    found = client.get(reverse("unit"), {"cari": "kesehatan"}).context["rows"]
    assert [row.unit for row in found] == [region.dinkes]


def test_page_of_a_unit_shows_its_heads(client, endah, bambang, region):
    page = sign_in(client, endah).get(reverse("unit-lihat", args=[region.diskominfo.pk]))
    assert bambang.name in page.content.decode()
