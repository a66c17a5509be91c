"""Units of the file against units of the database; one query. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wfa.people.importers import unit_tree
from wfa.people.importers.changes import LABELS, Change, Line, Listed, UnitChanges
from wfa.people.importers.problems import Problem
from wfa.people.importers.unit_tree import Known, Node, Tree
from wfa.people.importers.units_file import UnitRow, UnitsFile
from wfa.people.models import Unit

_KEPT_WHEN_EMPTY = ("head_title", "echelon", "code")


@dataclass(frozen=True, slots=True)
class UnitFact:
    """What the rows of people need to know about a unit."""

    name: str
    is_active: bool


@dataclass(slots=True)
class ComparedUnits:
    """`facts` are all units by key, those of the file and those known before."""

    changes: UnitChanges = field(default_factory=UnitChanges)
    facts: dict[str, UnitFact] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def compare(file: UnitsFile | None) -> ComparedUnits:
    stored = {unit.pk: unit for unit in Unit.objects.order_by("pk")}
    result = ComparedUnits()
    for unit in stored.values():
        if unit.siasn_id:
            result.facts[unit.siasn_id.upper()] = UnitFact(unit.name, unit.is_active)
    if file is not None:
        _compare(file, stored, result)
    return result


def _compare(file: UnitsFile, stored: Mapping[int, Unit], result: ComparedUnits) -> None:
    root = next((u for u in stored.values() if u.parent_id is None and u.is_active), None)
    keys = _keys(stored.values(), root, file.rows)
    known = {
        keys[u.pk]: Known(keys[u.parent_id] if u.parent_id else "", u.is_active)
        for u in stored.values()
    }
    tree = unit_tree.build(file.rows, known, keys[root.pk] if root else None)
    by_key = {keys[unit.pk]: unit for unit in stored.values()}
    result.nodes = tree.nodes
    result.problems = [*file.problems, *tree.problems]
    result.facts |= {
        key: UnitFact(node.row.name, node.is_active) for key, node in tree.nodes.items()
    }
    _sort(tree, by_key, keys, result.changes)
    result.changes.refused = file.refused + tree.refused
    read = {row.key for row in file.rows}
    result.changes.missing = [
        Listed(unit.name)
        for key, unit in by_key.items()
        if unit.siasn_id and unit.is_active and key not in read
    ]


def _keys(stored: Iterable[Unit], root: Unit | None, rows: list[UnitRow]) -> dict[int, str]:
    """Key of each stored unit. A root made by hand at set-up becomes that of the file."""
    keys = {u.pk: (u.siasn_id or f"#{u.pk}").upper() for u in stored}
    if root and not root.siasn_id and (top := next((r for r in rows if not r.parent), None)):
        keys[root.pk] = top.key
    return keys


def _sort(
    tree: Tree, by_key: Mapping[str, Unit], keys: Mapping[int, str], changes: UnitChanges
) -> None:
    for key, node in tree.nodes.items():
        unit = by_key.get(key)
        if unit is None:
            changes.new.append(node)
            continue
        changes.pks[key] = unit.pk
        parent = keys[unit.parent_id] if unit.parent_id else ""
        if change := _change(node, unit, parent, _Names(tree, by_key)):
            changes.changed[key] = change
        else:
            changes.unchanged += 1
    changes.pks |= {key: unit.pk for key, unit in by_key.items()}


@dataclass(frozen=True, slots=True)
class _Names:
    tree: Tree
    by_key: Mapping[str, Unit]

    def of(self, key: str) -> str:
        if node := self.tree.nodes.get(key):
            return node.row.name
        return self.by_key[key].name if key in self.by_key else "tidak ada"


def _change(node: Node, unit: Unit, parent: str, names: _Names) -> Change | None:
    fields = {
        name: new for name, new in _wanted(node, unit).items() if getattr(unit, name) != new
    }
    lines = [
        Line(LABELS[name], _spoken(name, getattr(unit, name)), _spoken(name, new))
        for name, new in fields.items()
    ]
    if node.parent != parent:
        fields["parent"] = node.parent
        lines.append(Line(LABELS["parent"], names.of(parent), names.of(node.parent)))
    return Change(unit.pk, node.row.name, fields, lines) if fields else None


def _wanted(node: Node, unit: Unit) -> dict[str, Any]:
    """What the file says; where it is silent the stored value stays."""
    row = node.row
    same_id = (unit.siasn_id or "").upper() == row.key
    wanted = {
        "siasn_id": unit.siasn_id if same_id else row.id,
        "name": row.name,
        "head_title": row.head_title,
        "echelon": row.echelon,
        "code": row.code,
        "kind": str(node.kind) if row.kind or not node.parent else unit.kind,
        "is_active": node.is_active,
    }
    return {k: v for k, v in wanted.items() if v or k not in _KEPT_WHEN_EMPTY}


def _spoken(name: str, value: object) -> str:
    if name == "is_active":
        return "aktif" if value else "tidak aktif"
    if name == "kind":
        return Unit.Kind(str(value)).label
    return str(value or "kosong")
