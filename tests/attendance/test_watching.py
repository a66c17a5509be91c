"""An outage of ours extends the window it fell into, by itself and visibly (G8)."""

import datetime
import http.server
import os
import threading
import time
import uuid

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from tests.actors import sign_in
from tests.attendance.coming import photo
from tests.attendance.duty import MONDAY, expected
from wfa.attendance import tallies
from wfa.attendance.invariants import g8, g9
from wfa.attendance.models import CheckIn, ServiceMinute, Window, WindowExtension
from wfa.attendance.services import watch_due, watching
from wfa.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def noon(clock, ani):
    """The window 12.45–13.15 of a Monday, watched since six."""
    clock("2026-12-07 06:00")
    expected(ani)
    window = Window.objects.get(date=MONDAY, number=2)
    up(window.opens_at - 405 * MINUTE, 405)
    return window


def up(first, minutes, **values):
    ServiceMinute.objects.bulk_create(
        [
            ServiceMinute(minute=first + n * MINUTE, **({"served": 9, "probes": 4} | values))
            for n in range(minutes)
        ]
    )


def until(window):
    window.refresh_from_db()
    return f"{timezone.localtime(window.ends_at):%H.%M}"


def test_six_minutes_away_are_six_minutes_more(clock, noon):
    up(noon.opens_at, 6)
    up(noon.opens_at + 6 * MINUTE, 6, served=0, probes=0, probes_failed=4)
    up(noon.opens_at + 12 * MINUTE, 10)
    clock("2026-12-07 13:07")
    assert watch_due() == 1
    assert until(noon) == "13.21"
    row = WindowExtension.objects.get()
    assert row.reason == "Server tidak melayani pukul 12.51–12.57 WIB"
    event = AuditEvent.objects.get(action="window_extended")
    assert (event.actor_nip, event.data["minutes"]) == ("", 6)
    assert watch_due() == 0  # once
    assert WindowExtension.objects.count() == 1


def test_nothing_ran_at_all_and_it_counts_from_the_return(clock, noon):
    up(noon.opens_at, 5)
    clock("2026-12-07 14:00")  # back again; from 12.50 on there is no sign of life
    up(timezone.now() - MINUTE, 1)
    assert watch_due() == 1
    assert until(noon) == "14.24"  # 25 minutes of the window were lost


def test_while_it_lasts_the_window_grows(clock, noon):
    up(noon.opens_at, 20)
    clock("2026-12-07 13:08")
    assert watch_due() == 1
    assert until(noon) == "13.18"
    clock("2026-12-07 13:10")
    assert watch_due() == 1
    assert until(noon) == "13.20"
    assert WindowExtension.objects.count() == 2


def check_in(window, person, at, arrival):
    return CheckIn.objects.create(
        expected=window.expected.get(),
        employee=person,
        key=uuid.uuid4(),
        at=at,
        source="camera",
        arrival=arrival,
        challenge="three",
        photo_due_at=at,
    )


@pytest.mark.parametrize(
    ("came", "then", "now"),
    [
        ("14:00:20", "afterwards", "on_time"),
        ("14:30:00", "afterwards", "late"),  # the grace of 15 minutes runs from the new end
        ("14:50:00", "afterwards", "afterwards"),
        ("12:46:00", "on_time", "on_time"),
    ],
)
def test_whoever_came_late_because_of_us_came_in_time(clock, noon, ani, came, then, now):
    up(noon.opens_at, 5)
    row = check_in(noon, ani, clock(f"2026-12-07 {came}"), then)
    clock("2026-12-07 14:00:30")
    up(timezone.now().replace(second=0) - MINUTE, 1)
    watch_due()
    row.refresh_from_db()
    assert row.arrival == now


def test_who_read_the_old_end_while_the_window_grew_is_judged_again(clock, noon, ani):
    up(noon.opens_at, 12)
    up(noon.opens_at + 12 * MINUTE, 6, served=0, probes=0, probes_failed=4)
    up(noon.opens_at + 18 * MINUTE, 20)
    clock("2026-12-07 13:16")
    assert (watch_due(), until(noon)) == (1, "13.21")
    row = check_in(noon, ani, clock("2026-12-07 13:15:59"), "late")  # stored a moment too late
    assert g9()[0] is False
    clock("2026-12-07 13:17")
    assert watch_due() == 0
    row.refresh_from_db()
    assert row.arrival == "on_time"
    assert g9()[0] is True


@pytest.fixture
def afternoon(noon):
    """The last window of that Monday, with the service up until its tenth minute."""
    window = Window.objects.filter(date=MONDAY).latest("opens_at")
    first = noon.opens_at
    up(first, (window.opens_at - first) // MINUTE + 10)
    return window


def test_an_outage_past_midnight_extends_the_windows_of_yesterday(clock, afternoon, ani):
    back = clock("2026-12-08 06:50")
    up(back, 40)
    lost = (afternoon.closes_at - afternoon.opens_at) // MINUTE - 10
    clock("2026-12-08 07:00")
    assert g8()[0] is False
    assert watch_due() == 1
    assert until(afternoon) == f"{timezone.localtime(back + lost * MINUTE):%H.%M}"
    assert g8()[0] is True
    row = check_in(afternoon, ani, clock("2026-12-08 07:01"), "late")
    assert watch_due() == 0
    row.refresh_from_db()
    assert row.arrival == "on_time"


def test_windows_of_days_on_which_nobody_watched_are_left_alone(clock, ani):
    for day in range(1, 5):
        clock(f"2026-12-0{day} 06:00")
        expected(ani, datetime.date(2026, 12, day))
    up(clock("2026-12-07 09:00"), 30)
    clock("2026-12-07 09:20")
    assert watch_due() == 0
    assert g8()[0] is True


def test_a_week_of_windows_is_looked_at_in_three_queries(
    clock, noon, ani, django_assert_num_queries
):
    up(noon.opens_at, 4 * 24 * 60)
    for day in range(8, 11):
        clock(f"2026-12-{day:02} 06:00")
        expected(ani, datetime.date(2026, 12, day))
    now = clock("2026-12-11 11:00")
    assert Window.objects.count() > 9
    with django_assert_num_queries(3):
        assert watching.extend_windows(now) == 0


def test_each_outage_of_one_look_is_written_down(clock, noon):
    up(noon.opens_at, 30)
    for first, count in ((5, 3), (12, 2), (20, 1)):
        ServiceMinute.objects.filter(
            minute__gte=noon.opens_at + first * MINUTE,
            minute__lt=noon.opens_at + (first + count) * MINUTE,
        ).update(served=0, probes=0, probes_failed=4)
    clock("2026-12-07 13:10")
    assert (watch_due(), until(noon)) == (1, "13.21")
    rows = WindowExtension.objects.order_by("down_from")
    assert [(row.reason[-15:-4], f"{timezone.localtime(row.until):%H.%M}") for row in rows] == [
        ("12.50–12.53", "13.18"),
        ("12.57–12.59", "13.20"),
        ("13.05–13.06", "13.21"),
    ]
    assert AuditEvent.objects.filter(action="window_extended").count() == 1
    ServiceMinute.objects.filter(minute=noon.opens_at + 26 * MINUTE).update(
        served=0, probes=0, probes_failed=4
    )
    clock("2026-12-07 13:13")
    assert (watch_due(), until(noon)) == (1, "13.22")
    assert WindowExtension.objects.count() == 4


def test_check_ins_that_were_stored_tell_that_only_the_probe_was_away(clock, noon, ani):
    up(noon.opens_at, 30, served=0, probes=0, probes_failed=4)
    ServiceMinute.objects.filter(minute__gte=noon.opens_at + 2 * MINUTE).update(
        probes=4, probes_failed=0
    )
    check_in(noon, ani, noon.opens_at + MINUTE + datetime.timedelta(seconds=20), "on_time")
    clock("2026-12-07 13:05")
    assert (watch_due(), until(noon)) == (1, "13.16")  # the minute without one


def test_less_than_a_minute_extends_nothing(clock, noon):
    up(noon.opens_at, 12)
    up(noon.opens_at + 12 * MINUTE, 1, probes=3, probes_failed=1)
    up(noon.opens_at + 13 * MINUTE, 12)
    clock("2026-12-07 13:10")
    assert (watch_due(), until(noon)) == (0, "13.15")


def test_where_nobody_watches_nothing_is_called_an_outage(clock, ani):
    clock("2026-12-07 06:00")
    expected(ani)
    clock("2026-12-07 13:00")
    assert watch_due() == 0


def test_web_processes_are_added_up(clock, noon):
    clock("2026-12-07 12:50")
    minute = int(noon.opens_at.timestamp() // 60)
    tallies.folder().mkdir()
    (tallies.folder() / "11.json").write_text(f'{{"{minute}": [7, 1]}}')
    (tallies.folder() / "12.json").write_text(f'{{"{minute}": [5, 0]}}')
    (tallies.folder() / "13.json").write_text('{"broken')
    for _ in range(2):  # again is the same
        watching.collect()
    row = ServiceMinute.objects.get(pk=noon.opens_at)
    assert (row.served, row.errors) == (12, 1)


def test_of_old_minutes_what_ended_processes_still_tell_takes_nothing_away(clock, noon):
    """After 90 minutes a process that runs has forgotten a minute; the file of a dead one hasn't."""
    minute = int(noon.opens_at.timestamp() // 60)
    tallies.folder().mkdir()
    (tallies.folder() / "web-1-11-ab12.json").write_text(f'{{"{minute}": [7, 1]}}')
    (tallies.folder() / "web-2-11-cd34.json").write_text(f'{{"{minute}": [5, 30]}}')
    clock("2026-12-07 12:50")
    watching.collect()
    (tallies.folder() / "web-2-11-cd34.json").write_text(f'{{"{minute + 120}": [5, 0]}}')
    clock("2026-12-07 14:50")
    watching.collect()
    row = ServiceMinute.objects.get(pk=noon.opens_at)
    assert (row.served, row.errors) == (12, 31)
    assert ServiceMinute.objects.get(pk=noon.opens_at + 120 * MINUTE).served == 5


def test_two_processes_with_one_number_on_two_machines_write_two_files(monkeypatch):
    for host in ("web-1", "web-2", "web-2"):  # the last one: the same machine, started again
        monkeypatch.setattr(tallies.socket, "gethostname", lambda host=host: host)
        tallies.Counter().note(failed=True)
    assert len(list(tallies.folder().glob(f"web-?-{os.getpid()}-*.json"))) == 3
    assert sum(errors for tally in tallies.read() for _, errors in tally.values()) == 3


def test_files_of_processes_long_gone_are_taken_away_whatever_their_name():
    tallies.folder().mkdir()
    for name in ("4711.json", "web-1-7-ab12.json", "web-1-8-cd34.baru"):
        (tallies.folder() / name).write_text("{}")
        os.utime(tallies.folder() / name, (0, 0))
    assert list(tallies.read()) == []
    assert list(tallies.folder().iterdir()) == []


@pytest.fixture
def counted(monkeypatch):
    """[answered, failed] of all requests so far."""
    counter = tallies.Counter()
    monkeypatch.setattr("wfa.attendance.middleware.counter", counter)
    return lambda: [sum(column) for column in zip(*counter._tally.values(), strict=True)]


def test_a_page_that_tells_of_a_lost_database_is_counted_as_failed(ani, counted):
    client = sign_in(Client(raise_request_exception=False), ani)

    def away(*_):
        raise OperationalError("could not connect to server")

    with connection.execute_wrapper(away):
        answers = [client.get("/presensi-saya/") for _ in range(5)]
    assert {(each.status_code, each.headers["Retry-After"]) for each in answers} == {(503, "60")}
    assert counted() == [0, 5]


def test_a_picture_that_is_asked_for_later_is_an_answer(row, phone, settings, counted):
    settings.PHOTO_RATE = 0.1  # a stroke of one
    assert [photo(phone, row).status_code for _ in range(2)] == [200, 503]
    assert counted() == [2, 0]


def test_answers_to_people_are_counted_and_errors_of_ours_apart(client, monkeypatch, ani):
    """A page that the database has no part in tells nothing."""
    counter = tallies.Counter()
    monkeypatch.setattr("wfa.attendance.middleware.counter", counter)
    client.get("/bantuan/")
    client.get("/sw.js")
    client.get("/sehat/")
    client.get("/presensi-saya/")  # nobody signed in
    sign_in(client, ani)
    client.get("/presensi-saya/")
    client.get("/pembinaan-saya/")
    monkeypatch.setattr("wfa.views.guidance.sections", lambda _: 1 / 0)
    client.raise_request_exception = False
    assert client.get("/bantuan/").status_code == 500
    [tally] = tallies.read()
    assert [sum(column) for column in zip(*tally.values(), strict=True)] == [2, 1]


class _Door(http.server.BaseHTTPRequestHandler):
    status = 200

    def do_GET(self):
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def door():
    server = http.server.HTTPServer(("127.0.0.1", 0), _Door)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/sehat/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("status", "opens"), [(200, True), (500, False)])
def test_a_probe_tells_whether_our_door_opens(door, monkeypatch, status, opens):
    monkeypatch.setattr(_Door, "status", status)
    assert watching.opens(door) is opens
    assert watching.opens("http://127.0.0.1:9/") is False


def test_a_probe_is_written_with_its_minute(clock):
    at = clock("2026-12-07 12:47:31")
    watching.note_probe(at, ok=True)
    watching.note_probe(at + datetime.timedelta(seconds=15), ok=False)
    row = ServiceMinute.objects.get()
    assert (row.probes, row.probes_failed) == (1, 1)
    assert row.minute == at.replace(second=0)


@pytest.mark.django_db(transaction=True)
def test_the_prober_looks_until_it_is_ended(door):
    prober = watching.Prober(door)
    prober.start()
    for _ in range(100):
        if ServiceMinute.objects.exists():
            break
        time.sleep(0.1)
    prober.end()
    assert not prober.is_alive()
    assert ServiceMinute.objects.get().probes == 1
    assert prober.unwritten == []
