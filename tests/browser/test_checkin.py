"""Checking in on a phone: two taps with a camera, words for everything that may go wrong, and the
way without camera or script (case 2: 3 to 4 selfies a day)."""

import gzip

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from tests.browser.checking_in import (
    HOME,
    MOBILE,
    Posts,
    day_of,
    entries,
    open_camera,
    phone_of,
    photo_of,
    reads,
    shoot,
    shutter,
    take_pictures,
    turn_pictures_away,
    until,
)
from tests.browser.inspection import Inspection
from tests.files.corpus import picture
from wfa.attendance.models import CheckIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIMIT = 100 * 1024
REFUSING = """
navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "NAME"));
"""


@pytest.fixture
def noon(ani, clock):
    """Ani's noon window, which is open."""
    return day_of(ani, clock)


@pytest.fixture
def phone(new_page, sign_in, ani, noon):
    return phone_of(new_page, sign_in, ani)


def test_two_taps_lead_from_todays_page_to_the_receipt(phone, noon):
    phone.goto(reverse("presensi-saya"))
    reads(phone, "Presensi siang sedang dibuka")
    phone.get_by_role("link", name="Presensi sekarang").tap()
    reads(phone, "Lokasi terbaca, ketelitian sekitar 12 meter.")
    shoot(phone)
    reads(phone, "Foto terkirim.")
    row = photo_of(noon)
    assert phone.locator("[data-title]").inner_text() == "Presensi siang diterima"
    reads(phone, f"Nomor {row.receipt}")
    reads(phone, "Pukul 12.50.00 WIB, waktu server.")
    assert (row.source, row.arrival, row.queued) == ("camera", "on_time", False)
    assert (float(row.latitude), float(row.longitude)) == (HOME["latitude"], HOME["longitude"])
    assert row.accuracy_m == HOME["accuracy"]
    assert "gerakan_lain" not in row.hints
    assert row.photo.content_type == "image/jpeg"


def test_the_picture_is_made_small_on_the_phone(phone, noon):
    open_camera(phone, noon)
    shoot(phone)
    reads(phone, "Foto terkirim.")
    row = CheckIn.objects.select_related("pending").get(expected=noon)
    assert 2_000 < row.pending.size <= LIMIT


def test_the_small_step_goes_first_and_the_picture_once(phone, noon):
    posts = Posts(phone.context)
    open_camera(phone, noon)
    shoot(phone)
    reads(phone, "Foto terkirim.")
    assert posts.seen == [("hadir", 200), ("photo", 200)]


def test_a_server_that_is_busy_with_pictures_gets_it_later(phone, noon, watch, settings):
    watch.allow("503")
    posts = Posts(phone.context)
    open_camera(phone, noon)
    turn_pictures_away(settings)
    shoot(phone)
    reads(phone, "Foto sedang dikirim.")
    take_pictures(settings)
    phone.get_by_text("Foto terkirim.").wait_for(timeout=60_000)
    assert (posts.of("hadir"), posts.of("photo")) == ([200], [503, 200])
    photo_of(noon)


def test_the_page_in_its_receipt_is_the_servers_when_it_is_opened_again(phone, noon):
    open_camera(phone, noon)
    shoot(phone)
    reads(phone, "Foto terkirim.")
    row = CheckIn.objects.get()
    phone.goto(f"/presensi-saya/{noon.pk}/")
    reads(phone, row.receipt)
    assert shutter(phone).count() == 0


def test_camera_trouble_and_receipt_are_accessible(new_page, sign_in, ani, noon):
    page = new_page(permissions=["geolocation"], geolocation=HOME)
    sign_in(page, ani)
    inspection = Inspection(page)
    page.goto(f"/presensi-saya/{noon.pk}/")
    reads(page, "Izin kamera ditolak.")
    inspection.judge("trouble")
    page.context.grant_permissions(["camera", "geolocation"])
    page.get_by_role("button", name="Coba lagi").click()
    reads(page, "Lokasi terbaca")
    inspection.judge("camera")
    shutter(page).click()
    reads(page, "Foto terkirim.")
    inspection.judge("receipt")
    assert not inspection.wrong, "\n".join(inspection.wrong)


def test_the_page_is_light_enough_for_a_weak_network(phone, noon):
    sizes = []
    phone.on("response", lambda answer: sizes.append(len(gzip.compress(answer.body()))))
    phone.goto(f"/presensi-saya/{noon.pk}/", wait_until="networkidle")
    assert sum(sizes) <= 100 * 1024


# --- what may go wrong ---------------------------------------------------------------------------


def test_without_the_right_to_the_camera_it_says_what_to_do(new_page, sign_in, ani, noon):
    phone = phone_of(new_page, sign_in, ani, permissions=["geolocation"])
    phone.goto(f"/presensi-saya/{noon.pk}/")
    reads(phone, "Izin kamera ditolak.")
    expect(phone.get_by_label("Foto wajah Anda sekarang")).to_be_visible()
    phone.context.grant_permissions(["camera", "geolocation"])
    phone.get_by_role("button", name="Coba lagi").tap()
    shoot(phone)
    reads(phone, "Presensi siang diterima")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("NotReadableError", "Kamera sedang dipakai aplikasi lain."),
        ("NotFoundError", "Kamera tidak ditemukan."),
        ("TypeError", "Peramban ini tidak membuka kamera."),
    ],
)
def test_each_failure_of_the_camera_has_its_sentence(phone, noon, error, words):
    phone.add_init_script(REFUSING.replace("NAME", error))
    phone.goto(f"/presensi-saya/{noon.pk}/")
    reads(phone, words)
    expect(phone.get_by_label("Foto wajah Anda sekarang")).to_be_visible()


def test_without_place_it_is_sent_and_the_superior_is_told(new_page, sign_in, ani, noon):
    phone = phone_of(new_page, sign_in, ani, permissions=["camera"])
    phone.goto(f"/presensi-saya/{noon.pk}/")
    reads(phone, "Izin lokasi ditolak. Presensi tetap bisa dikirim")
    shoot(phone)
    reads(phone, "Foto terkirim.")
    row = photo_of(noon)
    assert (row.latitude, row.accuracy_m) == (None, None)


def test_a_position_more_exact_than_any_phone_is_a_hint(phone, noon):
    phone.context.set_geolocation({**HOME, "accuracy": 0})
    open_camera(phone, noon)
    shoot(phone)
    reads(phone, "Presensi siang diterima")
    hints = CheckIn.objects.get().hints
    assert "titik_teliti" in hints
    assert "titik_waktu" not in hints


WATCH = """
let asked = 0;
navigator.geolocation.watchPosition = (found, failed) => {
    asked += 1;
    if (asked === 1 && FIRST) setTimeout(() => failed({ code: FIRST }), 50);
    if (asked === 1 && FIRST === 1) return asked;
    const coords = { latitude: -6.921412, longitude: 107.607113, accuracy: 12 };
    const wait = setInterval(() => {
        if (document.querySelector("[data-shutter]").textContent !== "Menyimpan…") return;
        clearInterval(wait);
        setTimeout(() => found({ coords, timestamp: Date.now() - AGE }), 300);
    }, 50);
    return asked;
};
"""


def find_late(phone, *, first=0, age=0):
    """The phone finds its place only after the shutter; `first`: the error before that (1: denied,
    2: not found), `age`: ms that the position is old."""
    phone.add_init_script(WATCH.replace("FIRST", str(first)).replace("AGE", str(age)))


def test_a_place_that_isnt_found_at_first_is_still_waited_for(phone, noon):
    find_late(phone, first=2)
    phone.goto(f"/presensi-saya/{noon.pk}/")
    reads(phone, "Lokasi belum terbaca.")
    shoot(phone)
    reads(phone, "Foto terkirim.")
    assert float(photo_of(noon).latitude) == HOME["latitude"]


def test_after_the_right_was_given_the_place_is_waited_for_again(new_page, sign_in, ani, noon):
    phone = phone_of(new_page, sign_in, ani, permissions=["geolocation"])
    find_late(phone, first=1)
    phone.goto(f"/presensi-saya/{noon.pk}/")
    reads(phone, "Izin lokasi ditolak.")
    phone.context.grant_permissions(["camera", "geolocation"])
    phone.get_by_role("button", name="Coba lagi").tap()
    reads(phone, "Mencari lokasi…")
    shoot(phone)
    reads(phone, "Foto terkirim.")
    assert float(photo_of(noon).latitude) == HOME["latitude"]


def test_a_position_from_another_hour_is_a_hint_of_its_own(phone, noon):
    find_late(phone, age=2 * 60 * 60_000)
    phone.goto(f"/presensi-saya/{noon.pk}/")
    shoot(phone)
    reads(phone, "Presensi siang diterima")
    hints = CheckIn.objects.get().hints
    assert "titik_waktu" in hints
    assert "titik_teliti" not in hints


def test_inside_another_app_it_says_where_to_open_it(new_page, sign_in, ani, noon):
    android = "Mozilla/5.0 (Linux; Android 14; SM-A055F; wv) Chrome/130.0 Mobile Instagram 350.0"
    phone = phone_of(new_page, sign_in, ani, user_agent=android)
    phone.goto(f"/presensi-saya/{noon.pk}/")
    reads(phone, "Buka di Chrome, lalu masuk lagi.")
    link = phone.get_by_role("link", name="Buka di Chrome").get_attribute("href")
    assert link.startswith("intent://")
    assert link.endswith("package=com.android.chrome;end")


def test_a_window_that_is_not_open_yet_shows_no_camera(phone, noon, clock):
    clock("2026-12-07 12:30")
    phone.goto(f"/presensi-saya/{noon.pk}/")
    reads(phone, "Presensi siang dibuka pukul 12.45 WIB.")
    assert phone.locator("video").count() == 0


# --- without camera or script --------------------------------------------------------------------


@pytest.fixture
def snapshot(tmp_path):
    path = tmp_path / "foto.jpg"
    path.write_bytes(picture("JPEG"))
    return path


def _upload(phone, noon, snapshot):
    phone.goto(f"/presensi-saya/{noon.pk}/")
    phone.get_by_label("Foto wajah Anda sekarang").set_input_files(snapshot)
    phone.get_by_role("button", name="Kirim foto unggahan").click()
    phone.wait_for_url("**/presensi-saya/")
    row = photo_of(noon)
    assert row.source == "upload"
    reads(phone, "tercatat 12.50")


def test_without_script_a_file_is_sent_and_marked(new_page, sign_in, ani, noon, snapshot):
    phone = new_page(java_script_enabled=False, **MOBILE)
    sign_in(phone, ani)
    phone.goto(reverse("presensi-saya"))
    phone.get_by_role("link", name="Presensi sekarang").click()
    _upload(phone, noon, snapshot)


def test_a_file_from_a_phone_without_camera_is_made_small_first(phone, noon, tmp_path):
    large = tmp_path / "besar.jpg"
    Image.effect_noise((1600, 1200), 90).save(large, quality=95)
    assert large.stat().st_size > 1_000_000
    phone.add_init_script(REFUSING.replace("NAME", "NotFoundError"))
    phone.goto(f"/presensi-saya/{noon.pk}/")
    phone.get_by_label("Foto wajah Anda sekarang").set_input_files(large)
    until(phone, "document.querySelector('[name=foto]').files[0].size <= 102400")
    phone.get_by_role("button", name="Kirim foto unggahan").tap()
    phone.wait_for_url("**/presensi-saya/")
    assert CheckIn.objects.get(expected=noon).pending.size <= LIMIT
    assert entries(phone) == []
