"""The inbox by keyboard alone, a bulk of 25 with the number typed, and by touch on a phone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.actors import add_employee, far_working_days
from tests.workflows import cases
from wfa.decisions.models import Decision
from wfa.requests.models import WorkRequest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Raden Ajeng Sulistyaningrum Kusumawardhani Prawirodirdjo"


def backlog(region, count):
    day = far_working_days(1)
    people = [add_employee(region.aplikasi, f"Pegawai {n:02}") for n in range(count - 1)]
    people.append(add_employee(region.aplikasi, LONG, back_title="S.Kom., M.T."))
    return [cases.submitted(person, day) for person in people]


def states():
    found = {}
    for state in WorkRequest.objects.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def accessible(page):
    found = Axe().run(page).response["violations"]
    assert [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found] == []
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= page.viewport_size["width"]


def focused(page):
    return page.evaluate("document.activeElement.textContent")


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def turn_on(page):
    button = page.get_by_role("button", name="Nyalakan pintasan papan ketik")
    button.focus()
    press(page, "Enter")
    page.get_by_role("button", name="Matikan pintasan").wait_for()


def test_thirty_cases_by_keyboard_alone(region, budi, bambang, page, sign_in):
    backlog(region, 30)
    sign_in(page, budi)
    page.goto("/kotak-masuk/")
    accessible(page)
    press(page, "j", "x")
    assert page.locator("[data-pick]:checked").count() == 0  # off until turned on
    turn_on(page)
    accessible(page)
    press(page, "?")
    page.get_by_role("heading", name="Pintasan papan ketik").wait_for()
    press(page, "Escape")
    # the first case is open; A supports it, U takes it back
    first = page.locator(".case-title").inner_text()
    press(page, "a")
    page.get_by_role("button", name=re.compile("^Urungkan 1")).wait_for()
    assert states() == {"recommended": 1, "submitted": 29}
    accessible(page)
    press(page, "u")
    page.get_by_text("1 dikembalikan ke penilaian.").wait_for()
    assert page.locator(".case-title").inner_text() == first
    assert states() == {"submitted": 30}
    # J, X: two are chosen; typing in the note changes neither
    press(page, "j", "x", "j", "x")
    assert page.locator("[data-pick]:checked").count() == 2
    press(page, "c")
    page.keyboard.type("jxapt")
    assert page.locator("[data-pick]:checked").count() == 2
    assert page.get_by_label("Catatan").input_value() == "jxapt"
    press(page, "Control+a", "Delete", "Escape", "j", "x", "j", "x")
    press(page, "k", "k", "x", "k", "x")
    # Enter opens the row; P asks for the reason, which comes from the list
    for box in page.locator("[data-pick]:checked").all():
        box.uncheck()
    page.locator("[data-inbox] a").nth(2).focus()
    press(page, "Enter")
    page.wait_for_url(re.compile("kasus="))
    press(page, "p")
    assert page.evaluate("document.activeElement.name") == "contoh"
    press(page, "ArrowDown", "Escape")
    reason = page.get_by_label("Catatan").input_value()
    assert reason.startswith("Rencana kerja belum terukur.")
    press(page, "p")
    page.get_by_text("1 dikembalikan untuk perbaikan.").wait_for()
    assert states() == {"returned": 1, "submitted": 29}
    assert Decision.objects.filter(step="send_back").get().note == reason


def test_chosen_sentence_leaves_what_was_typed(region, ani, budi, bambang, page, sign_in):
    cases.submitted(ani)
    sign_in(page, budi)
    page.goto("/kotak-masuk/")
    page.get_by_label("Catatan").fill("Mohon diperbaiki.")
    page.get_by_label("Contoh alasan").select_option(index=1)
    note = page.get_by_label("Catatan").input_value()
    assert note.startswith("Mohon diperbaiki.\nRencana kerja belum terukur.")
    page.get_by_role("button", name="Kembalikan untuk perbaikan").click()
    page.get_by_text("1 dikembalikan untuk perbaikan.").wait_for()
    assert Decision.objects.filter(step="send_back").get().note == note


def test_undo_counts_down_and_goes(region, ani, budi, bambang, page, sign_in):
    cases.submitted(ani)
    sign_in(page, budi)
    page.clock.install()
    page.goto("/kotak-masuk/")
    page.get_by_role("button", name="Setujui untuk diusulkan").last.click()
    bar = page.locator("form[data-undo]")
    bar.wait_for()
    assert "(10 detik)" in bar.inner_text()
    page.mouse.move(5, 5)
    page.clock.run_for(3_000)
    assert "(7 detik)" in bar.inner_text()
    page.clock.run_for(8_000)
    assert bar.count() == 0
    page.goto("/kotak-masuk/?tampilan=siap")
    page.get_by_role("button", name="Urungkan penilaian").click()
    page.get_by_text("1 dikembalikan ke penilaian.").wait_for()


def test_25_at_once_ask_for_the_number(region, budi, bambang, page, sign_in):
    backlog(region, 25)
    sign_in(page, budi)
    page.goto("/kotak-masuk/")
    page.get_by_label("Pilih semua di halaman ini").check()
    page.get_by_role("button", name="Setujui 25 untuk diusulkan").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(re.compile("^Ketik 25")).fill("24")
    dialog.get_by_role("button", name="Setujui 25").click()
    dialog.get_by_text("Angka belum sama. Ketik 25.").wait_for()
    accessible(page)
    dialog.get_by_label(re.compile("^Ketik 25")).fill("25")
    dialog.get_by_role("button", name="Setujui 25").click()
    page.get_by_text("25 dinilai dan didukung.").wait_for()
    assert states() == {"recommended": 25}


def test_on_a_phone_by_touch(region, budi, bambang, phone, sign_in):
    backlog(region, 30)
    sign_in(phone, budi)
    phone.goto("/kotak-masuk/")
    accessible(phone)
    assert phone.locator(".case-title").is_hidden()
    assert phone.get_by_label("Tenggat").is_hidden()
    phone.get_by_text("Saring", exact=True).first.tap()
    phone.get_by_label("Tenggat").wait_for()
    phone.locator("[data-inbox] a").nth(1).tap()
    phone.locator(".case-title").wait_for()
    accessible(phone)
    phone.get_by_label("Contoh alasan").select_option(index=1)
    phone.get_by_role("button", name="Kembalikan untuk perbaikan").tap()
    phone.get_by_text("1 dikembalikan untuk perbaikan.").wait_for()
    assert states() == {"returned": 1, "submitted": 29}
    phone.locator("[data-pick]").first.tap()
    phone.get_by_role("button", name="Setujui 1 untuk diusulkan").tap()
    phone.get_by_role("button", name=re.compile("^Urungkan 1")).tap()
    phone.get_by_text("1 dikembalikan ke penilaian.").wait_for()


def test_bkd_chooses_days_and_conditions(region, budi, bambang, citra, page, sign_in):
    requests = backlog(region, 2)
    recommended = [cases.do("recommend", r, budi) for r in requests]
    proposal = cases.proposal_of(recommended, bambang)
    sign_in(page, citra)
    page.goto(f"/usulan/{proposal.pk}/")
    accessible(page)
    page.get_by_role("link", name=re.compile("Raden Ajeng")).first.click()
    accessible(page)
    page.get_by_label("Contoh syarat").select_option(index=1)
    page.get_by_role("button", name="Setujui", exact=True).click()
    page.get_by_role("button", name=re.compile("^Urungkan 1")).wait_for()
    accessible(page)
    approved = WorkRequest.objects.get(state="approved")
    assert approved.conditions == ["Tetap dapat dihubungi selama jam kerja."]
