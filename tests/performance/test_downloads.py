"""The month as a file: formula-safe, only one's own people, and written down."""

import csv
import datetime
import io
import shutil
import subprocess

import openpyxl
import pytest
from django.urls import reverse

from tests.actors import sign_in
from tests.attendance.duty import MONDAY, away, expected
from tests.performance.cases import of_plan, plan_line, planned, rate, reported, result
from tests.schedules.day_cases import rota
from wfa.audit.models import AuditEvent
from wfa.calendars.models import Holiday
from wfa.performance.models import DailyReport
from wfa.performance.selectors.layouts import month_form
from wfa.performance.services import add_link, submit_report

pytestmark = pytest.mark.django_db
FIRST = datetime.date(2026, 12, 1)
PAYLOADS = [
    "=1+1",
    "+1",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("https://x.example","klik")',
    "=cmd|' /C calc'!A0",
]
COLUMNS = [
    "nip",
    "tanggal",
    "jam_mulai",
    "jam_selesai",
    "durasi_menit",
    "kegiatan",
    "hasil",
    "satuan",
    "tautan_bukti",
    "status",
    "penyetuju",
    "waktu",
]


def fetch(client, person, **asked):
    answer = sign_in(client, person).get(reverse("kinerja-unduh"), {"bulan": "2026-12", **asked})
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def rows_of(data):
    return list(csv.reader(io.StringIO(data.decode())))


def cells(data, sheet=0):
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [list(row) for row in book.worksheets[sheet].iter_rows(values_only=True)]


def test_lines_for_e_kinerja(clock, client, ani, bambang):
    day_of = planned(ani)
    clock("2026-12-07 16:00")
    add_link(day_of, "https://berkas.example/hasil", by=ani)
    times = {"starts": datetime.time(8), "ends": datetime.time(9, 30), "minutes": 90}
    submit_report(day_of, by=ani, lines=of_plan(day_of, "2.50", **times))
    clock("2026-12-07 17:05")
    rate(DailyReport.objects.get(), bambang)
    heading, row = rows_of(fetch(client, ani))
    assert heading == COLUMNS
    assert row == [
        ani.nip,
        "2026-12-07",
        "08:00",
        "09:30",
        "90",
        "Uji 24 layar. Hasil: Tiga surat terkirim.",
        "2.5",
        "layar",
        "https://berkas.example/hasil",
        "Disetujui",
        bambang.nip,
        "2026-12-07T17:05:00+07:00",
    ]


@pytest.mark.parametrize(
    ("rating", "status"),
    [(None, "Diajukan"), ("very_good", "Disetujui"), ("poor", "Perlu perbaikan")],
)
def test_the_status_follows_the_rating(client, ani, bambang, rating, status):
    report = reported(ani)
    if rating:
        rate(report, bambang, rating, "Catatan.")
    assert rows_of(fetch(client, ani))[1][9] == status


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_becomes_a_formula(client, ani, payload):
    day_of = expected(ani)
    lines = [result(payload, measure=payload, result=payload, note=payload, output=payload)]
    submit_report(day_of, by=ani, lines=lines, summary=payload)
    row = rows_of(fetch(client, ani))[1]
    sheets = [
        cells(fetch(client, ani, isi=what, bentuk="xlsx"))
        for what in ("ekinerja", "lkh", "capaian")
    ]
    texts = [*row, *(cell for sheet in sheets for line in sheet for cell in line)]
    found = [text for text in texts if isinstance(text, str) and payload.strip() in text]
    assert len(found) >= 5
    assert [text for text in found if text.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_a_payload_in_a_plan_stays_text_too(client, ani):
    day_of = planned(ani, lines=[plan_line("=1+1", measure="=2", output="=3")])
    submit_report(day_of, by=ani, lines=of_plan(day_of))
    for what in ("ekinerja", "lkh", "capaian"):
        for line in cells(fetch(client, ani, isi=what, bentuk="xlsx")):
            assert [c for c in line if isinstance(c, str) and c.startswith("=")] == []


def test_a_unit_has_its_people_and_a_person_only_themself(client, ani, dewi, dodi, bambang):
    for person in (ani, dewi, dodi):
        reported(person)
    unit = ani.unit.opd.pk
    of_unit = rows_of(fetch(client, bambang, unit=unit))
    assert {row[0] for row in of_unit[1:]} == {ani.nip, dewi.nip}
    assert {row[0] for row in rows_of(fetch(client, bambang, orang=dewi.pk))[1:]} == {dewi.nip}
    assert {row[0] for row in rows_of(fetch(client, ani))[1:]} == {ani.nip}


def test_who_takes_a_list_of_others_is_written_down(client, ani, bambang):
    reported(ani)
    fetch(client, ani)
    fetch(client, bambang, orang=ani.pk, isi="lkh")
    fetch(client, bambang, unit=ani.unit.opd.pk, isi="rekap")
    events = AuditEvent.objects.filter(action="performance_exported").order_by("sequence")
    assert [(e.actor_nip, e.capacity, e.target_kind, e.data["layout"]) for e in events] == [
        (bambang.nip, "Kepala Diskominfo", "employee", "lkh"),
        (bambang.nip, "Kepala Diskominfo", "unit", "rekap"),
    ]


def test_the_recap_as_a_workbook(client, ani, dewi, bambang):
    rate(reported(ani), bambang)
    expected(dewi)
    heading, *rows = cells(fetch(client, bambang, unit=ani.unit.opd.pk, isi="rekap"))
    assert heading[:4] == ["Nama", "NIP", "Unit", "Hari kerja fleksibel"]
    assert [row[3:] for row in rows] == [[1, 1, 0, 1, 0, 1, 1, 0, 0], [1, 0, 0, 0, 0, 0, 0, 0, 0]]


def test_the_month_form_has_every_date(ani, bambang):
    Holiday.objects.create(date=datetime.date(2026, 12, 25), name="Natal", kind="national")
    rota(ani, [datetime.date(2026, 12, 9)], "leave")
    report = reported(ani)
    rate(report, bambang)
    form = month_form(ani, FIRST)
    notes = {line.date.day: (line.weekday, line.note) for line in form.dates}
    assert len(form.dates) == 31
    assert {day: notes[day] for day in (5, 7, 8, 9, 25)} == {
        5: ("Sabtu", notes[5][1]),
        7: ("Senin", "Rumah"),
        8: ("Selasa", "Di kantor"),
        9: ("Rabu", "Cuti"),
        25: ("Jumat", notes[25][1]),
    }
    assert "Natal" in notes[25][1]
    assert form.dates[6].plans == ("Uji 24 layar: 24 layar, Laporan uji",)
    assert form.dates[6].results == ("Uji 24 layar: 20 layar. Tiga surat terkirim.",)
    assert (form.head.superior.name, form.head.superior.office) == (
        "Bambang Hartono",
        "Kepala Dinas Komunikasi dan Informatika",
    )
    assert form.told == "1 dari 1 laporan terkirim"


def test_the_month_form_tells_nothing_of_days_in_another_opd(clock, region, client, ani, pandu):
    """Of who moved, the former superior reads where they were on their own days, and no more."""
    clock("2026-12-04 07:00")
    reported(ani, datetime.date(2026, 12, 4))
    ani.unit = region.dinkes
    ani.save()
    away(ani, datetime.date(2026, 12, 9), place="leave")
    away(ani, datetime.date(2026, 12, 12), place="leave")  # a Saturday
    sheet = cells(fetch(client, pandu, orang=ani.pk, isi="lkh"))
    notes = {row[0]: row[2] for row in sheet if row[1] in ("Rabu", "Jumat", "Kamis", "Sabtu")}
    assert notes["4 Desember 2026"] == "Rumah"
    assert notes["9 Desember 2026"] in (None, "")
    assert notes["10 Desember 2026"] == "Di kantor"
    assert "Cuti" not in str(sheet)
    own = cells(fetch(client, ani, isi="lkh"))
    assert {row[0]: row[2] for row in own if row[1] == "Rabu"}["9 Desember 2026"] == "Cuti"


def test_the_form_has_the_rating_of_the_report_as_it_stands(clock, ani, bambang):
    report = reported(ani)
    rate(report, bambang, "needs_work", "Lengkapi hasilnya.")
    [day] = month_form(ani, FIRST).days
    assert day.review == f"Butuh Perbaikan, {bambang.full_name}"
    day_of = report.expectation
    submit_report(day_of, by=ani, lines=of_plan(day_of, "24"))
    [day] = month_form(ani, FIRST).days
    assert day.review == ""
    report.refresh_from_db()
    rate(report, bambang, reviews=1)
    [day] = month_form(ani, FIRST).days
    assert day.review == f"Baik, {bambang.full_name}"


def test_the_forms_as_workbooks(client, ani, bambang):
    reported(ani)
    month = cells(fetch(client, ani, isi="lkh"))
    day = cells(fetch(client, ani, isi="capaian"))
    assert month[0][0] == "LAPORAN KINERJA HARIAN"
    assert ["Tanggal", "Hari", "Keterangan", "Rencana", "Realisasi"] in month
    assert day[0][0] == "LAPORAN CAPAIAN KINERJA HARIAN"
    heading = ["No", "KEGIATAN", "OUTPUT", "CAPAIAN KINERJA", "SATUAN", "KETERANGAN"]
    at = day.index(heading)
    assert day[at + 1] == [
        "1",
        "Uji 24 layar",
        "Laporan uji",
        "20 dari 24",
        "layar",
        "Tiga surat terkirim.",
    ]
    assert any("Bambang Hartono" in str(row) for row in day)


def test_a_month_without_reports_is_still_a_file(client, ani):
    for what in ("ekinerja", "lkh", "capaian"):
        assert cells(fetch(client, ani, isi=what, bentuk="xlsx"))


@pytest.mark.parametrize("asked", [{"isi": "apa"}, {"isi": "lkh", "unit": "1"}, {"orang": "x"}])
def test_what_isnt_offered_is_not_there(client, bambang, asked):
    answer = sign_in(client, bambang).get(reverse("kinerja-unduh"), asked)
    assert answer.status_code == 404


@pytest.mark.parametrize("number", [1, 3, 20])
def test_files_take_a_fixed_number_of_queries(
    clock, client, ani, bambang, number, django_assert_max_num_queries
):
    dates = [MONDAY + datetime.timedelta(days=n) for n in range(28)]
    for date in [date for date in dates if date.weekday() < 5 and date.month == 12][:number]:
        clock(f"{date} 07:00")
        reported(ani, date)
    for what, most in (("ekinerja", 18), ("lkh", 30), ("capaian", 30), ("rekap", 16)):
        about = {"unit": ani.unit.opd.pk} if what == "rekap" else {"orang": ani.pk}
        sign_in(client, bambang)
        with django_assert_max_num_queries(most):
            answer = client.get(
                reverse("kinerja-unduh"), {"isi": what, "bulan": "2026-12", **about}
            )
            b"".join(answer.streaming_content)


# --- paper ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["lkh", "capaian"])
def test_the_forms_as_pdf(client, ani, bambang, what):
    reported(ani)
    asked = {"isi": what, "bulan": "2026-12"}
    answer = sign_in(client, ani).get(reverse("kinerja-pdf"), asked)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == f'attachment; filename="{what}-{ani.nip}-2026-12.pdf"'
    text = text_of_pdf(answer.content)
    for part in ("Ani Lestari", "Bambang Hartono", "Uji 24 layar", "Pejabat yang dinilai"):
        assert part in text
    assert "RANCANGAN" not in text


def test_html_stays_text_in_the_pdf(client, ani):
    day_of = expected(ani)
    tag = '<img src="https://x.example/a.png"><b>tebal</b>'
    submit_report(day_of, by=ani, lines=[result(tag, result=tag)], summary=tag)
    sign_in(client, ani)
    for what in ("lkh", "capaian"):  # markup would make the printer ask for the picture and stop
        answer = client.get(reverse("kinerja-pdf"), {"isi": what, "bulan": "2026-12"})
        assert answer.status_code == 200
        assert "<b>tebal</b>" in " ".join(text_of_pdf(answer.content).split())


def text_of_pdf(content):
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext isn't installed")
    words = ["pdftotext", "-layout", "-", "-"]
    return subprocess.run(words, input=content, capture_output=True, check=True).stdout.decode()
