"""An outage of ours extends the window it fell into, by itself and visibly (G8)."""

import datetime
import http.server
import threading
import time
import uuid

import pytest
from django.utils import timezone

from tests.attendance.duty import MONDAY, expected
from wfa.attendance import tallies
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
    at = clock(f"2026-12-07 {came}")
    row = CheckIn.objects.create(
        expected=noon.expected.get(),
        employee=ani,
        key=uuid.uuid4(),
        at=at,
        source="camera",
        arrival=then,
        challenge="three",
        photo_due_at=at,
    )
    clock("2026-12-07 14:00:30")
    up(timezone.now().replace(second=0) - MINUTE, 1)
    watch_due()
    row.refresh_from_db()
    assert row.arrival == now


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


def test_every_answer_is_counted_and_errors_of_ours_apart(client, monkeypatch):
    counter = tallies.Counter()
    monkeypatch.setattr("wfa.attendance.middleware.counter", counter)
    client.get("/bantuan/")
    client.get("/tidak-ada/")
    client.get("/sehat/")
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
