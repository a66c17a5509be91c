"""Case 4, Jawa Barat 2025: a Thursday at home that is judged by its daily report. The plan is due
the working day before, the superior answers, and the month goes to the BKD and to e-Kinerja."""

import csv
import datetime
import io

import openpyxl
import pytest

from tests.browser import duty_journey as duty
from tests.browser import rota_journey as rota
from tests.files.corpus import picture
from wfa.attendance.models import Expectation
from wfa.performance.models import DailyReport, Review

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EVIDENCE = {"name": "hasil.png", "mimeType": "image/png", "buffer": picture("PNG")}
RESULT = "22 layar lulus, dua menunggu perbaikan."


@pytest.fixture
def office(clock, region, bambang, ani, dewi, budi, pandu, fitri, citra, endah):
    people = (bambang, ani, dewi, pandu, citra, endah)
    return duty.office_on(clock, "2026-12-01 08:00", region.diskominfo, people)


def _rules_of_jabar(page, region):
    """Thursdays at home; the plan a working day ahead; a day counts by plan and report."""
    duty.begin_rules(page, region, "Kamis")
    rota.set_rule(page, "Rencana diisi pada hari kerja sebelumnya", True)
    rota.set_rule(page, "Batas jam rencana kerja", "16.00")
    needs = ["Rencana kerja", "Laporan hasil kerja"]
    rota.set_rule(page, "Yang harus lengkap agar hari dinyatakan sah", needs)
    rota.save_policy(page)
    rota.put_in_force(page, "Surat Edaran Gubernur tentang Kerja Fleksibel", "139/2025")


def _rows(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_thursday_is_judged_by_its_report(
    new_page, clock, region, office, ani, dewi, budi, bambang, pandu, citra, endah
):
    bkd = rota.desk_of(new_page, endah)
    _rules_of_jabar(bkd, region)
    first = rota.month_ahead()
    people = {"officer": pandu, "head": bambang, "verifier": citra}
    duty.month_in_force(new_page, office, first, **people)
    thursday = rota.working_days(first, rota.THURSDAY)[1]
    eve = thursday - datetime.timedelta(days=1)

    # the working day before: one plans in time, the other an hour late
    clock(f"{eve} 06:00")
    assert duty.dawn() > 0
    clock(f"{eve} 15:40")
    phone = duty.phone_of(new_page, ani)
    rows = (
        ("Menguji 24 layar", "24", "layar", "Laporan uji"),
        ("Menyusun notula", "1,5", "halaman", "Notula rapat"),
    )
    duty.write_plan(phone, *rows, on=thursday)
    clock(f"{eve} 17:00")
    other = duty.phone_of(new_page, dewi)
    duty.write_plan(other, ("Menjawab surat", "3", "surat", "Surat balasan"), on=thursday)

    # the day: digital attendance, and a report with its evidence; the other one reports nothing
    clock(f"{thursday} 07:20")
    phone, other = duty.phone_of(new_page, ani), duty.phone_of(new_page, dewi)
    duty.check_in(phone, "pagi", first=True)
    duty.check_in(other, "pagi", first=True)
    clock(f"{thursday} 15:30")
    duty.write_report(
        phone,
        ("Menguji 24 layar", "22", RESULT),
        ("Menyusun notula", "0", "Rapat ditunda ke Senin."),
        evidence=EVIDENCE,
    )
    clock(f"{thursday} 17:30")
    ours = Expectation.objects.get(employee=ani, date=thursday)
    theirs = Expectation.objects.get(employee=dewi, date=thursday)
    assert (ours.plan_at < ours.plan_due_at, theirs.plan_at > theirs.plan_due_at) == (True, True)

    # the superior answers, and the report is mended
    friday = thursday + datetime.timedelta(days=1)
    clock(f"{friday} 08:00")
    head = rota.desk_of(new_page, bambang)
    duty.rate(head, ani, "Butuh Perbaikan", "Sebutkan dua layar yang belum lulus.")
    phone = duty.phone_of(new_page, ani)
    rota.go(phone, "Kinerja")
    duty.reads(phone, "Sebutkan dua layar yang belum lulus.")
    phone.get_by_role("link", name="Buka laporan").first.tap()
    phone.get_by_role("link", name="Perbaiki laporan").tap()
    row = phone.get_by_role("group", name="Menguji 24 layar")
    row.get_by_label("Hasil").fill("Layar 7 dan 19 belum lulus: tombol terpotong.")
    phone.get_by_role("button", name="Kirim laporan").last.click()
    duty.reads(phone, "Laporan versi 2 terkirim pukul 08.00 WIB.")
    duty.rate(head, ani, "Baik", "Jelas.")
    report = DailyReport.objects.get(expectation=ours)
    assert (report.version, report.rating) == (2, "good")
    assert list(Review.objects.order_by("pk").values_list("rating", flat=True)) == [
        "needs_work",
        "good",
    ]

    # by the policy of this region the day counts with plan and report, without every check-in
    head.goto("/pengawasan/verifikasi/")
    complete = head.locator("tbody tr", has_text="Ani Lestari")
    duty.reads(complete, "Lengkap")
    duty.reads(head.locator("tbody tr", has_text="Dewi Anggraini"), "Laporan")
    head.goto(f"/pengawasan/hari/{ours.pk}/")
    duty.judge_day(head, "Sah")
    head.goto(f"/pengawasan/hari/{theirs.pk}/")
    duty.judge_day(head, "Tidak sah", "Laporan tidak ada sampai batasnya lewat.")
    ours.refresh_from_db(), theirs.refresh_from_db()
    assert (ours.verdict, theirs.verdict) == ("valid", "invalid")

    # the month: of a person, of the unit, of the region
    rota.go(phone, "Kinerja")
    assert "Jelas." in phone.locator("main").inner_text()
    for link in phone.get_by_role("link", name="PDF").all():
        assert duty.download(phone, link).startswith(b"%PDF-")
    head.goto(f"/kinerja/rekap/?bulan={first:%Y-%m}&unit={ani.unit.pk}")
    said = " ".join(head.locator("tbody tr", has_text="Ani Lestari").first.inner_text().split())
    assert said.endswith("1 1 1 0 1 1 1")
    sheet = duty.download(head, head.get_by_role("link", name="XLSX").first)
    assert openpyxl.load_workbook(io.BytesIO(sheet)).worksheets
    lines = duty.download(head, head.get_by_role("link", name="CSV", exact=True))
    found = [row for row in _rows(lines) if row["nip"] == ani.nip]
    assert [(row["kegiatan"].split(".")[0], row["hasil"], row["satuan"]) for row in found] == [
        ("Menguji 24 layar", "22", "layar"),
        ("Menyusun notula", "0", "halaman"),
    ]
    verifier = rota.desk_of(new_page, citra)
    verifier.goto(f"/kinerja/rekap/?bulan={first:%Y-%m}")
    duty.reads(verifier.locator("tbody"), str(office))
