"""Tables that refuse to forget: triggers against UPDATE, DELETE and TRUNCATE.

The list is data by table name, since this is the lowest room. Both databases answer a refused
statement with an integrity error. SQLite drops the triggers of a table that a migration rebuilds,
so `create_all` is idempotent and runs after every `migrate`.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.apps.registry import Apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython


@dataclass(frozen=True)
class Frozen:
    """Rows are never deleted; `columns` no longer change once `when` (column, value) holds.

    Without `when` they never change.
    """

    table: str
    columns: tuple[str, ...]
    when: tuple[str, str] | None = None


APPEND_ONLY = (
    "audit_auditevent",
    "decisions_decision",
    "attendance_windowextension",
    "attendance_explanation",
    "attendance_photoviewing",
    "attendance_dayaccount",
    "attendance_noticeread",
    "attendance_purge",
    "performance_planversion",
    "performance_reportversion",
    "performance_review",
)
FROZEN = (
    Frozen(
        "documents_document",
        (
            # The state too: who could take a paper back to draft could change the rest.
            *("state", "number", "sequence", "snapshot", "snapshot_sha256", "file_sha256"),
            *("file_name", "token", "dated", "signer_name", "signer_capacity"),
        ),
        ("state", "issued"),
    ),
    Frozen(
        "attendance_checkin",
        # Pictures and coordinates go when their time is over; when and how somebody came stays.
        # `arrival` isn't among them: an outage found afterwards makes a late one timely (G8).
        (
            *("expected_id", "employee_id", "key", "at", "claimed_at", "source"),
            *("challenge", "queued", "hints"),
        ),
    ),
    Frozen(
        "attendance_responsecall",
        # The number goes when its time is over; who called whom and when stays.
        ("expectation_id", "channel", "started_at", "started_by_id", "caller_name", "due_at"),
    ),
    Frozen("attendance_reprimand", ("employee_id", "ground", "evidence", "about", "proposed_at")),
    Frozen("performance_dailyplan", ("expectation_id", "submitted_at")),
    Frozen("performance_dailyreport", ("expectation_id", "submitted_at")),
    Frozen("performance_reportevidence", ("expectation_id", "file_id", "link", "added_at")),
)

REFUSAL = "Catatan ini tidak boleh diubah atau dihapus"

_FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION luwes_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION '{REFUSAL}: %', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $body$;
CREATE OR REPLACE FUNCTION luwes_refuse_frozen() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    old_row jsonb := to_jsonb(OLD);
    new_row jsonb := to_jsonb(NEW);
BEGIN
    FOR i IN 0 .. TG_NARGS - 1 LOOP
        IF old_row -> TG_ARGV[i] IS DISTINCT FROM new_row -> TG_ARGV[i] THEN
            RAISE EXCEPTION '{REFUSAL}: %', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    RETURN NEW;
END $body$;
"""


def append_only(table: str) -> RunPython:
    """A migration operation after which `table` takes new rows only."""

    def forwards(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        _execute(editor.connection, _append_only_sql(editor.connection.vendor, table))

    def backwards(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        _execute(editor.connection, _drop_sql(editor.connection.vendor, table))

    return RunPython(forwards, backwards)


def frozen_after(
    table: str, columns: tuple[str, ...], when: tuple[str, str] | None = None
) -> RunPython:
    """A migration operation after which rows stay, and `columns` too once `when` holds."""

    def forwards(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        rule = Frozen(table, columns, when)
        _execute(editor.connection, _frozen_sql(editor.connection.vendor, rule))

    def backwards(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        _execute(editor.connection, _drop_sql(editor.connection.vendor, table))

    return RunPython(forwards, backwards)


def create_all(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place whose table exists; those that stand are replaced."""
    tables = set(connection.introspection.table_names())
    for table in APPEND_ONLY:
        if table in tables:
            _execute(connection, _append_only_sql(connection.vendor, table))
    for rule in FROZEN:
        if rule.table in tables:
            _execute(connection, _frozen_sql(connection.vendor, rule))


def drop_all(connection: BaseDatabaseWrapper) -> None:
    """Take every trigger away: for tests that empty tables, and for planned repairs."""
    tables = set(connection.introspection.table_names())
    for table in (*APPEND_ONLY, *(rule.table for rule in FROZEN)):
        if table in tables:
            _execute(connection, _drop_sql(connection.vendor, table))


def standing(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of the triggers of ours that stand."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'luwes\\_%%'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'luwes\\_%%'"
        " ESCAPE '\\'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [])
        return {name for (name,) in cursor.fetchall()}


def _execute(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _name(table: str, event: str) -> str:
    return f"luwes_{table}_{event}"


def _drop_sql(vendor: str, table: str) -> list[str]:
    on = f" ON {table}" if vendor == "postgresql" else ""
    events = ("update", "delete", "truncate")
    return [f"DROP TRIGGER IF EXISTS {_name(table, event)}{on}" for event in events]


def _append_only_sql(vendor: str, table: str) -> list[str]:
    if vendor == "postgresql":
        return [
            _FUNCTIONS,
            *(_pg_refuse(table, event) for event in ("UPDATE", "DELETE")),
            _pg_truncate(table),
        ]
    refusals = (_sqlite_refuse(table, event) for event in ("UPDATE", "DELETE"))
    return [*_drop_sql(vendor, table), *refusals]


def _frozen_sql(vendor: str, rule: Frozen) -> list[str]:
    if vendor == "postgresql":
        return [
            _FUNCTIONS,
            _pg_frozen(rule),
            _pg_refuse(rule.table, "DELETE"),
            _pg_truncate(rule.table),
        ]
    drops = _drop_sql(vendor, rule.table)
    return [*drops, _sqlite_frozen(rule), _sqlite_refuse(rule.table, "DELETE")]


def _pg_refuse(table: str, event: str) -> str:
    name = _name(table, event.lower())
    return (
        f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION luwes_refuse()"
    )


def _pg_truncate(table: str) -> str:
    return (
        f"CREATE OR REPLACE TRIGGER {_name(table, 'truncate')} BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION luwes_refuse()"
    )


def _pg_frozen(rule: Frozen) -> str:
    columns = ", ".join(f"'{name}'" for name in rule.columns)
    return (
        f"CREATE OR REPLACE TRIGGER {_name(rule.table, 'update')} BEFORE UPDATE ON {rule.table}"
        f" FOR EACH ROW WHEN ({_held(rule)})"
        f" EXECUTE FUNCTION luwes_refuse_frozen({columns})"
    )


def _sqlite_refuse(table: str, event: str, when: str = "") -> str:
    return (
        f"CREATE TRIGGER {_name(table, event.lower())} BEFORE {event} ON {table} {when}"
        f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}: {table}'); END"
    )


def _sqlite_frozen(rule: Frozen) -> str:
    changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in rule.columns)
    return _sqlite_refuse(rule.table, "UPDATE", f"WHEN {_held(rule)} AND ({changed})")


def _held(rule: Frozen) -> str:
    """The condition under which the columns are frozen, as SQL."""
    return f"OLD.{rule.when[0]} = '{rule.when[1]}'" if rule.when else "1 = 1"
