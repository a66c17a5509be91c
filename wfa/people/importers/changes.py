"""What an import would do, as data: new, changed, unchanged, missing, refused."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from wfa.people.importers.rows import Row
from wfa.people.importers.unit_tree import Node


@dataclass(frozen=True, slots=True)
class Line:
    """One field that changes, in words: "unit: A menjadi B"."""

    label: str
    before: str
    after: str


@dataclass(slots=True)
class Change:
    """One unit or person that changes: the fields to write, and the same in words."""

    pk: int
    name: str
    fields: dict[str, Any]
    lines: list[Line]
    nip: str = ""
    sheet: str = ""

    def as_json(self) -> dict[str, Any]:
        lines = [asdict(line) for line in self.lines]
        return {"name": self.name, "nip": self.nip, "sheet": self.sheet, "lines": lines}


@dataclass(frozen=True, slots=True)
class Listed:
    """A unit or person in a list of the page."""

    name: str
    nip: str = ""
    unit: str = ""
    sheet: str = ""

    def as_json(self) -> dict[str, str]:
        return asdict(self)


@dataclass(slots=True)
class UnitChanges:
    """`pks` are the units that exist already, by key."""

    new: list[Node] = field(default_factory=list)
    changed: dict[str, Change] = field(default_factory=dict)
    unchanged: int = 0
    missing: list[Listed] = field(default_factory=list)
    refused: int = 0
    pks: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class PeopleChanges:
    """`rows` are the rows taken; `pks` their people who exist already, by PNS ID."""

    new: list[Row] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    missing: list[Listed] = field(default_factory=list)
    refused: int = 0


@dataclass(frozen=True, slots=True)
class HeadChange:
    """Who leads a unit from now on (key of the person, "" = nobody), and whose office ends."""

    unit: str
    person: str
    starts: datetime.date | None
    ends: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    new: int
    changed: int
    unchanged: int
    missing: int
    refused: int

    def as_json(self) -> dict[str, int]:
        return asdict(self)


@dataclass(slots=True)
class SheetCount:
    """Rows of one sheet: what becomes of them."""

    title: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0

    @property
    def read(self) -> int:
        return self.new + self.changed + self.unchanged + self.refused

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "read": self.read}


LABELS: Mapping[str, str] = {
    "siasn_id": "ID SIASN",
    "nip": "NIP",
    "employment": "status kepegawaian",
    "standing": "kedudukan hukum",
    "name": "nama",
    "front_title": "gelar depan",
    "back_title": "gelar belakang",
    "sex": "jenis kelamin",
    "grade": "golongan",
    "rank": "pangkat",
    "unit": "unit",
    "position": "jabatan",
    "position_since": "TMT jabatan",
    "echelon": "eselon",
    "phone": "nomor HP",
    "email": "pos-el",
    "is_active": "akun",
    "parent": "unit atasan",
    "head_title": "nama jabatan pimpinan",
    "code": "kode",
    "kind": "jenis",
}
