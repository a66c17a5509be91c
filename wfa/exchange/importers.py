"""Rows of an uploaded list, one after another, with the numbers that a spreadsheet shows.

The file came through the gate of `wfa.files` before; here it is only read.
"""

from __future__ import annotations

import csv
import datetime
import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from wfa.files import services as files
from wfa.files.models import StoredFile
from wfa.refusals import Refused

MOST_ROWS = 200_000
_BROKEN = (
    csv.Error,
    zipfile.BadZipFile,
    InvalidFileException,
    ParseError,
    KeyError,
    IndexError,
    TypeError,
    ValueError,
)
NumberedRow = tuple[int, list[Any]]


class BadCellError(Exception):
    """A cell that can't be used; the text is a sentence for the one who mends it."""


def rows_of(stored: StoredFile) -> Iterator[NumberedRow]:
    """(number, values) of every row that holds something, of the first sheet."""
    data = files.read_bytes(stored)
    rows = _workbook(data) if data[:2] == b"PK" else _csv(data)
    try:
        for number, values in enumerate(rows, start=1):
            if number > MOST_ROWS:
                raise Refused(
                    "Berkas ini lebih dari 200.000 baris. Bagi menjadi beberapa berkas.",
                    code="too_large",
                )
            held = [_trimmed(value) for value in values]
            if any(value is not None for value in held):
                yield number, held
    except _BROKEN as error:
        raise Refused(
            "Berkas tidak terbaca. Buka di aplikasi lembar kerja, simpan ulang, lalu unggah lagi.",
            code="unreadable",
        ) from error


def _workbook(data: bytes) -> Iterator[Sequence[Any]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and extensions that we don't read anyway
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # writers lie about them, and then columns are lost
        yield from sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 1)
    finally:
        book.close()


def _csv(data: bytes) -> Iterator[Sequence[Any]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    head = text.partition("\n")[0]
    yield from csv.reader(io.StringIO(text), delimiter=max(";,\t", key=head.count))


def _trimmed(value: Any) -> Any:
    """Text without the blanks around it and without the mark that keeps it from being a formula."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    return text.removeprefix("'") or None


def heading(values: Sequence[Any]) -> list[str]:
    """The headings of a row, without the empty ones at its end."""
    names = [str(value) if value is not None else "" for value in values]
    while names and not names[-1]:
        names.pop()
    return names


def nip_of(value: Any) -> str:
    """18 digits; a number is no NIP any more, for spreadsheets round it."""
    if isinstance(value, int | float):
        raise BadCellError("NIP tersimpan sebagai angka. Ubah selnya menjadi teks.")
    digits = "".join(str(value or "").split())
    if len(digits) != 18 or not (digits.isascii() and digits.isdigit()):
        raise BadCellError("NIP harus 18 angka. Periksa selnya.")
    return digits


def number_of(value: Any, label: str) -> Decimal:
    """A number however it is written: -7.5, "-7,5"."""
    if isinstance(value, bool) or value is None:
        raise BadCellError(f"{label} kosong. Isi dengan angka.")
    try:
        found = Decimal(str(value).replace(",", ".").strip())
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise BadCellError(f"{label} bukan angka. Tulis seperti -7.816895.")
    return found


def date_of(value: Any) -> datetime.date:
    """A date cell, 2026-06-05, 05-06-2026 or 05/06/2026."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    text = str(value or "").split("T")[0].split(" ")[0]
    for form in ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"):
        try:
            return datetime.datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise BadCellError("Tanggal tidak dikenali. Tulis seperti 2026-06-05.")
