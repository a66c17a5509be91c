"""The days of many years in one table, and in one partition per month; in a scratch schema.

Both tables hold the same rows: those of the generated year, shifted by whole weeks, year after
year. Neither has foreign keys, so that only the layout differs. Dropped afterwards.
"""

from __future__ import annotations

import datetime
import math
import re
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, transaction
from django.db.utils import IntegrityError

from bench.days.measuring import load, timed
from bench.days.year import YEAR

Finding = dict[str, Any]
WEEKS = 52
REPEATS = 15
LAYOUTS = ("plain", "monthly")
_COLUMNS = (
    "employee_id, unit_id, date, slot, place, is_structural, source_kind, source_id, basis_text,"
    " written_at, withdrawn_at, withdrawn_why"
)


def partitions(rows: int) -> Iterator[Finding]:
    found = Scratch(rows)
    yield {"part": "partitions", "what": "fill", "rows": found.rows, **found.filled}
    for layout in LAYOUTS:
        about = {"part": "partitions", "layout": layout, "rows": found.rows}
        for what, act in _ACTS.items():
            yield {**about, "what": what, "load": load(), **act(found, layout)}


def run(sql: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return cursor.fetchall() if cursor.description else []


def number(sql: str, *params: Any) -> int:
    return int(run(sql, *params)[0][0] or 0)


class Scratch:
    """The two tables, filled; indexes are built afterwards, as a restore does."""

    def __init__(self, rows: int) -> None:
        self.year = number("SELECT count(*) FROM schedules_workday")
        self.copies = max(math.ceil(rows / self.year), 2)
        self.first = datetime.date(YEAR, 1, 1) - datetime.timedelta(weeks=WEEKS * (self.copies - 1))
        self.last = datetime.date(YEAR, 12, 31)
        newest = run("SELECT max(date) FROM schedules_workday")[0][0]
        self.month: tuple[datetime.date, datetime.date] = (newest.replace(day=1), newest)
        half = "SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY date) FROM schedules_workday"
        self.day: datetime.date = run(f"{half} WHERE date >= %s", self.month[0])[0][0]
        self.filled: Finding = {}
        run("DROP SCHEMA IF EXISTS scratch CASCADE")
        run("CREATE SCHEMA scratch")
        self._create()
        for layout in LAYOUTS:
            with timed(self.filled.setdefault(layout, {})):
                self._fill(layout)
        self.rows = number("SELECT count(*) FROM scratch.plain")

    def _create(self) -> None:
        like = "(LIKE public.schedules_workday INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"
        run(f"CREATE TABLE scratch.plain {like}")
        run(f"CREATE TABLE scratch.monthly {like} PARTITION BY RANGE (date)")
        month = self.first.replace(day=1)
        while month <= after(self.last):  # one more, for the month that is written
            run(partition_of(month))
            month = after(month)

    def _fill(self, layout: str) -> None:
        shift = f"s.date - {7 * WEEKS} * k"
        columns = _COLUMNS.replace(" date,", f" {shift},")
        key = f"s.id + {10 * self.year}::bigint * k"
        run(
            f"INSERT INTO scratch.{layout} (id, {_COLUMNS}) SELECT {key}, {columns}"
            f" FROM generate_series(0, {self.copies - 1}) AS k, public.schedules_workday AS s"
        )
        for sql in indexes(layout):
            run(sql)
        run(f"VACUUM ANALYZE scratch.{layout}")


def indexes(layout: str) -> Iterator[str]:
    """Those of the real table; a unique one of partitions must hold the date."""
    for (sql,) in run("SELECT indexdef FROM pg_indexes WHERE tablename = 'schedules_workday'"):
        sql = re.sub(r"INDEX \S+ ON \S+", f"INDEX ON scratch.{layout}", sql)
        yield sql.replace("btree (id)", "btree (id, date)" if layout == "monthly" else "btree (id)")


def after(day: datetime.date) -> datetime.date:
    return (day.replace(day=1) + datetime.timedelta(days=31)).replace(day=1)


def name_of(month: datetime.date) -> str:
    return f"scratch.m{month:%Y%m}"


def partition_of(month: datetime.date) -> str:
    span = f"FROM ('{month}') TO ('{after(month)}')"
    return f"CREATE TABLE {name_of(month)} PARTITION OF scratch.monthly FOR VALUES {span}"


# --- reading -----------------------------------------------------------------------------------


def _read(sql: str, *params: Any) -> Callable[[Scratch, str], Finding]:
    """The median of some repeats, and the pages of 8 KiB that the plan touches."""

    def act(found: Scratch, layout: str) -> Finding:
        told = sql.replace("{days}", f"scratch.{layout}")
        values = [value(found) if callable(value) else value for value in params]
        plan = run(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {told}", *values)[0][0][0]
        times = []
        for _ in range(REPEATS):
            began = time.perf_counter()
            rows = len(run(told, *values))
            times.append(1000 * (time.perf_counter() - began))
        pages = plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"]
        planning = round(plan["Planning Time"], 2)
        return {
            "ms": round(statistics.median(times), 2),
            "pages": pages,
            "planning_ms": planning,
            "n": rows,
        }

    return act


def _first(found: Scratch) -> datetime.date:
    return found.month[0]


def _last(found: Scratch) -> datetime.date:
    return found.month[1]


def _day(found: Scratch) -> datetime.date:
    return found.day


def _people(_found: Scratch) -> list[int]:
    """200 people of one OPD."""
    rows = run(
        "SELECT e.id FROM people_employee e JOIN people_unit u ON u.id = e.unit_id"
        " WHERE u.opd_id = (SELECT opd_id FROM people_unit WHERE kind = 'sekolah' LIMIT 1)"
        " ORDER BY e.id LIMIT 200"
    )
    return [pk for (pk,) in rows]


def _roster(found: Scratch) -> str:
    sql = "SELECT source_id FROM schedules_workday WHERE date = %s ORDER BY id DESC LIMIT 1"
    return str(run(sql, found.day)[0][0])


_MATRIX = (
    "SELECT employee_id, date, slot, place, source_kind, source_id, basis_text FROM {days}"
    " WHERE employee_id = ANY(%s) AND date BETWEEN %s AND %s AND withdrawn_at IS NULL ORDER BY slot"
)
_WHERE = (
    "SELECT d.employee_id, d.place, u.path FROM {days} d"
    " JOIN people_employee e ON e.id = d.employee_id JOIN people_unit u ON u.id = e.unit_id"
    " WHERE u.path LIKE (SELECT t.path || '%%' FROM people_unit t WHERE t.kind = 'opd'"
    " ORDER BY t.id LIMIT 1) AND d.date = %s AND d.withdrawn_at IS NULL"
    " AND d.place IN ('home', 'other_office', 'other_place', 'leave', 'duty_travel', 'training')"
)
_ONE = (
    "SELECT date, place FROM {days} WHERE employee_id = (SELECT max(id) - 40 FROM people_employee)"
    " AND withdrawn_at IS NULL"
)
_SOURCE = (
    "SELECT id, date FROM {days} WHERE source_kind = 'rota' AND source_id = %s"
    " AND withdrawn_at IS NULL"
)
_SINCE = "SELECT id FROM {days} WHERE written_at > %s"


# --- writing and keeping -----------------------------------------------------------------------


def _write(found: Scratch, layout: str) -> Finding:
    """The days of one more month, committed."""
    first, spent = after(found.last), Finding()
    columns = _COLUMNS.replace(" date,", f" date + {(first - found.month[0]).days},")
    with timed(spent):
        run(
            f"INSERT INTO scratch.{layout} (id, {_COLUMNS}) SELECT -id, {columns}"
            " FROM public.schedules_workday WHERE date BETWEEN %s AND %s",
            *found.month,
        )
    written = number(f"SELECT count(*) FROM scratch.{layout} WHERE date >= %s", first)
    return {**spent, "written": written}


def _index(_found: Scratch, layout: str) -> Finding:
    """One more index, by person and day over all rows: the unique ones hold only a part of them."""
    spent = Finding()
    with timed(spent):
        run(f"CREATE INDEX extra_{layout} ON scratch.{layout} (employee_id, date)")
    run(f"ANALYZE scratch.{layout}")
    size = "pg_relation_size(%s::regclass)"
    if layout == "monthly":
        size = "(SELECT sum(pg_relation_size(relid)) FROM pg_partition_tree(%s::regclass))"
    return {**spent, "mib": number(f"SELECT {size}", f"scratch.extra_{layout}") >> 20}


def _twice(found: Scratch, layout: str) -> Finding:
    """Whether the database refuses a second place for a person and day."""
    sql = (
        f"INSERT INTO scratch.{layout} (id, {_COLUMNS}) SELECT 0, {_COLUMNS}"
        f" FROM scratch.{layout} WHERE date = %s LIMIT 1"
    )
    try:
        with transaction.atomic():
            run(sql, found.day)
    except IntegrityError:
        return {"refused": True}
    return {"refused": False}


def _sizes(found: Scratch, layout: str) -> Finding:
    tables = (
        "SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'scratch'::regnamespace"
    )
    chosen = f"{tables} AND (relname = 'plain') = %s"
    mib = "coalesce(sum({}(oid)), 0) / 1048576 FROM ({}) AS t"
    plain = layout == "plain"
    heap = number("SELECT " + mib.format("pg_relation_size", chosen), plain)
    index = number("SELECT " + mib.format("pg_indexes_size", chosen), plain)
    month = "scratch.plain" if plain else name_of(found.day)
    of_month = number("SELECT pg_indexes_size(%s::regclass) / 1048576", month)
    return {"heap_mib": heap, "index_mib": index, "index_month_mib": of_month}


def _vacuum(found: Scratch, layout: str) -> Finding:
    """After a tenth of one month's days was taken back, as swaps and recalls do."""
    table = "scratch.plain" if layout == "plain" else name_of(found.day)
    spent = Finding()
    run(
        f"UPDATE scratch.{layout} SET withdrawn_at = now(), withdrawn_why = 'x'"
        " WHERE date BETWEEN %s AND %s AND employee_id %% 10 = 0",
        *found.month,
    )
    with timed(spent):
        run(f"VACUUM (ANALYZE) {table}")
    return spent


def _old_year(found: Scratch, layout: str) -> Finding:
    """The oldest year goes: deleted and vacuumed, or detached and dropped."""
    end, spent = found.first.replace(day=1) + datetime.timedelta(weeks=WEEKS), Finding()
    months = [found.first.replace(day=1)]
    while (later := after(months[-1])) < end.replace(day=1):
        months.append(later)
    before = _sizes(found, layout)
    with timed(spent):
        if layout == "plain":
            run("DELETE FROM scratch.plain WHERE date < %s", after(months[-1]))
            run("VACUUM scratch.plain")
        else:
            for month in months:
                run(f"ALTER TABLE scratch.monthly DETACH PARTITION {name_of(month)}")
                run(f"DROP TABLE {name_of(month)}")
    now = _sizes(found, layout)
    freed = sum(before[key] - now[key] for key in ("heap_mib", "index_mib"))
    return {**spent, "freed_mib": freed}


_ACTS: dict[str, Callable[[Scratch, str], Finding]] = {
    "sizes": _sizes,
    "matrix": _read(_MATRIX, _people, _first, _last),
    "where": _read(_WHERE, _day),
    "person": _read(_ONE),
    "source": _read(_SOURCE, _roster),
    "since": _read(_SINCE, datetime.datetime(YEAR + 50, 1, 1, tzinfo=datetime.UTC)),
    "index": _index,
    "matrix_indexed": _read(_MATRIX, _people, _first, _last),
    "person_indexed": _read(_ONE),
    "twice": _twice,
    "write": _write,
    "vacuum": _vacuum,
    "old_year": _old_year,
}
