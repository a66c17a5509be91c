"""Read both files against the database, tell what saving would do, and save it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from wfa.audit.services import record
from wfa.people.importers import heads, people, units
from wfa.people.importers.findings import Findings
from wfa.people.importers.heads import Heads
from wfa.people.importers.people import Known, Reading
from wfa.people.importers.units import Tree
from wfa.people.models import Employee
from wfa.people.services import ensure_grants
from wfa.refusals import Refused


@dataclass(frozen=True)
class Plan:
    """What one reading found. Nothing is saved before `apply`."""

    tree: Tree
    reading: Reading
    heads: Heads
    findings: Findings = field(default_factory=Findings)

    def report(self) -> dict[str, Any]:
        return self.findings.report()

    def require_people(self) -> None:
        """`Refused` when the people's file held no row that could be read as a person."""
        if not self.reading.has_read():
            raise Refused(
                f"Tidak ada pegawai yang terbaca di {self.reading.path.name}, jadi tidak ada yang "
                "disimpan. Periksa judul kolomnya, atau apakah kedua berkas tertukar.",
                code="nothing_read",
            )

    def page(self) -> dict[str, Any]:
        return self.findings.page()


def read(units_path: Path | None, people_path: Path) -> Plan:
    """Read without saving; `Refused` when a file can't be read at all."""
    findings = Findings()
    today = timezone.localdate()
    tree = units.read(units_path, findings)
    reading = Reading(people_path, Known.load(), tree.names(), findings, today)
    reading.run()
    plan = Plan(tree, reading, heads.read(tree, reading), findings)
    findings.problems.sort(key=lambda p: 0 if units_path and p.file == units_path.name else 1)
    return plan


def apply(plan: Plan, *, by: Employee) -> None:
    """Save all of the plan, or nothing of it."""
    plan.require_people()
    try:
        with transaction.atomic():
            _save(plan, plan.reading.today)
            ensure_grants()
            record("people_imported", by=by, **_counts(plan))
    except (IntegrityError, KeyError) as error:
        raise Refused(
            "Data berubah sejak berkas dibaca, jadi tidak ada yang disimpan. Baca ulang berkasnya.",
            code="changed_meanwhile",
        ) from error


def _save(plan: Plan, today: datetime.date) -> None:
    keys = units.save(plan.tree)
    people.save(plan.reading, keys)
    heads.save(plan.heads, keys, today)


def _counts(plan: Plan) -> dict[str, Any]:
    told = plan.report()
    parts = ((part, told[part]) for part in ("units", "people"))
    return {f"{part}_{name}": number for part, counts in parts for name, number in counts.items()}
