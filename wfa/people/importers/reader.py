"""Rows of a CSV file or a workbook, one after another, with the numbers a spreadsheet shows.

Columns are found by their headings, in any case and spacing and in any order; rows above the
headings and empty rows are passed over and told.
"""

from __future__ import annotations

import csv
import itertools
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from wfa.files.services import check_workbook
from wfa.people.importers.values import is_blank, text
from wfa.refusals import Refused

HEADER_WITHIN = 40
"""Titles and notes above the headings take fewer rows than this."""
MAX_ROWS = 200_000
"""In one file, empty ones too: a single row with a huge number costs a reader all before it."""
MAX_COLUMNS = 150
"""SIASN gives 69."""

_UNREADABLE = (
    csv.Error,
    zipfile.BadZipFile,
    InvalidFileException,
    ParseError,
    KeyError,
    IndexError,
    TypeError,
    ValueError,
    OSError,
)


@dataclass(frozen=True)
class Column:
    """A column that is read: its headings without blanks and in capitals, the usual one first."""

    key: str
    label: str
    headings: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True)
class Row:
    sheet: str
    number: int
    cells: Mapping[str, Any]
    empty_before: int = 0
    """How many empty rows stand between this row and the one before."""


@dataclass
class Sheet:
    """One sheet; `rows` is read once. A CSV file is one sheet without a name."""

    name: str
    header: int = 0
    columns: frozenset[str] = frozenset()
    absent: tuple[str, ...] = ()
    """Labels of the required columns that it hasn't; then nothing of it is read."""
    hidden: bool = False
    empty: bool = False
    rows: Iterator[Row] = field(default_factory=lambda: iter(()))


def sheets(path: Path, columns: Sequence[Column]) -> Iterator[Sheet]:
    """The sheets of a file; `Refused` when it can't be read safely or at all."""
    with path.open("rb") as file:
        is_workbook = file.read(2) == b"PK"
    if is_workbook:
        yield from _workbook(path, columns)
    elif path.suffix.lower() in (".xlsx", ".xls"):
        raise _unreadable()
    else:
        yield _sheet("", _bounded(_guarded(_csv_rows(path)), "", itertools.count(1)), columns)


def _workbook(path: Path, columns: Sequence[Column]) -> Iterator[Sheet]:
    check_workbook(path)
    book = _open(path)
    count = itertools.count(1)
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                yield Sheet(sheet.title, hidden=True)
                continue
            sheet.reset_dimensions()  # writers lie about them, and then columns are lost
            # openpyxl makes up every row before the last one: it is told where to stop
            rows = sheet.iter_rows(values_only=True, max_row=MAX_ROWS + 1)
            yield _sheet(sheet.title, _bounded(_guarded(rows), sheet.title, count), columns)
    finally:
        book.close()


def _open(path: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and extensions that we don't read anyway
        try:
            return openpyxl.load_workbook(path, read_only=True, data_only=True)
        except _UNREADABLE as error:
            raise _unreadable() from error


def _guarded(rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """A file may turn out to be broken at any row."""
    try:
        yield from rows
    except _UNREADABLE as error:
        raise _unreadable() from error


def _bounded(
    rows: Iterable[Sequence[Any]], sheet: str, count: Iterator[int]
) -> Iterator[Sequence[Any]]:
    """The rows, as long as the file stays of a size that people's data have.

    `count` runs through all sheets of a file, so that many of them aren't a way around.
    """
    for number, row in enumerate(rows, start=1):
        if number > MAX_ROWS or next(count) > MAX_ROWS:
            what = f"Lembar {sheet}" if sheet and number > MAX_ROWS else "Berkas ini"
            raise _too_large(what, "200.000 baris. Hapus baris kosong di bawah data")
        if len(row) > MAX_COLUMNS:
            what = f"Lembar {sheet}" if sheet else "Berkas ini"
            raise _too_large(what, "150 kolom. Hapus kolom kosong di kanan data")
        yield row


def _too_large(what: str, told: str) -> Refused:
    return Refused(f"{what} lebih dari {told}, lalu unggah lagi.", code="too_large")


def _unreadable() -> Refused:
    return Refused(
        "Berkas tidak terbaca. Buka di aplikasi lembar kerja, simpan ulang, lalu unggah lagi.",
        code="unreadable",
    )


def _csv_rows(path: Path) -> Iterator[Sequence[Any]]:
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        start = file.read(4096)
        file.seek(0)
        yield from csv.reader(file, delimiter=_delimiter(start))


def _encoding(path: Path) -> str:
    try:
        path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _delimiter(start: str) -> str:
    """The separator of which the densest of the first lines has most: titles have none."""
    return max(
        ";,\t", key=lambda mark: max((ln.count(mark) for ln in start.splitlines()), default=0)
    )


def plain(heading: object) -> str:
    """ "Pns Id " and "PNS_ID" are the same heading."""
    return "".join(char for char in str(heading).upper() if char.isalnum())


def _sheet(name: str, rows: Iterator[Sequence[Any]], columns: Sequence[Column]) -> Sheet:
    first = list(itertools.islice(rows, HEADER_WITHIN))
    if all(is_blank(value) for row in first for value in row):
        return Sheet(name, empty=True)
    places = [_places(row, columns) for row in first]
    needed = {column.key for column in columns if column.required}
    at = max(range(len(first)), key=lambda i: (len(needed & places[i].keys()), len(places[i]), -i))
    found = places[at]
    absent = tuple(c.label for c in columns if c.required and c.key not in found)
    if absent:
        return Sheet(name, header=at + 1, absent=absent)
    body = itertools.chain(first[at + 1 :], rows)
    head = _Head(name, at + 1, found, columns)
    return Sheet(name, at + 1, frozenset(found), rows=head.rows(body))


def _places(row: Sequence[Any], columns: Sequence[Column]) -> dict[str, int]:
    """Where each column stands, if this row holds the headings; the first of equal ones counts."""
    at: dict[str, int] = {}
    for index, value in enumerate(row):
        if isinstance(value, str):
            at.setdefault(plain(value), index)
    found = {}
    for column in columns:
        for heading in column.headings:
            if heading in at:
                found[column.key] = at[heading]
                break
    return found


@dataclass(frozen=True)
class _Head:
    sheet: str
    header: int
    places: Mapping[str, int]
    columns: Sequence[Column]

    def rows(self, body: Iterable[Sequence[Any]]) -> Iterator[Row]:
        empty, below_headings = 0, True
        for number, values in enumerate(body, start=self.header + 1):
            cells = {
                key: values[index]
                for key, index in self.places.items()
                if index < len(values) and values[index] not in (None, "")
            }
            if all(is_blank(value) for value in cells.values()):
                empty += 1
                continue
            is_heading = self._repeats_headings(cells)
            if not is_heading and not (below_headings and _numbers_columns(values)):
                yield Row(self.sheet, number, cells, empty)
            empty, below_headings = 0, is_heading

    def _repeats_headings(self, cells: Mapping[str, Any]) -> bool:
        """Sheets that were pasted together hold their headings several times."""
        return all(
            plain(cells.get(column.key, "")) in column.headings
            for column in self.columns
            if column.required
        )


def _numbers_columns(values: Sequence[Any]) -> bool:
    """Official tables count their columns below the headings: 1 2 3 …, or (1) (2) (3) …."""
    written = [text(value).value.strip("().") for value in values if not is_blank(value)]
    if len(written) < 3 or not all(word.isascii() and word.isdigit() for word in written):
        return False
    numbers = [int(word[:9]) for word in written]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))
