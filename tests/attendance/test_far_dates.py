"""Dates at the ends of what a date can hold: an address that names one shows today, never an error."""

import pytest
from django.urls import reverse

from tests.actors import sign_in, text_of
from tests.attendance.duty import expected

pytestmark = pytest.mark.django_db
DATES = ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"]
MONTHS = [date[:7] for date in DATES]
EDGES = ["2000-01-01", "2100-12-31"]


@pytest.fixture(autouse=True)
def _monday(clock, ani):
    clock("2026-12-07 06:00")
    expected(ani)
    clock("2026-12-07 13:40")


@pytest.mark.parametrize("month", [*MONTHS, *(date[:7] for date in EDGES)])
@pytest.mark.parametrize(
    ("who", "name", "query"),
    [
        ("ani", "presensi-bulan", ""),
        ("bambang", "pengawasan-bulan", ""),
        ("bambang", "pengawasan-xlsx", "&isi=bulan"),
    ],
)
def test_a_month_far_away_is_this_month(request, client, who, name, query, month):
    client = sign_in(client, request.getfixturevalue(who))
    answer = client.get(f"{reverse(name)}?bulan={month}{query}")
    assert answer.status_code == 200
    if month in MONTHS and not query:
        assert "Desember 2026" in text_of(answer)


@pytest.mark.parametrize("date", [*DATES, *EDGES])
def test_a_date_far_away_is_today(client, region, bambang, date):
    url = reverse("pengawasan-unit", args=[region.aplikasi.pk])
    answer = sign_in(client, bambang).get(f"{url}?tanggal={date}")
    assert answer.status_code == 200
    if date in DATES:
        assert "Senin, 7 Desember 2026" in text_of(answer)


@pytest.mark.parametrize("date", [*DATES, *EDGES])
def test_accounts_of_a_date_far_away_are_those_of_a_near_one(client, region, pandu, citra, date):
    url = reverse("rekap-hari")
    assert sign_in(client, citra).get(f"{url}?tanggal={date}").status_code == 200
    sign_in(client, pandu)
    assert client.get(f"{url}?opd={region.diskominfo.pk}&tanggal={date}").status_code == 200
    sent = {"opd": region.diskominfo.pk, "tanggal": date, "putaran": 0}
    assert client.post(reverse("rekap-kirim"), sent).status_code == 422


@pytest.mark.parametrize("date", [*DATES, *EDGES])
def test_the_desk_of_a_date_far_away_is_empty(client, bambang, date):
    answer = sign_in(client, bambang).get(f"{reverse('verifikasi-hari')}?tanggal={date}")
    assert answer.status_code == 200


@pytest.mark.parametrize("date", [*DATES, *EDGES])
@pytest.mark.parametrize("name", ["jejak-audit", "siapa-di-mana", "jadwal-saya"])
def test_other_pages_that_ask_for_a_date(client, ines, name, date):
    answer = sign_in(client, ines).get(f"{reverse(name)}?tanggal={date}", follow=True)
    assert answer.status_code == 200


@pytest.mark.parametrize("month", [*MONTHS, "2000-01", "2100-12"])
def test_months_of_work_far_away(client, ani, bambang, month):
    assert sign_in(client, ani).get(f"{reverse('kinerja')}?bulan={month}").status_code == 200
    sign_in(client, bambang)
    assert client.get(f"{reverse('kinerja-rekap')}?bulan={month}").status_code == 200
