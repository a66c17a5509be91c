"""The month after it was reported: what stands, what changed, and what one may still do."""

import pytest

from tests.actors import sign_in, text_of
from tests.workflows import rosters
from wfa.schedules.models import WorkDay
from wfa.schedules.services import take_back_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def days():
    return rosters.working_days()[3:6]


@pytest.fixture
def make(region, bambang, pandu, citra, ani, dewi, days):
    def in_state(state):
        away = {ani: {days[0]: "R", days[1]: "A"}}
        return rosters.in_state(state, unit=region.diskominfo, head=bambang, bkd=citra, away=away)

    return in_state


def show(client, roster, who, tail=""):
    return text_of(sign_in(client, who).get(f"/jadwal/{roster.pk}/{tail}"))


def test_one_in_force_shows_what_stands_and_by_what(make, client, pandu, ani, days):
    roster = make("in_force")
    page = show(client, roster, pandu)
    assert page.count('class="home"') == 1
    assert page.count('class="wfa"') == 1
    assert f"Surat Tugas Nomor {roster.assignment_number}" in page
    assert "data-letters" not in page
    assert "Ubah jadwal" in page
    own = show(client, roster, pandu, f"pegawai/{ani.pk}/")
    assert "WFH, rumah" in own
    assert "<select" not in own


def test_a_day_that_was_taken_back_is_one_in_the_office(make, client, pandu, ani, days):
    roster = make("in_force")
    row = WorkDay.objects.get(employee=ani, date=days[0])
    take_back_rows([row.pk], why="Dipanggil kembali.")
    page = show(client, roster, pandu)
    assert 'class="home"' not in page
    assert page.count('class="wfa"') == 1


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("submitted", "Menunggu surat usulan"),
        ("reported", "BKD memutus paling lambat"),
        ("approved", "Berlaku setelah surat tugas terbit"),
    ],
)
def test_on_its_way_it_is_read_only_and_says_who_has_it(make, client, pandu, state, said):
    page = show(client, make(state), pandu)
    assert said in page
    assert "data-letters" not in page


def test_one_that_came_back_says_why_and_can_be_edited(make, client, pandu):
    page = show(client, make("returned"), pandu)
    assert "Jumat terlalu penuh." in page
    assert "data-letters" in page
    assert "Buang jadwal ini" not in page


def test_a_change_shows_what_stood_before(make, client, pandu, bambang, ani, days):
    roster = make("in_force")
    changed = rosters.amendment(roster, bambang, {ani: {days[0]: "K"}})
    page = show(client, changed, pandu)
    assert '<span class="was"><span class="visually-hidden">semula </span>R</span>' in page


def test_a_change_begins_with_a_reason_and_there_is_one_at_a_time(make, client, pandu):
    roster = make("in_force")
    desk = sign_in(client, pandu)
    assert "Alasan belum diisi" in text_of(desk.post(f"/jadwal/{roster.pk}/ubah/", {}))
    first = desk.post(f"/jadwal/{roster.pk}/ubah/", {"reason": "Ada rapat kerja."})
    again = desk.get(f"/jadwal/{roster.pk}/ubah/")
    assert first.url == again.url == f"/jadwal/{roster.amendments.get().pk}/"


def test_an_extra_day_can_be_asked_for(region, client, pandu, ani, days):
    desk = sign_in(client, pandu)
    sent = {"opd": region.diskominfo.pk, "first": days[0], "last": days[2], "reason": "Hari ASN."}
    sent["weekdays"] = [days[0].weekday(), days[2].weekday()]
    made = desk.post("/jadwal/tambahan/", sent)
    page = text_of(desk.get(made.url))
    assert "Hari tambahan" in page
    assert page.count('class="lock"') > 0  # only the days asked for can be filled
    wrong = desk.post("/jadwal/tambahan/", {**sent, "last": days[0].replace(year=2020)})
    assert "Tanggal akhir sebelum tanggal awal" in text_of(wrong)
