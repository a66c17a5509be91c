"""UNOR.csv: the tree of units, in any order of rows, with comma, semicolon or tab."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from wfa.people.importers import cells, headings
from wfa.people.importers.headings import Columns
from wfa.people.importers.problems import Finding, Place, Problem, problem, refuse, warn
from wfa.people.importers.rows import ID_LENGTH, UNIT_NAME_LENGTH
from wfa.people.importers.vocabulary import echelon
from wfa.people.models import Unit
from wfa.refusals import Refused

MAX_BYTES = 10 * 1024 * 1024
_DELIMITERS = ";,\t|"
_INDENT = re.compile(r"^[\s\-–—]+")
_TITLE_LENGTH = Unit._meta.get_field("head_title").max_length or 0
_CODE_LENGTH = Unit._meta.get_field("code").max_length or 0


@dataclass(slots=True)
class UnitRow:
    """One unit as the file has it; `kind` is what the file calls it, if that is known."""

    place: Place
    id: str
    parent: str
    name: str
    head_title: str
    echelon: str
    code: str
    head: str
    kind: str

    @property
    def key(self) -> str:
        return self.id.upper()


@dataclass(slots=True)
class UnitsFile:
    rows: list[UnitRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: int = 0


def read(path: Path, name: str) -> UnitsFile:
    """All rows that name a unit; the tree itself is put together in `unit_tree`."""
    found = UnitsFile()
    columns: Columns | None = None
    seen: dict[str, int] = {}
    for number, values in _records(_decoded(path)):
        if columns is None:
            columns = _columns(values, number)
            continue
        _add(found, _unit(columns, values, Place(name, "", number)), seen)
    if columns is None:
        raise _not_units()
    return found


def _decoded(path: Path) -> str:
    try:
        data = path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
    except OSError as error:
        raise Refused(
            "Berkas UNOR tidak dapat dibuka. Periksa letaknya, lalu coba lagi.",
            code="file_missing",
            field="units_file",
        ) from error
    if data is None or data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or b"\x00" in data:
        raise _not_units()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """(row number as Excel shows it, values) of every row that holds anything."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        for number, values in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1):
            if any(value.strip() for value in values):
                yield number, values
    except csv.Error as error:
        raise _not_units() from error


def _columns(values: list[str], number: int) -> Columns | None:
    columns = headings.locate(values, headings.UNITS)
    if columns is None and number > headings.LOOKED_AT:
        raise _not_units()
    if columns and (absent := headings.missing(columns, headings.REQUIRED_OF_UNITS, headings.UNITS)):
        raise Refused(
            f"Berkas UNOR tanpa kolom {', '.join(absent)}. Unduh ulang UNOR dari SIASN.",
            code="column_missing",
            field="units_file",
        )
    return columns


def _unit(columns: Columns, values: list[str], place: Place) -> UnitRow:
    def cell(name: str) -> str:
        return cells.filled(columns.value(values, name))

    kind = cell("kind").lower()
    return UnitRow(
        place=place,
        id=cell("id"),
        parent=cell("parent"),
        name=_INDENT.sub("", cell("name")),
        head_title=cell("head_title"),
        echelon=echelon(cells.code(cell("echelon")), ""),
        code=cell("code")[:_CODE_LENGTH],
        head=cell("head").upper(),
        kind=kind if kind in Unit.Kind.values else "",
    )


def _add(found: UnitsFile, row: UnitRow, seen: dict[str, int]) -> None:
    finding = _refusal(row, seen)
    if finding:
        found.refused += row.key not in seen
        found.problems.append(problem(row.place, finding, name=row.name))
        return
    seen[row.key] = row.place.row
    if len(row.name) > UNIT_NAME_LENGTH or len(row.head_title) > _TITLE_LENGTH:
        found.problems.append(problem(row.place, _CUT, name=row.name[:UNIT_NAME_LENGTH]))
    row.name = row.name[:UNIT_NAME_LENGTH].rstrip()
    row.head_title = row.head_title[:_TITLE_LENGTH].rstrip()
    found.rows.append(row)


def _refusal(row: UnitRow, seen: dict[str, int]) -> Finding | None:
    if not row.id or len(row.id) > ID_LENGTH:
        return refuse("unit_id_missing", "ID unit kosong atau terlalu panjang. Periksa di SIASN.")
    if row.key in seen:
        where = f"baris {seen[row.key]}"
        return refuse("unit_duplicate", f"ID unit sama dengan {where}. Hapus salah satunya.")
    if not row.name:
        return refuse("unit_name_missing", "Nama unit belum diisi. Isi sesuai SIASN.")
    return None


_CUT = warn("text_cut", "Nama unit terlalu panjang dan dipotong. Perbaiki di SIASN.")


def _not_units() -> Refused:
    return Refused(
        "Ini bukan berkas UNOR.csv yang dikenal. Pilih CSV dengan kolom Id, DiatasanId, NamaUnor.",
        code="not_units",
        field="units_file",
    )
