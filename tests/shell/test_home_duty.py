"""The day of duty on the first page."""

import pytest

from tests.actors import sign_in, text_of
from tests.attendance.duty import expected
from tests.workflows.clockwork import Clock

pytestmark = pytest.mark.django_db
WAITS = "1 hari kerja fleksibel di bawah Anda menunggu verifikasi"


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


def test_a_day_away_begins_the_page_with_its_windows_and_papers(client, clock, ani):
    clock("2026-12-07 06:00")
    expected(ani)
    clock("2026-12-07 12:50")
    sign_in(client, ani)
    page = text_of(client.get("/"))
    assert "Presensi siang sedang dibuka" in page
    assert "Laporan kerja hari ini" in page


def test_whoever_verifies_is_told_once_the_day_is_over(client, clock, ani, bambang, citra):
    clock("2026-12-07 06:00")
    expected(ani)
    sign_in(client, bambang)
    assert WAITS not in text_of(client.get("/"))
    clock("2026-12-08 06:00")
    sign_in(client, bambang)
    page = text_of(client.get("/"))
    assert WAITS in page
    assert "/pengawasan/verifikasi/?semua=1" in page
    assert client.get("/pengawasan/verifikasi/?semua=1").status_code == 200
    sign_in(client, citra)
    assert WAITS not in text_of(client.get("/"))
