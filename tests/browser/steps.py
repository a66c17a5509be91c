"""What a person does with mouse and keyboard, by the words they read on the page."""

import re

from django.contrib.auth.hashers import make_password

from documents.services import issue_due

PASSWORD = "Sawah-Hijau-27-Kerbau"
REASON = "Menyelesaikan pengujian aplikasi pelayanan."


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
    """A destination of the menu, at the top of a desktop or at the bottom of a phone.

    What finds no room there stands on the page of the whole menu.
    """
    menu = page.get_by_role("navigation", name=re.compile("^Menu utama"))
    link = menu.get_by_role("link", name=re.compile(f"^{name}")).locator("visible=true")
    if not link.count():
        menu.get_by_role("link", name="Menu").locator("visible=true").first.click()
        link = page.locator("main").get_by_role("link", name=re.compile(f"^{name}"))
    link.first.click()


def begin(page):
    page.get_by_role("button", name="Buat pengajuan").first.click()
    page.get_by_role("heading", name="Jenis dan alasan", level=1).wait_for()


def fill_reason(page, evidence=None):
    """Step 1, on the ground of the task."""
    page.get_by_label("Karakteristik tugas").check()
    for box in page.get_by_role("group", name="Tugas Anda memenuhi").get_by_role("checkbox").all():
        box.check()
    page.get_by_label("Jenis alasan").select_option(label="Pekerjaan yang memerlukan ketenangan")
    page.get_by_label("Alasan", exact=True).fill(REASON)
    if evidence:
        page.get_by_label("Pilih berkas").set_input_files(evidence)
        page.get_by_role("button", name="Unggah berkas").click()
        page.get_by_role("link", name=evidence.name).wait_for()


def fill_days(page, dates):
    """Step 2: these days, at home."""
    for day in dates:
        box = page.locator(f'input[name="dates"][value="{day.isoformat()}"]')
        month = page.locator("details", has=box)
        if month.get_attribute("open") is None:
            month.locator("summary").click()
        box.check()
    page.get_by_label("Rumah atau tempat tinggal").check()
    page.get_by_label("Alamat lengkap tempat kerja").fill("Jalan Melati 14, Desa Kertasari")


def fill_work(page):
    """Step 3."""
    page.get_by_label("Pekerjaan", exact=True).first.fill("Menguji 24 layar aplikasi")
    page.get_by_label("Target").first.fill("24")
    page.get_by_label("Satuan").first.fill("layar")
    page.get_by_label("Keluaran").first.fill("Laporan hasil uji")
    page.get_by_label("Nomor HP aktif").fill("081233445566")


def go_on(page):
    page.get_by_role("button", name="Simpan dan lanjutkan").last.click()


def send(page):
    """Step 4."""
    page.get_by_label("Saya menyatakan jawaban ini benar").check()
    page.get_by_role("button", name="Ajukan", exact=True).click()
    page.get_by_text("Pengajuan terkirim.").wait_for()


def file(page, dates, evidence=None):
    """The whole way of filing, from the home page to the number."""
    begin(page)
    fill_reason(page, evidence)
    go_on(page)
    fill_days(page, dates)
    go_on(page)
    fill_work(page)
    go_on(page)
    send(page)


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
    page.get_by_role("link", name=str(opd), exact=True).click()
    page.get_by_label(f"Keputusan untuk {person.full_name}").select_option(label="Setujui")
    page.get_by_role("button", name="Simpan keputusan").last.click()
    page.get_by_role("button", name="Selesaikan pemeriksaan").click()
    page.get_by_text("Pemeriksaan selesai").first.wait_for()


def compose(page):
    choose(page, "Surat Keputusan")
    page.get_by_role("button", name=re.compile("^Susun keputusan")).click()
    page.get_by_role("heading", name="Sebelum ditandatangani").wait_for()
