"""Very many rows at once: PostgreSQL takes in a stream of text, SQLite statements of 500 rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from wfa.schedules.models import RosterLine

BATCH = 500
_BLOCK = 1 << 16
"""Characters sent at a time."""
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def as_text(value: object) -> str:
    """One value as COPY reads it; None isn't among them."""
    if isinstance(value, bool):
        return "t" if value else "f"
    return str(value).translate(_ESCAPES)


def copy_in(table: str, columns: Sequence[str], rows: Iterable[str]) -> None:
    """Rows as text, values of `as_text` with tabs between them; PostgreSQL only."""
    sql = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(sql) as copy:
        block, size = [], 0
        for row in rows:
            block.append(row)
            size += len(row) + 1
            if size > _BLOCK:
                copy.write("\n".join(block) + "\n")
                block, size = [], 0
        if block:
            copy.write("\n".join(block) + "\n")


_LINE = ("roster_id", "employee_id", "unit_id", "is_structural", "cells", "base", "held")


def create_lines(lines: Sequence[RosterLine]) -> None:
    """Keep new lines; beyond 500 of them they come back without their keys on PostgreSQL."""
    if len(lines) < BATCH or connection.vendor != "postgresql":
        RosterLine.objects.bulk_create(lines, batch_size=BATCH)
        return
    copy_in(
        "schedules_rosterline",
        _LINE,
        ("\t".join([as_text(getattr(line, name)) for name in _LINE]) for line in lines),
    )
