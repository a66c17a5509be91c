"""An employee and their case on a phone: by keyboard only, and without scripts; axe finds nothing."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from tests.actors import far_working_days
from tests.browser import steps
from tests.browser.conftest import PHONE
from tests.workflows import cases
from wfa.requests.models import WorkRequest
from wfa.schedules.models import QuotaCounter
from workflows.models import Cancellation
from workflows.services import close_examination

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOTE = "Sebutkan keluaran untuk setiap hari."
MOST_TABS = 120


# --- the keyboard ----------------------------------------------------------------------------


def reach(page, target):
    """Tab until `target` has the focus, as somebody without a mouse does."""
    target.wait_for()
    for _ in range(MOST_TABS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"not reached by keyboard: {target}")


def press(page, target, key="Enter"):
    reach(page, target)
    page.keyboard.press(key)


def write(page, label, text):
    reach(page, page.get_by_label(label, exact=True).first)
    page.keyboard.type(text)


def button(page, name):
    return page.get_by_role("button", name=name, exact=True).locator("visible=true").last


def clean(page):
    """Nothing wider than the phone, and nothing that axe complains of."""
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:160]) for v in found] == []


def fill_by_keyboard(page, dates):
    """The three steps and the check, each looked at by axe."""
    press(page, page.get_by_label("Keadaan khusus"), "ArrowDown")
    for box in page.get_by_role("group", name="Tugas Anda memenuhi").get_by_role("checkbox").all():
        press(page, box, "Space")
    reach(page, page.get_by_label("Jenis alasan"))
    page.keyboard.type("Pekerjaan yang m")
    write(page, "Alasan", steps.REASON)
    clean(page)
    press(page, button(page, "Simpan dan lanjutkan"))
    page.get_by_role("heading", name="Tanggal dan tempat", level=1).wait_for()
    for date in dates:
        box = page.locator(f'input[name="dates"][value="{date.isoformat()}"]')
        month = page.locator("details", has=box)
        if month.get_attribute("open") is None:
            press(page, month.locator("summary"))
        press(page, box, "Space")
    page.get_by_text(f"{len(dates)} hari dipilih.").wait_for()
    press(page, page.get_by_label("Rumah atau tempat tinggal"), "Space")
    write(page, "Alamat lengkap tempat kerja", "Jalan Melati 14, Desa Kertasari")
    clean(page)
    press(page, button(page, "Simpan dan lanjutkan"))
    page.get_by_role("heading", name="Rencana kerja", level=1).wait_for()
    for label, text in (("Pekerjaan", "Menguji 24 layar"), ("Target", "24"), ("Satuan", "layar")):
        write(page, label, text)
    write(page, "Keluaran", "Laporan")
    reach(page, page.get_by_label("Nomor HP aktif"))
    page.keyboard.press("Control+A")
    page.keyboard.type("081233445566")
    clean(page)
    press(page, button(page, "Simpan dan lanjutkan"))
    send_by_keyboard(page)


def send_by_keyboard(page):
    press(page, page.get_by_label("Saya menyatakan jawaban ini benar"), "Space")
    clean(page)
    press(page, button(page, "Ajukan"))
    page.get_by_text("Pengajuan terkirim.").wait_for()


def here(page):
    """Where the case stands, as the drawing says."""
    return page.locator(".route [aria-current=step] .t").first.inner_text().split(":")[0].strip()


def approve(case, budi, bambang, citra):
    """What the officials do until it is in force."""
    cases.do("recommend", case, budi)
    cases.proposal_of([WorkRequest.objects.get(pk=case.pk)], bambang)
    case = cases.do("approve", WorkRequest.objects.get(pk=case.pk), citra)
    close_examination(case.items.get().proposal, by=citra)
    return cases.do("enact", case, citra, document_number="800.1.11.1/0009/BKD/2026")


def test_a_case_is_followed_from_filing_to_giving_a_day_back_by_keyboard(
    phone, sign_in, ani, budi, bambang, citra
):
    sign_in(phone, ani)
    phone.goto("/pengajuan-saya/")
    clean(phone)
    press(phone, phone.get_by_role("button", name="Buat pengajuan"))
    dates = far_working_days(2)
    fill_by_keyboard(phone, dates)
    case = WorkRequest.objects.get(applicant=ani)
    assert here(phone) == "Penilaian OPD"
    expect(
        phone.get_by_text(re.compile(r"Sisa \d+ hari kerja, paling lambat")).first
    ).to_be_visible()
    clean(phone)

    cases.do("send_back", case, budi, note=NOTE)
    phone.reload()
    expect(phone.get_by_text(NOTE).first).to_be_visible()
    assert here(phone) == "Perbaikan"
    clean(phone)
    press(phone, phone.get_by_role("link", name="Lengkapi", exact=True))
    for heading in ("Tanggal dan tempat", "Rencana kerja"):
        press(phone, button(phone, "Simpan dan lanjutkan"))
        phone.get_by_role("heading", name=heading, level=1).wait_for()
    reach(phone, phone.get_by_label("Keluaran", exact=True).first)
    phone.keyboard.press("End")
    phone.keyboard.type(" hasil uji setiap hari")
    press(phone, button(phone, "Simpan dan lanjutkan"))
    send_by_keyboard(phone)
    changes = phone.get_by_role("region", name="Yang berubah sejak dikembalikan")
    assert "Laporan hasil uji setiap hari" in changes.inner_text()
    clean(phone)

    approve(WorkRequest.objects.get(pk=case.pk), budi, bambang, citra)
    phone.reload()
    assert here(phone) == "Berlaku"
    assert phone.locator(".day-lines").get_by_text("berlaku").count() == 2
    clean(phone)
    press(phone, phone.get_by_role("link", name="Minta pembatalan hari"))
    press(phone, phone.get_by_role("checkbox").first, "Space")
    write(phone, "Alasan", "Ada rapat di kantor.")
    press(phone, button(phone, "Minta pembatalan"))
    phone.get_by_role("button", name="Tarik permintaan pembatalan").wait_for()
    assert Cancellation.objects.get().dates == [dates[1].isoformat()]
    clean(phone)


# --- without scripts -------------------------------------------------------------------------


@pytest.fixture
def plain_phone(new_page):
    return new_page(viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=False)


def test_a_lost_seat_is_exchanged_and_the_case_followed_without_scripts(
    plain_phone, sign_in, region, ani, budi, bambang, citra
):
    page, (first, second) = plain_phone, far_working_days(2)
    sign_in(page, ani)
    draft = cases.draft(ani, [first])
    QuotaCounter.objects.create(
        unit=region.diskominfo, date=first, taken=9, limit=9, room=99, structural_room=0
    )
    region.policy.parameters["quota_percent"] = 50
    region.policy.save()
    page.goto(reverse("pengajuan-periksa", args=[draft.pk]))
    page.get_by_role("button", name=re.compile("^Ganti dengan")).first.click()
    steps.send(page)
    case = WorkRequest.objects.get(pk=draft.pk)
    assert [day.date for day in case.days.all()] == [second]

    cases.do("send_back", case, budi, note=NOTE)
    page.reload()
    page.get_by_role("link", name="Lengkapi", exact=True).click()
    for _ in range(3):
        steps.go_on(page)
    steps.send(page)

    approve(WorkRequest.objects.get(pk=case.pk), budi, bambang, citra)
    page.reload()
    page.get_by_role("link", name="Minta pembatalan hari").click()
    page.get_by_label("Alasan", exact=True).fill("Ada rapat di kantor.")
    page.get_by_role("button", name="Minta pembatalan", exact=True).click()
    page.get_by_role("button", name="Tarik permintaan pembatalan").click()
    page.get_by_text("Permintaan pembatalan ditarik.").wait_for()


def test_a_full_day_cannot_be_ticked_and_says_why_without_scripts(
    plain_phone, sign_in, region, ani, budi, bambang
):
    first, second = far_working_days(2)
    sign_in(plain_phone, ani)
    draft = cases.draft(ani, [second])
    QuotaCounter.objects.create(
        unit=region.diskominfo, date=first, taken=3, limit=3, room=99, structural_room=0
    )
    plain_phone.goto(reverse("pengajuan-isi", args=[draft.pk, 2]))
    box = plain_phone.locator(f'input[name="dates"][value="{first.isoformat()}"]')
    assert box.is_disabled()
    expect(plain_phone.get_by_text("Kuota penuh (3/3).")).to_be_visible()
