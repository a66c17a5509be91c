"""What the small scripts add to pages that work without them, each on the page it was made for."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from documents import services
from tests.browser import steps
from tests.documents import cases as papers
from tests.workflows import cases

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FORMER = "Isian Anda yang belum terkirim dipulihkan."


def first_step(page, case):
    page.goto(reverse("pengajuan-isi", args=[case.pk, 1]))
    return page.get_by_label("Alasan", exact=True)


def lose_the_session(page, case, text):
    """Type, and send when the server no longer knows who this is."""
    first_step(page, case).fill(text)
    Session.objects.all().delete()
    page.get_by_role("button", name="Simpan dan lanjutkan").click()
    page.get_by_label("Kata sandi", exact=True).wait_for()


def test_what_was_typed_when_the_session_ended_is_put_back(page, sign_in, ani):
    case = cases.draft(ani)
    sign_in(page, ani)
    lose_the_session(page, case, "Menyusun laporan triwulan.")
    sign_in(page, ani)
    expect(first_step(page, case)).to_have_value("Menyusun laporan triwulan.")
    expect(page.get_by_text(FORMER)).to_be_visible()
    expect(first_step(page, case)).not_to_have_value("Menyusun laporan triwulan.")


def test_what_one_person_typed_is_never_shown_to_the_next(page, sign_in, ani, dewi):
    mine, hers = cases.draft(ani), cases.draft(dewi)
    sign_in(page, ani)
    lose_the_session(page, mine, "Menyusun laporan triwulan.")
    sign_in(page, dewi)
    expect(first_step(page, hers)).not_to_have_value("Menyusun laporan triwulan.")
    expect(page.get_by_text(FORMER)).to_have_count(0)


def test_a_password_is_never_kept_in_the_tab(page, ani):
    steps.with_password(ani)
    page.goto(reverse("masuk"))
    page.get_by_label("NIP atau nama masuk").fill(ani.login)
    page.get_by_label("Kata sandi", exact=True).fill("sandi yang salah")
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.get_by_role("alert").first.wait_for()
    assert "sandi yang salah" not in page.evaluate("JSON.stringify({...sessionStorage})")


def turn_keys_on(page):
    page.get_by_role("button", name="Nyalakan pintasan papan ketik").click()
    page.get_by_role("button", name="Matikan pintasan").wait_for()


def test_slash_leads_to_the_search_box_only_once_it_was_turned_on(new_page, sign_in, ani, budi):
    cases.submitted(ani)
    page = new_page(viewport={"width": 1600, "height": 900})
    sign_in(page, budi)
    page.goto(reverse("kotak-masuk"))
    box = page.locator("[data-seek]")
    page.keyboard.press("/")
    expect(box).not_to_be_focused()
    turn_keys_on(page)
    page.keyboard.press("/")
    expect(box).to_be_focused()
    page.keyboard.type("1/2")
    expect(box).to_have_value("1/2")


def test_slash_opens_the_search_page_where_the_box_has_no_room(page, sign_in, ani, budi):
    cases.submitted(ani)
    sign_in(page, budi)
    page.goto(reverse("kotak-masuk"))
    turn_keys_on(page)
    page.keyboard.press("/")
    page.wait_for_url("**/cari/**")


def test_print_button_prints_and_is_not_there_without_scripts(new_page, page, sign_in, ani):
    page.add_init_script("window.print = () => { window.printed = true; }")
    sign_in(page, ani)
    page.goto(reverse("beranda"))
    page.get_by_role("button", name="Cetak").first.click()
    assert page.evaluate("window.printed") is True
    plain = new_page(java_script_enabled=False)
    sign_in(plain, ani)
    plain.goto(reverse("beranda"))
    expect(plain.get_by_role("button", name="Cetak")).to_have_count(0)


def test_page_that_waits_comes_again_only_when_the_paper_is_out(
    page, sign_in, ani, budi, bambang, citra, endah
):
    approved = papers.approved([ani], assessor=budi, head=bambang, bkd=citra)
    [draft] = services.draft_decree(approved, by=citra)
    document = services.sign(draft, by=endah)
    sign_in(page, citra)
    page.goto(reverse("naskah", args=[document.pk]))
    page.get_by_role("heading", name="Sedang diterbitkan").wait_for()
    page.evaluate("window.untouched = true")
    page.wait_for_event("response", lambda answer: str(document.pk) in answer.url)
    assert page.evaluate("window.untouched") is True
    papers.issue(document)
    expect(page.get_by_role("heading", name="Sedang diterbitkan")).to_have_count(0, timeout=10_000)
    assert page.evaluate("window.untouched") is None
