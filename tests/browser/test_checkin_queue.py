"""The queue of a phone: whatever happens between the shutter and the server, each picture arrives
once, and for the person who took it (promise G3)."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from tests.browser.checking_in import (
    Posts,
    day_of,
    entries,
    open_camera,
    phone_of,
    photo_of,
    reads,
    shoot,
    take_pictures,
    turn_pictures_away,
    until,
)
from wfa.attendance.models import CheckIn, Expectation
from wfa.files.models import PendingFile, StoredFile

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OFFLINE = "ERR_INTERNET_DISCONNECTED"
WAITING = "Presensi siang menunggu jaringan"
CACHED = """
async () => {
    const found = [];
    for (const name of await caches.keys()) {
        for (const request of await (await caches.open(name)).keys()) {
            found.push([name, new URL(request.url).pathname]);
        }
    }
    return found;
}
"""


@pytest.fixture
def noon(ani, clock, watch):
    """Ani's noon window, which is open; the network may fail."""
    watch.allow(OFFLINE)
    return day_of(ani, clock)


@pytest.fixture
def phone(new_page, sign_in, ani, noon):
    """Without the service worker: what a phone does that has none."""
    return phone_of(new_page, sign_in, ani)


@pytest.fixture
def app(new_page, sign_in, ani, noon):
    """With the service worker, once it is there."""

    def install():
        page = phone_of(new_page, sign_in, ani, service_workers="allow")
        page.goto(reverse("presensi-saya"))
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        until(page, "navigator.serviceWorker.controller !== null")
        until(page, KNOWS_TODAY)
        return page

    return install


KNOWS_TODAY = """
() => new Promise((ready) => {
    const asked = indexedDB.open("luwes");
    asked.onsuccess = () => {
        const base = asked.result;
        if (!base.objectStoreNames.contains("notes")) return ready(base.close() ?? false);
        const day = base.transaction("notes").objectStore("notes").get("day");
        day.onsuccess = () => { base.close(); ready(Boolean(day.result)); };
    };
})
"""


AGED = """
() => new Promise((ready) => {
    const asked = indexedDB.open("luwes");
    asked.onsuccess = () => {
        const entries = asked.result.transaction("entries", "readwrite").objectStore("entries");
        entries.getAll().onsuccess = ({target}) => {
            const [entry] = target.result;
            entries.put({...entry, made: entry.made - 8 * 24 * 60 * 60 * 1000}).onsuccess = () => {
                asked.result.close();
                ready();
            };
        };
    };
})
"""


def once(part):
    """Exactly one check-in, one picture, and nothing left over of it."""
    row = photo_of(part)
    assert CheckIn.objects.count() == 1
    assert (PendingFile.objects.count(), StoredFile.objects.count()) == (0, 1)
    return row


# --- no network ----------------------------------------------------------------------------------


def test_without_network_it_waits_and_goes_by_itself_when_it_is_back(phone, noon):
    open_camera(phone, noon)
    phone.context.set_offline(True)
    shoot(phone)
    reads(phone, WAITING)
    [kept] = entries(phone)
    assert (kept["stage"], kept["offline"]) == ("present", True)
    assert kept["size"] > 1000
    assert not CheckIn.objects.exists()
    phone.context.set_offline(False)
    reads(phone, "Foto terkirim.")
    assert once(noon).queued is True


def test_a_page_that_was_closed_is_made_up_for_by_the_next_one(phone, noon, clock):
    open_camera(phone, noon)
    phone.context.set_offline(True)
    shoot(phone)
    reads(phone, WAITING)
    later = phone.context.new_page()
    phone.close()
    clock("2026-12-07 15:40")
    later.context.set_offline(False)
    later.goto(reverse("jadwal-saya"))
    reads(later, "Presensi siang diterima kemudian")
    row = once(noon)
    assert (row.arrival, row.queued) == ("afterwards", True)
    later.goto(reverse("presensi-saya"))
    reads(later, "diterima kemudian 15.40")


def test_two_tabs_send_one_picture(phone, noon):
    posts = Posts(phone.context)
    other = phone.context.new_page()
    for page in (phone, other):
        open_camera(page, noon)
    phone.context.set_offline(True)
    for page in (phone, other):
        page.bring_to_front()
        shoot(page)
        reads(page, WAITING)
    assert len(entries(phone)) == 1
    phone.context.set_offline(False)
    for page in (phone, other):
        reads(page, "Foto terkirim.")
    once(noon)
    assert (posts.of("hadir"), posts.of("photo")) == ([200], [200])


def test_two_tabs_take_turns_without_web_locks_too(phone, noon):
    phone.context.add_init_script("delete Navigator.prototype.locks;")
    posts = Posts(phone.context)
    other = phone.context.new_page()
    for page in (phone, other):
        open_camera(page, noon)
    assert phone.evaluate("navigator.locks === undefined")
    phone.context.set_offline(True)
    shoot(phone)
    reads(phone, WAITING)
    phone.context.set_offline(False)
    reads(phone, "Foto terkirim.")
    once(noon)
    assert (posts.of("hadir"), posts.of("photo")) == ([200], [200])


def test_an_answer_that_was_lost_is_asked_for_again_with_the_same_key(phone, noon, watch):
    watch.allow("ERR_FAILED")
    lost = []

    def lose(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch().status)  # the server has it; the phone never learns
        return route.abort()

    phone.route("**/hadir/", lose)
    open_camera(phone, noon)
    shoot(phone)
    reads(phone, "Foto terkirim.")
    assert lost == [200]
    once(noon)


# --- sign-in -------------------------------------------------------------------------------------


def test_what_waits_when_the_session_ends_waits_for_its_own_person(
    phone, sign_in, noon, watch, ani, dewi
):
    watch.allow("status of 401")
    open_camera(phone, noon)
    Session.objects.all().delete()
    shoot(phone)
    reads(phone, "Masuk lagi untuk mengirim 1 presensi")
    phone.goto(reverse("masuk"))
    reads(phone, "Masuk lagi untuk mengirim 1 presensi.")

    sign_in(phone, dewi)
    phone.goto(reverse("beranda"))
    reads(phone, "1 presensi milik akun lain menunggu di ponsel ini.")
    assert not CheckIn.objects.exists()

    sign_in(phone, ani)
    phone.goto(reverse("beranda"))
    reads(phone, "Presensi siang diterima")
    assert once(noon).employee == ani
    phone.goto(reverse("beranda"))
    assert phone.get_by_text("Presensi siang diterima").count() == 0
    assert [(e["stage"], e["size"]) for e in entries(phone)] == [("done", 0)]


def test_a_day_that_was_recalled_meanwhile_is_told(phone, noon, watch, ani):
    from tests.attendance.duty import MONDAY, take_back

    watch.allow("status of 409")
    open_camera(phone, noon)
    phone.context.set_offline(True)
    shoot(phone)
    reads(phone, WAITING)
    take_back(ani, MONDAY)
    phone.context.set_offline(False)
    reads(phone, "Presensi siang tidak diterima")
    reads(phone, "tidak ditunggu lagi")
    assert entries(phone)[0]["size"] == 0


def test_a_day_that_was_judged_meanwhile_is_told_with_what_to_do(phone, noon, watch):
    watch.allow("status of 409")
    open_camera(phone, noon)
    phone.context.set_offline(True)
    shoot(phone)
    reads(phone, WAITING)
    day = Expectation.objects.filter(check_ins=noon)
    day.update(verdict="invalid", verdict_at=timezone.now())
    phone.context.set_offline(False)
    reads(phone, "Presensi siang tidak diterima")
    reads(phone, "Tulis penjelasan pada hari itu")
    assert [(e["stage"], e["size"]) for e in entries(phone)] == [("refused", 0)]
    assert not CheckIn.objects.exists()


def test_what_was_refused_may_be_tried_again(phone, noon, clock, watch):
    watch.allow("status of 409")
    open_camera(phone, noon)
    clock("2026-12-07 12:30")  # the server's clock was put right: it isn't time yet
    shoot(phone)
    reads(phone, "Presensi siang tidak diterima")
    reads(phone, "dibuka pukul 12.45 WIB")
    clock("2026-12-07 12:46")
    phone.get_by_role("link", name="Ambil foto lagi").tap()
    shoot(phone)
    reads(phone, "Foto terkirim.")
    once(noon)


def test_a_picture_that_waited_for_a_week_is_deleted_and_that_is_told(phone, noon, watch):
    open_camera(phone, noon)
    phone.context.set_offline(True)
    shoot(phone)
    reads(phone, WAITING)
    phone.evaluate(AGED)
    phone.context.set_offline(False)
    phone.goto(reverse("presensi-saya"))
    reads(phone, "Tujuh hari tidak terkirim, lalu dihapus dari ponsel ini.")
    assert entries(phone)[0]["size"] == 0


def test_signing_out_takes_the_windows_of_the_day_from_the_phone(app, noon):
    page = app()
    page.goto(reverse("akun"))
    page.get_by_role("button", name="Keluar").tap()
    page.wait_for_url("**/masuk/**")
    page.context.set_offline(True)
    page.goto(reverse("presensi-saya"))
    reads(page, "Ponsel ini belum mengenal jadwal Anda hari ini")


# --- the service worker --------------------------------------------------------------------------


def test_the_app_without_network_takes_the_picture_of_the_open_window(app, noon):
    page = app()
    page.context.set_offline(True)
    page.goto(reverse("presensi-saya"))
    reads(page, "Presensi tanpa jaringan")
    reads(page, "Sambil difoto:")
    shoot(page)
    reads(page, WAITING)
    assert page.get_by_text(WAITING).count() == 1
    page.context.set_offline(False)
    reads(page, "Foto terkirim.")
    assert once(noon).queued is True
    assert "gerakan_lain" not in CheckIn.objects.get().hints


def test_only_the_shell_is_kept_and_nothing_of_a_person(app, noon, ani):
    page = app()
    page.goto(reverse("beranda"))
    kept = page.evaluate(CACHED)
    assert sorted(path for _, path in kept) == [
        "/luring/",
        "/static/css/luwes.css",
        "/static/img/luwes.svg",
        "/static/js/luwes.js",
        "/static/js/worker.js",
    ]
    assert len({name for name, _ in kept}) == 1
    text = page.evaluate("caches.match('/luring/').then((found) => found.text())")
    assert ani.name not in text


def test_a_new_version_takes_the_place_of_the_old_one(app, noon):
    page = app()
    page.evaluate("caches.open('luwes-old').then((cache) => cache.put('/x', new Response('old')))")
    page.evaluate("""
        navigator.serviceWorker.getRegistration().then((found) => found.unregister())
    """)
    page.goto(reverse("presensi-saya"))
    until(page, "caches.keys().then((names) => !names.includes('luwes-old'))")
    assert len({name for name, _ in page.evaluate(CACHED)}) == 1


@pytest.fixture
def devtools():
    """The service worker by the browser's own tools: wake it for a sync, stop it."""

    def attach(page):
        session = page.context.new_cdp_session(page)
        found, origin = {}, page.url.split("/presensi")[0]

        def note(event):
            for each in event["registrations"]:
                found["registration"] = each["registrationId"]

        session.on("ServiceWorker.workerRegistrationUpdated", note)
        session.send("ServiceWorker.enable")
        page.wait_for_timeout(200)

        def sync():
            session.send(
                "ServiceWorker.dispatchSyncEvent",
                {
                    "origin": origin,
                    "registrationId": found["registration"],
                    "tag": "luwes-presensi",
                    "lastChance": False,
                },
            )

        return sync, lambda: session.send("ServiceWorker.stopAllWorkers")

    return attach


def _leave_one_waiting(app, noon, devtools):
    """A picture in the queue of a phone without network, and no page of ours open any more."""
    page = app()
    open_camera(page, noon)
    page.context.set_offline(True)
    shoot(page)
    reads(page, WAITING)
    sync, kill = devtools(page)
    page.goto("about:blank")
    page.context.set_offline(False)
    return page, sync, kill


def test_the_service_worker_sends_with_no_page_of_ours_open(app, noon, devtools):
    page, sync, _ = _leave_one_waiting(app, noon, devtools)
    sync()
    until(page, CheckIn.objects.filter(photo_state="received").exists)
    assert once(noon).queued is True
    page.goto(reverse("beranda"))
    reads(page, "Presensi siang diterima: nomor")


def test_a_sync_that_is_repeated_changes_nothing(app, noon, devtools):
    page, sync, _ = _leave_one_waiting(app, noon, devtools)
    for _ in range(5):
        sync()
    page.goto(reverse("presensi-saya"))
    for _ in range(3):
        sync()
    reads(page, "Presensi siang diterima: nomor")
    page.wait_for_timeout(500)
    once(noon)


def test_a_service_worker_that_is_killed_while_it_sends_leaves_one_picture(
    app, noon, devtools, settings, watch
):
    watch.allow("503")
    page, sync, kill = _leave_one_waiting(app, noon, devtools)
    turn_pictures_away(settings)  # the small step is taken, the picture is asked for later
    sync()
    until(page, CheckIn.objects.exists)
    page.wait_for_timeout(300)
    kill()
    take_pictures(settings)
    assert CheckIn.objects.get().photo_state == "awaited"
    sync()
    page.goto(reverse("presensi-saya"))
    # the server's Retry-After is kept by whoever comes next
    until(page, CheckIn.objects.filter(photo_state="received").exists, seconds=45)
    once(noon)
