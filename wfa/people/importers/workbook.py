"""A workbook as a stream of rows. Nothing of it is unpacked before the gate has looked at it."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl

from wfa.refusals import Refused

COLUMNS_READ = 150
LAST_ROW = 1_048_576
"""What Excel can hold; a row that claims a higher number isn't Excel's."""
_BROKEN = (
    ParseError, zipfile.BadZipFile, OSError, EOFError, ValueError, KeyError, TypeError,
    IndexError, AttributeError, OverflowError, AssertionError, ArithmeticError,
)  # fmt: skip

Row = Sequence[object]


@dataclass(frozen=True, slots=True)
class Sheet:
    title: str
    is_hidden: bool
    source: Any

    def rows(self) -> Iterator[tuple[int, Row]]:
        """(row number as Excel shows it, values) of every row that holds anything."""
        self.source.reset_dimensions()  # exporters often claim that a sheet is one cell large
        rows = self.source.iter_rows(max_col=COLUMNS_READ, values_only=True)
        for number, values in enumerate(rows, 1):
            if number > LAST_ROW:
                raise _unreadable("too_many_rows")
            if any(value is not None and value != "" for value in values):
                yield number, values


@contextmanager
def opened(path: Path) -> Iterator[list[Sheet]]:
    """The sheets of a workbook in their order; `Refused` says in a sentence why it can't be read."""
    from wfa.files.services import check_workbook

    try:
        with path.open("rb") as stream, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles and filters it leaves out
            check_workbook(stream)
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            yield [
                Sheet(str(s.title)[:31], s.sheet_state != "visible", s) for s in book.worksheets
            ]
    except Refused:
        raise
    except _BROKEN as error:
        raise _unreadable("broken_workbook") from error


def _unreadable(code: str) -> Refused:
    return Refused(
        "Buku kerja tidak dapat dibaca. "
        "Buka di aplikasi lembar kerja, simpan ulang sebagai .xlsx, lalu unggah lagi.",
        code=code,
        field="people_file",
    )
