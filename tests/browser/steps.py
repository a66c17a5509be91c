"""What a person does with mouse and keyboard, by the words they read on the page."""

import re

from django.contrib.auth.hashers import make_password

from documents.services import issue_due

PASSWORD = "Sawah-Hijau-27-Kerbau"


def with_password(user):
    """Somebody who has been here before."""
    user.password = make_password(PASSWORD)
    user.save(update_fields=["password"])
    return user


def enter(page, user):
    page.goto("/masuk/")
    page.get_by_label("NIP atau nama masuk").fill(user.login)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url("**/")


def enter_first_time(page, code):
    """By the code of the slip, with a password of one's own."""
    page.goto("/masuk/")
    page.get_by_role("link", name="Masuk dengan kode dari slip").click()
    page.get_by_label("Kode masuk pertama").fill(code)
    page.get_by_role("button", name="Lanjutkan").click()
    page.get_by_label("Kata sandi baru", exact=True).fill(PASSWORD)
    page.get_by_label("Ulangi kata sandi baru").fill(PASSWORD)
    page.get_by_role("button", name="Simpan dan masuk").click()
    page.wait_for_url("**/")


def choose(page, name):
    """A destination of the menu, at the top of a desktop or at the bottom of a phone."""
    menu = page.get_by_role("navigation", name=re.compile("^Menu utama"))
    menu.get_by_role("link", name=re.compile(f"^{name}")).locator("visible=true").first.click()


def open_task(page, button):
    """The one next thing on the home page."""
    page.get_by_role("region", name="Sekarang").get_by_role("link", name=button).click()


def assess(page, person):
    choose(page, "Kotak Masuk")
    page.get_by_role("link", name=re.compile(person.name)).click()
    page.get_by_role("button", name="Setujui untuk diusulkan", exact=True).last.click()
    page.get_by_text("dinilai dan didukung").first.wait_for()


def propose_and_sign(page):
    choose(page, "Usulan")
    page.get_by_role("link", name="Susun usulan").click()
    page.get_by_role("button", name=re.compile("^Usulkan")).click()
    page.get_by_role("link", name="Baca dan tandatangani surat usulan").click()
    sign(page)


def sign(page):
    page.get_by_label("Saya telah membaca seluruh dokumen ini.").check()
    page.get_by_label("Sandi akun Anda").fill(PASSWORD)
    page.get_by_role("button", name="Tanda tangani").click()
    page.get_by_role("heading", name="Sedang diterbitkan").wait_for()


def worker():
    """What the worker does in the background: one round."""
    assert issue_due() == 1


def examine(page, opd, person):
    choose(page, "Kotak Masuk")
    page.get_by_role("link", name=re.compile(opd.name)).click()
    page.get_by_label(f"Keputusan untuk {person.full_name}").select_option(label="Setujui")
    page.get_by_role("button", name="Simpan keputusan").last.click()
    page.get_by_role("button", name="Selesaikan pemeriksaan").click()
    page.get_by_text("Pemeriksaan selesai").first.wait_for()


def compose(page):
    choose(page, "Surat Keputusan")
    page.get_by_role("button", name=re.compile("^Susun keputusan")).click()
    page.get_by_role("heading", name="Sebelum ditandatangani").wait_for()
