"""What is wrong with a row, and how it is told."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    REFUSED = "refused"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One verdict about a row: a stable code, and a sentence that says what to do."""

    code: str
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands; `row` is the number that Excel shows."""

    file: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding in its place. `name` is for the page only and no part of the report."""

    file: str
    sheet: str
    row: int
    nip: str
    code: str
    severity: Severity
    message: str
    name: str = ""

    def as_json(self) -> dict[str, Any]:
        told = asdict(self)
        told.pop("name")
        return {**told, "severity": self.severity.value}


def refuse(code: str, message: str) -> Finding:
    return Finding(code, Severity.REFUSED, message)


def warn(code: str, message: str) -> Finding:
    return Finding(code, Severity.WARNING, message)


def problem(place: Place, finding: Finding, *, nip: str = "", name: str = "") -> Problem:
    return Problem(
        place.file, place.sheet, place.row, nip, finding.code, finding.severity,
        finding.message, name,
    )  # fmt: skip


def refuses(findings: list[Finding]) -> bool:
    return any(finding.severity is Severity.REFUSED for finding in findings)


def what_counts(findings: list[Finding]) -> list[Finding]:
    """Of a refused row only the refusals: a warning says "taken, but …"."""
    refusals = [f for f in findings if f.severity is Severity.REFUSED]
    return refusals or findings


def shown(text: str, limit: int = 24) -> str:
    """A text of the file inside a sentence of ours."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
