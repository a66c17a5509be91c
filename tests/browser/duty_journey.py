"""What people do on a day of duty with phone, mouse and keyboard, by the words they read."""

import re

from django.utils import timezone

from tests.browser import rota_journey as rota
from tests.browser import steps
from tests.browser.checking_in import HOME, MOBILE, reads, shoot, shutter
from wfa.attendance.services import examine_due, expect_due, propose_due
from wfa.calendars.wording import day as day_words
from wfa.calendars.wording import short_day
from wfa.people.models import Unit
from wfa.policies.models import Policy

# --- the region and its rules --------------------------------------------------------------------


def office_on(clock, moment, unit, people):
    """The office at that moment, with people who have been here before; its unit."""
    clock(moment)
    for person in people:
        steps.with_password(person)
    Policy.objects.filter(state="in_force").update(effective_from="2026-11-01")
    return Unit.objects.get(pk=unit.pk)


def begin_rules(page, region, weekday):
    """A draft for the region under which everybody is at home on one weekday."""
    rota.draft_policy(page, region.root)
    rota.set_rule(page, "Pegawai yang hadir di setiap kantor", "1")
    rota.set_rule(page, "Pejabat struktural yang hadir di setiap kantor", "1")
    rota.set_rule(page, "Pola jadwal", "Hari tetap")
    rota.set_rule(page, "Hari dalam jadwal", [weekday])


# --- the month, once more in short ---------------------------------------------------------------


def month_in_force(new_page, office, first, *, officer, head, verifier):
    """The month painted by the policy, reported, approved and issued; the number of its letter."""
    page = rota.desk_of(new_page, officer)
    rota.begin_month(page, first)
    rota.paint(page)
    rota.report(page)
    signer, reader = rota.desk_of(new_page, head, verifier)
    return rota.in_force(signer, reader, office, first)


# --- the phone -----------------------------------------------------------------------------------


def phone_of(new_page, person):
    """Their phone with camera and place, signed in with their password."""
    page = new_page(
        permissions=["camera", "geolocation"], geolocation=HOME, accept_downloads=True, **MOBILE
    )
    steps.enter(page, person)
    return page


def read_notice(page):
    """What is taken, by whom it is seen, and how long it is kept: before the first camera."""
    page.get_by_role("heading", name="Kamera dan lokasi saat presensi", level=1).wait_for()
    page.get_by_role("button", name="Saya sudah membaca, lanjutkan").tap()


def check_in(page, name, *, first=False):
    """From the first page to the receipt; gives back its words. The phone's clock is right."""
    page.clock.set_system_time(timezone.now())
    page.goto("/")
    page.get_by_role("link", name="Presensi sekarang").tap()
    if first:
        read_notice(page)
    reads(page, "Lokasi terbaca")
    shutter(page).wait_for()
    shoot(page)
    reads(page, "Foto terkirim.")
    assert page.locator("[data-title]").inner_text() == f"Presensi {name} diterima"
    worker()
    return page.locator("main").inner_text()


def write_plan(page, *rows, on=None):
    """Each row: activity, target, unit, output; `on`: a day ahead, else today."""
    if on:
        rota.go(page, "Kinerja")
        page.goto(f"{page.url.split('?')[0]}?bulan={on:%Y-%m}")
        page.get_by_role("link", name=f"Isi rencana {short_day(on)}").click()
    else:
        rota.go(page, "Presensi")
        page.get_by_role("link", name=re.compile("^Rencana")).first.click()
    page.get_by_role("heading", name="Rencana kerja", level=1).wait_for()
    for number, (activity, target, measure, output) in enumerate(rows, start=1):
        row = page.get_by_role("group", name=f"Kegiatan {number}").last
        if not row.get_by_label("Target").is_visible():
            page.locator("summary", has_text=f"Kegiatan {number}").click()
        row.get_by_label("Kegiatan").fill(activity)
        row.get_by_label("Target").fill(target)
        row.get_by_label("Satuan").fill(measure)
        row.get_by_label("Keluaran").fill(output)
    page.get_by_role("button", name="Kirim rencana").last.click()
    reads(page, "Rencana terkirim")


def write_report(page, *rows, evidence=None):
    """Each row: activity, reached, result; `evidence`: a file's name, kind and content."""
    rota.go(page, "Presensi")
    page.get_by_role("link", name=re.compile("^Laporan")).first.click()
    page.get_by_role("heading", name=re.compile("^Laporan"), level=1).wait_for()
    for activity, amount, result in rows:
        row = page.get_by_role("group", name=activity)
        row.get_by_label("Capaian").fill(amount)
        row.get_by_label("Hasil").fill(result)
    if evidence:
        page.get_by_label("Berkas").set_input_files(evidence)
        page.get_by_role("button", name="Simpan bukti").click()
        reads(page, "Bukti tersimpan.")
    page.get_by_role("button", name="Kirim laporan").last.click()
    reads(page, "terkirim pukul")


def own_day(page, date):
    """What one reads of one's own day."""
    page.goto(f"/presensi-saya/bulan/?bulan={date:%Y-%m}")
    page.get_by_role("link", name=re.compile(re.escape(day_words(date)))).first.click()
    page.get_by_role("heading", name=day_words(date), level=1).wait_for()


def object_to_step(page, reason):
    rota.go(page, "Presensi")
    page.get_by_role("link", name=re.compile("^Pembinaan")).click()
    page.get_by_label("Alasan keberatan").fill(reason)
    page.get_by_role("button", name="Ajukan keberatan").click()
    reads(page, "Keberatan terkirim")


# --- the superior --------------------------------------------------------------------------------


def open_unit(page, unit):
    rota.go(page, "Pengawasan")
    page.get_by_role("link", name=unit.title_name, exact=True).click()
    page.get_by_role("heading", name=unit.title_name, level=1).wait_for()


def open_day(page, unit, person):
    open_unit(page, unit)
    page.get_by_role("link", name=person.full_name, exact=True).click()
    page.get_by_role("heading", name=person.full_name, level=1).wait_for()


def call(page):
    """Begin a call from somebody's day."""
    page.get_by_role("button", name="Telepon", exact=True).click()
    page.get_by_role("link", name=re.compile(r"^Telepon \+62")).wait_for()


def close_call(page, answer, note=""):
    page.get_by_label("Catatan panggilan").fill(note)
    page.get_by_role("button", name=answer, exact=True).click()
    page.locator("#panggilan").get_by_text(f"Catatan: {note}").wait_for()


def decide_step(page, person, note):
    """Confirm the proposed step about somebody; the page of their step."""
    rota.go(page, "Pembinaan")
    page.get_by_role("link", name=re.compile(re.escape(person.full_name))).first.click()
    page.get_by_role("heading", name=person.full_name, level=1).wait_for()
    page.get_by_label("Berikan langkah pembinaan").check()
    page.get_by_label("Pertimbangan").fill(note)
    page.get_by_role("button", name="Simpan putusan").click()
    reads(page, "Putusan tersimpan")


def sign_letter(page):
    """Read the drafted letter, sign it, and let the worker issue it; its number."""
    page.get_by_role("link", name="Buka suratnya").click()
    rota.can_be_read(page)
    steps.sign(page)
    steps.worker()
    page.reload()
    page.get_by_role("heading", name="Keaslian").wait_for()
    return page.get_by_role("heading", level=1).inner_text().split()[-1]


def answer_objection(page, person, answer, note):
    rota.go(page, "Pembinaan")
    page.get_by_role("link", name=re.compile(re.escape(person.full_name))).first.click()
    page.get_by_label(answer).check()
    page.get_by_label("Jawaban tertulis").fill(note)
    page.get_by_role("button", name="Simpan jawaban").click()
    reads(page, note)


def judge_day(page, button, note=""):
    """Say sah, ask for clarification, or say tidak sah on the page of a day."""
    if note:
        page.locator("textarea[name=catatan]").fill(note)
    page.get_by_role("button", name=button, exact=True).click()
    page.get_by_text(re.compile(r"^Hari .*: ")).first.wait_for()


def rate(page, person, rating, feedback=""):
    rota.go(page, "Kinerja")
    page.get_by_role("link", name=re.compile("^Menilai laporan")).click()
    page.get_by_role("link", name=person.full_name).click()
    page.get_by_label(rating, exact=True).check()
    page.get_by_label("Umpan balik").fill(feedback)
    page.get_by_role("button", name="Simpan penilaian").click()
    reads(page, f"Dinilai {rating}")


def send_account(page, date):
    """The OPD's account of a day to the BKD."""
    rota.go(page, "Pengawasan")
    page.get_by_role("link", name="Rekap hari").click()
    page.get_by_role("link", name=re.compile(re.escape(day_words(date)))).first.click()
    page.get_by_role("button", name="Kirim rekap").click()
    reads(page, "Terkirim")


# --- what goes on by itself ----------------------------------------------------------------------


def dawn():
    """What the worker does early in the day: today's days away become expectations."""
    return expect_due()


def worker():
    """Pictures are looked at, and breaches become proposals."""
    examine_due()
    return propose_due()


def download(page, link):
    """The bytes behind a link."""
    with page.expect_download() as taken:
        link.click()
    return taken.value.path().read_bytes()
