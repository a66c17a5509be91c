"""Plan, report and rating on a phone whose browser runs no scripts, and many at once with them."""

import pytest
from playwright.sync_api import expect

from tests.attendance.duty import MONDAY, expected
from tests.browser.conftest import PHONE
from tests.files.corpus import picture
from tests.performance.cases import reported
from wfa.performance.models import DailyReport, PlanRow, Review

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plain_phone(new_page):
    return new_page(viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=False)


def test_a_day_is_planned_reported_and_rated_without_scripts(
    clock, plain_phone, sign_in, ani, bambang
):
    clock("2026-12-07 07:00")
    day_of, page = expected(ani, MONDAY), plain_phone
    sign_in(page, ani)
    page.goto(f"/rencana/{day_of.pk}/")
    _plan(page.get_by_role("group", name="Kegiatan 1"), "Uji 24 layar", "24", "layar")
    page.get_by_role("button", name="Tambah baris").click()
    _plan(page.get_by_role("group", name="Kegiatan 2"), "Menyusun notula", "1,5", "halaman")
    page.get_by_role("button", name="Kirim rencana").last.click()
    page.get_by_text("Rencana terkirim pukul 07.00 WIB.").wait_for()
    assert [str(row.target) for row in PlanRow.objects.order_by("order")] == ["24.00", "1.50"]

    clock("2026-12-07 16:00")
    page.get_by_role("link", name="Isi laporan").click()
    for name, amount in (("Uji 24 layar", "20"), ("Menyusun notula", "0")):
        row = page.get_by_role("group", name=name)
        row.get_by_label("Capaian").fill(amount)
        row.get_by_label("Hasil").fill(f"Hasil {name}.")
    file = {"name": "hasil.png", "mimeType": "image/png", "buffer": picture("PNG")}
    page.get_by_label("Berkas").set_input_files(file)
    page.get_by_label("Tautan").fill("https://berkas.example/hasil")
    page.get_by_role("button", name="Simpan bukti").click()
    page.get_by_text("Bukti tersimpan.").wait_for()
    assert (
        page.get_by_role("group", name="Menyusun notula").get_by_label("Capaian").input_value()
        == "0"
    )
    page.get_by_role("button", name="Kirim laporan").last.click()
    page.get_by_text("Laporan terkirim pukul 16.00 WIB.").wait_for()
    page.get_by_role("link", name="hasil.png").wait_for()

    sign_in(page, bambang)
    page.goto("/kinerja/tim/")
    page.get_by_role("link", name="Ani Lestari").click()
    page.get_by_label("Butuh Perbaikan").check()
    page.get_by_role("button", name="Simpan penilaian").click()
    page.get_by_text("Umpan balik wajib untuk penilaian di bawah Baik.").first.wait_for()
    page.get_by_label("Umpan balik").fill("Lampirkan notulanya.")
    page.get_by_role("button", name="Simpan penilaian").click()
    page.get_by_text("Ani Lestari: Dinilai Butuh Perbaikan.").wait_for()
    assert Review.objects.get().feedback == "Lampirkan notulanya."

    sign_in(page, ani)
    page.goto(f"/laporan-harian/{day_of.pk}/")
    page.get_by_text("Lampirkan notulanya.").wait_for()
    page.get_by_role("link", name="Perbaiki laporan").click()
    page.get_by_role("group", name="Menyusun notula").get_by_label("Capaian").fill("1")
    page.get_by_role("button", name="Kirim laporan").last.click()
    page.get_by_text("Laporan versi 2 terkirim pukul 16.00 WIB.").wait_for()
    assert (DailyReport.objects.get().version, DailyReport.objects.get().rating) == (2, "")


@pytest.fixture(autouse=True)
def _refusals(watch):
    watch.allow("status of 422")


def _plan(row, activity, target, measure):
    row.get_by_label("Kegiatan").fill(activity)
    row.get_by_label("Target").fill(target)
    row.get_by_label("Satuan").fill(measure)
    row.get_by_label("Keluaran").fill("Laporan")


def test_many_are_rated_at_once(clock, page, sign_in, ani, dewi, bambang):
    clock("2026-12-07 07:00")
    reported(ani), reported(dewi)
    sign_in(page, bambang)
    page.goto("/kinerja/tim/")
    page.get_by_label("Pilih semua").check()
    page.get_by_role("button", name="Nilai Baik 2").click()
    page.get_by_text("2 laporan dinilai Baik.").wait_for()
    assert Review.objects.count() == 2


def test_an_empty_row_unfolds_on_the_phone(clock, phone, sign_in, ani):
    clock("2026-12-07 07:00")
    day_of = expected(ani, MONDAY)
    sign_in(phone, ani)
    phone.goto(f"/rencana/{day_of.pk}/")
    expect(phone.get_by_label("Target").nth(1)).to_be_hidden()
    phone.get_by_text("Kegiatan 2").first.tap()
    phone.get_by_label("Target").nth(1).fill("3")
