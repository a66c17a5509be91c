"""The list of absences from a file: a dry run that tells, then one click that saves."""

import csv
import datetime
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.actors import add_employee, sign_in, text_of
from tests.schedules.day_cases import counters_agree, place_on, rota, taken, working_days
from wfa.refusals import Refused
from wfa.schedules.models import Absence, AbsenceImport
from wfa.schedules.services.absence_imports import (
    apply_absence_import,
    discard_absence_import,
    start_absence_import,
)
from wfa.schedules.services.absences import record_absence

HEADINGS = ["NIP", "Nama", "Jenis", "Mulai", "Sampai", "Nomor Surat"]


@pytest.fixture(autouse=True)
def counters_hold(db):
    yield
    counters_agree()


def csv_file(rows, name="cuti.csv"):
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([HEADINGS, *rows])
    return SimpleUploadedFile(name, out.getvalue().encode(), "text/csv")


def xlsx_file(rows):
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in [HEADINGS, *rows]:
        book.active.append(row)
    book.save(out)
    return SimpleUploadedFile("cuti.xlsx", out.getvalue(), "application/octet-stream")


def row(person, first, last=None, kind="Cuti", letter="850/7", name=None):
    dates = [f"{d:%d-%m-%Y}" for d in (first, last or first)]
    return [person.nip, person.name if name is None else name, kind, *dates, letter]


def lines(run):
    return [(line["row"], line["outcome"], line["sentence"]) for line in run.report["lines"]]


@pytest.mark.parametrize("make", [csv_file, xlsx_file])
def test_a_dry_run_saves_nothing_and_the_click_saves_all(make, ani, dewi, pandu, region):
    first, second = working_days(2)
    rota(ani, [first])
    file = make([row(ani, first, second), row(dewi, first, kind="Dinas Luar")])
    run = start_absence_import(file, by=pandu)
    assert (run.report["accepted"], run.report["refused"], run.report["withdrawn"]) == (2, 0, 1)
    assert not Absence.objects.exists()
    apply_absence_import(run, by=pandu)
    assert place_on(ani, first) == "leave"
    assert place_on(dewi, first) == "duty_travel"
    assert taken(region.diskominfo, first) == (0, 2)
    assert Absence.objects.filter(source=run).count() == 2
    run.refresh_from_db()
    assert (run.state, run.applied_by) == ("applied", pandu)
    assert run.file.removed_at is not None


def test_every_refused_row_has_its_number_and_sentence(ani, dodi, dewi, pandu):
    first, second = working_days(2)
    far = datetime.date(first.year + 10, 1, 6)
    rows = [
        row(ani, first),
        ["199901012020121999", "Siapa", "Cuti", "1-1-2026", "2-1-2026", "1"],
        row(dodi, first),
        row(dewi, second, first),
        row(dewi, far, far),
        row(dewi, first, kind="Libur"),
        row(dewi, first, letter=""),
        row(dewi, first, name="Orang Lain Sekali"),
        [dewi.nip, dewi.name, "Cuti", "entah", "entah", "1"],
        row(ani, first, second, kind="Diklat"),
        row(ani, first),
        ["", "Tanpa NIP", "Cuti", "1-1-2026", "1-1-2026", "1"],
    ]
    run = start_absence_import(csv_file(rows), by=pandu)
    told = lines(run)
    assert [number for number, *_ in told] == list(range(2, 14))
    assert [outcome for _, outcome, _ in told] == [
        "accepted",
        *["refused"] * 9,
        "unchanged",
        "refused",
    ]
    sentences = [sentence for *_, sentence in told]
    for at, words in {
        1: "tidak ditemukan di OPD Anda",
        2: "tidak ditemukan di OPD Anda",
        3: "Periksa kedua tanggal",
        4: "Tahun pada",
        5: "Jenis tidak dikenali",
        6: "Nomor surat kosong",
        7: "NIP ini milik Dewi Anggraini",
        8: "Tanggal tidak dikenali",
        9: "Sudah tercatat: Cuti",
        10: "sudah tercatat",
        11: "NIP kosong",
    }.items():
        assert words in sentences[at], at


def test_what_stands_already_is_unchanged(ani, pandu):
    day = working_days(1)[0]
    record_absence(ani, "leave", day, day, "850/7", by=pandu)
    run = start_absence_import(csv_file([row(ani, day)]), by=pandu)
    assert (run.report["accepted"], run.report["unchanged"]) == (0, 1)


def test_rows_are_judged_one_after_another(region, ani, dewi, pandu, bambang):
    """Two may be spared, the third is refused and says who could come."""
    day = working_days(1)[0]
    rota(dewi, [day])
    region.policy.parameters = {**region.policy.parameters, "min_present": 2}
    region.policy.save()
    rows = [row(p, day) for p in (ani, pandu, bambang)]
    other = add_employee(region.diskominfo, "Orang Keempat")
    assert other.pk
    run = start_absence_import(csv_file(rows), by=pandu)
    assert [outcome for _, outcome, _ in lines(run)] == ["accepted", "accepted", "refused"]
    assert "Dewi Anggraini" in lines(run)[2][2]
    apply_absence_import(run, by=pandu)
    assert taken(region.diskominfo, day) == (1, 2)


def test_it_is_applied_once_and_only_while_it_is_open(ani, pandu):
    run = start_absence_import(csv_file([row(ani, working_days(1)[0])]), by=pandu)
    apply_absence_import(run, by=pandu)
    for again in (lambda: apply_absence_import(run, by=pandu), lambda: discard_absence_import(run)):
        with pytest.raises(Refused) as no:
            again()
        assert no.value.code == "run_closed"
    assert Absence.objects.count() == 1


def test_what_changed_since_the_dry_run_is_read_anew(ani, dewi, pandu):
    day = working_days(1)[0]
    run = start_absence_import(csv_file([row(ani, day), row(dewi, day)]), by=pandu)
    record_absence(ani, "training", day, day, "890/1", by=pandu)
    apply_absence_import(run, by=pandu)
    run.refresh_from_db()
    assert (run.report["accepted"], run.report["refused"]) == (1, 1)


def test_a_newer_reading_and_a_discarded_one_lose_their_names(ani, pandu):
    file = [row(ani, working_days(1)[0])]
    older = start_absence_import(csv_file(file), by=pandu)
    newer = start_absence_import(csv_file(file), by=pandu)
    older.refresh_from_db()
    assert (older.state, "lines" in older.report) == ("discarded", False)
    discard_absence_import(newer)
    assert not Absence.objects.exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"NIP;Nama\n1;2\n", "no_column"), (";".join(HEADINGS).encode() + b"\n", "empty")],
)
def test_a_file_without_the_columns_or_rows_is_refused(content, code, pandu):
    with pytest.raises(Refused) as no:
        start_absence_import(SimpleUploadedFile("cuti.csv", content, "text/csv"), by=pandu)
    assert no.value.code == code
    assert not AbsenceImport.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_rows(region, pandu):
    day = working_days(1)[0]
    costs = []
    for count in (1, 2, 40):  # the first also reads what is known from then on
        people = [add_employee(region.diskominfo, f"Orang {count} {n}") for n in range(count)]
        file = csv_file([row(p, day) for p in people])
        with CaptureQueriesContext(connection) as done:
            run = start_absence_import(file, by=pandu)
            apply_absence_import(run, by=pandu)
        costs.append(len(done))
    assert run.report["accepted"] == 40
    assert costs[1] == costs[2] <= 80


# --- the pages ---------------------------------------------------------------------------------


def test_from_the_file_to_the_list_in_the_browser(client, ani, pandu):
    day = working_days(1)[0]
    sign_in(client, pandu)
    answer = client.post(
        reverse("ketidakhadiran-impor"), {"berkas": csv_file([row(ani, day)])}, follow=True
    )
    page = text_of(answer)
    assert "Belum ada data yang berubah" in page
    run = AbsenceImport.objects.get()
    done = client.post(reverse("ketidakhadiran-impor-simpan", args=[run.pk]), follow=True)
    assert "Tersimpan: 1 ketidakhadiran." in text_of(done)
    listed = text_of(client.get(reverse("ketidakhadiran"), {"bulan": f"{day:%Y-%m}"}))
    assert "Ani Lestari" in listed
    assert "850/7" in listed


def test_refused_rows_come_as_a_workbook_without_formulas(client, pandu):
    evil = ["=1+1", "@SUM(A1)", "Cuti", "1-1-2026", "1-1-2026", "x"]
    run = start_absence_import(csv_file([evil]), by=pandu)
    url = reverse("ketidakhadiran-impor-ditolak", args=[run.pk])
    book = openpyxl.load_workbook(io.BytesIO(sign_in(client, pandu).get(url).content))
    cells = [cell.value for line in book.active.iter_rows(min_row=2) for cell in line]
    assert "'=1+1" in cells
    assert "'@SUM(A1)" in cells


def test_a_reading_is_seen_by_who_made_it_only(client, ani, pandu, bambang):
    run = start_absence_import(csv_file([row(ani, working_days(1)[0])]), by=pandu)
    sign_in(client, bambang)
    for name in ("lihat", "ditolak"):
        assert client.get(reverse(f"ketidakhadiran-impor-{name}", args=[run.pk])).status_code == 404
    for name in ("simpan", "buang"):
        url = reverse(f"ketidakhadiran-impor-{name}", args=[run.pk])
        assert client.post(url).status_code == 404


def test_a_bad_file_keeps_the_form_and_says_why(client, pandu):
    bad = SimpleUploadedFile("cuti.exe", b"MZ", "application/octet-stream")
    answer = sign_in(client, pandu).post(reverse("ketidakhadiran-impor"), {"berkas": bad})
    assert answer.status_code == 422
    assert "error-summary" in text_of(answer) or "errors" in text_of(answer)


def test_names_with_markup_are_escaped_in_the_report(client, region, pandu):
    evil = add_employee(region.diskominfo, "<script>alert(1)</script>")
    run = start_absence_import(csv_file([row(evil, working_days(1)[0])]), by=pandu)
    page = text_of(sign_in(client, pandu).get(reverse("ketidakhadiran-impor-lihat", args=[run.pk])))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_december_reaches_into_january(ani, pandu, monkeypatch):
    today = datetime.date(2026, 12, 28)
    monkeypatch.setattr(timezone, "localdate", lambda *_: today)
    file = csv_file([row(ani, today, datetime.date(2027, 1, 8))])
    apply_absence_import(start_absence_import(file, by=pandu), by=pandu)
    assert place_on(ani, datetime.date(2026, 12, 31)) == "leave"
    assert place_on(ani, datetime.date(2027, 1, 8)) == "leave"
