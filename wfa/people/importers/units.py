"""The tree of UNOR.csv against the one in the database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wfa.people.importers import codes
from wfa.people.importers import values as cells
from wfa.people.importers.findings import Change, Findings, Problem, refused
from wfa.people.importers.people import sheet_verdicts
from wfa.people.importers.reader import Column, Row, sheets
from wfa.people.importers.sentences import Verdict, verdict
from wfa.people.models import Unit

COLUMNS = (
    Column("id", "Id", ("ID", "UNORID"), required=True),
    Column("parent", "DiatasanId", ("DIATASANID",), required=True),
    Column("name", "NamaUnor", ("NAMAUNOR", "NAMA"), required=True),
    Column("agency", "InstansiId", ("INSTANSIID",)),
    Column("echelon", "EselonId", ("ESELONID",)),
    Column("head_title", "NamaJabatan", ("NAMAJABATAN",)),
    Column("code", "CepatKode", ("CEPATKODE",)),
    Column("head", "PemimpinPnsId", ("PEMIMPINPNSID",)),
    Column("kind", "JenisUnorId", ("JENISUNORID",)),
)
LABELS = {column.key: column.label for column in COLUMNS}
SHOWN = {
    "parent": "induk", "kind": "jenis", "name": "nama", "head_title": "nama jabatan pimpinan",
    "echelon": "eselon", "code": "kode",
}  # fmt: skip
MAX_DEPTH = 20
_LIMITS = {"name": 200, "head_title": 200, "code": 20}


@dataclass
class Branch:
    """One row of the file: a unit with what the row says about it."""

    sheet: str
    row: int
    key: str
    parent: str
    values: dict[str, Any]
    head: str | None
    """PNS ID of its head, "" when vacant, None when the file doesn't say."""
    verdicts: list[Verdict] = field(default_factory=list)
    is_again: bool = False

    @property
    def name(self) -> str:
        return str(self.values["name"])

    @property
    def where(self) -> str:
        return f"{self.sheet} baris {self.row}" if self.sheet else f"baris {self.row}"


@dataclass
class Tree:
    """What is known of the units, and what the file would do to them."""

    findings: Findings
    path: Path | None = None
    known: dict[str, dict[str, Any]] = field(default_factory=dict)
    taken: dict[str, Branch] = field(default_factory=dict)
    to_add: list[Branch] = field(default_factory=list)
    to_change: dict[int, dict[str, Any]] = field(default_factory=dict)
    outcomes: dict[str, str] = field(default_factory=dict)

    def names(self) -> dict[str, str]:
        """Every unit that a person may be in, by its SIASN id."""
        known = {key: str(row["name"]) for key, row in self.known.items()}
        return known | {key: branch.name for key, branch in self.taken.items()}

    def tell(self, branch: Branch, found: Verdict) -> None:
        assert self.path is not None  # noqa: S101  (without a file nothing is told)
        self.findings.problems.append(
            Problem(
                self.path.name,
                branch.sheet,
                branch.row,
                "",
                found,
                branch.name,
                refused(branch.verdicts),
            )
        )


def read(path: Path | None, findings: Findings) -> Tree:
    fields = ("pk", "siasn_id", "parent__siasn_id", "is_active", *_STORED)
    rows = Unit.objects.filter(siasn_id__isnull=False).order_by().values(*fields)
    tree = Tree(findings, path, {row["siasn_id"]: row for row in rows})
    if path is not None:
        branches = list(_branches(path, findings))
        _judge(branches, tree)
        _compare(branches, tree)
    return tree


_STORED = ("kind", "name", "head_title", "echelon", "code")

# --- reading ---------------------------------------------------------------------------------


def _branches(path: Path, findings: Findings) -> Iterator[Branch]:
    for sheet in sheets(path, COLUMNS):
        at = Branch(sheet.name, max(sheet.header, 1), "", "", {"name": ""}, None)
        for found in sheet_verdicts(sheet):
            problem = Problem(path.name, at.sheet, at.row, "", found, "", refused([found]))
            findings.problems.append(problem)
        for row in sheet.rows:
            yield _branch(row, sheet.columns)


def _branch(row: Row, columns: frozenset[str]) -> Branch:
    found = {key: cells.text(value) for key, value in row.cells.items()}
    words = {key: text.value for key, text in found.items()}
    said = _said(row, [key for key, text in found.items() if text.apostrophe])
    # "--" tells the level; blanks around it are how some exports indent
    words["name"] = re.sub(r"^[-–\s]+", "", words.get("name", ""))
    values = {key: words.get(key, "") for key in _STORED if key in columns}
    for key, limit in _LIMITS.items():
        if len(values.get(key, "")) > limit:
            said.append(verdict("cut", label=LABELS[key], limit=limit))
            values[key] = values[key][:limit].rstrip()
    if "echelon" in values:
        values["echelon"] = codes.echelon(values["echelon"])
    parent = words.get("parent", "")
    is_agency = bool(parent) and parent == words.get("agency")
    head = words.get("head", "") if "head" in columns else None
    key = words.get("id", "")
    return Branch(row.sheet, row.number, key, "" if is_agency else parent, values, head, said)


def _said(row: Row, marked: list[str]) -> list[Verdict]:
    said = []
    if marked:
        said.append(verdict("apostrophe", labels=", ".join(LABELS[key] for key in marked)))
    if row.empty_before:
        said.append(verdict("rows_empty", count=row.empty_before))
    return said


# --- judging ---------------------------------------------------------------------------------


def _judge(branches: list[Branch], tree: Tree) -> None:
    first: dict[str, Branch] = {}
    for branch in branches:
        branch.verdicts += _missing_words(branch)
        if branch.key in first:
            branch.is_again = True
            branch.verdicts.append(verdict("unit_duplicate", first=first[branch.key].where))
        elif branch.key:
            first[branch.key] = branch
    _judge_places(first, tree)
    tree.taken = {key: one for key, one in first.items() if not refused(one.verdicts)}
    _judge_kinds(tree)
    for branch in branches:
        for found in branch.verdicts:
            tree.tell(branch, found)


def _missing_words(branch: Branch) -> list[Verdict]:
    found = []
    if not branch.key:
        found.append(verdict("unit_id_missing"))
    if len(branch.key) > 40:
        found.append(verdict("unit_id_long"))
    if not branch.name:
        found.append(verdict("unit_name_missing"))
    return found


def _judge_places(first: dict[str, Branch], tree: Tree) -> None:
    """Every unit hangs on a way to the top; one that doesn't takes what hangs on it along."""
    parents = {key: str(row["parent__siasn_id"] or "") for key, row in tree.known.items()}
    parents |= {key: branch.parent for key, branch in first.items()}
    bad = {key for key, branch in first.items() if refused(branch.verdicts)}
    for key, branch in first.items():
        if branch.parent and branch.parent not in parents:
            bad.add(key)
            branch.verdicts.append(verdict("parent_unknown", unit=branch.parent))
    for key, branch in first.items():
        if key not in bad and (found := _way_up(key, parents, bad)):
            branch.verdicts.append(found)
    roots = [branch for key, branch in first.items() if not branch.parent and key not in bad]
    for branch in roots[1:]:
        branch.verdicts.append(verdict("second_root"))


def _way_up(key: str, parents: Mapping[str, str], bad: set[str]) -> Verdict | None:
    seen, at = {key}, parents[key]
    while at:
        if at in bad:
            return verdict("parent_refused", unit=parents[key])
        if at == key:
            return verdict("unit_cycle")
        if at in seen:
            return verdict("parent_refused", unit=parents[key])
        if len(seen) > MAX_DEPTH:
            return verdict("unit_deep", limit=MAX_DEPTH)
        seen.add(at)
        at = parents.get(at, "")
    return None


def _judge_kinds(tree: Tree) -> None:
    for branch in tree.taken.values():
        written = branch.values.get("kind", "")
        kind = written.lower()
        if kind in Unit.Kind.values:
            branch.values["kind"] = kind
            continue
        branch.values["kind"] = _kind_by_place(branch, tree)
        if written:
            branch.verdicts.append(verdict("unit_kind_unknown", written=written))


def _kind_by_place(branch: Branch, tree: Tree) -> str:
    """The region at the top, its OPDs below, and then what the name says."""
    if not branch.parent:
        return Unit.Kind.REGION
    above = tree.taken.get(branch.parent)
    grand = above.parent if above else tree.known[branch.parent]["parent__siasn_id"]
    if not grand:
        return Unit.Kind.OPD
    name = branch.name.upper()
    words = {
        r"^(SD|SMP|SMA|SMK|TK|PAUD|SLB)\b": Unit.Kind.SCHOOL,
        r"^KELURAHAN\b": Unit.Kind.WARD,
        r"^(UPTD?|PUSKESMAS)\b": Unit.Kind.TECHNICAL,
        r"^(SUB ?BAGIAN|SEKSI|SUB)\b": Unit.Kind.SECTION,
        r"^(BIDANG|BAGIAN|SEKRETARIAT)\b": Unit.Kind.DIVISION,
    }
    return next((kind for word, kind in words.items() if re.search(word, name)), Unit.Kind.OTHER)


# --- comparing -------------------------------------------------------------------------------


def _compare(branches: Iterable[Branch], tree: Tree) -> None:
    counts = tree.findings.units.counts
    present = {branch.key for branch in branches}
    gone = {branch.key or branch.where for branch in branches if not branch.is_again}
    counts["refused"] = len(gone - tree.taken.keys())
    for key, branch in tree.taken.items():
        _compare_one(key, branch, tree)
    for key, row in tree.known.items():
        if present and row["is_active"] and key not in present:
            counts["missing"] += 1
            tree.findings.units.missing.append(Change(row["name"], key))


def _compare_one(key: str, branch: Branch, tree: Tree) -> None:
    row = tree.known.get(key)
    if row is None:
        tree.to_add.append(branch)
        tree.findings.units.new.append(Change(branch.name, key))
        outcome = "new"
    else:
        wanted = {**branch.values, "parent": branch.parent}
        was = {**row, "parent": row["parent__siasn_id"] or ""}
        differing = {k: v for k, v in wanted.items() if was[k] != v}
        outcome = "changed" if differing else "unchanged"
        if differing:
            tree.to_change[row["pk"]] = differing
            lines = tuple((SHOWN[k], *_words(k, was[k], v, tree)) for k, v in differing.items())
            tree.findings.units.changed.append(Change(branch.name, key, "", lines))
    tree.outcomes[key] = outcome
    tree.findings.units.counts[outcome] += 1


def _words(key: str, was: str, becomes: str, tree: Tree) -> tuple[str, str]:
    words: Mapping[str, str] = {}
    if key == "parent":
        words = tree.names()
    if key == "kind":
        words = dict(Unit.Kind.choices)
    return words.get(was, was) or "–", words.get(becomes, becomes) or "–"


# --- saving ----------------------------------------------------------------------------------


def save(tree: Tree) -> dict[str, int]:
    """Add and change units, then rebuild every path; the keys of all units by SIASN id."""
    _adopt_root(tree)
    added = [
        Unit(siasn_id=branch.key, **{"kind": Unit.Kind.OTHER, **branch.values})
        for branch in tree.to_add
    ]
    Unit.objects.bulk_create(added, batch_size=400)
    keys = {key: pk for key, pk in Unit.objects.values_list("siasn_id", "pk") if key}
    for unit, branch in zip(added, tree.to_add, strict=True):
        unit.parent_id = keys[branch.parent] if branch.parent else None
    changed = Unit.objects.in_bulk(list(tree.to_change))
    for pk, differing in tree.to_change.items():
        for name, value in differing.items():
            if name == "parent":
                changed[pk].parent_id = keys[value] if value else None
            else:
                setattr(changed[pk], name, value)
    Unit.objects.bulk_update(
        [*added, *changed.values()], ["parent", *_STORED], batch_size=200
    ) if added or changed else None
    retree()
    return keys


def _adopt_root(tree: Tree) -> None:
    """The lone top that the set-up made before any file takes the identity SIASN gives it."""
    lone = Unit.objects.filter(siasn_id__isnull=True, parent__isnull=True)
    top = next((branch for branch in tree.to_add if not branch.parent), None)
    if top is None or Unit.objects.count() != 1 or not lone.exists():
        return
    lone.update(siasn_id=top.key, **{"kind": Unit.Kind.REGION, **top.values})
    tree.to_add.remove(top)


def retree() -> None:
    """Write `path` and `opd` wherever they don't say what the parents say."""
    units = {unit.pk: unit for unit in Unit.objects.order_by()}
    stale = []
    for unit in units.values():
        line = _line(unit, units)
        path = "".join(f"{one.pk}/" for one in line)
        opd = next((one.pk for one in reversed(line) if one.kind == Unit.Kind.OPD), None)
        if (unit.path, unit.opd_id) != (path, opd):
            unit.path, unit.opd_id = path, opd
            stale.append(unit)
    if stale:
        Unit.objects.bulk_update(stale, ["path", "opd"], batch_size=200)


def _line(unit: Unit, units: Mapping[int, Unit]) -> list[Unit]:
    """From the top to the unit itself."""
    line = [unit]
    while line[0].parent_id is not None and len(line) <= MAX_DEPTH + 2:
        line.insert(0, units[line[0].parent_id])
    return line
