import datetime

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from documents.models import Document
from wfa.audit import triggers
from wfa.audit.models import AuditEvent
from wfa.audit.services import record
from wfa.decisions.models import Decision
from wfa.people.models import Employee, Unit

NOW = datetime.datetime(2026, 6, 5, 2, tzinfo=datetime.UTC)


def expected():
    """Every protected table has its triggers."""
    events = ["update", "delete"] + (["truncate"] if connection.vendor == "postgresql" else [])
    tables = [*triggers.APPEND_ONLY, *(rule.table for rule in triggers.FROZEN)]
    return {f"luwes_{table}_{event}" for table in tables for event in events}


def refused(act):
    with pytest.raises(IntegrityError, match=triggers.REFUSAL), transaction.atomic():
        act()


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def event(db):
    return record("opened", by=None)


@pytest.fixture
def decision(db):
    return Decision.objects.create(
        at=NOW, step="approve", subject_nip="1", actor_nip="2", subject_kind="request"
    )


@pytest.fixture
def document(db):
    unit = Unit.objects.create(name="BKPSDM", kind="opd", path="1/")
    drafter = Employee.objects.create_user("citra", name="Citra", kind="service")
    return Document.objects.create(
        kind="decree", unit=unit, title="WFH", drafted_by=drafter, drafted_at=NOW
    )


@pytest.fixture
def issued(document):
    Document.objects.filter(pk=document.pk).update(
        state="issued",
        number="800/1",
        sequence=1,
        snapshot={"a": 1},
        snapshot_sha256="s",
        token="t",
        issued_at=NOW,
        file_sha256="f",
        file_name="a.pdf",
        dated=datetime.date(2026, 6, 5),
        signer_name="Endah",
        signer_capacity="Kepala",
    )
    return document


def test_the_triggers_stand_after_migrate(db):
    assert triggers.standing(connection) == expected()


@pytest.mark.django_db(transaction=True)
def test_the_triggers_stand_again_after_a_flush():
    with transaction.atomic():
        record("opened", by=None)
    triggers.drop_all(connection)
    assert triggers.standing(connection) == set()
    call_command("flush", interactive=False, verbosity=0)
    assert AuditEvent.objects.count() == 0
    assert triggers.standing(connection) == expected()


@pytest.mark.django_db(transaction=True)
def test_a_flush_is_refused_while_they_stand():
    with transaction.atomic():
        record("opened", by=None)
    with pytest.raises(Exception, match="flush"):
        call_command("flush", interactive=False, verbosity=0)
    assert AuditEvent.objects.count() == 1


def test_putting_them_up_twice_is_the_same(db):
    triggers.create_all(connection)
    triggers.create_all(connection)
    assert triggers.standing(connection) == expected()


@pytest.mark.django_db(transaction=True)
def test_the_migration_takes_them_away_and_back():
    operation = triggers.append_only("audit_auditevent")
    mine = {name for name in expected() if "auditevent" in name}
    with connection.schema_editor() as editor:
        operation.reverse_code(None, editor)
    assert triggers.standing(connection) == expected() - mine
    with connection.schema_editor() as editor:
        operation.code(None, editor)
    assert triggers.standing(connection) == expected()


def test_an_audit_event_refuses_change_by_the_orm(event):
    refused(lambda: AuditEvent.objects.update(action="x"))
    refused(lambda: AuditEvent.objects.all().delete())
    refused(event.save)
    refused(event.delete)
    assert AuditEvent.objects.get().action == "opened"


def test_an_audit_event_refuses_change_by_sql(event):
    refused(lambda: sql("UPDATE audit_auditevent SET action = 'x'"))
    refused(lambda: sql("DELETE FROM audit_auditevent"))


def test_a_decision_refuses_change_by_the_orm(decision):
    refused(lambda: Decision.objects.update(note="x"))
    refused(lambda: Decision.objects.all().delete())
    refused(decision.save)
    refused(decision.delete)


def test_a_decision_refuses_change_by_sql(decision):
    refused(lambda: sql("UPDATE decisions_decision SET note = 'x'"))
    refused(lambda: sql("DELETE FROM decisions_decision"))


@pytest.mark.postgres
@pytest.mark.parametrize("table", [*triggers.APPEND_ONLY, "documents_document"])
def test_truncate_is_refused(db, table):
    refused(lambda: sql(f"TRUNCATE {table} CASCADE"))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("number", "800/2"),
        ("sequence", 2),
        ("snapshot", {"a": 2}),
        ("snapshot_sha256", "x"),
        ("file_sha256", "x"),
        ("file_name", "b.pdf"),
        ("token", "x"),
        ("dated", datetime.date(2026, 6, 6)),
        ("dated", None),
        ("signer_name", "Dodi"),
        ("signer_capacity", "Bupati"),
        ("state", "numbered"),
    ],
)
def test_an_issued_document_keeps_what_was_signed(issued, column, value):
    refused(lambda: Document.objects.filter(pk=issued.pk).update(**{column: value}))


def test_an_issued_document_may_change_elsewhere(issued):
    issued.refresh_from_db()
    issued.due_at, issued.last_error = NOW, "x"
    issued.save()
    assert Document.objects.get().last_error == "x"


def test_a_draft_may_change(document):
    document.title, document.signer_name = "Lain", "Endah"
    document.save()
    assert Document.objects.get().signer_name == "Endah"


def test_no_document_is_deleted_not_even_a_draft(document):
    refused(document.delete)
    refused(lambda: sql("DELETE FROM documents_document"))
