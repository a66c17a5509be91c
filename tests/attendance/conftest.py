import pytest

from tests.actors import sign_in
from tests.attendance.coming import come, has_read_notice, window_of
from tests.attendance.duty import expected
from tests.workflows.clockwork import Clock
from wfa.attendance.services.examining import examine_due
from wfa.attendance.services.shedding import valve


@pytest.fixture
def clock(monkeypatch):
    """`clock("2026-12-07 07:30")`: from now on it is then, in WIB."""
    return Clock(monkeypatch)


@pytest.fixture
def media(clock, settings, tmp_path):
    """A folder of one's own for files, before dawn of the Monday of these tests; nothing waits."""
    settings.MEDIA_ROOT = str(tmp_path)
    valve.forget()
    clock("2026-12-07 06:00")
    return tmp_path


@pytest.fixture
def row(media, clock, ani):
    """Ani's check-in of the morning, at 07.20; its picture hasn't come."""
    day = expected(ani)
    clock("2026-12-07 07:20")
    return come(window_of(day)).check_in


@pytest.fixture
def phone(client, ani):
    """Ani's phone: signed in, the notice read."""
    return sign_in(client, has_read_notice(ani))


@pytest.fixture
def work(django_capture_on_commit_callbacks):
    """What the worker does about check-ins when its time comes; how many things it did."""

    def run():
        with django_capture_on_commit_callbacks(execute=True):
            return examine_due()

    return run
