"""The database: which one, how it is set, whether its tables are of this version."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from wfa.audit.selectors import Filters, latest
from wfa.calendars import wording
from wfa.setup.rules import Finding, Level
from wfa.setup.server.configuration import found

OLDEST_POSTGRES = 150_000
APART = datetime.timedelta(seconds=30)


def findings() -> Iterator[Finding]:
    yield from _postgres() if connection.vendor == "postgresql" else _sqlite()
    yield (migrations := _migrations())
    if migrations.is_ok:
        yield _clock()


def unapplied() -> int:
    """How many migrations of this version the database hasn't had yet."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _migrations() -> Finding:
    count = unapplied()
    if not count:
        return found("migrations", Level.OK, "Susunan basis data sesuai versi ini.")
    return found(
        "migrations",
        Level.WRONG,
        f"{wording.number(count)} migrasi belum dijalankan.",
        "Buat cadangan, lalu jalankan manage.py migrate.",
    )


def _ask(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return str(cursor.fetchone()[0])


# --- SQLite ----------------------------------------------------------------------------------


def _sqlite() -> Iterator[Finding]:
    options = connection.settings_dict.get("OPTIONS", {})
    wrong = [
        word
        for word, right in (
            ("WAL", _ask("PRAGMA journal_mode") == "wal"),
            ("foreign_keys", _ask("PRAGMA foreign_keys") == "1"),
            ("synchronous=FULL", _ask("PRAGMA synchronous") in {"2", "3"}),
            ("IMMEDIATE", options.get("transaction_mode") == "IMMEDIATE"),
        )
        if not right
    ]
    if wrong:
        yield found(
            "database",
            Level.WRONG,
            f"SQLite berjalan tanpa {wording.join(wrong)}.",
            "Kembalikan setelan basis data bawaan; data dapat rusak saat listrik padam.",
        )
    else:
        yield found("database", Level.OK, "SQLite dengan WAL; untuk produksi pakai PostgreSQL.")


# --- PostgreSQL ------------------------------------------------------------------------------

_SAFE = ("fsync", "full_page_writes")
_LIMITS = ("lock_timeout", "statement_timeout")


def _postgres() -> Iterator[Finding]:
    version = int(_ask("SHOW server_version_num"))
    if version < OLDEST_POSTGRES:
        yield found(
            "database",
            Level.WRONG,
            f"PostgreSQL {version // 10_000} terlalu lama.",
            "Naikkan ke PostgreSQL 15 atau lebih baru.",
        )
    elif _ask("SHOW server_encoding") != "UTF8":
        yield found(
            "database",
            Level.WRONG,
            "Basis data tidak memakai UTF8, jadi sebagian nama tidak dapat disimpan.",
            "Buat basis data baru dengan --encoding UTF8, lalu pindahkan isinya.",
        )
    else:
        yield found("database", Level.OK, f"PostgreSQL {version // 10_000}, UTF8.")
    yield _durable()
    yield _limits()


def _durable() -> Finding:
    off = [name for name in _SAFE if _ask(f"SHOW {name}") == "off"]
    if not off:
        return found("durability", Level.OK, "Setiap simpanan ditulis sampai ke cakram.")
    return found(
        "durability",
        Level.WRONG,
        f"PostgreSQL berjalan dengan {wording.join(off)} mati; data hilang saat listrik padam.",
        "Hidupkan di postgresql.conf, lalu mulai ulang PostgreSQL.",
    )


def _limits() -> Finding:
    missing = [name for name in _LIMITS if _ask(f"SHOW {name}") == "0"]
    if not missing:
        return found("timeouts", Level.OK, "Batas waktu kunci dan perintah terpasang.")
    return found(
        "timeouts",
        Level.NEEDED,
        f"Batas {wording.join(missing)} tidak terpasang.",
        "Jangan menimpa options pada DATABASE_URL.",
    )


# --- the clock -------------------------------------------------------------------------------


def _clock() -> Finding:
    """The server's time is the fact of every deadline, so it must go forward, and be one."""
    now = timezone.now()
    events = latest(Filters()).events
    if events and events[0].at > now + APART:
        return found(
            "clock",
            Level.WRONG,
            f"Jam server mundur: jejak audit sudah sampai {wording.moment(events[0].at)}.",
            "Betulkan jam dengan NTP sebelum ada yang memutus.",
        )
    if abs(_database_time() - now) > APART:
        return found(
            "clock",
            Level.WRONG,
            "Jam basis data dan jam server ini berbeda lebih dari setengah menit.",
            "Pasang NTP pada kedua mesin.",
        )
    return found("clock", Level.OK, f"Jam server {wording.moment(now)}.")


def _database_time() -> datetime.datetime:
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        told: datetime.datetime = cursor.fetchone()[0]
    return told
