"""The month of an office as a page: what it shows, what it takes, and to whom."""

import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.actors import add_employee, add_unit, open_policy, sign_in, text_of
from tests.schedules.months import cells_of, month_of, next_month, staff, working_days
from tests.workflows import cases
from wfa.schedules.models import Roster
from wfa.schedules.services import save_cells

pytestmark = pytest.mark.django_db
FRAME = 6
"""Queries of every page for everybody: session, person, rights (2), region, unread."""
OWN = 9
"""Of the month itself, however many people."""


@pytest.fixture
def roster(region, pandu, ani, dewi):
    return month_of(region, pandu)


@pytest.fixture
def desk(client, pandu):
    return sign_in(client, pandu)


def url(roster, tail=""):
    return f"/jadwal/{roster.pk}/{tail}"


def send(client, roster, cells, revision, **more):
    data = {"isian": json.dumps(cells), "revisi": revision, **more}
    return client.post(url(roster, "simpan/"), data)


def test_the_page_shows_everybody_with_every_day(roster, desk):
    page = text_of(desk.get(url(roster)))
    assert page.count("<tr id=") == 3
    assert page.count("<td>·</td>") == 3 * len(working_days(next_month()))
    assert "pejabat struktural" not in page.split("<tbody>")[1]


@pytest.mark.parametrize("people", [1, 3, 200])
def test_the_page_costs_the_same_at_any_size(region, people, pandu, desk):
    staff(region, people)
    roster = month_of(region, pandu)
    desk.get(url(roster))
    with CaptureQueriesContext(connection) as queries:
        page = desk.get(url(roster))
    assert len(queries) <= FRAME + OWN
    assert len(page.content) <= 250 * 1024


def test_an_opd_of_many_is_opened_unit_by_unit(region, pandu, desk):
    part = add_unit(region.diskominfo, "BIDANG DATA", "bidang", "Bidang Data")
    staff(region, 200)
    staff(region, 120, unit=part, prefix="Orang")
    roster = month_of(region, pandu)
    first = text_of(desk.get(url(roster)))
    assert "Pilih unit dulu" in first
    assert "<tr id=" not in first
    page = text_of(desk.get(url(roster, f"?unit={part.pk}")))
    assert page.count("<tr id=") == 120


def test_cells_are_saved_and_told(roster, desk, ani):
    day = working_days(next_month())[0]
    answer = send(desk, roster, {ani.pk: {day.isoformat(): "R"}}, 0)
    assert answer.url == url(roster)
    assert "1 hari tersimpan." in text_of(desk.get(url(roster)))
    assert cells_of(roster, ani)[day] == "R"


def test_the_script_is_told_where_to_go_on(roster, desk, ani):
    day = working_days(next_month())[0].isoformat()
    data = {"isian": json.dumps({ani.pk: {day: "R"}}), "revisi": 0, "kembali": "bagian=3"}
    answer = desk.post(url(roster, "simpan/"), data, headers={"Accept": "application/json"})
    assert answer.json() == {"next": f"{url(roster)}?bagian=3"}


def test_of_two_who_edit_the_second_is_told_and_keeps_what_they_typed(
    roster, desk, ani, dewi, pandu, bambang
):
    one, two = working_days(next_month())[:2]
    save_cells(roster, {ani.pk: {one: "A"}}, by=bambang, revision=0)
    answer = send(desk, roster, {ani.pk: {one.isoformat(): "R", two.isoformat(): "R"}}, 0)
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Bambang Hartono mengubah" in page
    assert cells_of(roster, ani)[one] == "A"
    sent = {"isian": page.split('name="isian" value="')[1].split('"')[0].replace("&quot;", '"')}
    sent |= {"revisi": 1, "kecuali": f"{ani.pk}/{one.isoformat()}"}
    desk.post(url(roster, "simpan/"), sent)
    assert (cells_of(roster, ani)[one], cells_of(roster, ani)[two]) == ("A", "R")


@pytest.mark.parametrize(
    "text", ["{", "[]", "7", '{"a": {}}', '{"1": 7}', '{"1": {"besok": "R"}}', "null", "[[1]]"]
)
def test_what_cant_be_read_changes_nothing(roster, desk, text):
    answer = desk.post(url(roster, "simpan/"), {"isian": text, "revisi": 0})
    assert answer.status_code in {302, 409}
    assert Roster.objects.get().revision == 0


def test_a_pattern_is_painted_for_one_unit(roster, region, desk, ani, pandu):
    data = {"pola": "fixed_weekday", "hari": ["4"], "untuk": f"unit-{region.aplikasi.pk}"}
    answer = desk.post(url(roster, "isi/"), {**data, "huruf": "R", "revisi": 0})
    assert answer.status_code == 302
    fridays = [d for d in working_days(next_month()) if d.weekday() == 4]
    assert [d for d, x in cells_of(roster, ani).items() if x == "R"] == fridays
    assert "R" not in cells_of(roster, pandu).values()


def test_a_pattern_is_painted_for_ticked_people(roster, desk, ani, dewi):
    data = {"pola": "fixed_weekday", "hari": ["4"], "untuk": "centang", "pilih": [dewi.pk]}
    desk.post(url(roster, "isi/"), {**data, "huruf": "R", "revisi": 0})
    assert "R" in cells_of(roster, dewi).values()
    assert "R" not in cells_of(roster, ani).values()


def test_nobody_ticked_is_said_and_the_form_stays(roster, desk):
    data = {"pola": "share", "bagian": "30", "untuk": "centang", "revisi": 0}
    answer = desk.post(url(roster, "isi/"), data)
    assert answer.status_code == 422
    assert "Belum ada pegawai yang dicentang" in text_of(answer)
    assert 'value="share" selected' in text_of(answer)


def test_an_old_page_may_paint_again_after_it_was_told(roster, desk, ani, bambang):
    save_cells(roster, {ani.pk: {working_days(next_month())[0]: "A"}}, by=bambang, revision=0)
    data = {"pola": "fixed_weekday", "hari": ["4"], "untuk": "semua", "huruf": "R", "revisi": 0}
    answer = desk.post(url(roster, "isi/"), data)
    assert answer.status_code == 422
    assert "sudah diubah orang lain" in text_of(answer)
    assert 'name="revisi" value="1"' in text_of(answer)


def test_the_pattern_of_the_policy_comes_first_with_its_source(region, pandu, desk, ani):
    open_policy(region.diskominfo, by=region.service, rota_pattern="fixed_weekday")
    roster = month_of(region, pandu)
    page = text_of(desk.get(url(roster)))
    assert "Pola kebijakan: Hari tetap (Kebijakan Diskominfo versi 2)" in page
    desk.post(url(roster, "isi/"), {"pola": "", "untuk": "semua", "revisi": 0})
    assert "R" in cells_of(roster, ani).values()


def test_problems_lead_to_their_cells_and_hold_up_the_report(region, pandu, desk, ani):
    open_policy(region.diskominfo, by=region.service, quota_percent=0)
    roster = month_of(region, pandu)
    day = working_days(next_month())[0]
    send(desk, roster, {ani.pk: {day.isoformat(): "R"}}, 0)
    page = text_of(desk.get(url(roster)))
    assert "1 masalah harus selesai sebelum jadwal dilaporkan ke BKD" in page
    assert f'href="#t{day.day}"' in page
    assert f'id="t{day.day}"' in page
    assert 'class="over">1' in page
    assert 'aria-disabled="true" aria-describedby="kurang"' in page


def test_a_clash_of_one_person_is_marked_in_its_cell(region, pandu, desk):
    new = add_employee(region.aplikasi, "Orang Baru", position_since=datetime.date.today())
    roster = month_of(region, pandu)
    day = working_days(next_month())[0]
    send(desk, roster, {new.pk: {day.isoformat(): "R"}}, 0)
    page = text_of(desk.get(url(roster)))
    assert f'href="#x{new.pk}-{day.day}"' in page
    assert f'<td id="x{new.pk}-{day.day}" class="home clash" title="baru menempati' in page


def test_names_are_escaped(region, pandu, desk):
    add_employee(region.aplikasi, "<b>Ani</b> & \"Budi\" 'Tut'", back_title="")
    page = text_of(desk.get(url(month_of(region, pandu))))
    assert "<b>Ani" not in page
    assert "&lt;b&gt;Ani" in page


def test_rows_are_narrowed_without_a_script(roster, desk):
    page = text_of(desk.get(url(roster, "?nama=ani")))
    assert page.count("<tr id=") == 1
    assert 'name="pilih"' in text_of(desk.get(url(roster, "?centang=1")))


# ---- one person


def test_the_days_of_one_person_are_chosen_without_a_script(roster, desk, ani):
    address = reverse("jadwal-baris", args=[roster.pk, ani.pk])
    day = working_days(next_month())[2]
    page = text_of(desk.get(address))
    assert page.count("<select") == len(working_days(next_month()))
    sent = {d.isoformat(): "K" for d in working_days(next_month())} | {day.isoformat(): "R"}
    answer = desk.post(address, {**sent, "revisi": 0})
    assert answer.url == f"{url(roster)}#p{ani.pk}"
    assert [d for d, x in cells_of(roster, ani).items() if x == "R"] == [day]


def test_nobody_outside_the_roster_has_a_row(roster, desk, dodi):
    assert desk.get(reverse("jadwal-baris", args=[roster.pk, dodi.pk])).status_code == 404


# ---- the months


def test_the_next_month_is_one_button_away(region, desk):
    page = text_of(desk.get("/jadwal/"))
    assert page.count("btn-primary") == 1
    assert "Susun jadwal" in page
    answer = desk.post(
        "/jadwal/buat/", {"opd": region.diskominfo.pk, "bulan": f"{next_month():%Y-%m}"}
    )
    made = Roster.objects.get()
    assert answer.url == url(made)
    again = desk.post(
        "/jadwal/buat/", {"opd": region.diskominfo.pk, "bulan": f"{next_month():%Y-%m}"}
    )
    assert again.url == url(made)


def test_a_month_is_found_by_its_name(roster, region, desk):
    first = f"{next_month():%Y-%m}"
    assert desk.get(f"/jadwal/?bulan={first}&opd={region.diskominfo.pk}").url == url(roster)
    for month in ("besok", "0001-01", "9999-12"):
        assert desk.get(f"/jadwal/?bulan={month}").status_code == 200
        begun = desk.post("/jadwal/buat/", {"opd": region.diskominfo.pk, "bulan": month})
        assert begun.status_code == 409


def test_an_employee_is_led_to_their_own_calendar(client, ani):
    assert sign_in(client, ani).get("/jadwal/").url == reverse("jadwal-saya")


def test_the_inspector_chooses_an_opd_and_reads(region, client, ines, roster):
    reader = sign_in(client, ines)
    page = text_of(reader.get("/jadwal/"))
    assert "Pilih OPD dulu" in page
    assert "Susun jadwal" not in page
    assert reader.get(url(roster)).status_code == 404  # a draft is nobody else's
    Roster.objects.update(state="reported", reported_at="2026-01-01T00:00Z", due_on="2026-01-09")
    page = text_of(reader.get(url(roster)))
    assert "data-letters" not in page
    assert "Simpan draf" not in page


def test_a_draft_is_thrown_away_after_asking(roster, desk):
    assert "Buang rancangan" in text_of(desk.get(url(roster, "buang/")))
    desk.post(url(roster, "buang/"))
    assert not Roster.objects.exists()


def test_a_day_that_a_request_holds_is_shown_and_locked(roster, desk, ani):
    day = working_days(next_month())[4]
    asked = cases.submitted(ani, [day])
    page = text_of(desk.get(url(roster)))
    assert f'<td class="home lock" title="pengajuan {asked.number}">R</td>' in page
