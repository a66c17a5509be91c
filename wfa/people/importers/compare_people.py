"""People of the file against people of the database; four queries. Nothing is written."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wfa.audit.models import AuditEvent
from wfa.people.importers import verdicts
from wfa.people.importers.cells import spoken
from wfa.people.importers.changes import LABELS, Change, Line, Listed, PeopleChanges, SheetCount
from wfa.people.importers.compare_units import UnitFact
from wfa.people.importers.people_file import Roster
from wfa.people.importers.problems import (
    Finding,
    Problem,
    problem,
    refuse,
    refuses,
    warn,
    what_counts,
)
from wfa.people.importers.rows import Row
from wfa.people.importers.vocabulary import NOT_ACTIVE
from wfa.people.models import Employee

Standing = Employee.Standing
CONTACT = ("phone", "email")
_STORED = (
    "pk", "login", "nip", "siasn_id", "kind", "employment", "standing", "name", "front_title",
    "back_title", "sex", "grade", "rank", "position_since", "echelon", "phone", "email",
    "is_active", "unit_id", "position__name", "position__kind", "unit__siasn_id", "unit__name",
)  # fmt: skip
_UNTOLD = frozenset({"rank", "login", "is_active"})
"""Fields that go with another one and need no line of their own."""


@dataclass(slots=True)
class Stored:
    """A person in the database, comparable with a row."""

    values: dict[str, Any]

    @property
    def key(self) -> str:
        return (self.values["siasn_id"] or "").upper()


@dataclass(slots=True)
class Directory:
    """Everybody in the database, by what they are known by."""

    by_key: dict[str, Stored] = field(default_factory=dict)
    by_nip: dict[str, Stored] = field(default_factory=dict)
    by_login: dict[str, Stored] = field(default_factory=dict)
    own_contact: frozenset[int] = frozenset()
    """Who has changed phone or mail themselves: theirs stay."""


@dataclass(slots=True)
class ComparedPeople:
    """`taken` are the rows that go in; `pks` their people who exist already, by NIP."""

    changes: PeopleChanges = field(default_factory=PeopleChanges)
    taken: list[Row] = field(default_factory=list)
    directory: Directory = field(default_factory=Directory)
    sheets: dict[str, SheetCount] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def directory() -> Directory:
    found = Directory()
    for values in Employee.objects.values(*_STORED).iterator(chunk_size=2000):
        stored = Stored(values)
        found.by_login[values["login"]] = stored
        if values["nip"]:
            found.by_nip[values["nip"]] = stored
        if stored.key:
            found.by_key[stored.key] = stored
    changed = AuditEvent.objects.filter(action="contact_changed", target_kind="employee")
    found.own_contact = frozenset(int(pk) for pk in changed.values_list("target_id", flat=True))
    return found


def compare(roster: Roster, units: Mapping[str, UnitFact]) -> ComparedPeople:
    result = ComparedPeople(directory=directory(), problems=list(roster.problems))
    result.sheets = {title: SheetCount(title) for title in roster.sheets}
    first = _FirstRows()
    seen: set[int] = set()
    for row in roster.rows:
        stored, findings = _judged(row, units, first, result.directory)
        result.problems += [
            problem(row.place, f, nip=row.nip.digits or row.nip.shown, name=row.name)
            for f in what_counts(findings)
        ]
        if stored:
            seen.add(stored.values["pk"])
        if refuses(findings):
            result.sheets[row.place.sheet].refused += 1
            first.refused.append(row)
        else:
            first.add(row)
            result.taken.append(row)
            _sort(row, stored, units, result)
    result.changes.refused = first.never_taken()
    result.changes.missing = _missing(result.directory, seen) if roster.sheets else []
    return result


@dataclass(slots=True)
class _FirstRows:
    """The rows taken so far, by NIP and by PNS ID."""

    by_nip: dict[str, Row] = field(default_factory=dict)
    by_key: dict[str, Row] = field(default_factory=dict)
    refused: list[Row] = field(default_factory=list)

    def find(self, row: Row) -> Row | None:
        return (self.by_nip.get(row.nip.digits) if row.nip.digits else None) or (
            self.by_key.get(row.key) if row.key else None
        )

    def add(self, row: Row) -> None:
        self.by_nip[row.nip.digits] = row
        if row.key:
            self.by_key[row.key] = row

    def never_taken(self) -> int:
        """Persons, not rows: whose rows were refused and none taken."""
        lost = {
            row.key or row.nip.digits or f"{row.place.sheet}:{row.place.row}"
            for row in self.refused
            if self.find(row) is None
        }
        return len(lost)


def _judged(
    row: Row, units: Mapping[str, UnitFact], first: _FirstRows, known: Directory
) -> tuple[Stored | None, list[Finding]]:
    """The person whom the row is about, if known, and everything there is to say of the row."""
    by_key = known.by_key.get(row.key) if row.key else None
    by_nip = known.by_nip.get(row.nip.digits)
    stored = by_key or by_nip
    earlier = first.find(row)
    if earlier is not None:
        return stored, [verdicts.duplicate(row, earlier)]
    unit = units.get(row.unit)
    findings = [
        *row.findings,
        *verdicts.unit_verdict(row, unit.is_active if unit else None),
        *_identity(row, by_key, by_nip, known),
    ]
    return stored, findings


def _identity(
    row: Row, by_key: Stored | None, by_nip: Stored | None, known: Directory
) -> list[Finding]:
    """A NIP may change (the PNS ID stays), but never to that of somebody else."""
    if not row.nip.is_whole:
        return []
    owner = by_nip or known.by_login.get(row.nip.digits)
    if by_key and owner and owner.values["pk"] != by_key.values["pk"]:
        return [
            refuse(
                "nip_taken", "NIP ini sudah dimiliki pegawai lain di Luwes. Periksa di SIASN."
            )
        ]
    before = by_key.values["nip"] if by_key else row.nip.digits
    if before and before != row.nip.digits:
        return [
            warn(
                "nip_changed",
                "NIP berbeda dari yang tersimpan dan akan diganti. Pastikan benar di SIASN.",
            )
        ]
    return []


def _sort(
    row: Row, stored: Stored | None, units: Mapping[str, UnitFact], result: ComparedPeople
) -> None:
    count = result.sheets[row.place.sheet]
    if stored is None:
        result.changes.new.append(row)
        count.new += 1
    elif change := _change(row, stored, units, result.directory):
        result.changes.changed.append(change)
        count.changed += 1
    else:
        result.changes.unchanged += 1
        count.unchanged += 1


def _change(
    row: Row, stored: Stored, units: Mapping[str, UnitFact], known: Directory
) -> Change | None:
    before = _comparable(stored)
    wanted = _wanted(row, stored, known)
    fields = {name: new for name, new in wanted.items() if before[name] != new}
    if not fields:
        return None
    names = {"before": stored.values["unit__name"] or "", "after": units[row.unit].name}
    lines = [_line(name, before[name], new, names) for name, new in fields.items()]
    told = [line for name, line in zip(fields, lines, strict=True) if name not in _UNTOLD]
    return Change(
        stored.values["pk"], row.name, fields, told or lines, row.nip.digits, row.place.sheet
    )


def _comparable(stored: Stored) -> dict[str, Any]:
    values = stored.values
    position = values["position__name"]
    unit = values["unit__siasn_id"]
    return {
        **values,
        "siasn_id": stored.key,
        "position": (position, values["position__kind"]) if position else None,
        "unit": unit.upper() if unit else f"#{values['unit_id']}",
    }


def _wanted(row: Row, stored: Stored, known: Directory) -> dict[str, Any]:
    """The fields the row decides about; contact never goes from something to nothing."""
    values = stored.values
    wanted = {k: v for k, v in row.fields.items() if k not in CONTACT}
    if values["pk"] not in known.own_contact:
        wanted |= {k: row.fields[k] for k in CONTACT if row.fields.get(k)}
    wanted["nip"] = row.nip.digits
    if values["login"] == values["nip"]:
        wanted["login"] = row.nip.digits
    if row.key:
        wanted["siasn_id"] = row.key
    if "standing" in wanted:
        wanted["is_active"] = _is_active(wanted["standing"], values)
    return wanted


def _is_active(standing: Standing, values: Mapping[str, Any]) -> bool:
    """An account follows its standing; one closed by hand stays closed while that is the same."""
    if standing in NOT_ACTIVE:
        return False
    return True if values["standing"] in NOT_ACTIVE else bool(values["is_active"])


def _line(name: str, before: object, after: object, units: Mapping[str, str]) -> Line:
    if name == "unit":
        return Line(LABELS[name], units["before"] or "kosong", units["after"])
    if name in CONTACT:  # the report is kept: no contact in it
        return Line(LABELS[name], "yang lama" if before else "kosong", "yang baru")
    return Line(LABELS.get(name, name), _spoken(name, before), _spoken(name, after))


def _spoken(name: str, value: object) -> str:
    if name == "position" and isinstance(value, tuple):
        return str(value[0])
    if isinstance(value, datetime.date):
        return spoken(value)
    if name == "standing":
        return Standing(str(value)).label
    if name == "employment":
        return Employee.Employment(str(value)).label
    if name == "is_active":
        return "aktif" if value else "tidak aktif"
    return str(value or "kosong")


def _missing(known: Directory, seen: set[int]) -> list[Listed]:
    """Active people whom the file doesn't name. They are told, never closed: files are partial."""
    return sorted(
        (
            Listed(v["name"], v["nip"], v["unit__name"] or "")
            for v in (stored.values for stored in known.by_nip.values())
            if v["kind"] == Employee.Kind.ASN and v["is_active"] and v["pk"] not in seen
        ),
        key=lambda listed: (listed.unit, listed.name),
    )


def grouped(changes: list[Change]) -> dict[str, list[Change]]:
    """The changes by field, so that each column is written for the rows that need it."""
    found: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        for name in change.fields:
            found[name].append(change)
    return found
