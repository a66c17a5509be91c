"""Phases, orders, recalls, extra days, amendments and swaps, with mouse and keyboard."""

import datetime
import io
import re

import openpyxl

from tests.browser.rota_journey import go, open_month, reads, report, save_cells
from wfa.calendars.wording import day as day_words


def recall(page, person, date, why):
    """Call one person back for one day."""
    go(page, "Panggil Kembali")
    search = page.get_by_role("search", name="Saring pegawai")
    search.get_by_label("Mulai hari").fill(date.isoformat())
    search.get_by_label("Sampai").fill(date.isoformat())
    search.get_by_role("button", name="Tampilkan").click()
    page.get_by_label(f"Pilih {person.full_name}").check()
    page.get_by_role("button", name="Periksa dulu").click()
    page.get_by_role("heading", name="1 pegawai, 1 hari").wait_for()
    page.get_by_label("Alasan").fill(why)
    page.get_by_role("button", name="Panggil kembali 1 pegawai").click()
    page.get_by_text(re.compile("1 .*dipanggil", re.IGNORECASE)).first.wait_for()


def order(page, units, dates, why):
    """A situational order: looked at first, then sent to the BKD."""
    go(page, "Perintah")
    page.get_by_role("link", name="Buat perintah").first.click()
    page.get_by_label("Mulai", exact=True).fill(dates[0].isoformat())
    page.get_by_label("Sampai", exact=True).fill(dates[-1].isoformat())
    page.get_by_label("Alasan", exact=True).fill(why)
    page.get_by_label("Dasar perintah").fill("Instruksi Bupati Nomor 360/12 tanggal hari ini")
    for unit in units:
        page.get_by_label(str(unit), exact=True).check()
    page.get_by_role("button", name="Lihat akibatnya").click()
    page.get_by_role("heading", name="Akibatnya").wait_for()
    for unit in units:
        page.get_by_role("heading", name=str(unit), level=3).wait_for()
    stay = re.findall(r"paling sedikit (\d+) di kantor", page.locator("main").inner_text())
    assert len(stay) == len(units)
    assert "0" not in stay
    page.get_by_role("button", name="Ajukan ke BKD").click()
    page.get_by_text("diajukan ke BKD.").wait_for()


def approve_others(page, first, units):
    """Orders, extra days and amendments of a month, approved together."""
    go(page, "Jadwal OPD")
    page.goto(f"{page.url.split('?')[0]}?bulan={first:%Y-%m}")
    for unit in units:
        page.get_by_role("row", name=re.compile(re.escape(str(unit)))).get_by_role(
            "checkbox"
        ).check()
    page.get_by_role("button", name=f"Setujui {len(units)}").click()
    page.get_by_text(f"{len(units)} jadwal disetujui").wait_for()


# --- a trial in phases -----------------------------------------------------------------------


def describe_phase(page, place, *, starts, ends=None, pattern, weekdays=(), quota, days):
    """One phase of the page "Uji coba bertahap", counted from 1."""
    phase = page.get_by_role("region", name=f"Fase ke-{place}", exact=True)
    phase.get_by_label("Mulai", exact=True).fill(starts.isoformat())
    if ends:
        phase.get_by_label("Sampai", exact=True).fill(ends.isoformat())
    phase.get_by_label("Pola jadwal").select_option(label=pattern)
    if weekdays:
        boxes = phase.get_by_role("group", name=re.compile("^Hari dalam jadwal"))
        for box in boxes.get_by_role("checkbox").all():
            box.uncheck()
        for name in weekdays:
            boxes.get_by_label(name, exact=True).check()
    phase.get_by_label(re.compile("^Paling banyak pegawai fleksibel dalam sehari")).fill(quota)
    phase.get_by_label(re.compile("^Paling banyak hari fleksibel seminggu")).fill(days)


# --- changes ---------------------------------------------------------------------------------


def propose_extra(page, date, people, why):
    """An extra day of the OPD for these people, painted by hand and reported."""
    go(page, "Jadwal")
    page.get_by_role("link", name="Usulkan hari tambahan").click()
    page.get_by_label("Mulai tanggal").fill(date.isoformat())
    page.get_by_label("Alasan", exact=True).fill(why)
    page.get_by_role("button", name="Pilih pegawai").click()
    page.locator("table.matrix").wait_for()
    for person in people:
        extra_cell(page, person, date).focus()
        page.keyboard.press("r")
    save_cells(page)
    report(page)


def extra_cell(page, person, date):
    """The cell of a roster that doesn't begin on the first of a month."""
    first = page.locator("table.matrix").get_attribute("data-first")
    place = (date - datetime.date.fromisoformat(first)).days + 1
    return page.locator(f'tr[data-e="{person.pk}"] > *').nth(place)


def begin_change(page, first, why):
    """An amendment of the month in force."""
    open_month(page, first)
    page.get_by_role("link", name="Ubah jadwal").click()
    page.get_by_label("Alasan", exact=True).fill(why)
    page.get_by_role("button", name="Mulai ubah").click()
    page.locator("table.matrix").wait_for()


def edit_in_excel(page, folder, changes):
    """Out as XLSX, these cells changed in it, and in again: {(NIP, date): letter}."""
    with page.expect_download() as taken:
        page.get_by_role("link", name="Unduh XLSX").click()
    book = openpyxl.load_workbook(io.BytesIO(taken.value.path().read_bytes()))
    sheet = book["Jadwal"]
    rows = {sheet.cell(n, 3).value: n for n in range(1, sheet.max_row + 1)}
    for (nip, date), letter in changes.items():
        sheet.cell(rows[nip], 4 + date.day, letter)
    book.save(folder / "jadwal.xlsx")
    page.get_by_role("link", name="Unggah XLSX").click()
    page.get_by_label("Berkas XLSX").set_input_files(folder / "jadwal.xlsx")
    page.get_by_role("button", name="Baca berkas").click()
    page.get_by_text("Belum ada yang tersimpan").wait_for()
    reads(page, f"{len(changes)} hari berubah, 0 tidak dapat dipakai.")
    page.get_by_role("button", name=f"Simpan {len(changes)} hari").click()
    page.get_by_text(f"{len(changes)} hari tersimpan.").wait_for()


# --- exchanging days -------------------------------------------------------------------------


def ask_swap(page, date, other, second, why):
    """From one's own calendar: the day, the colleague, the day in return."""
    go(page, "Jadwal Saya")
    page.get_by_role("link", name="Minta tukar hari").click()
    page.get_by_role("link", name=day_words(date), exact=True).click()
    search = page.get_by_role("search", name="Cari rekan")
    search.get_by_label("Cari nama rekan").fill(other.name)
    search.get_by_role("button", name="Cari").click()
    page.get_by_role("link", name=other.full_name).click()
    page.get_by_label(day_words(second), exact=True).check()
    page.get_by_label("Alasan", exact=True).fill(why)
    page.get_by_role("button", name=f"Kirim ke {other.full_name}").click()
    page.get_by_text("Permintaan dikirim.").wait_for()


def answer_swap(page, person, button, said):
    """The colleague, and then the superior: open what waits and say yes."""
    page.goto("/tukar/")
    page.get_by_role("link", name=re.compile(re.escape(person.full_name))).first.click()
    page.get_by_role("button", name=button, exact=True).click()
    page.get_by_text(said).wait_for()
