"""A day away and the phone of the person who checks in, for journeys with camera and place."""

from tests.attendance.duty import MONDAY, expected
from tests.browser.conftest import PHONE
from wfa.attendance.models import CheckIn, ExpectedCheckIn
from wfa.attendance.services import shedding
from wfa.attendance.services.notice import read_notice
from wfa.attendance.services.photos import process_next

HOME = {"latitude": -6.921412, "longitude": 107.607113, "accuracy": 12}
MOBILE = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
STORE = """
async () => {
    const base = await new Promise((ready) => {
        const asked = indexedDB.open("luwes");
        asked.onsuccess = () => ready(asked.result);
    });
    const asked = base.transaction("entries").objectStore("entries").getAll();
    const rows = await new Promise((ready) => { asked.onsuccess = () => ready(asked.result); });
    base.close();
    return rows.map(({stage, offline, photo, tries, window}) =>
        ({stage, offline, size: photo?.byteLength ?? 0, tries, window}));
}
"""


def day_of(person, clock, at="12:50"):
    """A day away whose noon window is open, and the notice read; the window's row."""
    clock("2026-12-07 06:00")
    row = expected(person, MONDAY)
    read_notice(person)
    clock(f"2026-12-07 {at}")
    return ExpectedCheckIn.objects.get(expectation=row, window__name="Siang")


def phone_of(new_page, sign_in, person, *, permissions=("camera", "geolocation"), **options):
    """Their phone, signed in, with a camera that shows a test picture."""
    page = new_page(permissions=list(permissions), geolocation=HOME, **MOBILE, **options)
    sign_in(page, person)
    return page


def open_camera(page, part):
    page.goto(f"/presensi-saya/{part.pk}/")
    shutter(page).wait_for()
    page.get_by_text("Lokasi terbaca").wait_for()


def shutter(page):
    return page.get_by_role("button", name="Ambil foto dan kirim")


def shoot(page):
    shutter(page).tap()
    page.locator("[data-title]").wait_for()


def reads(page, text):
    page.get_by_text(text).first.wait_for()


def until(page, is_so, seconds=15):
    """Wait for what can't be read on the page: `is_so()` or a script."""
    for _ in range(seconds * 10):
        if page.evaluate(is_so) if isinstance(is_so, str) else is_so():
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"not within {seconds} seconds: {is_so}")


def entries(page):
    """What the phone keeps: [{stage, offline, size, tries, window}]"""
    return page.evaluate(STORE)


def worker():
    """What the worker does with the pictures that came."""
    return process_next()


def photo_of(part):
    """The check-in of a window once its picture is examined and kept."""
    worker()
    row = CheckIn.objects.select_related("photo").get(expected=part)
    assert (row.photo_state, row.photo_why) == ("kept", "")
    return row


def turn_pictures_away(settings):
    """The server is as busy as it may be: "present" is taken, every picture is asked for later."""
    settings.PHOTO_RATE = 0.0001
    while not shedding.turned_away():
        pass


def take_pictures(settings):
    settings.PHOTO_RATE = 0
    shedding.valve.forget()


class Posts:
    """What the phone sends to the server: [(which, status)], of all pages of a context."""

    def __init__(self, context):
        self.seen = []
        context.on("response", self._see)

    def _see(self, answer):
        if answer.request.method == "POST" and "/presensi-saya/" in answer.url:
            which = "photo" if "/foto/" in answer.url else answer.url.rstrip("/").rsplit("/", 1)[-1]
            self.seen.append((which, answer.status))

    def of(self, which):
        return [status for name, status in self.seen if name == which]
