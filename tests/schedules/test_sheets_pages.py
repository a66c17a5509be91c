"""The workbook through the pages: download, change, dry run, apply."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.actors import sign_in, text_of
from tests.schedules.months import cells_of, month_of, next_month, working_days
from wfa.schedules.models import Roster
from wfa.schedules.services import save_cells

pytestmark = pytest.mark.django_db


@pytest.fixture
def roster(region, pandu, ani, dewi):
    return month_of(region, pandu)


@pytest.fixture
def desk(client, pandu):
    return sign_in(client, pandu)


def workbook(desk, roster, cells):
    """The download with letters written at (row of the person, date)."""
    book = openpyxl.load_workbook(BytesIO(desk.get(f"/jadwal/{roster.pk}/xlsx/").content))
    sheet = book["Jadwal"]
    rows = {sheet.cell(n, 3).value: n for n in range(5, sheet.max_row + 1)}
    for (person, day), letter in cells.items():
        sheet.cell(rows[person.nip], 4 + day.day, letter)
    out = BytesIO()
    book.save(out)
    return SimpleUploadedFile("jadwal.xlsx", out.getvalue(), "application/octet-stream")


def upload(desk, roster, file):
    return desk.post(f"/jadwal/{roster.pk}/unggah/", {"berkas": file})


def field(page, name):
    return page.split(f'name="{name}" value="')[1].split('"')[0].replace("&quot;", '"')


def test_out_edited_and_in_again(roster, desk, ani):
    day = working_days(next_month())[1]
    page = text_of(upload(desk, roster, workbook(desk, roster, {(ani, day): "R"})))
    assert "1 hari berubah, 0 tidak dapat dipakai" in page
    assert cells_of(roster, ani)[day] == "K"  # nothing is saved yet
    sent = {name: field(page, name) for name in ("isian", "revisi")}
    desk.post(f"/jadwal/{roster.pk}/simpan/", sent)
    assert cells_of(roster, ani)[day] == "R"


def test_an_unknown_letter_is_told_with_its_row(roster, desk, ani):
    day = working_days(next_month())[1]
    page = text_of(upload(desk, roster, workbook(desk, roster, {(ani, day): "X"})))
    assert "“X” tidak dapat dipakai" in page
    assert "Tidak ada yang berubah" in page


def test_a_workbook_that_is_older_than_the_draft_says_so(roster, desk, ani, dewi, pandu):
    one, two = working_days(next_month())[:2]
    file = workbook(desk, roster, {(ani, one): "R"})
    save_cells(roster, {dewi.pk: {two: "R"}}, by=pandu, revision=0)
    page = text_of(upload(desk, roster, file))
    assert "Jadwal sudah diubah sejak berkas ini diunduh" in page
    desk.post(f"/jadwal/{roster.pk}/simpan/", {n: field(page, n) for n in ("isian", "revisi")})
    assert cells_of(roster, dewi)[two] == "R"
    assert cells_of(roster, ani)[one] == "R"


@pytest.mark.parametrize("data", [b"", b"bukan", b"nip;nama\n1;2\n"])
def test_other_files_are_refused_in_a_sentence(roster, desk, data):
    file = SimpleUploadedFile("jadwal.csv", data, "text/csv")
    page = text_of(upload(desk, roster, file))
    assert "field-error" in page
    assert "Belum ada yang tersimpan" not in page


def test_one_in_force_takes_no_workbook(roster, desk):
    Roster.objects.update(state="in_force")
    assert desk.get(f"/jadwal/{roster.pk}/unggah/").status_code == 409
    assert desk.get(f"/jadwal/{roster.pk}/xlsx/").status_code == 200
