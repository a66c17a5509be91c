"""What officers and employees do about schedules with mouse and keyboard, by the words they read."""

import csv
import datetime
import io
import re

import openpyxl
from django.utils import timezone

from tests.browser import steps
from wfa.calendars.wording import day as day_words
from wfa.calendars.wording import month as month_words

FRIDAY, THURSDAY = 4, 3
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


# --- dates -----------------------------------------------------------------------------------


def month_ahead(n=1):
    """The first day of the n-th month after this one: all of it lies ahead."""
    first = timezone.localdate().replace(day=1)
    for _ in range(n):
        first = (first + datetime.timedelta(days=32)).replace(day=1)
    return first


def last_of(first):
    return (first + datetime.timedelta(days=32)).replace(day=1) - datetime.timedelta(days=1)


def working_days(first, weekday=None):
    """Monday to Friday of the month, or one weekday of it; the calendar knows no holiday here."""
    days = [first + datetime.timedelta(days=n) for n in range(last_of(first).day)]
    return [d for d in days if d.weekday() < 5 and weekday in {None, d.weekday()}]


# --- finding one's way -----------------------------------------------------------------------


def desk_of(new_page, *people, **options):
    """A page of its own for each of these people, signed in with their password."""
    pages = []
    for person in people:
        page = new_page(accept_downloads=True, **options)
        steps.enter(page, person)
        pages.append(page)
    return pages if len(pages) > 1 else pages[0]


def go(page, name):
    """A destination by its exact name: in the menu, or on the page of the whole menu."""
    page.goto("/")
    wanted = re.compile(rf"^{re.escape(name)}(\s*\d.*)?$")
    menu = page.get_by_role("navigation", name=re.compile("^Menu utama"))
    link = menu.get_by_role("link", name=wanted).locator("visible=true")
    if link.count():
        link.first.click()
    else:
        page.goto("/menu/")
        page.locator("main").get_by_role("link", name=re.compile(rf"^{re.escape(name)}\b")).click()
    page.get_by_role("heading", level=1).wait_for()


def reads(page, text):
    """Whether these words stand on the page (spaces as one reads them)."""
    words = " ".join(page.locator("main").inner_text().split())
    assert text in words, f"{text!r} is not in: {words[:3000]}"


def reads_not(page, text):
    words = " ".join(page.locator("main").inner_text().split())
    assert text not in words


# --- the policy ------------------------------------------------------------------------------


def set_rule(page, label, answer):
    """One rule of a draft, with its tick; a number's label also names what is counted."""
    named = re.compile(rf"^{re.escape(label)}( \([^)]*\))*$")
    if isinstance(answer, bool):
        group = page.get_by_role("group", name=named)
        group.get_by_label("Ya" if answer else "Tidak", exact=True).check()
    elif isinstance(answer, list):
        group = page.get_by_role("group", name=named)
        for each in group.get_by_role("checkbox").all():
            each.uncheck()
        for name in answer:
            group.get_by_label(name, exact=True).check()
    else:
        box = page.get_by_label(named)
        if box.evaluate("field => field.tagName") == "SELECT":
            box.select_option(label=answer)
        else:
            box.fill(answer)
    page.get_by_label(f"{label}: atur sendiri di versi ini").check()


def draft_policy(page, unit):
    """A new version for the unit, at the form of its rules."""
    go(page, "Kebijakan")
    page.get_by_role("link", name="Buat versi baru", exact=True).click()
    page.get_by_label("Berlaku untuk").select_option(str(unit.pk))
    page.get_by_role("button", name="Buat rancangan").click()
    page.get_by_role("heading", name="Ubah rancangan", level=1).wait_for()


def save_policy(page):
    page.get_by_role("button", name="Simpan rancangan").click()
    page.get_by_text("Belum ada yang berlaku.").wait_for()


def put_in_force(page, title, number, starts=None):
    page.get_by_role("link", name="Berlakukan", exact=True).click()
    page.get_by_label("Judul dasar hukum").fill(title)
    page.get_by_label("Nomor", exact=True).fill(number)
    page.get_by_label("Tanggal dokumen").fill(timezone.localdate().isoformat())
    if starts:
        page.get_by_label("Berlaku mulai").fill(starts.isoformat())
    page.get_by_role("button", name="Berlakukan", exact=True).click()
    page.get_by_text(re.compile("berlaku mulai")).first.wait_for()


# --- the month -------------------------------------------------------------------------------


def begin_month(page, first):
    """The draft of the month of one's own OPD."""
    go(page, "Jadwal")
    page.get_by_role("button", name=re.compile(f"^Susun.* jadwal {month_words(first)}$")).click()
    page.get_by_text("mulai disusun").wait_for()


def open_month(page, first):
    go(page, "Jadwal")
    page.get_by_role("link", name=month_words(first), exact=True).click()
    page.locator("table.matrix").wait_for()


def open_pattern(page):
    tools = page.locator("details", has=page.locator("[data-rota-pattern]"))
    if tools.get_attribute("open") is None:
        tools.locator("summary").first.click()


def paint(page, kind=None):
    """Fill the whole month: by the pattern of the policy, or by another one."""
    open_pattern(page)
    if kind is not None:
        page.get_by_label("Pola", exact=True).select_option(label=kind)
    page.get_by_role("button", name="Isi pola").click()
    page.get_by_text("Pola diisikan.").wait_for()


def cell(page, person, date):
    return page.locator(f'tr[data-e="{person.pk}"] > *').nth(date.day)


def letters(page, person, dates):
    """What one reads in these cells; the mark of the office is a dot."""
    return [cell(page, person, date).inner_text().strip() for date in dates]


def type_letter(page, person, date, key):
    cell(page, person, date).focus()
    page.keyboard.press(key)


def save_cells(page):
    page.get_by_role("button", name="Simpan draf").click()
    page.get_by_text(re.compile(r"hari tersimpan\.")).wait_for()


def report(page):
    """Report to the BKD; the letter of proposal then lies there, unsigned."""
    page.get_by_role("button", name="Laporkan ke BKD").click()
    page.get_by_role("heading", name="Sebelum ditandatangani").wait_for()


def sign_paper(page, label, unit, about=""):
    """The head's list of letters about schedules: read one, sign it, and let the worker issue it.

    `about`: what else stands in its line, where several wait. Gives back its number.
    """
    go(page, "Surat Keputusan")
    waiting = page.locator("section", has_text="Surat jadwal menunggu tanda tangan Anda")
    row = waiting.locator("li", has_text=label).filter(has_text=about)
    row.get_by_role("link", name=unit.title_name).click()
    can_be_read(page)
    steps.sign(page)
    steps.worker()
    page.reload()
    page.get_by_role("heading", name="Keaslian").wait_for()
    return page.get_by_role("heading", level=1).inner_text().split()[-1]


def all_opds(page, first):
    """The BKD's page of that month with every OPD on it."""
    go(page, "Jadwal OPD")
    page.goto(f"{page.url.split('?')[0]}?bulan={first:%Y-%m}")
    page.get_by_role("link", name=re.compile("^Semua OPD")).click()
    page.locator('[aria-current="true"]', has_text="Semua OPD").wait_for()


def row_of(page, unit):
    """What one reads in the line of this OPD."""
    row = page.locator("tbody tr", has=page.get_by_role("rowheader", name=str(unit), exact=True))
    return " ".join(row.first.inner_text().split())


def can_be_read(page):
    """The body of the paper is as wide as its page, and stays inside it."""
    sheet = page.locator(".paper").first
    sheet.wait_for()
    width = "element => element.clientWidth"
    letter = page.locator(".paper .letter")
    if letter.count():
        assert letter.evaluate(width) > sheet.evaluate(width) / 2
    assert sheet.evaluate("element => element.scrollHeight <= element.clientHeight + 1")


def examine(page, unit, first):
    """The BKD's page of all OPDs, then this OPD's plan."""
    go(page, "Jadwal OPD")
    page.goto(f"{page.url.split('?')[0]}?bulan={first:%Y-%m}")
    page.get_by_role("link", name=str(unit), exact=True).first.click()
    page.get_by_role("heading", name=re.compile(f"^{re.escape(str(unit))}:"), level=1).wait_for()


def approve(page):
    page.get_by_role("button", name="Setujui", exact=True).click()
    page.get_by_text("1 jadwal disetujui").wait_for()


def verify(page, document_link):
    """A stranger follows the address of the verification: what they read."""
    page.goto(document_link)
    return " ".join(page.locator("main").inner_text().split())


def verification_link(page):
    link = page.get_by_role("link", name="Buka halaman verifikasi publik")
    return link.get_attribute("href")


# --- who reads it ----------------------------------------------------------------------------


def own_month(page, first):
    """One's own calendar of that month, by the arrows beside the name of the month."""
    go(page, "Jadwal Saya")
    shown = timezone.localdate().replace(day=1)
    while shown != first:
        ahead = first > shown
        shown = (shown + datetime.timedelta(days=32 if ahead else -1)).replace(day=1)
        links = page.get_by_role("navigation", name="Bulan").get_by_role("link")
        (links.last if ahead else links.first).click()
        page.get_by_role("heading", name=month_words(shown), exact=True).wait_for()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"]


def own_day(page, date):
    """What one reads of one day in one's own calendar."""
    found = page.locator(
        "ol.cal > li:not(.is-out)", has=page.locator(".num", has_text=re.compile(f"^{date.day}$"))
    )
    return " ".join(found.first.inner_text().split())


def who_is_where(page, date):
    go(page, "Siapa di Mana")
    search = page.get_by_role("search", name="Cari pegawai")
    search.get_by_label("Tanggal").fill(date.isoformat())
    search.get_by_role("button", name="Cari").click()
    page.get_by_text(day_words(date)).first.wait_for()


def said_of(page, person):
    """What the list says of one person."""
    row = page.locator("tbody tr", has=page.get_by_role("rowheader", name=person.full_name))
    return " ".join(row.first.inner_text().split())


def from_now_on(page):
    """A whole second after everything done so far, waited for: what `export(since=)` takes.

    Never a full minute: the browser writes that without its seconds.
    """
    moment = timezone.localtime().replace(microsecond=0) + datetime.timedelta(seconds=1)
    moment += datetime.timedelta(seconds=not moment.second)
    page.wait_for_timeout((moment - timezone.localtime()).total_seconds() * 1000 + 1)
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


def export(page, first, last, *, unit=None, kind="CSV", layout=None, since=""):
    """Download the schedule for the attendance application; its rows as dicts."""
    go(page, "Aplikasi Presensi")
    page.get_by_label("Dari tanggal").fill(first.isoformat())
    page.get_by_label("Sampai tanggal").fill(last.isoformat())
    if unit is not None:
        page.get_by_label("Unit", exact=True).select_option(str(unit.pk))
    if layout:
        page.get_by_label(layout).check()
    page.get_by_label(kind, exact=True).check()
    page.get_by_label("Hanya perubahan sejak").fill(since)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Unduh", exact=True).click()
    content = taken.value.path().read_bytes()
    return _csv(content) if kind == "CSV" else _xlsx(content)


def _csv(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def _xlsx(content):
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    heading, *rows = sheet.iter_rows(values_only=True)
    return [
        {
            name: "" if value is None else str(value)
            for name, value in zip(heading, row, strict=True)
        }
        for row in rows
    ]


def away_rows(rows):
    """{(NIP, date)} of the rows of work elsewhere that stand."""
    return {
        (row["nip"], row["tanggal"])
        for row in rows
        if row["jenis"] in {"WFH", "WFA"} and row["status"] == "AKTIF"
    }


# --- longer ways -----------------------------------------------------------------------------


def in_force(head, verifier, unit, first):
    """From a reported plan to its Surat Tugas; gives back its number."""
    about = month_words(first)  # its letters say "1–28 Februari 2027"
    sign_paper(head, "Surat usulan", unit, about)
    examine(verifier, unit, first)
    approve(verifier)
    return sign_paper(head, "Surat tugas", unit, about)
