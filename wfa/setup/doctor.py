"""The examination: all that is missing or wrong, for the command, the page and the task list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import DatabaseError

from wfa.setup import selectors, server
from wfa.setup.facts import Facts
from wfa.setup.rules import Finding, Group, Level, region, times, waiting
from wfa.setup.server.database import unapplied


def examine(*, with_email: bool = False) -> list[Finding]:
    """The server first; a database that isn't of this version is asked nothing else."""
    found = list(server.findings(with_email=with_email))
    return [*found, *(installation() if _is_readable() else _unasked())]


def installation(facts: Facts | None = None) -> list[Finding]:
    """What the tables say about region, rules and backlog; as many queries however many people."""
    look = facts or selectors.facts()
    return [
        *region.findings(look),
        *times.findings(look),
        *waiting.findings(selectors.backlog()),
    ]


def by_group(findings: Iterable[Finding]) -> Iterator[tuple[Group, list[Finding]]]:
    found = list(findings)
    for group in Group:
        if mine := [finding for finding in found if finding.group is group]:
            yield group, mine


def _is_readable() -> bool:
    try:
        return unapplied() == 0
    except DatabaseError:
        return False


def _unasked() -> Iterator[Finding]:
    for group in (Group.REGION, Group.RULES, Group.BACKLOG):
        yield Finding(
            group,
            "not_examined",
            Level.WRONG,
            "Bagian ini belum diperiksa.",
            "Betulkan basis datanya dahulu, lalu ulangi.",
        )
