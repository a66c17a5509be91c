"""A month as a workbook: written like the grid, edited in Excel, and read again. Pure.

The workbook carries the roster, its revision and every letter as it was written on a hidden sheet.
What differs from that is what somebody changed in Excel; what others changed in the meantime in
Luwes is left alone (three-way comparison), and said where both changed the same day.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from wfa.calendars.wording import DAYS, day
from wfa.refusals import Refused
from wfa.schedules.letters import AWAY_LETTERS, LETTERS, NOTHING
from wfa.schedules.rules.revoked import Revoked

MAX_ROWS = 6_000
"""People of the largest OPD and its headings; a longer sheet isn't ours."""
MAX_DAYS = 62
HIDDEN = "luwes"
HOLIDAY = "L"
_HEADS = ("No", "Nama", "NIP", "Unit")
_SHORT_DAYS = ("Sn", "Sl", "Rb", "Km", "Jm", "Sb", "Mg")
_GREY = PatternFill("solid", fgColor="FFE4E7EC")
_HOME = PatternFill("solid", fgColor="FFD6E5FB")
_OFF = PatternFill("solid", fgColor="FFFFF5DF")
_BOLD, _CENTRE = Font(bold=True), Alignment(horizontal="center")
_DAY = datetime.timedelta(days=1)
_BLANK = {"", ".", "·", "-", "–"}


@dataclass(frozen=True)
class SheetPerson:
    """A row. `shown`: one letter per day as the grid shows it, "." where it shows none."""

    nip: str
    name: str
    unit: str
    shown: str
    locked: frozenset[int] = frozenset()
    """Offsets of days that can't be changed: past, or decided elsewhere."""
    revoked: Revoked | None = None

    def why_not(self, letter: str, date: datetime.date) -> str:
        kept = self.revoked if letter in AWAY_LETTERS else None
        return f"{kept.words}. Isi K (Kantor)." if kept and kept.holds(date) else ""


@dataclass(frozen=True)
class SheetPlan:
    """What the workbook is made of, and what one that comes back is compared with."""

    roster_id: uuid.UUID
    revision: int
    title: str
    first_day: datetime.date
    days: int
    people: Sequence[SheetPerson]
    letters: str
    """Letters that may be planned here."""
    closed: Mapping[int, str] = field(default_factory=dict)
    """{offset: "" on a weekend, else the name of the holiday}"""

    def date(self, offset: int) -> datetime.date:
        return self.first_day + offset * _DAY


@dataclass(frozen=True)
class Change:
    nip: str
    name: str
    date: datetime.date
    was: str
    to: str
    note: str = ""


@dataclass(frozen=True)
class Rejected:
    """What isn't taken over, with the row of the sheet and the reason."""

    row: int
    name: str
    sentence: str


@dataclass(frozen=True)
class Comparison:
    changes: tuple[Change, ...]
    rejected: tuple[Rejected, ...]
    revision: int
    """The revision that was downloaded."""


# ---- out


def write(plan: SheetPlan) -> bytes:
    """The workbook: one sheet like the grid, and a hidden one with what was written."""
    book = openpyxl.Workbook(write_only=True)
    _grid(book, plan)
    kept = book.create_sheet(HIDDEN)
    kept.sheet_state = "veryHidden"
    for row in (("jadwal", str(plan.roster_id)), ("revisi", plan.revision)):
        kept.append(row)
    kept.append(("mulai", plan.first_day.isoformat()))
    for person in plan.people:
        kept.append((person.nip, person.shown))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _grid(book: openpyxl.Workbook, plan: SheetPlan) -> None:
    sheet = book.create_sheet("Jadwal")
    sheet.freeze_panes = "E5"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for letter, width in zip("ABCD", (5, 32, 21, 26), strict=True):
        sheet.column_dimensions[letter].width = width
    for offset in range(plan.days):
        sheet.column_dimensions[get_column_letter(5 + offset)].width = 4
    _validation(sheet, plan)
    sheet.append([_cell(sheet, plan.title, font=_BOLD)])
    sheet.append([_cell(sheet, _legend(plan))])
    for row in _headings(sheet, plan):
        sheet.append(row)
    for number, person in enumerate(plan.people, start=1):
        sheet.append(_row(sheet, plan, number, person))


def _validation(sheet: Any, plan: SheetPlan) -> None:
    """A list of the letters that may be planned; Excel shows it in each cell."""
    rule = DataValidation(type="list", formula1=f'"{",".join(plan.letters)}"', allow_blank=True)
    rule.errorTitle, rule.error = "Huruf tidak dikenal", f"Isi salah satu: {_spaced(plan)}."
    rule.errorStyle, rule.showErrorMessage = "warning", True
    last = f"{get_column_letter(4 + plan.days)}{4 + max(len(plan.people), 1)}"
    rule.add(f"E5:{last}")
    sheet.data_validations.append(rule)


def _spaced(plan: SheetPlan) -> str:
    return " ".join(plan.letters)


def _legend(plan: SheetPlan) -> str:
    known = [*plan.letters, *(x for x, meaning in LETTERS.items() if meaning.is_off)]
    said = "; ".join(f"{x} = {LETTERS[x].label}" for x in known)
    return f"{said}; {HOLIDAY} = Libur. Ubah hurufnya, simpan sebagai XLSX, lalu unggah kembali."


def _headings(sheet: Any, plan: SheetPlan) -> Iterator[list[Any]]:
    """Dates as real dates that show their day, and the weekdays below."""
    dates, names = [], []
    for offset in range(plan.days):
        fill = _GREY if offset in plan.closed else None
        date = _cell(sheet, plan.date(offset), font=_BOLD, fill=fill, centre=True)
        date.number_format = "d"
        dates.append(date)
        weekday = _SHORT_DAYS[plan.date(offset).weekday()]
        names.append(_cell(sheet, weekday, fill=fill, centre=True))
    yield [*(_cell(sheet, head, font=_BOLD) for head in _HEADS), *dates]
    yield [None, None, None, None, *names]


def _row(sheet: Any, plan: SheetPlan, number: int, person: SheetPerson) -> list[Any]:
    nip = _cell(sheet, person.nip)
    nip.number_format = "@"
    days = [_day(sheet, plan, person, offset) for offset in range(plan.days)]
    return [number, _cell(sheet, person.name), nip, _cell(sheet, person.unit), *days]


def _day(sheet: Any, plan: SheetPlan, person: SheetPerson, offset: int) -> Any:
    letter = person.shown[offset]
    if offset in plan.closed and letter == NOTHING:
        word = HOLIDAY if plan.closed[offset] else None
        return _cell(sheet, word, fill=_GREY, centre=True)
    meaning = LETTERS.get(letter)
    fill = None
    if meaning is not None:
        fill = _HOME if meaning.is_away else _OFF if meaning.is_off else None
    return _cell(sheet, None if letter == NOTHING else letter, fill=fill, centre=True)


def _cell(
    sheet: Any, value: Any, *, font: Font | None = None, fill: Any = None, centre: bool = False
) -> Any:
    cell = WriteOnlyCell(sheet, _harmless(value))
    if font:
        cell.font = font
    if fill:
        cell.fill = fill
    if centre:
        cell.alignment = _CENTRE
    return cell


def _harmless(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula is shown as text."""
    if not isinstance(value, str):
        return value
    value = ILLEGAL_CHARACTERS_RE.sub("", value)
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


# ---- in


@dataclass(frozen=True)
class _Read:
    roster_id: str
    revision: int
    written: Mapping[str, str]
    """{NIP: letters as they were written}"""
    rows: Sequence[tuple[int, Sequence[Any]]]
    """(row of the sheet, its values)"""
    nip_at: int
    name_at: int
    days: Mapping[int, datetime.date]
    """{column: date}"""


def compare(data: bytes, plan: SheetPlan) -> Comparison:
    """What was changed in Excel, and what of it can't be taken over.

    `data` came through the gate (`wfa.files`). Raises `Refused` for a workbook that isn't one of
    this roster.
    """
    found = _read(data)
    if found.roster_id != str(plan.roster_id):
        raise Refused(
            "Berkas ini milik jadwal lain. Unduh XLSX dari halaman jadwal ini, lalu ubah yang itu.",
            code="other_roster",
        )
    comparing = _Comparing(plan, found)
    for number, values in found.rows:
        comparing.row(number, values)
    return Comparison(tuple(comparing.changes), tuple(comparing.rejected), found.revision)


class _Comparing:
    """Row by row, with what was found on the way."""

    def __init__(self, plan: SheetPlan, found: _Read) -> None:
        self.plan, self.found = plan, found
        self.people = {person.nip: person for person in plan.people}
        self.seen: set[str] = set()
        self.changes: list[Change] = []
        self.rejected: list[Rejected] = []

    def row(self, number: int, values: Sequence[Any]) -> None:
        nip, name = _text(values, self.found.nip_at), _text(values, self.found.name_at)
        person = self.people.get(nip.removeprefix("'").replace(" ", ""))
        if person is None:
            return self._refuse(number, name or nip, _nobody(nip))
        if person.nip in self.seen:
            return self._refuse(number, person.name, "Muncul dua kali. Hapus salah satu barisnya.")
        self.seen.add(person.nip)
        for column, date in self.found.days.items():
            self._day(number, person, date, _text(values, column).upper())
        return None

    def _day(self, number: int, person: SheetPerson, date: datetime.date, letter: str) -> None:
        offset = (date - self.plan.first_day).days
        if not 0 <= offset < self.plan.days:
            if letter not in _BLANK:
                self._refuse(number, person.name, f"{day(date)} di luar jadwal ini. Abaikan.")
            return
        written = self.found.written.get(person.nip, person.shown)
        was, now = written[offset : offset + 1] or NOTHING, person.shown[offset]
        letter = self._meant(letter, was, offset)
        if letter in (was, now):
            return
        if reason := self._why_not(person, offset, letter):
            self._refuse(number, person.name, f"{day(date)}: {reason}")
            return
        note = "" if was == now else f"Sesudah diunduh, diubah orang lain menjadi {now}."
        self.changes.append(Change(person.nip, person.name, date, now, letter, note))

    def _meant(self, letter: str, was: str, offset: int) -> str:
        """An emptied day is one in the office; the L of a holiday says nothing."""
        if letter == HOLIDAY and offset in self.plan.closed:
            return NOTHING
        if letter in _BLANK:
            return NOTHING if was == NOTHING else "K"
        return letter

    def _why_not(self, person: SheetPerson, offset: int, letter: str) -> str:
        if letter not in self.plan.letters:
            shown = letter if len(letter) <= 10 else f"{letter[:10]}…"
            return f"“{shown}” tidak dapat dipakai. Isi salah satu: {_spaced(self.plan)}."
        if offset in self.plan.closed:
            return f"{self.plan.closed[offset] or 'akhir pekan'}, bukan hari kerja. Kosongkan."
        if offset in person.locked:
            return "hari ini terkunci (sudah lewat, atau diatur surat lain). Biarkan hurufnya."
        return person.why_not(letter, self.plan.date(offset))

    def _refuse(self, row: int, name: str, sentence: str) -> None:
        self.rejected.append(Rejected(row, name, sentence))


def _nobody(nip: str) -> str:
    known = "NIP ini tidak ada di jadwal. Periksa NIP-nya; tulis sebagai teks."
    return known if nip else "NIP kosong. Salin NIP dari unduhan."


def _read(data: bytes) -> _Read:
    try:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
    except Exception as error:  # the library raises many kinds for files that aren't whole
        raise _not_ours() from error
    with_hidden = HIDDEN in book.sheetnames and len(book.sheetnames) > 1
    if not with_hidden:
        raise _not_ours()
    kept = _bounded(book[HIDDEN], 2)
    roster_id, revision, written = _kept(kept)
    rows = _bounded(book[next(n for n in book.sheetnames if n != HIDDEN)], 4 + MAX_DAYS)
    return _located(roster_id, revision, written, rows)


def _bounded(sheet: Any, columns: int) -> list[tuple[int, tuple[Any, ...]]]:
    """Rows that hold anything; never more than the bounds, whatever the sheet claims."""
    rows = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=columns, values_only=True)
    found = [(number, tuple(values)) for number, values in enumerate(rows, start=1)]
    if len(found) > MAX_ROWS:
        raise Refused(
            f"Lembarnya lebih dari {MAX_ROWS} baris. Hapus baris yang tidak perlu.",
            code="too_many_rows",
        )
    return [(n, values) for n, values in found if any(v not in (None, "") for v in values)]


def _kept(rows: Sequence[tuple[int, Sequence[Any]]]) -> tuple[str, int, dict[str, str]]:
    pairs = [(_text(values, 0), _text(values, 1)) for _, values in rows]
    head, written = dict(pairs[:3]), dict(pairs[3:])
    if "jadwal" not in head or not head.get("revisi", "").isdigit():
        raise _not_ours()
    return head["jadwal"], int(head["revisi"]), written


def _located(
    roster_id: str,
    revision: int,
    written: Mapping[str, str],
    rows: Sequence[tuple[int, tuple[Any, ...]]],
) -> _Read:
    """Where the headings stand: columns may have been moved, rows sorted or added above."""
    for place, (_, values) in enumerate(rows[:20]):
        heads = [str(v).strip().upper() if isinstance(v, str) else "" for v in values]
        if "NIP" in heads and "NAMA" in heads:
            days = {at: date for at, v in enumerate(values) if (date := _date(v))}
            if not days:
                break
            body = [row for row in rows[place + 1 :] if _is_person(row[1], days, heads)]
            nip, name = heads.index("NIP"), heads.index("NAMA")
            return _Read(roster_id, revision, written, body, nip, name, days)
    raise Refused(
        "Baris judul (Nama, NIP, tanggal) tidak ditemukan. Unduh XLSX lagi, ubah huruf harinya saja.",
        code="no_headings",
    )


def _is_person(
    values: Sequence[Any], days: Mapping[int, datetime.date], heads: Sequence[str]
) -> bool:
    """A row with a name or NIP, or letters without either; not the row of weekdays."""
    if _text(values, heads.index("NIP")) or _text(values, heads.index("NAMA")):
        return True
    said = {str(values[at]).strip() for at in days if at < len(values) and values[at]}
    return bool(said - {*_SHORT_DAYS, *DAYS, HOLIDAY})


def _date(value: Any) -> datetime.date | None:
    if isinstance(value, datetime.datetime):
        return value.date()
    return value if isinstance(value, datetime.date) else None


def _text(values: Sequence[Any], at: int) -> str:
    return str(values[at]).strip() if at < len(values) and values[at] is not None else ""


def _not_ours() -> Refused:
    sentence = "Berkas ini bukan unduhan jadwal. Unduh XLSX dari halaman ini, ubah, lalu unggah."
    return Refused(sentence, code="not_a_roster")
