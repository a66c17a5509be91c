"""A row of the workbook as a person: only what the product keeps, cleaned, with what was odd."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from wfa.people.importers import cells, vocabulary
from wfa.people.importers.cells import Nip
from wfa.people.importers.headings import PEOPLE, Columns
from wfa.people.importers.problems import Finding, Place
from wfa.people.models import Employee, Position
from wfa.people.models import Unit as UnitModel

ID_LENGTH = 40
_LIMITS: Mapping[str, int] = {
    name: Employee._meta.get_field(name).max_length or 0
    for name in ("name", "front_title", "back_title", "phone", "email", "grade", "rank")
} | {"position": Position._meta.get_field("name").max_length or 0}
UNIT_NAME_LENGTH = UnitModel._meta.get_field("name").max_length or 0
_DATES = ("birth", "since", "since_cpns", "since_pns", "since_grade")


@dataclass(slots=True)
class Row:
    """One row: who, where, and the fields that its sheet has columns for."""

    place: Place
    nip: Nip
    name: str
    unit: str
    unit_name: str
    siasn_id: str
    birth: datetime.date | None = None
    sex: str | None = ""
    standing_code: str = ""
    standing_name: str = ""
    has_standing: bool = True
    employment: Employee.Employment = Employee.Employment.NONE
    fields: dict[str, Any] = field(default_factory=dict)
    stray: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()
    dates: dict[str, datetime.date] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The PNS ID as it is compared."""
        return self.siasn_id.upper()


class Reader:
    """Reads the rows of one sheet; remembers for one row what was cut or not understood."""

    def __init__(self, columns: Columns, title: str) -> None:
        self.columns, self.title = columns, title
        self._values: Sequence[object] = ()
        self._cut: list[str] = []
        self._odd: list[str] = []

    def read(self, place: Place, values: Sequence[object]) -> Row:
        self._values, self._cut, self._odd = values, [], []
        row = Row(
            place,
            cells.nip(self._cell("nip")),
            self._text("name"),
            cells.filled(self._cell("unit")).upper(),
            cells.filled(self._cell("unit_name")),
            self._siasn_id(),
        )
        self._add_dates(row)
        self._add_person(row)
        self._add_work(row)
        self._add_contact(row)
        row.stray = tuple(n for n in ("name", "unit") if cells.has_stray_blanks(self._cell(n)))
        row.cut, row.odd = tuple(self._cut), tuple(self._odd)
        return row

    def _cell(self, name: str) -> object:
        return self.columns.value(self._values, name)

    def _text(self, name: str) -> str:
        return self._fitting(name, cells.filled(self._cell(name)))

    def _fitting(self, name: str, found: str) -> str:
        limit = _LIMITS[name]
        if len(found) > limit:
            self._cut.append(PEOPLE[name][0])
        return found[:limit].rstrip()

    def _siasn_id(self) -> str:
        found = cells.filled(self._cell("siasn_id"))
        if len(found) > ID_LENGTH:
            self._odd.append("PNS ID")
            return ""
        return found

    def _add_dates(self, row: Row) -> None:
        for name in _DATES:
            try:
                found = cells.date(self._cell(name))
            except ValueError:
                self._odd.append(PEOPLE[name][0])
            else:
                if found:
                    row.dates[name] = found
        row.birth = row.dates.get("birth")

    def _add_person(self, row: Row) -> None:
        has = self.columns.has
        row.sex = cells.sex(self._cell("sex"))
        row.fields["name"] = row.name
        for name in ("front_title", "back_title"):
            if has(name):
                row.fields[name] = self._text(name)
        if has("sex"):
            row.fields["sex"] = row.sex or ""
        row.has_standing = has("standing_code", "standing_name")
        row.standing_code = cells.code(self._cell("standing_code"))
        row.standing_name = cells.filled(self._cell("standing_name"))

    def _add_work(self, row: Row) -> None:
        has = self.columns.has
        row.employment = vocabulary.employment(
            cells.filled(self._cell("employment")),
            self.title,
            cells.filled(self._cell("cpns")),
            row.standing_code,
            row.nip.digits,
        )
        row.fields |= {"employment": row.employment, "unit": row.unit}
        if has("grade", "grade_id"):
            self._add_grade(row)
        if has("position"):
            row.fields["position"] = self._position()
        if has("since"):
            row.fields["position_since"] = row.dates.get("since")
        if has("echelon", "echelon_name"):
            row.fields["echelon"] = vocabulary.echelon(
                cells.code(self._cell("echelon")), cells.filled(self._cell("echelon_name"))
            )

    def _add_grade(self, row: Row) -> None:
        name, id_ = cells.filled(self._cell("grade")), cells.code(self._cell("grade_id"))
        found = vocabulary.grade(name, id_, row.employment)
        if found is None:
            self._odd.append(PEOPLE["grade"][0])
        row.fields["grade"], row.fields["rank"] = found or ("", "")

    def _position(self) -> tuple[str, str] | None:
        """(name, kind), as `Position` holds it."""
        name = self._text("position")
        kind = vocabulary.position_kind(
            cells.code(self._cell("position_kind")), cells.filled(self._cell("position_kind_name"))
        )
        return (name, str(kind)) if name else None

    def _add_contact(self, row: Row) -> None:
        if self.columns.has("phone"):
            row.fields["phone"] = self._fitting("phone", cells.phone(self._cell("phone")))
        if self.columns.has("email", "email_office"):
            row.fields["email"] = next(self._mails(), "")

    def _mails(self) -> Iterator[str]:
        for name in ("email", "email_office"):
            if found := cells.filled(self._cell(name)).replace(" ", ""):
                try:
                    validate_email(found)
                    if len(found) > _LIMITS["email"]:
                        raise ValidationError("too long")
                except ValidationError:
                    self._odd.append(PEOPLE[name][0])
                else:
                    yield found
