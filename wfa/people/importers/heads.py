"""Heads of units as SIASN names them; offices given by hand are never touched."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from wfa.people.importers.codes import WORKING
from wfa.people.importers.findings import Change
from wfa.people.importers.people import Reading
from wfa.people.importers.sentences import verdict
from wfa.people.importers.units import Branch, Tree
from wfa.people.models import Appointment, Employee


@dataclass
class Heads:
    """Which offices begin and which end."""

    to_begin: list[tuple[str, str]] = field(default_factory=list)
    """(SIASN id of the unit, PNS ID of the head)."""
    to_end: list[int] = field(default_factory=list)


def read(tree: Tree, reading: Reading) -> Heads:
    """Compare the heads of the file with the definitive offices of today."""
    heads = Heads()
    held = _held(reading.today)
    for key, branch in tree.taken.items():
        if branch.head is None:
            continue
        known = _judge(branch, tree, reading)
        _compare(key, branch.head if known else None, held.get(key, []), heads, tree, reading)
    return heads


def _held(today: datetime.date) -> dict[str, list[dict[str, Any]]]:
    """Open definitive offices by SIASN id of their unit."""
    rows = Appointment.objects.filter(
        Appointment.valid_on(today), kind=Appointment.Kind.DEFINITIVE, unit__siasn_id__isnull=False
    ).order_by("pk")
    found: dict[str, list[dict[str, Any]]] = {}
    fields = ("pk", "from_siasn", "employee__siasn_id", "employee__name", "unit__siasn_id")
    for row in rows.values(*fields):
        found.setdefault(row["unit__siasn_id"], []).append(row)
    return found


def _judge(branch: Branch, tree: Tree, reading: Reading) -> bool:
    """Whether the head is somebody whom we know (or will, after saving)."""
    if not branch.head:
        return True
    taken, row = reading.taken.get(branch.head), reading.known.by_id.get(branch.head)
    if taken is None and row is None:
        tree.tell(branch, verdict("head_unknown"))
        return False
    works = taken.values.get("standing", "active") in WORKING if taken else row and row["is_active"]
    if not works:
        tree.tell(branch, verdict("head_inactive"))
    return True


def _compare(
    key: str,
    head: str | None,
    held: list[dict[str, Any]],
    heads: Heads,
    tree: Tree,
    reading: Reading,
) -> None:
    """An unknown head (None) changes nothing: the one before stays until the file is mended."""
    if head is None:
        return
    before = [row for row in held if row["from_siasn"] and row["employee__siasn_id"] != head]
    stays = any(row["employee__siasn_id"] == head for row in held) or not head
    if stays and not before:
        return
    heads.to_end += [row["pk"] for row in before]
    if not stays:
        heads.to_begin.append((key, head))
    was = ", ".join(str(row["employee__name"]) for row in before) or "–"
    _note_change(key, was, _name(head, reading), tree)


def _name(head: str, reading: Reading) -> str:
    if not head:
        return "–"
    taken = reading.taken.get(head)
    return taken.name if taken else str(reading.known.by_id[head]["name"])


def _note_change(key: str, was: str, becomes: str, tree: Tree) -> None:
    """A unit whose head alone changes counts as changed."""
    part, outcome = tree.findings.units, tree.outcomes[key]
    if outcome == "new":
        return
    line = ("pimpinan", was, becomes)
    if outcome == "unchanged":
        part.counts["unchanged"] -= 1
        part.counts["changed"] += 1
        tree.outcomes[key] = "changed"
        part.changed.append(Change(tree.taken[key].name, key, "", (line,)))
        return
    at = next(i for i, change in enumerate(part.changed) if change.identity == key)
    old = part.changed[at]
    part.changed[at] = Change(old.name, key, "", (*old.fields, line))


# --- saving ----------------------------------------------------------------------------------


def save(heads: Heads, units: dict[str, int], today: datetime.date) -> None:
    """End the old offices the day before the new ones begin, and begin those."""
    people = {
        key: (pk, since)
        for key, pk, since in Employee.objects.filter(
            siasn_id__in=[head for _, head in heads.to_begin]
        ).values_list("siasn_id", "pk", "position_since")
    }
    begins = {units[key]: (people[head][0], people[head][1]) for key, head in heads.to_begin}
    ended = list(Appointment.objects.filter(pk__in=heads.to_end))
    starts = {unit: min(since or today, today) for unit, (_, since) in begins.items()}
    for office in ended:
        if office.unit_id in starts and starts[office.unit_id] <= office.starts:
            starts[office.unit_id] = today  # the date of the new one is that of an older post
        last = starts.get(office.unit_id, today) - datetime.timedelta(days=1)
        office.ends = max(office.starts, last)
    Appointment.objects.bulk_update(ended, ["ends"], batch_size=200)
    Appointment.objects.bulk_create(
        [_office(unit, employee, starts[unit]) for unit, (employee, _) in begins.items()],
        batch_size=400,
    )


def _office(unit: int, employee: int, starts: datetime.date) -> Appointment:
    kind = Appointment.Kind.DEFINITIVE
    return Appointment(
        unit_id=unit, employee_id=employee, kind=kind, starts=starts, from_siasn=True
    )
