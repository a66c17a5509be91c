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
from wfa.people.importers.values import is_blank
from wfa.refusals import Refused

HEADER_WITHIN = 40
"""Titles and notes above the headings take fewer rows than this."""

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
        yield _sheet("", _guarded(_csv_rows(path)), columns)


def _workbook(path: Path, columns: Sequence[Column]) -> Iterator[Sheet]:
    check_workbook(path)
    book = _open(path)
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                yield Sheet(sheet.title, hidden=True)
                continue
            sheet.reset_dimensions()  # writers lie about them, and then columns are lost
            yield _sheet(sheet.title, _guarded(sheet.iter_rows(values_only=True)), columns)
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
        empty = 0
        for number, values in enumerate(body, start=self.header + 1):
            cells = {
                key: values[index]
                for key, index in self.places.items()
                if index < len(values) and values[index] not in (None, "")
            }
            if all(is_blank(value) for value in cells.values()):
                empty += 1
                continue
            if not self._repeats_headings(cells):
                yield Row(self.sheet, number, cells, empty)
            empty = 0

    def _repeats_headings(self, cells: Mapping[str, Any]) -> bool:
        """Sheets that were pasted together hold their headings several times."""
        return all(
            plain(cells.get(column.key, "")) in column.headings
            for column in self.columns
            if column.required
        )
