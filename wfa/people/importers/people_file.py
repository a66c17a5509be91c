"""SIASN.xlsx: every sheet of people, row by row; a bad row never stops the file."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from pathlib import Path

from wfa.people.importers import headings, verdicts, workbook
from wfa.people.importers.headings import Columns
from wfa.people.importers.problems import Finding, Place, Problem, problem, refuse, refuses, warn
from wfa.people.importers.rows import Reader, Row
from wfa.people.importers.workbook import Sheet
from wfa.refusals import Refused

MAX_PEOPLE = 150_000
"""Twice what the largest region has; more is somebody else's file."""


@dataclass(slots=True)
class Roster:
    """What SIASN.xlsx holds. `sheets` are the titles that were read, in their order."""

    rows: list[Row] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(path: Path, name: str, today: datetime.date) -> Roster:
    """Everything in the file that can be read, each row with what it tells itself."""
    roster = Roster()
    with workbook.opened(path) as sheets:
        for sheet in sheets:
            _read_sheet(sheet, name, today, roster)
    return roster


def _read_sheet(sheet: Sheet, file: str, today: datetime.date, roster: Roster) -> None:
    if sheet.is_hidden:
        _tell(roster, Place(file, sheet.title, 1), [_HIDDEN])
        return
    reader: Reader | None = None
    looked_at = first = 0
    for number, values in sheet.rows():
        if reader is not None:
            _read_row(reader, Place(file, sheet.title, number), values, today, roster)
            continue
        looked_at, first = looked_at + 1, first or number
        if columns := headings.locate(values, headings.PEOPLE):
            reader = _begin(columns, Place(file, sheet.title, number), roster)
            if reader is None:
                return
        elif looked_at >= headings.LOOKED_AT:
            break
    if reader is None and looked_at:
        _tell(roster, Place(file, sheet.title, first), [_NO_HEADINGS])


def _begin(columns: Columns, place: Place, roster: Roster) -> Reader | None:
    findings = headings.judge_people(columns)
    _tell(roster, place, findings)
    if refuses(findings):
        return None
    roster.sheets.append(place.sheet)
    return Reader(columns, place.sheet)


def _read_row(
    reader: Reader, place: Place, values: workbook.Row, today: datetime.date, roster: Roster
) -> None:
    if reader.columns.is_repeated(values):
        return
    row = reader.read(place, values)
    if not (row.nip.shown or row.name or row.unit or row.siasn_id):
        return
    if len(roster.rows) >= MAX_PEOPLE:
        raise Refused(
            f"Berkas berisi lebih dari {MAX_PEOPLE // 1000} ribu baris. Bagi menurut lembar, "
            "lalu impor satu per satu.",
            code="too_many_people",
            field="people_file",
        )
    row.findings, standing = verdicts.judge(row, today)
    if row.has_standing:
        row.fields["standing"] = standing
    roster.rows.append(row)


def _tell(roster: Roster, place: Place, findings: list[Finding]) -> None:
    roster.problems += [problem(place, finding) for finding in findings]


_HIDDEN = warn(
    "sheet_hidden", "Lembar ini tersembunyi dan tidak dibaca. Tampilkan bila isinya perlu diimpor."
)
_NO_HEADINGS = refuse(
    "sheet_without_headings",
    "Judul kolom SIASN tidak ditemukan, jadi lembar tidak dibaca. Pastikan ada NIP BARU dan NAMA.",
)
