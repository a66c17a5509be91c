"""What a reading found, for the machine's report and for the page; no database here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from wfa.people.importers.sentences import REFUSED, Verdict

OUTCOMES = ("new", "changed", "unchanged", "missing", "refused")


@dataclass(frozen=True)
class Problem:
    """One sentence about one row; `name` is for the page only."""

    file: str
    sheet: str
    row: int
    nip: str
    verdict: Verdict
    name: str = ""
    row_is_refused: bool = False

    def report(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "nip": self.nip,
            "code": self.verdict.code,
            "severity": self.verdict.severity,
            "message": self.verdict.message,
        }


@dataclass(frozen=True)
class Change:
    """One person or unit as the page shows it; fields are (label, was, becomes) in words."""

    name: str
    identity: str
    place: str = ""
    fields: tuple[tuple[str, str, str], ...] = ()

    def report(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "identity": self.identity,
            "place": self.place,
            "fields": [list(row) for row in self.fields],
        }


@dataclass
class SheetCount:
    """What one sheet of the people's file held: rows read, and what became of them."""

    name: str
    read: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def report(self) -> dict[str, Any]:
        return {"name": self.name, "read": self.read, **counted(self.counts)}


@dataclass
class Part:
    """Outcomes of one of the two files, with who is new, changed or missing."""

    counts: Counter[str] = field(default_factory=Counter)
    new: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    missing: list[Change] = field(default_factory=list)

    def lists(self) -> dict[str, list[dict[str, Any]]]:
        return {
            "new": [change.report() for change in self.new],
            "changed": [change.report() for change in self.changed],
            "missing": [change.report() for change in self.missing],
        }


@dataclass
class Findings:
    """The counts, lists and problems that a plan tells."""

    units: Part = field(default_factory=Part)
    people: Part = field(default_factory=Part)
    sheets: list[SheetCount] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def report(self) -> dict[str, Any]:
        """The machine's report: counts are persons and units, problems are rows."""
        return {
            "units": counted(self.units.counts),
            "people": counted(self.people.counts),
            "problems": [problem.report() for problem in self.problems],
        }

    def page(self) -> dict[str, Any]:
        """The report, and what the page lists beside it."""
        problems = [
            {**p.report(), "name": p.name, "row_is_refused": p.row_is_refused}
            for p in self.problems
        ]
        return {
            **self.report(),
            "problems": problems,
            "sheets": [sheet.report() for sheet in self.sheets],
            "lists": {"units": self.units.lists(), "people": self.people.lists()},
        }


def refused(verdicts: Iterable[Verdict]) -> bool:
    return any(verdict.severity == REFUSED for verdict in verdicts)


def counted(counts: Counter[str]) -> dict[str, int]:
    return {name: counts[name] for name in OUTCOMES}
