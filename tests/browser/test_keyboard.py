"""Without a mouse: filing and following, deciding, signing; the focus is seen at every step."""

import re

import pytest
from django.urls import reverse

from documents.services import issue_due
from tests.actors import add_employee, far_working_days
from tests.browser import steps
from tests.browser.keyboard import Keys
from tests.workflows import cases
from wfa.requests.models import WorkRequest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def keys(page):
    return Keys(page)


def menu(page, name):
    bar = page.get_by_role("navigation", name="Menu utama", exact=True)
    return bar.get_by_role("link", name=re.compile(f"^{name}"))


# --- the page itself -------------------------------------------------------------------------


def test_first_stop_skips_to_the_content(ani, page, keys, sign_in):
    sign_in(page, ani)
    page.goto("/pengajuan-saya/")
    keys.go()
    skip = page.get_by_role("link", name="Langsung ke isi")
    assert skip.evaluate("element => element === document.activeElement")
    page.keyboard.press("Enter")
    keys.go()
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_tab_meets_every_control_in_order_and_gets_out(
    region, ani, dewi, budi, bambang, citra, endah, page, keys, sign_in
):
    rudi = add_employee(region.aplikasi, "Rudi Hartanto")
    draft, waiting = cases.draft(ani), cases.submitted(dewi)
    proposal = cases.proposal_of([cases.recommended(rudi, budi)], bambang)
    for person, path in (
        (ani, "/"),
        (ani, reverse("pengajuan-isi", args=[draft.pk, 1])),
        (ani, reverse("pengajuan-isi", args=[draft.pk, 2])),
        (budi, f"/kotak-masuk/?kasus={waiting.pk}"),
        (citra, reverse("usulan-lihat", args=[proposal.pk])),
        (endah, "/kebijakan/sakelar/tutup/"),
    ):
        sign_in(page, person)
        page.goto(path)
        met, standing = keys.through()
        assert met == standing, path


# --- journeys --------------------------------------------------------------------------------


def test_an_employee_files_and_follows(ani, budi, page, keys, sign_in):
    sign_in(page, ani)
    page.goto("/")
    keys.press(page.get_by_role("button", name="Buat pengajuan").first)
    page.get_by_role("heading", name="Jenis dan alasan", level=1).wait_for()
    fill_reason(page, keys)
    keys.press(keys.button("Simpan dan lanjutkan"))
    page.get_by_role("heading", name="Tanggal dan tempat", level=1).wait_for()
    fill_days(page, keys, far_working_days(2))
    keys.press(keys.button("Simpan dan lanjutkan"))
    page.get_by_role("heading", name="Rencana kerja", level=1).wait_for()
    fill_work(page, keys)
    keys.press(keys.button("Simpan dan lanjutkan"))
    keys.press(page.get_by_label("Saya menyatakan jawaban ini benar"), "Space")
    keys.press(keys.button("Ajukan"))
    page.get_by_text("Pengajuan terkirim.").wait_for()
    case = WorkRequest.objects.get(applicant=ani)
    assert case.state == "submitted"
    # following: home, the list, the case
    cases.do("send_back", case, budi, note="Sebutkan keluaran untuk setiap hari.")
    keys.press(menu(page, "Pengajuan"))
    keys.press(page.get_by_role("main").get_by_role("link", name=re.compile(case.number)).first)
    page.get_by_text("Sebutkan keluaran untuk setiap hari.").first.wait_for()
    keys.reach(page.get_by_role("link", name="Lengkapi", exact=True))


def fill_reason(page, keys):
    keys.press(page.get_by_label("Keadaan khusus"), "ArrowDown")
    for box in page.get_by_role("group", name="Tugas Anda memenuhi").get_by_role("checkbox").all():
        keys.press(box, "Space")
    keys.reach(page.get_by_label("Jenis alasan"))
    page.keyboard.type("Pekerjaan yang m")
    keys.write(page.get_by_label("Alasan", exact=True), steps.REASON)


def fill_days(page, keys, dates):
    for date in dates:
        box = page.locator(f'input[name="dates"][value="{date.isoformat()}"]')
        month = page.locator("details", has=box)
        if month.get_attribute("open") is None:
            keys.press(month.locator("summary"))
        keys.press(box, "Space")
    keys.press(page.get_by_label("Rumah atau tempat tinggal"), "Space")
    keys.write(page.get_by_label("Alamat lengkap tempat kerja"), "Jalan Melati 14, Kertasari")


def fill_work(page, keys):
    for label, text in (
        ("Pekerjaan", "Menguji 24 layar"),
        ("Target", "24"),
        ("Satuan", "layar"),
        ("Keluaran", "Laporan hasil uji"),
        ("Nomor HP aktif", "081233445566"),
    ):
        keys.write(page.get_by_label(label, exact=True).first, text)


def test_an_assessor_decides_and_a_dialog_keeps_and_returns_the_focus(
    ani, dewi, budi, bambang, page, keys, sign_in
):
    one, other = cases.submitted(ani), cases.submitted(dewi)
    sign_in(page, budi)
    page.goto("/")
    keys.press(menu(page, "Kotak Masuk"))
    keys.press(page.locator("[data-inbox]").get_by_role("link", name=re.compile("Dewi")))
    page.wait_for_url(re.compile("kasus="))
    keys.press(page.locator("#putusan").get_by_role("button", name="Setujui untuk diusulkan"))
    page.get_by_text("dinilai dan didukung").first.wait_for()
    assert WorkRequest.objects.get(pk=other.pk).state == "recommended"
    # the typed confirmation, asked for one already
    page.evaluate("document.querySelector('form[data-bulk]').dataset.confirmAbove = '0'")
    keys.press(page.locator("[data-pick]").first, "Space")
    opener = page.get_by_role("button", name="Setujui 1 untuk diusulkan")
    keys.press(opener)
    dialog = page.get_by_role("dialog")
    inside = "document.querySelector('dialog').contains(document.activeElement)"
    assert page.evaluate(inside)
    for key in ["Tab"] * 6 + ["Shift+Tab"] * 6:
        page.keyboard.press(key)
        assert page.evaluate(f"{inside} || document.activeElement === document.body"), key
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert opener.evaluate("element => element === document.activeElement")
    page.keyboard.press("Enter")
    keys.write(dialog.get_by_role("textbox"), "1")
    page.keyboard.press("Enter")
    page.get_by_text("1 dinilai dan didukung.").wait_for()
    assert WorkRequest.objects.get(pk=one.pk).state == "recommended"


def test_bkd_decides_an_item_and_the_head_signs(
    ani, budi, bambang, citra, endah, page, keys, sign_in
):
    steps.with_password(endah)
    cases.proposal_of([cases.recommended(ani, budi)], bambang)
    sign_in(page, citra)
    page.goto("/")
    keys.press(menu(page, "Kotak Masuk"))
    keys.press(page.get_by_role("main").get_by_role("link", name=str(bambang.unit), exact=True))
    keys.reach(page.get_by_label(f"Keputusan untuk {ani.full_name}"))
    page.keyboard.type("Setujui")
    keys.press(keys.button("Simpan keputusan"))
    keys.press(keys.button("Selesaikan pemeriksaan"))
    page.get_by_text("Pemeriksaan selesai").first.wait_for()
    keys.press(menu(page, "Surat Keputusan"))
    keys.press(page.get_by_role("button", name=re.compile("^Susun keputusan")))
    page.get_by_role("heading", name="Sebelum ditandatangani").wait_for()
    path = page.url
    sign_in(page, endah)
    page.goto(path)
    keys.press(page.get_by_label("Saya telah membaca seluruh dokumen ini."), "Space")
    keys.write(page.get_by_label("Sandi akun Anda"), steps.PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Sedang diterbitkan").wait_for()
    assert issue_due() == 1


# --- forced colours --------------------------------------------------------------------------

BARE = """
() => [...document.querySelectorAll("main .btn, main .form-control, main .form-select, main .tag")]
    .filter(e => e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length)
    .filter(e => {
        const s = getComputedStyle(e), ground = getComputedStyle(document.body).backgroundColor;
        return parseFloat(s.borderTopWidth) < 1 || s.borderTopStyle === "none"
            || s.borderTopColor === ground;
    }).map(e => e.outerHTML.slice(0, 120))
"""
LINES = """
names => names.map(name => [...document.querySelectorAll(name)]
    .map(e => getComputedStyle(e).borderBottomColor))
"""
PALE_ICONS = """
() => [...document.querySelectorAll("main .tag .icon, main .rules .icon")].filter(e =>
    getComputedStyle(e).stroke === getComputedStyle(document.body).backgroundColor
    || !e.getBoundingClientRect().width).length
"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_forced_colours_keep_borders_focus_and_what_is_chosen(
    theme, ani, budi, page, keys, sign_in
):
    page.emulate_media(forced_colors="active", color_scheme=theme)
    case = cases.submitted(ani)
    sign_in(page, budi)
    for path in (f"/kotak-masuk/?kasus={case.pk}", "/komponen/"):
        page.goto(path)
        assert page.evaluate(BARE) == []
        assert page.evaluate(PALE_ICONS) == 0
    page.goto(f"/kotak-masuk/?kasus={case.pk}")
    here, others = page.evaluate(LINES, [".views [aria-current]", ".views a:not([aria-current])"])
    assert here
    assert others
    assert not set(here) & set(others)
    box = page.locator("[data-pick]").first
    assert box.evaluate("element => getComputedStyle(element).appearance") == "auto"
    met, standing = keys.through()
    assert met == standing
