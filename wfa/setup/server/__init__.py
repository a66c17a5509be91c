"""Whether this server can carry the installation; nothing secret is ever told."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import DatabaseError

from wfa.setup.rules import Finding, Group, Level
from wfa.setup.server import configuration, database, machine, printing

CHECKS: list[Callable[[], Iterator[Finding]]] = [
    configuration.findings,
    database.findings,
    machine.findings,
    printing.findings,
]


def findings(*, with_email: bool = False) -> Iterator[Finding]:
    """All findings about the server; a check that fails itself is a finding, not a crash."""
    for check in CHECKS:
        try:
            yield from check()
        except DatabaseError as error:
            yield _failed(check, error)
    yield from machine.email(reach=with_email)


def _failed(check: Callable[[], Iterator[Finding]], error: Exception) -> Finding:
    part = check.__module__.rpartition(".")[2]
    return Finding(
        Group.SERVER,
        part,
        Level.WRONG,
        f"Bagian ini tidak dapat diperiksa ({type(error).__name__}).",
        "Periksa DATABASE_URL dan jalankan manage.py migrate, lalu ulangi pemeriksaan.",
    )
