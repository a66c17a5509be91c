"""A database of each kind for each contestant, under the same settings, gone afterwards."""

from __future__ import annotations

import importlib.machinery
import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

BASE = Path(__file__).resolve().parent.parent
KINDS = ("sqlite", "postgresql")
DURABLE = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "autovacuum": "on",
    "shared_buffers": "256MB",
    "max_wal_size": "8GB",
    "max_connections": "20",
}
"""As in production: what is committed is on the disk. The rest as PostgreSQL comes."""
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}


@contextmanager
def servers(kinds: list[str], scratch: Path) -> Iterator[dict[str, str]]:
    """{kind: address that `address` makes a contestant's database of}"""
    found = {"sqlite": f"sqlite:///{scratch}"}
    if "postgresql" not in kinds:
        yield found
        return
    with _cluster() as url:
        yield {**found, "postgresql": url}


def address(kind: str, server: str, name: str) -> str:
    """The address of a new, empty database of this name."""
    if kind == "sqlite":
        for old in Path(server.removeprefix("sqlite:///")).glob(f"{name}.sqlite3*"):
            old.unlink()
        return f"{server}/{name}.sqlite3"
    _ask(server, f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"')
    return f"{server.rpartition('/')[0]}/{name}"


def drop(kind: str, server: str, name: str) -> None:
    """Give the room on the disk back."""
    if kind == "sqlite":
        for file in Path(server.removeprefix("sqlite:///")).glob(f"{name}.sqlite3*"):
            file.unlink()
        return
    _ask(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def settings_of(url: str) -> dict[str, Any]:
    """`DATABASES["default"]` of a contestant who has no reader of addresses of its own."""
    if url.startswith("sqlite:///"):
        name = url.removeprefix("sqlite:///")
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": dict(SQLITE)}
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": parts.username,
        "PASSWORD": parts.password,
        "HOST": parts.hostname,
        "PORT": parts.port,
        "CONN_MAX_AGE": 60,
    }


def _cluster() -> Any:
    """The cluster of the tests (bin/postgres), but one that keeps what it has promised."""
    path = str(BASE / "bin" / "postgres")
    loader = importlib.machinery.SourceFileLoader("bin_postgres", path)
    spec = importlib.util.spec_from_loader("bin_postgres", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    module.OPTIONS.update(DURABLE)
    return module.Cluster()


def _ask(server: str, *statements: str) -> None:
    import psycopg

    with psycopg.connect(server.replace("postgres://", "postgresql://"), autocommit=True) as one:
        for statement in statements:
            one.execute(statement.encode())
