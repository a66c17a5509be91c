"""The day of duty on the first page."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.actors import sign_in, text_of
from tests.attendance.duty import MONDAY, expected, take_back
from tests.performance import cases as performance
from tests.shell.test_home import BUDGET
from tests.workflows.clockwork import Clock
from wfa.attendance.services.accounts import send_account

pytestmark = pytest.mark.django_db
WAITS = "1 hari kerja fleksibel di bawah Anda menunggu verifikasi"
RATE = "menunggu penilaian"
ACCOUNTS = "rekap hari belum dikirim ke BKD"
TUESDAY = MONDAY + datetime.timedelta(days=1)


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


def test_reports_that_nobody_has_rated_are_one_task(client, clock, ani, dewi, budi, bambang, ines):
    clock("2026-12-07 07:00")
    rated, _ = performance.reported(ani), performance.reported(dewi)
    page = text_of(sign_in(client, bambang).get("/"))
    assert "2 laporan harian di bawah Anda menunggu penilaian" in page
    assert "/kinerja/tim/?tampilan=semua" in page
    shown = text_of(client.get("/kinerja/tim/?tampilan=semua"))
    assert ani.full_name in shown
    assert dewi.full_name in shown
    performance.rate(rated, bambang)
    assert "1 laporan harian di bawah Anda" in text_of(client.get("/"))
    for somebody in (ani, budi, ines):
        assert RATE not in text_of(sign_in(client, somebody).get("/"))


def test_once_all_is_rated_nothing_is_said(client, clock, ani, bambang):
    clock("2026-12-07 07:00")
    assert RATE not in text_of(sign_in(client, bambang).get("/"))
    performance.rate(performance.reported(ani), bambang)
    assert RATE not in text_of(client.get("/"))


def test_nobody_is_told_of_their_own_report(client, clock, bambang):
    clock("2026-12-07 07:00")
    performance.reported(bambang)
    assert RATE not in text_of(sign_in(client, bambang).get("/"))


def test_an_account_that_wasn_t_sent_is_a_task_of_who_sends_it(
    client, clock, region, ani, dewi, dodi, pandu, bambang, citra, plh_tri
):
    clock("2026-12-07 06:00")
    for person in (ani, dewi, dodi):
        expected(person)
    clock("2026-12-07 18:00")
    assert ACCOUNTS not in text_of(sign_in(client, pandu).get("/"))  # the day isn't over
    clock("2026-12-08 06:00")
    expected(ani, TUESDAY)
    clock("2026-12-09 06:00")
    for sender, told in ((pandu, f"2 {ACCOUNTS}"), (bambang, f"2 {ACCOUNTS}")):
        page = text_of(sign_in(client, sender).get("/"))
        assert told in page
        assert "/pengawasan/rekap/" in page
    assert f"1 {ACCOUNTS}" in text_of(sign_in(client, plh_tri).get("/"))
    for somebody in (ani, citra):
        assert ACCOUNTS not in text_of(sign_in(client, somebody).get("/"))


def test_a_sent_account_and_one_of_nobody_are_no_task(client, clock, region, ani, pandu):
    clock("2026-12-07 06:00")
    expected(ani)
    expected(ani, TUESDAY)
    take_back(ani, TUESDAY)
    clock("2026-12-09 06:00")
    assert f"1 {ACCOUNTS}" in text_of(sign_in(client, pandu).get("/"))
    send_account(region.diskominfo, MONDAY, by=pandu)
    assert ACCOUNTS not in text_of(client.get("/"))


def test_the_first_page_keeps_its_budget_with_reports_and_accounts(
    client, clock, ani, dewi, dodi, budi, pandu, bambang, citra, endah
):
    clock("2026-12-07 07:00")
    people = (ani, budi, pandu, bambang, citra, endah)
    before = {person.name: _queries(client, person) for person in people}
    for person in (dewi, dodi):
        performance.reported(person)
    clock("2026-12-09 06:00")
    after = {person.name: _queries(client, person) for person in people}
    assert max(after.values()) <= BUDGET, after
    assert after == before


def _queries(client, person):
    sign_in(client, person)
    with CaptureQueriesContext(connection) as found:
        assert client.get("/").status_code == 200
    return len(found)
