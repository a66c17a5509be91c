"""Reading and saving the files of SIASN: the sample of the repository, and files with faults."""

import collections
import csv
import datetime
import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from wfa.audit.models import AuditEvent
from wfa.people import importers
from wfa.people.importers import reader
from wfa.people.importers.sentences import KINDS
from wfa.people.models import Appointment, Employee, Unit
from wfa.people.selectors import head_of
from wfa.people.services import change_contact
from wfa.refusals import Refused

SAMPLE = Path(settings.BASE_DIR) / "sample"
SHARED = Path(settings.BASE_DIR).parent / "shared" / "data"
HEADINGS = ["PNS ID", "NIP BARU", "NAMA", "JENIS KELAMIN", "TANGGAL LAHIR", "NOMOR HP", "EMAIL"]
HEADINGS += ["KEDUDUKAN HUKUM ID", "UNOR ID", "GOL AKHIR NAMA", "TMT JABATAN", "JABATAN NAMA"]
GOOD = ["A1", "198308272005021022", "ADI SAPUTRA", "M", "27-08-1983", "081234567890", ""]
GOOD += ["01", "U2", "III/a", "01-03-2020", "Penelaah Teknis Kebijakan"]


def units_file(tmp_path, rows=(), head="A1"):
    target = tmp_path / "UNOR.csv"
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(["Id", "DiatasanId", "NamaUnor", "PemimpinPnsId", "JenisUnorId"])
        out.writerow(["U1", "", "PEMERINTAH KABUPATEN", "", "instansi"])
        out.writerow(["U2", "U1", "--DINAS CONTOH", head, "opd"])
        out.writerows(rows)
    return target


def people_file(tmp_path, rows, *, headings=HEADINGS, above=(), hidden=False):
    book = openpyxl.Workbook()
    book.active.title = "PNS"
    for row in [*above, headings, *rows]:
        book.active.append(row)
    if hidden:
        book.create_sheet("Salinan").sheet_state = "hidden"
    book.save(tmp_path / "SIASN.xlsx")
    return tmp_path / "SIASN.xlsx"


def moved_cell(book, old, new, cells):
    """The workbook with a row put elsewhere, as only a program writes it."""
    with zipfile.ZipFile(book) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode().replace(f"<row {old}", f"<row {new}")
    parts["xl/worksheets/sheet1.xml"] = re.sub(cells, r'r="\g<1>999999999"', sheet).encode()
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return book


def row(**changes):
    return [
        changes.get(heading.replace(" ", "_"), value)
        for heading, value in zip(HEADINGS, GOOD, strict=True)
    ]


def read(tmp_path, *rows, **options):
    return importers.read(units_file(tmp_path), people_file(tmp_path, rows, **options))


def codes(plan):
    return [(p["row"], p["code"]) for p in plan.report()["problems"]]


@pytest.mark.django_db
def test_second_run_of_the_sample_is_all_unchanged():
    first = importers.load_sample().report()
    assert first["units"] == {"new": 31, "changed": 0, "unchanged": 0, "missing": 0, "refused": 0}
    assert first["people"]["refused"] == 3
    second = importers.load_sample().report()
    assert second["units"]["unchanged"] == 31
    assert second["people"]["unchanged"] == first["people"]["new"] > 280
    assert not second["people"]["new"] + second["people"]["changed"] + second["people"]["missing"]
    assert AuditEvent.objects.filter(action="people_imported").count() == 2


@pytest.mark.django_db
def test_sample_leaves_vacant_heads_vacant():
    importers.load_sample()
    assert head_of(Unit.objects.get(name="DINAS KESEHATAN")) is None
    diskominfo = Unit.objects.get(name="DINAS KOMUNIKASI DAN INFORMATIKA")
    assert head_of(diskominfo).from_siasn
    assert Employee.objects.filter(unit__opd=diskominfo).count() >= 25
    assert diskominfo.path == f"{diskominfo.parent_id}/{diskominfo.pk}/"
    assert not Employee.objects.exclude(password__startswith="!").exists()


@pytest.mark.django_db
@pytest.mark.skipif(not SHARED.is_dir(), reason="the large sample is not here")
def test_every_fault_of_the_large_file_is_told(tmp_path):
    plan = importers.read(SHARED / "UNOR.csv", SHARED / "SIASN.xlsx")
    told = collections.defaultdict(set)
    for problem in plan.report()["problems"]:
        told[problem["nip"]].add(problem["code"])
    wanted = {
        "nip_short": {"nip_digits"}, "nip_birth_mismatch": {"birth_mismatch"},
        "nip_sex_mismatch": {"sex_mismatch"}, "unknown_unit": {"unit_unknown"},
        "duplicate_same": {"duplicate"}, "duplicate_other_unit": {"duplicate_other_unit"},
        "inactive": {"leave", "mpp", "study", "retired"}, "discipline": {"discipline"},
        "no_contact": {"no_contact"}, "blank_name": {"name_missing"},
        "apostrophe_nip": {"apostrophe"}, "spaces": {"blanks"}, "future_tmt": {"future_date"},
    }  # fmt: skip
    for fault in json.loads((SHARED / "faults.json").read_text()):
        assert told[fault["nip"].strip("' ")] & wanted[fault["kind"]], fault
    people = plan.report()["people"]
    assert (people["new"], people["refused"], len(plan.report()["problems"])) == (8488, 24, 103)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"NIP_BARU": 1.98308272005021e17}, "nip_number"),
        ({"NIP_BARU": "1.98308E+17"}, "nip_number"),
        ({"NIP_BARU": ""}, "nip_missing"),
        ({"NIP_BARU": "19830827-200502102"}, "nip_marks"),
        ({"UNOR_ID": ""}, "unit_missing"),
        ({"UNOR_ID": "U9"}, "unit_unknown"),
        ({"NAMA": "   "}, "name_missing"),
    ],
)
def test_rows_that_cannot_be_a_person_are_refused(tmp_path, changes, code):
    plan = read(tmp_path, row(**changes))
    assert (2, code) in codes(plan)
    assert plan.report()["people"]["new"] == 0
    assert plan.report()["people"]["refused"] == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "code", "field", "value"),
    [
        ({"JENIS_KELAMIN": "Wanita"}, "sex_mismatch", "sex", "F"),
        ({"JENIS_KELAMIN": "X"}, "sex_unknown", "sex", "M"),
        ({"NOMOR_HP": 81234567890}, "phone_zero", "phone", "081234567890"),
        ({"EMAIL": "bukan surel"}, "email_unknown", "email", ""),
        ({"KEDUDUKAN_HUKUM_ID": "15"}, "discipline", "is_active", True),
        ({"KEDUDUKAN_HUKUM_ID": "99"}, "retired", "is_active", False),
        ({"NAMA": "A" * 200}, "cut", "name", "A" * 150),
        ({"NAMA": "'ADI   SAPUTRA "}, "blanks", "name", "ADI SAPUTRA"),
        ({"TMT_JABATAN": "32-13-2020"}, "date_unreadable", "position_since", None),
        ({"GOL_AKHIR_NAMA": "Z/z"}, "grade_unknown", "grade", ""),
    ],
)
def test_odd_rows_go_in_with_a_warning(tmp_path, changes, code, field, value):
    plan = read(tmp_path, row(**changes))
    assert (2, code) in codes(plan)
    importers.apply(plan, by=importers.system_account())
    assert getattr(Employee.objects.get(siasn_id="A1"), field) == value


@pytest.mark.django_db
@pytest.mark.parametrize(
    "written", ["01-03-2020", "2020-03-01", "1/3/2020", datetime.datetime(2020, 3, 1), 43891]
)
def test_dates_are_read_however_they_are_written(tmp_path, written):
    plan = read(tmp_path, row(TMT_JABATAN=written))
    assert codes(plan) == []
    importers.apply(plan, by=importers.system_account())
    assert Employee.objects.get(siasn_id="A1").position_since == datetime.date(2020, 3, 1)


@pytest.mark.django_db
def test_headings_are_found_below_a_title_in_any_spelling(tmp_path):
    odd = [f" {heading.title().replace(' ', '_')} " for heading in HEADINGS]
    plan = read(tmp_path, [], row(), headings=odd, above=[["Data pegawai"], []], hidden=True)
    assert plan.report()["people"]["new"] == 1
    assert codes(plan) == [(3, "header_low"), (5, "rows_empty"), (1, "sheet_hidden")]


@pytest.mark.django_db
def test_sheet_without_a_required_column_is_refused_by_name(tmp_path):
    plan = read(tmp_path, headings=[h for h in HEADINGS if h != "UNOR ID"])
    told = [p["message"] for p in plan.report()["problems"] if p["code"] == "column_missing"]
    assert "UNOR ID" in told[0]


@pytest.mark.django_db
def test_swapped_files_make_nobody_missing_and_save_nothing(tmp_path):
    by = importers.system_account()
    importers.apply(read(tmp_path, row()), by=by)
    (tmp_path / "SIASN.xlsx").rename(tmp_path / "orang.xlsx")
    plan = importers.read(tmp_path / "orang.xlsx", tmp_path / "UNOR.csv")
    assert {code for _, code in codes(plan)} == {"column_missing"}
    for part in ("units", "people"):
        assert plan.report()[part]["missing"] == 0
    with pytest.raises(Refused) as refused:
        importers.apply(plan, by=by)
    assert refused.value.code == "nothing_read"
    with pytest.raises(CommandError, match="Tidak ada pegawai yang terbaca"):
        call_command("import_people", people=tmp_path / "UNOR.csv", apply=True)


@pytest.mark.django_db
@pytest.mark.parametrize("written", [lambda n: n, str, "({})".format, float])
def test_numbers_of_columns_below_the_headings_are_passed_over(tmp_path, written):
    counted = [written(n) for n in range(1, len(HEADINGS) + 1)]
    plan = read(tmp_path, counted, row())
    assert (plan.report()["people"]["new"], codes(plan)) == (1, [])


@pytest.mark.django_db
def test_numbers_that_lost_digits_do_not_make_two_people_one(tmp_path):
    broken = 1.98308272005021e17
    people = [row(PNS_ID=key, NIP_BARU=broken) for key in ("A1", "A2", "", "")]
    file = people_file(tmp_path, [*people, row(PNS_ID="A1")])
    plan = importers.read(units_file(tmp_path, head=""), file)
    assert codes(plan) == [
        (2, "nip_number"), (3, "nip_number"), (4, "nip_number"), (5, "nip_number"),
        (6, "duplicate"),
    ]  # fmt: skip
    assert plan.report()["people"]["refused"] == 4


@pytest.mark.django_db
def test_contact_that_people_changed_themselves_outlives_an_import(tmp_path):
    by = importers.system_account()
    importers.apply(read(tmp_path, row()), by=by)
    adi = Employee.objects.get(siasn_id="A1")
    change_contact(adi, phone="0811 2222", email="", by=adi)
    plan = read(tmp_path, row(NOMOR_HP="0899999999", EMAIL="lama@contoh.example", NAMA="ADI S"))
    importers.apply(plan, by=by)
    adi.refresh_from_db()
    assert (adi.name, adi.phone, adi.email) == ("ADI S", "0811 2222", "")
    assert "nomor HP" not in str(plan.page()["lists"]["people"]["changed"])


@pytest.mark.django_db
def test_row_with_a_huge_number_is_refused_at_once(tmp_path):
    target = moved_cell(people_file(tmp_path, [row()]), 'r="2"', 'r="999999999"', r'r="(\w)2"')
    with pytest.raises(Refused, match=r"Lembar PNS lebih dari 200\.000 baris\."):
        importers.read(None, target)


@pytest.mark.django_db
def test_many_sheets_are_no_way_around_the_limit_of_rows(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "MAX_ROWS", 5)
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("PPPK")):
        sheet["A3"] = "isi"
    book.save(tmp_path / "SIASN.xlsx")
    with pytest.raises(Refused, match=r"^Berkas ini lebih dari"):
        importers.read(None, tmp_path / "SIASN.xlsx")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["SIASN.xlsx", "SIASN.csv"])
def test_file_with_endless_columns_is_refused(tmp_path, name):
    target = people_file(tmp_path, [["x"] * 151]) if name.endswith("xlsx") else tmp_path / name
    if name.endswith("csv"):
        target.write_text(";" * 150 + "\n")
    with pytest.raises(Refused, match="lebih dari 150 kolom"):
        importers.read(None, target)


@pytest.mark.django_db
def test_units_that_hang_nowhere_are_refused_and_the_rest_goes_in(tmp_path):
    rows = [["U3", "U9", "SALAH", "", ""], ["U4", "U5", "A", "", ""], ["U5", "U4", "B", "", ""],
            ["U2", "U1", "LAGI", "", ""], ["U6", "U2", "BIDANG X", "ZZ", "aneh"]]  # fmt: skip
    plan = importers.read(units_file(tmp_path, rows), people_file(tmp_path, [row()]))
    assert codes(plan) == [(4, "parent_unknown"), (5, "unit_cycle"), (6, "unit_cycle"),
                           (7, "unit_duplicate"), (8, "unit_kind_unknown"), (8, "head_unknown")]  # fmt: skip
    importers.apply(plan, by=importers.system_account())
    assert set(Unit.objects.values_list("siasn_id", flat=True)) == {"U1", "U2", "U6"}


@pytest.mark.django_db
def test_a_new_head_ends_the_office_of_the_old_one(tmp_path):
    people = [row(), row(PNS_ID="A2", NIP_BARU="198308272005021023", NAMA="BUDI")]
    by = importers.system_account()
    importers.apply(importers.read(units_file(tmp_path), people_file(tmp_path, people)), by=by)
    plan = importers.read(units_file(tmp_path, head="A2"), people_file(tmp_path, people))
    assert plan.report()["units"]["changed"] == 1
    importers.apply(plan, by=by)
    old, new = (Appointment.objects.get(employee__siasn_id=key) for key in ("A1", "A2"))
    assert old.ends == new.starts - datetime.timedelta(days=1)
    assert head_of(Unit.objects.get(siasn_id="U2")).employee.name == "BUDI"


@pytest.mark.django_db
def test_people_who_are_gone_from_the_file_stay_active(tmp_path):
    by = importers.system_account()
    importers.apply(read(tmp_path, row()), by=by)
    plan = read(tmp_path, row(PNS_ID="A2", NIP_BARU="198308272005021023"))
    assert plan.report()["people"]["missing"] == 1
    importers.apply(plan, by=by)
    assert Employee.objects.get(siasn_id="A1").is_active


@pytest.mark.django_db
def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    target = tmp_path / "SIASN.xlsx"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"0" * 400_000_000)
    with pytest.raises(Refused):
        importers.read(None, target)


@pytest.mark.django_db
def test_command_writes_the_report_and_saves_only_when_told(tmp_path, capsys):
    options = {"units": SAMPLE / "UNOR.csv", "people": SAMPLE / "SIASN.xlsx"}
    call_command("import_people", report=tmp_path / "out.json", **options)
    told = json.loads((tmp_path / "out.json").read_text())
    assert set(told) == {"units", "people", "problems"}
    assert set(told["problems"][0]) == {
        "file", "sheet", "row", "nip", "code", "severity", "message"
    }  # fmt: skip
    assert not Unit.objects.exists()
    call_command("import_people", apply=True, **options)
    assert Unit.objects.count() == 31


def test_every_sentence_has_at_most_twenty_words():
    for kind in KINDS.values():
        for sentence in re.split(r"(?<=[.;]) ", kind.message):
            assert len(sentence.split()) <= 20, sentence
