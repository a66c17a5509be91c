"""Sending a report: what was planned can't be changed in it, every version stays, evidence too."""

import datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.attendance.duty import MONDAY, expected, take_back
from tests.files.corpus import SECRET, photo_with_gps, picture
from tests.performance.cases import of_plan, plan_line, planned, rate, reported, result
from wfa.files.models import StoredFile
from wfa.files.services import read_bytes
from wfa.performance.models import DailyReport, ReportEvidence, ReportRow, ReportVersion
from wfa.performance.services import (
    add_file,
    add_link,
    remove_evidence,
    submit_plan,
    submit_report,
)
from wfa.refusals import Refused

pytestmark = pytest.mark.django_db
LINK = "https://berkas.arjamukti.example/laporan?id=7"


def photo(name="hasil.png", data=None):
    return SimpleUploadedFile(name, data or picture("PNG"), "image/png")


def test_a_report_says_what_came_of_the_plan_and_besides_it(clock, ani):
    day_of = planned(ani)
    clock("2026-12-07 16:30")
    lines = [*of_plan(day_of, minutes=120), result()]
    sent = submit_report(day_of, by=ani, lines=lines, summary="Lancar.")
    day_of.refresh_from_db()
    first, second = ReportRow.objects.order_by("order")
    assert (sent.is_new, sent.version, sent.is_late) == (True, 1, False)
    assert (first.activity, first.target, first.realised, first.measure) == (
        "Uji 24 layar",
        Decimal(24),
        Decimal(20),
        "layar",
    )
    assert (second.activity, second.plan_row, second.target) == ("Menjawab surat", None, None)
    assert day_of.report_at == timezone.now()


def test_what_was_planned_cant_be_rewritten_in_the_report(ani):
    day_of = planned(ani)
    [line] = of_plan(day_of)
    forged = result("Tugas lain", "20", plan_row=line.plan_row, measure="karung", target=Decimal(1))
    submit_report(day_of, by=ani, lines=[forged])
    row = ReportRow.objects.get()
    assert (row.activity, row.measure, row.target) == ("Uji 24 layar", "layar", Decimal(24))


@pytest.mark.parametrize("lines", [[], [result()]])
def test_each_planned_activity_is_answered_for(ani, lines):
    day_of = planned(ani)
    with pytest.raises(Refused) as told:
        submit_report(day_of, by=ani, lines=lines)
    assert told.value.code == "incomplete"
    assert DailyReport.objects.count() == 0


def test_rows_of_somebody_elses_plan_are_none_of_ours(ani, dewi):
    other, own = planned(dewi), planned(ani)
    with pytest.raises(Refused, match="Ada kegiatan rencana tanpa hasil"):
        submit_report(own, by=ani, lines=of_plan(other))


def test_without_a_plan_what_was_done_is_still_reported(ani):
    day_of = expected(ani)
    assert submit_report(day_of, by=ani, lines=[result()]).is_new


def test_the_same_report_again_changes_nothing(ani):
    report = reported(ani)
    day_of = report.expectation
    again = submit_report(day_of, by=ani, lines=of_plan(day_of))
    assert (again.is_new, again.version) == (False, 1)
    assert (ReportRow.objects.count(), ReportVersion.objects.count()) == (1, 1)


def test_a_correction_replaces_rows_and_keeps_the_version_before(clock, ani):
    report = reported(ani)
    clock("2026-12-07 17:30")
    submit_report(report.expectation, by=ani, lines=of_plan(report.expectation, "24"))
    report.refresh_from_db()
    assert (report.version, report.revised_at, report.submitted_at < report.revised_at) == (
        2,
        timezone.now(),
        True,
    )
    said = [v.content["rows"][0]["realised"] for v in report.versions.all()]
    assert said == ["20", "24"]


@pytest.mark.parametrize(
    ("at", "is_late"), [("2026-12-07 17:00", False), ("2026-12-07 17:01", True)]
)
def test_late_is_taken_and_told(clock, ani, at, is_late):
    day_of = expected(ani)
    clock(at)
    assert submit_report(day_of, by=ani, lines=[result()]).is_late is is_late


def test_no_report_before_the_day_and_none_after_the_explanation(clock, ani):
    clock("2026-12-04 10:00")
    day_of = expected(ani)
    with pytest.raises(Refused, match="Laporan dibuka pada hari itu"):
        submit_report(day_of, by=ani, lines=[result()])
    clock("2026-12-10 00:00")
    with pytest.raises(Refused, match="Ditutup sejak batas penjelasan lewat"):
        submit_report(day_of, by=ani, lines=[result()])


def test_a_rated_report_is_closed_unless_it_needs_work(ani, dewi, bambang):
    report, other = reported(ani), reported(dewi)
    rate(report, bambang)
    rate(other, bambang, "needs_work", "Lampirkan hasil ujinya.")
    with pytest.raises(Refused, match="Atasan sudah menilai laporan ini Baik"):
        submit_report(report.expectation, by=ani, lines=of_plan(report.expectation, "24"))
    submit_report(other.expectation, by=dewi, lines=of_plan(other.expectation, "24"))
    other.refresh_from_db()
    assert (other.version, other.rating, other.reviewed_at) == (2, "", None)
    assert [review.version for review in other.reviews.all()] == [1]


def test_nobody_reports_for_somebody_else(ani, dewi):
    with pytest.raises(Refused, match="Hanya pegawai itu sendiri"):
        submit_report(expected(ani), by=dewi, lines=[result()])


def test_a_day_that_was_taken_back_needs_no_report(ani):
    day_of = expected(ani)
    take_back(ani, MONDAY)
    with pytest.raises(Refused, match="Hari ini dibatalkan"):
        submit_report(day_of, by=ani, lines=[result()])


def test_a_late_plan_after_the_report_is_taken_once(ani):
    day_of = expected(ani)
    submit_report(day_of, by=ani, lines=[result()])
    assert submit_plan(day_of, by=ani, lines=[plan_line()]).is_new
    with pytest.raises(Refused, match="Laporan hari ini sudah dikirim"):
        submit_plan(day_of, by=ani, lines=[plan_line("Lain", "1")])


# --- evidence ------------------------------------------------------------------------------------


def test_evidence_may_come_before_the_report_and_stands_in_its_version(clock, ani):
    day_of = planned(ani)
    add_file(day_of, photo(), by=ani)
    clock("2026-12-07 07:01")
    add_link(day_of, f" {LINK} ", by=ani)
    submit_report(day_of, by=ani, lines=of_plan(day_of))
    shown = ReportVersion.objects.get().content["evidence"]
    assert shown == [
        {"file": "hasil.png", "sha256": StoredFile.objects.get().sha256},
        {"link": LINK},
    ]


def test_new_evidence_makes_a_new_version(ani):
    report = reported(ani)
    add_link(report.expectation, LINK, by=ani)
    sent = submit_report(report.expectation, by=ani, lines=of_plan(report.expectation))
    assert (sent.is_new, sent.version) == (True, 2)


def test_evidence_that_is_taken_off_keeps_its_row(ani):
    day_of = expected(ani)
    evidence = add_link(day_of, LINK, by=ani)
    remove_evidence(evidence, by=ani)
    evidence.refresh_from_db()
    assert evidence.removed_at == timezone.now()
    assert add_link(day_of, LINK, by=ani).pk != evidence.pk


def test_the_same_address_twice_is_once(ani):
    day_of = expected(ani)
    assert add_link(day_of, LINK, by=ani).pk == add_link(day_of, LINK, by=ani).pk


@pytest.mark.parametrize(
    "link",
    [
        "http://berkas.example/a",
        "javascript:alert(1)",
        "https://",
        "https://tanpatitik/a",
        "https://berkas.example/a b",
        "https://berkas.example/a\nb",
        "https://nama:sandi@berkas.example/",
        "https://[::1/",
        "ftp://berkas.example",
        "https://berkas.example/" + "a" * 500,
        "=HYPERLINK(https://x.example)",
    ],
)
def test_an_address_that_isnt_https_is_refused(ani, link):
    with pytest.raises(Refused, match="Tautan harus diawali https://"):
        add_link(expected(ani), link, by=ani)


def test_pictures_lose_their_metadata(ani):
    evidence = add_file(expected(ani), photo("foto.jpg", photo_with_gps()), by=ani)
    kept = read_bytes(evidence.file)
    assert (evidence.file.purpose, SECRET in kept, b"Exif" in kept) == ("report", False, False)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.html", b"<html><script>1</script>", "wrong_kind"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "wrong_kind"),
        ("a.png", b"", "empty"),
        ("a.png", b"%PDF-1.7 palsu", "wrong_suffix"),
        ("a.exe", b"MZ" + b"\0" * 100, "wrong_kind"),
        ("a.pdf", b"%PDF-" + b"0" * (5 * 1024 * 1024 + 1), "too_large"),
    ],
)
def test_hostile_files_stay_outside(ani, name, data, code):
    with pytest.raises(Refused) as told:
        add_file(expected(ani), SimpleUploadedFile(name, data), by=ani)
    assert told.value.code == code
    assert ReportEvidence.objects.count() == 0


def test_there_is_a_limit_to_what_is_shown(ani):
    day_of = expected(ani)
    for number in range(5):
        add_file(day_of, photo(f"{number}.png"), by=ani)
    for number in range(10):
        add_link(day_of, f"{LINK}{number}", by=ani)
    with pytest.raises(Refused, match="Paling banyak 5 berkas sehari"):
        add_file(day_of, photo(), by=ani)
    with pytest.raises(Refused, match="Paling banyak 10 tautan sehari"):
        add_link(day_of, f"{LINK}-lagi", by=ani)


def test_nobody_adds_or_takes_off_evidence_of_somebody_else(ani, dewi):
    day_of = expected(ani)
    evidence = add_link(day_of, LINK, by=ani)
    for act in (
        lambda: add_link(day_of, f"{LINK}1", by=dewi),
        lambda: add_file(day_of, photo(), by=dewi),
        lambda: remove_evidence(evidence, by=dewi),
    ):
        with pytest.raises(Refused, match="Hanya pegawai itu sendiri"):
            act()


def test_a_rated_report_takes_no_more_evidence(ani, bambang):
    report = reported(ani)
    rate(report, bambang)
    with pytest.raises(Refused, match="Atasan sudah menilai laporan ini"):
        add_link(report.expectation, LINK, by=ani)


# --- what must never be --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"activity": ""},
        {"measure": ""},
        {"result": ""},
        {"realised": -1},
        {"minutes": 0},
        {"minutes": 1441},
        {"starts": datetime.time(9), "ends": datetime.time(9)},
    ],
)
def test_a_result_that_says_nothing_is_impossible(ani, wrong):
    report = reported(ani)
    values = {"activity": "A", "realised": 1, "measure": "m", "result": "r", "order": 7}
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportRow.objects.create(report=report, **{**values, **wrong})


@pytest.mark.parametrize("link", ["", "http://a.example"])
def test_evidence_is_a_file_or_an_https_address(ani, link):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportEvidence.objects.create(expectation=expected(ani), link=link, added_at=timezone.now())


def test_versions_and_evidence_stay_as_they_were(ani):
    report = reported(ani)
    add_link(report.expectation, LINK, by=ani)
    for act in (
        lambda: ReportVersion.objects.update(number=9),
        lambda: ReportVersion.objects.all().delete(),
        lambda: ReportEvidence.objects.update(link=f"{LINK}/lain"),
        lambda: ReportEvidence.objects.all().delete(),
        lambda: DailyReport.objects.update(submitted_at=report.submitted_at.replace(year=2025)),
    ):
        with pytest.raises(IntegrityError, match="tidak boleh diubah"), transaction.atomic():
            act()


@pytest.mark.parametrize("wrong", [{"rating": "good"}, {"rating": "gemilang"}])
def test_a_rating_without_its_time_or_unknown_is_impossible(ani, wrong):
    reported(ani)
    with pytest.raises(IntegrityError), transaction.atomic():
        DailyReport.objects.update(**wrong)
