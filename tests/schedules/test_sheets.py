"""A month as a workbook: what goes out, and what comes back changed."""

import datetime
import random
import uuid
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wfa.refusals import Refused
from wfa.schedules.sheets import MAX_ROWS, SheetPerson, SheetPlan, compare, write

FIRST = datetime.date(2026, 12, 1)
ANI, BUDI = "198501012010012001", "198501012010011002"
CLOSED = {4: "", 5: "", 24: "Hari Natal"}
SHOWN = "KRK.." + "K" * 19 + "." + "C" + "K" * 5


def plan(**changes):
    people = [
        SheetPerson(ANI, "Ani Lestari", "Bidang Aplikasi", SHOWN[:31], frozenset({0, 25})),
        SheetPerson(BUDI, "=Budi", "@Bidang", "K" * 31),
    ]
    values = {
        "roster_id": uuid.UUID(int=7),
        "revision": 3,
        "title": "Jadwal Desember 2026",
        "first_day": FIRST,
        "days": 31,
        "people": people,
        "letters": "KRAB",
        "closed": CLOSED,
    }
    return SheetPlan(**{**values, **changes})


def edited(change, made=None):
    """The workbook after somebody did `change(sheet)` in Excel."""
    book = openpyxl.load_workbook(BytesIO(write(made or plan())))
    change(book["Jadwal"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def put(cell, value):
    def change(sheet):
        sheet[cell] = value

    return change


def told(data, made=None):
    found = compare(data, made or plan())
    changes = [(c.name, c.date.day, c.was, c.to) for c in found.changes]
    return changes, [r.sentence for r in found.rejected]


@pytest.mark.parametrize("revision", [0, 3])
def test_what_wasnt_edited_changes_nothing(revision):
    made = plan(revision=revision)
    assert told(write(made), made) == ([], [])


def test_the_grid_holds_names_nips_as_text_and_letters():
    sheet = openpyxl.load_workbook(BytesIO(write(plan())))["Jadwal"]
    assert [sheet.cell(5, n).value for n in range(1, 8)] == [
        *(1, "Ani Lestari", ANI, "Bidang Aplikasi"),
        *("K", "R", "K"),
    ]
    assert sheet["C5"].number_format == "@"
    assert sheet["C5"].data_type == "s"
    assert sheet["E3"].value.date() == FIRST
    assert sheet["E4"].value == "Sl"
    assert sheet["I5"].fill.fgColor.rgb == "FFE4E7EC"
    assert sheet["AC5"].value == "L"
    [rule] = sheet.data_validations.dataValidation
    assert rule.formula1 == '"K,R,A,B"'
    assert str(rule.sqref) == "E5:AI6"


def test_nothing_is_a_formula():
    book = openpyxl.load_workbook(BytesIO(write(plan())))
    assert not [c for s in book for row in s for c in row if c.data_type == "f"]
    assert book["Jadwal"]["B6"].value == "'=Budi"


def test_the_roster_is_told_on_a_hidden_sheet():
    book = openpyxl.load_workbook(BytesIO(write(plan())))
    assert book["luwes"].sheet_state == "veryHidden"
    assert book["luwes"]["B1"].value == str(uuid.UUID(int=7))


def test_a_changed_letter_is_a_change():
    assert told(edited(put("F5", "a"))) == ([("Ani Lestari", 2, "R", "A")], [])


def test_an_emptied_day_is_one_in_the_office():
    assert told(edited(put("F5", None))) == ([("Ani Lestari", 2, "R", "K")], [])


@pytest.mark.parametrize(
    ("cell", "value", "sentence"),
    [
        ("F5", "X", "Rabu, 2 Desember 2026: “X” tidak dapat dipakai. Isi salah satu: K R A B."),
        ("F5", "C", "Rabu, 2 Desember 2026: “C” tidak dapat dipakai. Isi salah satu: K R A B."),
        ("E5", "R", "hari ini terkunci"),
        ("AD5", "R", "hari ini terkunci"),
        ("I5", "R", "akhir pekan, bukan hari kerja. Kosongkan."),
        ("AC5", "R", "Hari Natal, bukan hari kerja. Kosongkan."),
        ("C5", "198501012010012999", "NIP ini tidak ada di jadwal."),
        ("C5", 1.98501012010012e17, "NIP ini tidak ada di jadwal."),
        ("C5", None, "NIP kosong. Salin NIP dari unduhan."),
        ("C6", ANI, "Muncul dua kali. Hapus salah satu barisnya."),
    ],
)
def test_what_cant_be_taken_is_told(cell, value, sentence):
    changes, refused = told(edited(put(cell, value)))
    assert changes == []
    assert len(refused) == 1
    assert sentence in refused[0]


def test_a_day_of_another_month_is_told():
    def change(sheet):
        sheet["AJ3"] = datetime.date(2027, 1, 1)
        sheet["AJ5"] = "R"

    changes, refused = told(edited(change))
    assert changes == []
    assert "1 Januari 2027 di luar jadwal ini" in refused[0]


def test_rows_and_columns_may_be_moved():
    def change(sheet):
        sheet.insert_rows(1, 3)
        sheet.insert_cols(1)
        sheet.delete_rows(8)  # Ani
        sheet["F8"] = "R"

    assert told(edited(change)) == ([("=Budi", 1, "K", "R")], [])


def test_what_others_changed_meanwhile_stays():
    """Budi's second day became A in Luwes; the workbook doesn't touch it."""
    now = plan(people=[plan().people[0], SheetPerson(BUDI, "=Budi", "@Bidang", "KA" + "K" * 29)])
    data = edited(put("E6", "R"))
    assert told(data, now) == ([("=Budi", 1, "K", "R")], [])
    both = compare(edited(put("F6", "R")), now)
    assert both.changes[0].note == "Sesudah diunduh, diubah orang lain menjadi A."


def test_a_workbook_of_another_roster_is_refused():
    with pytest.raises(Refused, match="milik jadwal lain"):
        compare(write(plan(roster_id=uuid.UUID(int=8))), plan())


def _plain():
    book, out = openpyxl.Workbook(), BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", _plain()])
def test_what_isnt_ours_is_refused(data):
    with pytest.raises(Refused, match="bukan unduhan jadwal"):
        compare(data, plan())


def test_a_sheet_without_headings_is_refused():
    with pytest.raises(Refused, match="Baris judul"):
        compare(edited(put("C3", "Nomor")), plan())


def test_a_sheet_without_end_is_refused():
    with pytest.raises(Refused, match="lebih dari"):
        compare(edited(put(f"A{MAX_ROWS + 5}", "x")), plan())


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32))
def test_any_edit_comes_back_as_it_was_made(seed):
    """Out, any letters in, in again: exactly what was edited, nothing else."""
    dice = random.Random(seed)
    days = [n for n in range(31) if n not in CLOSED]
    wanted = {day: dice.choice("KRAB") for day in dice.sample(days, 6)}

    def change(sheet):
        for day, letter in wanted.items():
            sheet.cell(6, 5 + day, letter)

    changes, refused = told(edited(change))
    expected = {(day + 1, x) for day, x in wanted.items() if x != "K"}
    assert {(day, x) for _, day, _, x in changes} == expected
    assert refused == []
