"""Fast ways into a table: prepared rows past the ORM, on both databases.

Rows hold what the driver of the database gives and takes (SQLite: text; PostgreSQL: objects).
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

Row = list[Any]


@cache
def is_postgres() -> bool:
    return connection.vendor == "postgresql"


def columns_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Every column of the table, in order: a new field of the model is taken along by itself."""
    return [f for f in model._meta.concrete_fields if not getattr(f, "generated", False)]


def raw_uuid(value: uuid.UUID) -> Any:
    return value if is_postgres() else value.hex


def raw_time(value: datetime.datetime) -> Any:
    """`value` is aware, in UTC; SQLite keeps it as naive text."""
    return value if is_postgres() else value.replace(tzinfo=None).isoformat(sep=" ")


def raw_date(value: datetime.date) -> Any:
    return value if is_postgres() else value.isoformat()


def read_time(value: Any) -> datetime.datetime:
    found = datetime.datetime.fromisoformat(value) if isinstance(value, str) else value
    assert isinstance(found, datetime.datetime)
    return found.replace(tzinfo=datetime.UTC) if found.tzinfo is None else found


def read_date(value: Any) -> datetime.date:
    found = datetime.date.fromisoformat(value) if isinstance(value, str) else value
    assert isinstance(found, datetime.date)
    return found


def read_rows(model: type[models.Model], keys: Sequence[Any]) -> list[Row]:
    """The rows as the driver gives them, by key."""
    if not keys:
        return []
    names = ", ".join(quoted(f.column) for f in columns_of(model))
    pk = model._meta.pk
    wanted = [pk.get_db_prep_value(key, connection) for key in keys]
    marks = ", ".join(["%s"] * len(wanted))
    table = quoted(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {names} FROM {table} WHERE {quoted(pk.column)} IN ({marks})"
            f" ORDER BY {quoted(pk.column)}",
            wanted,
        )
        return [list(row) for row in cursor.fetchall()]


def insert(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Write prepared rows: COPY, or many at once in one statement."""
    if not rows:
        return
    fields = columns_of(model)
    names = ", ".join(quoted(f.column) for f in fields)
    table = quoted(model._meta.db_table)
    connection.ensure_connection()
    driver: Any = connection.connection
    if is_postgres():
        with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join(["?"] * len(fields))
    driver.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


def next_key(model: type[models.Model]) -> int:
    """The first free number of a table that counts its rows."""
    return (model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1


def reset_counters(found: Sequence[type[models.Model]]) -> None:
    """Let PostgreSQL's own numbering go on after the numbers that were given here."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(found)):
            cursor.execute(statement)


# --- a database that takes rows in a hurry -------------------------------------------------------

_IN_A_HURRY = {
    "sqlite": [
        "PRAGMA foreign_keys=OFF",
        "PRAGMA synchronous=OFF",
        "PRAGMA cache_size=-600000",
        "PRAGMA wal_autocheckpoint=20000",
    ],
    "postgresql": [
        "SET session_replication_role = replica",
        "SET synchronous_commit = off",
        "SET statement_timeout = 0",
        "SET maintenance_work_mem = '512MB'",
    ],
}
_AS_ALWAYS = {
    "sqlite": [
        "PRAGMA foreign_keys=ON",
        "PRAGMA synchronous=FULL",
        "PRAGMA cache_size=-2000",
        "PRAGMA wal_autocheckpoint=1000",
        "PRAGMA wal_checkpoint(TRUNCATE)",
    ],
    "postgresql": [
        "RESET session_replication_role",
        "RESET synchronous_commit",
        "RESET statement_timeout",
        "RESET maintenance_work_mem",
    ],
}


@contextmanager
def hurry(tables: Sequence[type[models.Model]] = ()) -> Iterator[None]:
    """Load without waiting for the disk; the plain indexes of `tables` are built once, afterwards."""
    _run(_IN_A_HURRY[connection.vendor])
    try:
        indexes = [index for table in tables for index in _plain_indexes(table)]
        _run([f"DROP INDEX {quoted(name)}" for name, _ in indexes])
        try:
            yield
        finally:
            _run([sql for _, sql in indexes])
    finally:
        _run(_AS_ALWAYS[connection.vendor])


def settle() -> None:
    """What autovacuum would have done by tomorrow; the embedded database has nothing like it."""
    if is_postgres():
        _run(
            ["SET statement_timeout = 0", "VACUUM ANALYZE", "CHECKPOINT", "RESET statement_timeout"]
        )


def _plain_indexes(model: type[models.Model]) -> list[tuple[str, str]]:
    """(name, statement that makes it) of the indexes that guard nothing."""
    query = (
        "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i"
        " JOIN pg_class c ON c.oid = i.indexrelid"
        " WHERE i.indrelid = %s::regclass AND NOT i.indisunique"
        if is_postgres()
        else "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s"
        " AND sql LIKE 'CREATE INDEX%%'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [model._meta.db_table])
        return [(str(name), str(sql)) for name, sql in cursor.fetchall()]


def _run(statements: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def quoted(name: str | None) -> str:
    return str(connection.ops.quote_name(name or ""))
