"""The month by keyboard, by mouse and by finger; nothing typed is lost."""

import json
import re
from io import BytesIO

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.actors import add_employee, open_policy
from tests.schedules.months import cells_of, month_of, next_month, staff, working_days
from wfa.schedules.services import save_cells

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Raden Ajeng Sulistyaningrum Kusumawardhani Prawirodirdjo"


@pytest.fixture
def roster(region, pandu, ani, dewi):
    add_employee(region.aplikasi, LONG, back_title="S.Kom., M.T.", echelon="41")
    return month_of(region, pandu)


def cell(page, person, day):
    return page.locator(f'tr[data-e="{person.pk}"] > *').nth(day.day)


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def says(page):
    return page.locator("[data-rota-says]").inner_text()


def saved(page):
    page.get_by_role("button", name="Simpan draf").click()
    page.get_by_text(re.compile("hari tersimpan")).wait_for()


def accessible(page):
    found = Axe().run(page).response["violations"]
    assert [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_a_month_by_keyboard_alone(roster, pandu, ani, dewi, page, sign_in):
    first, _second, third = working_days(next_month())[:3]
    sign_in(page, pandu)
    page.goto(f"/jadwal/{roster.pk}/")
    accessible(page)
    assert page.locator("table.matrix").get_attribute("role") == "grid"
    assert page.locator('.matrix tbody [tabindex="0"]').count() == 1
    cell(page, ani, first).focus()
    press(page, "r")
    assert cell(page, ani, first).inner_text() == "R"
    assert says(page) == "1 perubahan belum disimpan."
    # Shift and arrows take a range of two people and three days; one letter paints it
    press(page, "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowDown")
    assert page.locator('[aria-selected="true"]').count() >= 6
    press(page, "a")
    assert cell(page, dewi, third).inner_text() == "A"
    press(page, "Control+z")
    assert cell(page, ani, first).inner_text() == "R"
    assert cell(page, dewi, third).inner_text() == "·"
    press(page, "Control+y", "Control+z")
    # Home, End and the name of the row, from where Enter opens the days of the person
    press(page, "Escape", "Home")
    at = "[document.activeElement.closest('tr').dataset.e, document.activeElement.cellIndex]"
    assert page.evaluate(at)[1] == first.day
    press(page, "End")
    assert page.evaluate(at)[1] == working_days(next_month())[-1].day
    press(page, "Home", "ArrowRight", "Enter")
    changed = page.evaluate("document.activeElement.textContent")
    assert changed == "R"
    accessible(page)
    saved(page)
    assert list(cells_of(roster, ani).values()).count("R") >= 1
    assert page.evaluate("document.activeElement.textContent") == "R"  # back where one was


def test_totals_follow_while_one_types(region, roster, pandu, ani, dewi, page, sign_in):
    open_policy(region.diskominfo, by=region.service, quota_percent=25)
    day = working_days(next_month())[0]
    sign_in(page, pandu)
    page.goto(f"/jadwal/{roster.pk}/")
    total = page.locator('tfoot [data-total="away"] > *').nth(day.day)
    assert total.inner_text() == "0"
    for person in (ani, dewi):
        cell(page, person, day).focus()
        press(page, "r")
    assert total.get_attribute("class") == "over"
    assert "2 melebihi kuota" in total.text_content()
    press(page, "Control+z")
    assert (total.inner_text(), total.get_attribute("class")) == ("1", "")
    fair = page.locator(f'tr[data-e="{ani.pk}"] .fair').first
    assert fair.inner_text() == "1"


def test_by_mouse_a_drag_chooses_and_the_palette_paints(roster, pandu, ani, dewi, page, sign_in):
    one, two = working_days(next_month())[:2]
    sign_in(page, pandu)
    page.goto(f"/jadwal/{roster.pk}/")
    cell(page, ani, one).scroll_into_view_if_needed()
    cell(page, ani, one).hover()
    page.mouse.down()
    cell(page, dewi, two).hover()
    page.mouse.up()
    page.get_by_role("button", name="R, WFH, rumah").click()
    assert [cell(page, p, d).inner_text() for p in (ani, dewi) for d in (one, two)] == ["R"] * 4
    page.get_by_role("button", name="Urungkan").click()
    assert cell(page, ani, one).inner_text() == "·"


def test_by_finger_a_letter_is_chosen_and_cells_are_tapped(roster, pandu, ani, phone, sign_in):
    day = working_days(next_month())[0]
    sign_in(phone, pandu)
    phone.goto(f"/jadwal/{roster.pk}/")
    accessible(phone)
    letter = phone.get_by_role("button", name="R, WFH, rumah")
    box = letter.bounding_box()
    assert box["width"] >= 44
    assert box["height"] >= 44
    letter.tap()
    assert letter.get_attribute("aria-pressed") == "true"
    cell(phone, ani, day).tap()
    assert cell(phone, ani, day).inner_text() == "R"
    letter.tap()
    assert says(phone) == "1 perubahan belum disimpan."
    saved(phone)
    assert cells_of(roster, ani)[day] == "R"


def test_the_second_officer_keeps_what_was_typed(roster, pandu, bambang, ani, page, sign_in, watch):
    watch.allow("status of 409")
    one, two = working_days(next_month())[:2]
    sign_in(page, pandu)
    page.goto(f"/jadwal/{roster.pk}/")
    save_cells(roster, {ani.pk: {one: "A"}}, by=bambang, revision=0)
    for day in (one, two):
        cell(page, ani, day).focus()
        press(page, "r")
    page.get_by_role("button", name="Simpan draf").click()
    page.get_by_role("heading", name="Jadwal ini berubah selagi Anda mengisi").wait_for()
    expect(page.get_by_text("Bambang Hartono")).to_be_visible()
    accessible(page)
    page.get_by_label(re.compile("^Biarkan Ani")).first.check(force=True)
    page.get_by_role("button", name="Terapkan isian saya").click()
    page.get_by_text("1 hari tersimpan.").wait_for()
    kept = cells_of(roster, ani)
    assert (kept[one], kept[two]) == ("A", "R")


def test_nothing_is_lost_when_the_server_is_away(roster, pandu, ani, page, sign_in, watch):
    watch.allow("ERR_FAILED")
    day = working_days(next_month())[0]
    sign_in(page, pandu)
    page.goto(f"/jadwal/{roster.pk}/")
    cell(page, ani, day).focus()
    press(page, "r")
    page.route("**/simpan/", lambda route: route.abort())
    page.get_by_role("button", name="Simpan draf").click()
    page.get_by_text("server tidak terjangkau").wait_for()
    assert cell(page, ani, day).inner_text() == "R"
    page.unroute("**/simpan/")
    # leaving is asked about; who leaves all the same finds it again
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/jadwal/")
    page.goto(f"/jadwal/{roster.pk}/")
    page.get_by_text("dipulihkan").wait_for()
    assert cell(page, ani, day).inner_text() == "R"
    saved(page)
    assert cells_of(roster, ani)[day] == "R"


def test_rows_are_filtered_as_one_types(roster, pandu, page, sign_in):
    sign_in(page, pandu)
    page.goto(f"/jadwal/{roster.pk}/")
    page.get_by_label("Cari nama").fill("raden")
    assert page.locator("tr[data-e]:visible").count() == 1
    expect(page.get_by_text("1 pegawai tampil.")).to_be_visible()
    page.get_by_text("Isi pola sekaligus").click()
    page.get_by_label("Pola", exact=True).select_option("fixed_weekday")
    page.get_by_label("Untuk", exact=True).select_option("tampil")
    page.get_by_role("button", name="Isi pola").click()
    page.get_by_text("Pola diisikan.").wait_for()
    away = {x.employee.name: x.cells.count("R") > 0 for x in roster.lines.all()}
    assert [name for name, is_away in away.items() if is_away] == [LONG]


def test_without_a_script_each_name_leads_to_its_days(roster, pandu, ani, new_page, sign_in):
    page = new_page(java_script_enabled=False)
    day = working_days(next_month())[0]
    sign_in(page, pandu)
    page.goto(f"/jadwal/{roster.pk}/")
    page.get_by_role("link", name="Ani Lestari").click()
    page.locator(f"#id_{day.isoformat()}").select_option("R")
    page.get_by_role("button", name="Simpan draf").click()
    assert page.url.endswith(f"#p{ani.pk}")
    assert cells_of(roster, ani)[day] == "R"


def test_out_to_excel_and_in_again(roster, pandu, ani, page, sign_in, tmp_path):
    day = working_days(next_month())[0]
    sign_in(page, pandu)
    page.goto(f"/jadwal/{roster.pk}/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh XLSX").click()
    book = openpyxl.load_workbook(BytesIO(download.value.path().read_bytes()))
    sheet = book["Jadwal"]
    row = next(n for n in range(5, 9) if sheet.cell(n, 3).value == ani.nip)
    sheet.cell(row, 4 + day.day, "R")
    book.save(tmp_path / "jadwal.xlsx")
    page.get_by_role("link", name="Unggah XLSX").click()
    page.get_by_label("Berkas XLSX").set_input_files(tmp_path / "jadwal.xlsx")
    page.get_by_role("button", name="Baca berkas").click()
    page.get_by_text("1 hari berubah").wait_for()
    accessible(page)
    page.get_by_role("button", name="Simpan 1 hari").click()
    page.get_by_text("1 hari tersimpan.").wait_for()
    assert cells_of(roster, ani)[day] == "R"


def test_two_hundred_people_fit_a_phone_and_the_dark(region, pandu, new_page, sign_in):
    staff(region, 200)
    roster = month_of(region, pandu)
    for scheme, size in (("light", (390, 844)), ("dark", (1280, 900))):
        page = new_page(color_scheme=scheme, viewport={"width": size[0], "height": size[1]})
        sign_in(page, pandu)
        page.goto(f"/jadwal/{roster.pk}/")
        assert page.locator("tr[data-e]").count() == 201
        accessible(page)
        changes = page.evaluate("sessionStorage.length")
        assert changes == 0


def test_the_payload_is_compact(roster, pandu, ani, page, sign_in):
    day = working_days(next_month())[0]
    sign_in(page, pandu)
    page.goto(f"/jadwal/{roster.pk}/")
    cell(page, ani, day).focus()
    press(page, "r")
    with page.expect_request("**/simpan/") as sent:
        saved(page)
    body = sent.value.post_data
    isian = re.search(r'name="isian"\s+(\S+)', body)[1]
    assert json.loads(isian) == {str(ani.pk): {day.isoformat(): "R"}}
