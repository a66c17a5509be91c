"""The board keeps itself up to date without disturbing anybody; verdicts with keys and without scripts."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.attendance.duty import called, came, whole
from tests.browser import duty
from tests.browser.conftest import PHONE
from wfa.attendance.models import Expectation, PhotoViewing
from wfa.decisions.models import Decision

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def noon(clock):
    """A Tuesday at 12.50, whatever time it is here: the windows of a day lie in that day."""
    return clock("2026-12-08 12:50")


@pytest.fixture
def today(noon):
    """`today(person)`: a day away of today whose second window is open."""
    windows = duty.windows(timezone.localdate(), noon - datetime.timedelta(minutes=5))
    return lambda person: duty.day(person, windows)


@pytest.fixture
def yesterday(noon):
    """`yesterday(person)`: a day away that is over."""
    date = timezone.localdate() - datetime.timedelta(days=1)
    windows = duty.windows(date, noon - datetime.timedelta(days=1))
    return lambda person: duty.day(person, windows)


def present(page):
    return page.locator("tfoot td[data-label=Hadir]")


def test_the_board_comes_again_by_itself_and_keeps_the_focus(page, sign_in, today, ani, bambang):
    row = today(ani)
    page.clock.install()
    sign_in(page, bambang)
    page.goto(reverse("pengawasan"))
    expect(present(page)).to_have_text("0")
    link = page.get_by_role("link", name="Verifikasi", exact=True)
    link.focus()
    came(row, "Siang")
    page.clock.run_for(31_000)
    expect(present(page)).to_have_text("1")
    assert link.evaluate("node => node === document.activeElement")


def test_whoever_types_is_not_disturbed(page, sign_in, today, ani, bambang):
    row = today(ani)
    called(row, bambang, "running", at=timezone.now() - datetime.timedelta(minutes=6))
    page.clock.install()
    sign_in(page, bambang)
    page.goto(reverse("pengawasan"))
    note = page.get_by_label("Catatan panggilan")
    note.fill("Nada sibuk.")
    page.get_by_role("heading", name="Pengawasan hari ini").click()
    came(row, "Siang")
    page.clock.run_for(31_000)
    page.wait_for_timeout(300)
    expect(present(page)).to_have_text("0")
    assert note.input_value() == "Nada sibuk."
    note.fill("")
    page.get_by_role("heading", name="Pengawasan hari ini").click()
    page.clock.run_for(31_000)
    expect(present(page)).to_have_text("1")


def test_a_lost_network_is_told_and_forgotten_when_it_is_back(
    page, watch, sign_in, today, ani, bambang
):
    watch.allow("ERR_FAILED")
    today(ani)
    page.clock.install()
    sign_in(page, bambang)
    page.goto(reverse("pengawasan"))
    page.route("**/pengawasan/**", lambda route: route.abort())
    page.clock.run_for(31_000)
    told = page.get_by_text("Tidak tersambung. Angka di bawah belum diperbarui.")
    told.wait_for()
    page.unroute("**/pengawasan/**")
    page.clock.run_for(31_000)
    told.wait_for(state="detached")


def test_many_days_are_called_sah_from_the_keyboard(page, sign_in, yesterday, ani, dewi, bambang):
    whole(yesterday(ani))
    came(yesterday(dewi), "Pagi", flags=["outside"])
    sign_in(page, bambang)
    page.goto(reverse("verifikasi-hari"))
    page.get_by_label("Pilih semua di halaman ini").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Nyatakan 2 sah").focus()
    page.keyboard.press("Enter")
    page.get_by_text("1 hari dinyatakan sah.").wait_for()
    page.get_by_text("1 tidak dapat diproses.").wait_for()
    assert page.get_by_label("Pilih Dewi Anggraini").is_checked()
    assert Expectation.objects.get(verdict="valid").employee == ani


def test_a_verdict_is_given_on_a_phone_without_scripts(
    new_page, watch, sign_in, yesterday, dewi, bambang
):
    watch.allow("status of 422")
    came(yesterday(dewi), "Pagi", flags=["outside"])
    phone = new_page(viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=False)
    sign_in(phone, bambang)
    phone.goto(reverse("verifikasi-hari"))
    phone.get_by_role("link", name="Dewi Anggraini").click()
    phone.get_by_role("button", name="Tidak sah").click()
    assert phone.title().startswith("Salah:")
    phone.locator("textarea[name=catatan]").fill("Presensi siang dan sore tidak ada.")
    phone.get_by_role("button", name="Tidak sah").click()
    phone.get_by_text("1 hari dinyatakan tidak sah.").wait_for()
    assert Decision.objects.get().note == "Presensi siang dan sore tidak ada."


def test_pictures_are_shown_and_their_opening_is_written(page, sign_in, yesterday, ani, bambang):
    row = yesterday(ani)
    came(row, "Pagi")
    sign_in(page, bambang)
    with page.expect_response("**/pengawasan/foto/**") as answer:
        page.goto(reverse("pengawasan-hari", args=[row.pk]))
    assert answer.value.header_value("content-type") == "image/jpeg"
    assert PhotoViewing.objects.get().viewer_name == "Bambang Hartono"
    sign_in(page, ani)
    page.goto(reverse("presensi-hari", args=[row.pk]))
    page.get_by_text("Bambang Hartono").first.wait_for()
