"""The people of the file against those in the database, in a handful of queries."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wfa.people.importers import person
from wfa.people.importers.codes import WORKING
from wfa.people.importers.findings import Change, Findings, Problem, SheetCount, refused
from wfa.people.importers.person import Person
from wfa.people.importers.reader import Row, Sheet, sheets
from wfa.people.importers.sentences import Verdict, verdict
from wfa.people.models import Employee, Position

Standing = Employee.Standing
STORED = (
    "nip", "siasn_id", "login", "employment", "standing", "name", "front_title", "back_title",
    "sex", "grade", "rank", "position_since", "echelon", "phone", "email", "is_active",
)  # fmt: skip
SHOWN = {
    "nip": "NIP", "employment": "status", "standing": "kedudukan hukum", "name": "nama",
    "front_title": "gelar depan", "back_title": "gelar belakang", "sex": "jenis kelamin",
    "grade": "golongan", "unit": "unit", "position": "jabatan", "position_since": "TMT jabatan",
    "echelon": "eselon", "phone": "nomor HP", "email": "pos-el", "is_active": "aktif",
    "siasn_id": "PNS ID",
}  # fmt: skip
_CHOICES: dict[str, Mapping[str, str]] = {
    "employment": dict(Employee.Employment.choices),
    "standing": dict(Employee.Standing.choices),
    "sex": dict(Employee.Sex.choices),
}


@dataclass
class Known:
    """Everybody who has an account, by each of their identities."""

    by_nip: dict[str, dict[str, Any]] = field(default_factory=dict)
    by_id: dict[str, dict[str, Any]] = field(default_factory=dict)
    by_login: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def load(cls) -> Known:
        known = cls()
        fields = (
            "pk",
            "kind",
            "contact_is_own",
            *STORED,
            "unit__siasn_id",
            "unit__name",
            "position__name",
        )
        for row in Employee.objects.values(*fields, "position__kind").iterator(2000):
            known.by_login[row["login"]] = row
            if row["nip"]:
                known.by_nip[row["nip"]] = row
            if row["siasn_id"]:
                known.by_id[row["siasn_id"]] = row
        return known

    def find(self, one: Person) -> tuple[dict[str, Any] | None, bool]:
        """The account of a person, and whether their identities belong to two accounts."""
        found = [
            row
            for row in (
                self.by_id.get(one.siasn_id),
                self.by_nip.get(one.identity),
                self.by_login.get(one.identity),
            )
            if row
        ]
        return (found[0] if found else None), len({row["pk"] for row in found}) > 1


@dataclass
class Reading:
    """Reads the file row by row; keeps only those who are new or changed."""

    path: Path
    known: Known
    unit_names: Mapping[str, str]
    findings: Findings
    today: datetime.date
    taken: dict[str, Person] = field(default_factory=dict)
    """Everybody who is taken, by PNS ID, for the heads."""
    to_add: list[Person] = field(default_factory=list)
    to_change: list[tuple[int, Person, dict[str, Any]]] = field(default_factory=list)
    _first: dict[str, Person] = field(default_factory=dict)
    _present: set[int] = field(default_factory=set)

    def run(self) -> None:
        for sheet in sheets(self.path, person.COLUMNS):
            count = SheetCount(sheet.name or self.path.name)
            self.findings.sheets.append(count)
            for one in self._people(sheet):
                count.read += 1
                self._judge(one, count)
        if self.has_read():
            self._missing()

    def has_read(self) -> bool:
        """Whether any row was a person's; without one nobody can be said to be missing."""
        return any(sheet.read for sheet in self.findings.sheets)

    def _people(self, sheet: Sheet) -> Iterator[Person]:
        for code in sheet_verdicts(sheet):
            self._tell(Row(sheet.name, max(sheet.header, 1), {}), code)
        for row in sheet.rows:
            if row.empty_before:
                self._tell(row, verdict("rows_empty", count=row.empty_before))
            yield person.read(row, sheet.columns, self.today)

    def _judge(self, one: Person, count: SheetCount) -> None:
        if one.unit_key and one.unit_key not in self.unit_names:
            one.verdicts.append(verdict("unit_unknown", unit=one.unit_key))
        row, conflict = self.known.find(one)
        if conflict:
            one.verdicts.append(verdict("identity_conflict"))
        first = self._seen_before(one)
        if first:
            one.verdicts.append(_duplicate(one, first))
        for found in one.verdicts:
            self._tell(one, found)
        if row:
            self._present.add(row["pk"])
        outcome = "" if first else "refused" if refused(one.verdicts) else self._take(one, row)
        count.counts[outcome or "refused"] += 1
        if outcome:
            self.findings.people.counts[outcome] += 1

    def _seen_before(self, one: Person) -> Person | None:
        """The row that the same person was read from, if there is one; else remembers this one."""
        keys = [f"{kind}:{key}" for kind, key in _identities(one) if key]
        found = next((self._first[key] for key in keys if key in self._first), None)
        for key in keys:
            self._first.setdefault(key, found or one)
        return found

    def _take(self, one: Person, row: dict[str, Any] | None) -> str:
        if one.siasn_id:
            self.taken[one.siasn_id] = one
        if row is None:
            self.to_add.append(one)
            self.findings.people.new.append(self._change(one))
            return "new"
        differing = differences(one, row)
        if not differing:
            return "unchanged"
        self.to_change.append((row["pk"], one, differing))
        self.findings.people.changed.append(self._change(one, row, differing))
        return "changed"

    def _change(
        self, one: Person, row: dict[str, Any] | None = None, to: dict[str, Any] | None = None
    ) -> Change:
        rows = []
        for key, value in (to or {}).items():
            if key in SHOWN and row is not None:
                rows.append((SHOWN[key], self._words(key, _was(row, key)), self._words(key, value)))
        return Change(one.name, one.nip, self.unit_names.get(one.unit_key, ""), tuple(rows))

    def _words(self, key: str, value: Any) -> str:
        if key == "unit":
            return self.unit_names.get(value, value or "–")
        if key == "position":
            return value[0] if value else "–"
        if isinstance(value, bool):
            return "ya" if value else "tidak"
        if isinstance(value, datetime.date):
            return f"{value:%d-%m-%Y}"
        return _CHOICES.get(key, {}).get(value, str(value or "–"))

    def _missing(self) -> None:
        """Active ASN whom the file doesn't name: told, never touched."""
        for row in self.known.by_nip.values():
            gone = row["kind"] == Employee.Kind.ASN and row["is_active"]
            if gone and row["pk"] not in self._present:
                self.findings.people.counts["missing"] += 1
                unit = row["unit__name"] or ""
                self.findings.people.missing.append(Change(row["name"], row["nip"], unit))

    def _tell(self, at: Person | Row, found: Verdict) -> None:
        who = (at.nip, at.name) if isinstance(at, Person) else ("", "")
        number = at.row if isinstance(at, Person) else at.number
        is_refused = refused(at.verdicts if isinstance(at, Person) else [found])
        problem = Problem(self.path.name, at.sheet, number, who[0], found, who[1], is_refused)
        self.findings.problems.append(problem)


def _identities(one: Person) -> tuple[tuple[str, str], ...]:
    return ("nip", one.identity), ("id", one.siasn_id)


def sheet_verdicts(sheet: Sheet) -> list[Verdict]:
    """What is to be told about a sheet as a whole."""
    if sheet.hidden:
        return [verdict("sheet_hidden")]
    if sheet.empty:
        return [verdict("sheet_empty")]
    if sheet.absent:
        return [verdict("column_missing", labels=", ".join(sheet.absent))]
    return [verdict("header_low")] if sheet.header > 1 else []


def _duplicate(one: Person, first: Person) -> Verdict:
    same = one.unit_key == first.unit_key
    return verdict("duplicate" if same else "duplicate_other_unit", first=first.where)


def differences(one: Person, row: dict[str, Any]) -> dict[str, Any]:
    """What the file says otherwise than the database; `unit` and `position` by their keys."""
    wanted = {**one.values, "nip": one.nip, **standing_of(one, row)}
    if one.siasn_id:
        wanted["siasn_id"] = one.siasn_id
    if row["login"] == row["nip"]:
        wanted["login"] = one.nip
    if one.position:
        wanted["position"] = one.position
    wanted["unit"] = one.unit_key
    if row["contact_is_own"]:  # what people write themselves is newer than what SIASN has
        wanted = {key: value for key, value in wanted.items() if key not in ("phone", "email")}
    return {key: value for key, value in wanted.items() if _was(row, key) != value}


def standing_of(one: Person, row: dict[str, Any]) -> dict[str, Any]:
    """The standing, and whether the account is active.

    Somebody whom an administrator closed stays closed until the standing itself changes; an
    inquiry that the house knows of isn't ended by a file that hasn't heard of it.
    """
    was = row["standing"]
    told = one.values.get("standing", was)
    if was == Standing.INVESTIGATION and told == Standing.ACTIVE:
        told = was
    same = (told in WORKING) == (was in WORKING)
    return {"standing": told, "is_active": row["is_active"] if same else told in WORKING}


def _was(row: dict[str, Any], key: str) -> Any:
    if key == "unit":
        return row["unit__siasn_id"]
    if key == "position":
        name = row["position__name"]
        return (name, row["position__kind"]) if name else None
    return row[key]


# --- saving ----------------------------------------------------------------------------------

_BATCH = 400
"""Rows per statement: SQLite takes 32,766 values at once."""


def save(reading: Reading, units: Mapping[str, int]) -> None:
    """Add and change people; `units` are the keys of units by SIASN id."""
    posts = _positions(reading)
    added = [_employee(one, units, posts) for one in reading.to_add]
    Employee.objects.bulk_create(added, batch_size=_BATCH)
    changed = Employee.objects.in_bulk([pk for pk, _, _ in reading.to_change])
    touched: set[str] = set()
    for pk, _, differing in reading.to_change:
        values = _columns(differing, units, posts)
        touched |= values.keys()
        for key, value in values.items():
            setattr(changed[pk], key, value)
    if changed:
        fields = sorted(key.removesuffix("_id") if key != "siasn_id" else key for key in touched)
        Employee.objects.bulk_update(changed.values(), fields, batch_size=200)


def _positions(reading: Reading) -> dict[tuple[str, str], int]:
    wanted = {one.position for one in reading.to_add}
    wanted |= {one.position for _, one, _ in reading.to_change}
    have = _all_positions()
    absent = sorted(post for post in wanted if post and post not in have)
    Position.objects.bulk_create([Position(name=name, kind=kind) for name, kind in absent])
    return _all_positions() if absent else have


def _all_positions() -> dict[tuple[str, str], int]:
    return {
        (name, kind): pk for pk, name, kind in Position.objects.values_list("pk", "name", "kind")
    }


def _employee(
    one: Person, units: Mapping[str, int], posts: Mapping[tuple[str, str], int]
) -> Employee:
    """A new account: nobody enters before their first sign-in has set a password."""
    employee = Employee(
        login=one.nip,
        nip=one.nip,
        siasn_id=one.siasn_id or None,
        kind=Employee.Kind.ASN,
        is_active=one.values.get("standing", Standing.ACTIVE) in WORKING,
        unit_id=units[one.unit_key],
        position_id=posts[one.position] if one.position else None,
        **one.values,
    )
    employee.set_unusable_password()
    return employee


def _columns(
    differing: Mapping[str, Any],
    units: Mapping[str, int],
    posts: Mapping[tuple[str, str], int],
) -> dict[str, Any]:
    values = dict(differing)
    if "unit" in values:
        values["unit_id"] = units[values.pop("unit")]
    if "position" in values:
        values["position_id"] = posts[values.pop("position")]
    return values
