"""Without network only for who has read the notice about camera and place (UU 27/2022 Ps 21)."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.attendance.duty import MONDAY, expected
from tests.browser.checking_in import phone_of, reads, shutter, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KNOWN = """
() => new Promise((ready) => {
    const asked = indexedDB.open("luwes");
    asked.onsuccess = () => {
        const base = asked.result;
        if (!base.objectStoreNames.contains("notes")) return ready(base.close() ?? -1);
        const day = base.transaction("notes").objectStore("notes").get("day");
        day.onsuccess = () => { base.close(); ready(day.result?.windows.length ?? -1); };
    };
})
"""
FIRST = "Baca dulu pemberitahuan kamera dan lokasi"


@pytest.fixture
def page(new_page, sign_in, ani, clock, watch):
    """Ani's phone at noon of a day away, with the service worker; she has read nothing yet."""
    watch.allow("ERR_INTERNET_DISCONNECTED")
    clock("2026-12-07 06:00")
    expected(ani, MONDAY)
    clock("2026-12-07 12:50")
    page = phone_of(new_page, sign_in, ani, service_workers="allow")
    page.goto(reverse("presensi-saya"))
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    until(page, "navigator.serviceWorker.controller !== null")
    return page


def knows(page):
    """How many windows of today the phone knows; -1 = it was told nothing."""
    return page.evaluate(KNOWN)


def without_network(page):
    page.context.set_offline(True)
    page.goto(reverse("presensi-saya"))


def test_the_windows_are_taught_once_the_notice_was_read(page):
    until(page, lambda: knows(page) == 0)
    without_network(page)
    expect(page.get_by_role("heading", name=FIRST)).to_be_visible()
    expect(shutter(page)).to_be_hidden()

    page.context.set_offline(False)
    page.goto(reverse("presensi-saya"))
    page.get_by_role("link", name=FIRST).tap()
    page.get_by_role("button", name="Saya sudah membaca, lanjutkan").tap()
    page.wait_for_url(lambda url: url.endswith("/presensi-saya/") and "?" not in url)
    until(page, lambda: knows(page) == 3)
    expect(page.get_by_text(FIRST)).to_be_hidden()
    without_network(page)
    reads(page, "Sambil difoto:")
    expect(shutter(page)).to_be_visible()
