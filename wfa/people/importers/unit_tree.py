"""The units of the file as one tree: kinds, parents, and what doesn't hang together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wfa.people.importers.problems import Finding, Problem, problem, refuse, shown, warn
from wfa.people.importers.units_file import UnitRow
from wfa.people.models import Unit

MAX_DEPTH = 20
_CLOSED = re.compile(r"NON[\s-]?AKTIF\b")
"""SIASN keeps closed units in buckets of this name."""
_KINDS_BY_NAME = (
    (r"(UPTD?|PUSKESMAS|RSUD)\b", Unit.Kind.TECHNICAL),
    (r"(SDN?|SMPN?|SMAN?|SMKN?|TKN?|PAUD|SLBN?|SEKOLAH)\b", Unit.Kind.SCHOOL),
    (r"KELURAHAN\b", Unit.Kind.WARD),
    (r"(SUB\s?BAGIAN|SUB\s?BAG|SUB\s?BIDANG|SEKSI)\b", Unit.Kind.SECTION),
    (r"(SEKRETARIAT|BIDANG|BAGIAN|INSPEKTUR PEMBANTU)\b", Unit.Kind.DIVISION),
)


@dataclass(slots=True)
class Node:
    """A unit that is taken: under which parent (its key), of which kind, still in use or not."""

    row: UnitRow
    parent: str
    kind: Unit.Kind
    is_active: bool


@dataclass(slots=True)
class Tree:
    """`nodes` by key, parents before children."""

    nodes: dict[str, Node] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """A unit in the database, as far as a tree needs it: its parent's key, whether it is in use."""

    parent: str
    is_active: bool


def build(rows: Iterable[UnitRow], known: Mapping[str, Known], root: str | None) -> Tree:
    """One tree of all rows. `root` is the key of the database's root, if there is one.

    A unit whose way up ends nowhere or in a circle is refused with everything below it: under a
    wrong parent the wrong people would decide.
    """
    by_key = {row.key: row for row in rows}
    top = _top(by_key, root)
    tree = Tree()
    verdicts = {key: _way_up(row, by_key, known) for key, row in by_key.items()}
    for row in sorted(by_key.values(), key=lambda r: len(verdicts[r.key].above)):
        finding = verdicts[row.key].finding
        if finding:
            tree.refused += 1
            tree.problems.append(problem(row.place, finding, name=row.name))
        else:
            _take(tree, row, known, top)
    return tree


def _top(by_key: Mapping[str, UnitRow], root: str | None) -> str | None:
    """Every region has one root: the database's, or the first row without a parent."""
    if root is not None:
        return root
    return next((key for key, row in by_key.items() if not row.parent), None)


@dataclass(frozen=True, slots=True)
class _Way:
    above: tuple[str, ...]
    finding: Finding | None = None


def _way_up(row: UnitRow, by_key: Mapping[str, UnitRow], known: Mapping[str, Known]) -> _Way:
    """From the unit to its root, through the file first and the database where it is silent."""
    above: list[str] = []
    last, key = row, row.parent.upper()
    while key:
        if key in above or key == row.key:
            return _Way(tuple(above), _circle(row, by_key))
        above.append(key)
        if len(above) > MAX_DEPTH:
            return _Way(tuple(above), _too_deep())
        if key in by_key:
            last, key = by_key[key], by_key[key].parent.upper()
        elif key in known:
            key = known[key].parent
        else:
            return _Way(tuple(above), _orphan(row, last))
    return _Way(tuple(above))


def _take(tree: Tree, row: UnitRow, known: Mapping[str, Known], top: str | None) -> None:
    parent = row.parent.upper()
    if not parent and row.key != top:
        parent = top or ""
        tree.problems.append(problem(row.place, _second_root(), name=row.name))
    tree.nodes[row.key] = Node(
        row,
        parent,
        _kind(row, parent, top),
        not _CLOSED.match(row.name.upper()) and _is_used(parent, tree, known),
    )


def _is_used(parent: str, tree: Tree, known: Mapping[str, Known]) -> bool:
    """What lies below a closed unit is closed too."""
    if node := tree.nodes.get(parent):
        return node.is_active
    return known[parent].is_active if parent in known else True


def _kind(row: UnitRow, parent: str, top: str | None) -> Unit.Kind:
    """What the file says; else by place and name."""
    if not parent:
        return Unit.Kind.REGION
    if row.kind and row.kind != Unit.Kind.REGION:
        return Unit.Kind(row.kind)
    if parent == top and not row.kind:
        return Unit.Kind.OPD
    words = row.name.upper()
    return next((kind for name, kind in _KINDS_BY_NAME if re.match(name, words)), Unit.Kind.OTHER)


def _circle(row: UnitRow, by_key: Mapping[str, UnitRow]) -> Finding:
    above = by_key.get(row.parent.upper())
    name = shown(above.name, 40) if above else row.parent
    return refuse(
        "unit_cycle",
        f"Unit atasan “{name}” akhirnya menunjuk ke bawahannya sendiri. Perbaiki DiatasanId.",
    )


def _orphan(row: UnitRow, last: UnitRow) -> Finding:
    """`last` is where the way up ends: the unit itself or one above it."""
    lost = f"Unit atasan “{shown(last.parent, 12)}” tidak ada di berkas."
    if last is not row:
        return refuse(
            "unit_parent_refused",
            f"Unit di atasnya, “{shown(last.name, 40)}”, ditolak. Lengkapi UNOR, lalu unggah lagi.",
        )
    return refuse("unit_parent_unknown", f"{lost} Lengkapi UNOR, lalu unggah lagi.")


def _second_root() -> Finding:
    return warn(
        "unit_without_parent",
        "Unit ini tanpa atasan dan ditempatkan langsung di bawah instansi. Periksa DiatasanId.",
    )


def _too_deep() -> Finding:
    return refuse(
        "unit_too_deep", f"Unit lebih dalam dari {MAX_DEPTH} tingkat. Periksa DiatasanId."
    )
