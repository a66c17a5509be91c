import datetime
import threading
import uuid
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from wfa.audit import triggers
from wfa.audit.models import AuditEvent, AuditHead
from wfa.audit.rules import digest
from wfa.audit.selectors import history
from wfa.audit.services import Entry, record, record_many, verify

ANI = SimpleNamespace(identity="199506172022032004", full_name="Ani Lestari, S.Kom.")


@pytest.fixture
def chain(db):
    """Five events, and no triggers: somebody with the keys of the database."""
    for number in range(1, 6):
        record("opened", by=ANI, target=("request", number), number=number)
    triggers.drop_all(connection)
    yield
    triggers.create_all(connection)


def test_events_are_chained_and_hold_values(db):
    first = record("signed_in", by=ANI, capacity="Plh. Kepala Dinas", target=("unit", 7), ip="x")
    second = record("swept", by=None)
    assert (first.sequence, first.previous_hash) == (1, "")
    assert (second.sequence, second.previous_hash) == (2, first.hash)
    assert (first.actor_nip, first.actor_name) == (ANI.identity, ANI.full_name)
    assert (second.actor_nip, second.actor_name) == ("", "")
    assert AuditHead.objects.get().hash == second.hash
    assert list(history("unit", 7)) == [first]


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_a_mistake():
    with pytest.raises(TransactionManagementError):
        record("signed_in", by=ANI)
    assert AuditEvent.objects.count() == 0


def test_an_empty_chain_verifies(db):
    assert verify().ok


def test_any_value_reads_back_to_the_same_hash(db):
    record(
        "odd",
        by=ANI,
        nothing=None,
        yes=True,
        big=2**70,
        half=0.1,
        large=1e22,
        money=Decimal("1.50"),
        id=uuid.UUID(int=5),
        day=datetime.date(2026, 6, 5),
        text='Ünïcödé "q" \\ \x00 \ud800 \U0001f600',
        nested={"b": [1, (2, 3)], "a": {"z": {1}}},
    )
    event = AuditEvent.objects.get()
    assert digest(event) == event.hash
    assert verify() == verify().__class__(True, 1)


def test_two_hundred_events_cost_at_most_six_queries(db, django_assert_max_num_queries):
    record("first", by=None)
    entries = [Entry("decided", ANI, target=("request", number)) for number in range(200)]
    with django_assert_max_num_queries(6):
        record_many(entries)
    assert (verify().ok, verify().checked) == (True, 201)
    assert AuditEvent.objects.get(sequence=102).target_id == "100"


def test_recording_nothing_touches_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        record_many([])


def test_an_act_that_is_rolled_back_leaves_no_event(db):
    record("kept", by=None)
    with transaction.atomic():
        record("lost", by=None)
        transaction.set_rollback(True)
    assert (verify().ok, verify().checked) == (True, 1)


def test_an_edited_event_is_named(chain):
    AuditEvent.objects.filter(sequence=3).update(data={"number": 33})
    verdict = verify()
    assert (verdict.ok, verdict.checked, verdict.first_bad) == (False, 2, 3)
    assert verdict.reason == "Isi kejadian nomor 3 sudah diubah setelah dicatat."


@pytest.mark.parametrize(
    "change",
    [
        {"action": "closed"},
        {"actor_nip": "1"},
        {"actor_name": "Dodi"},
        {"capacity": "Kepala"},
        {"target_kind": "unit"},
        {"target_id": "9"},
        {"at": datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)},
    ],
)
def test_every_field_is_covered_by_the_hash(chain, change):
    AuditEvent.objects.filter(sequence=2).update(**change)
    assert (verify().ok, verify().first_bad) == (False, 2)


def test_an_edited_event_with_a_new_hash_breaks_the_link(chain):
    event = AuditEvent.objects.get(sequence=3)
    event.actor_name = "Dodi"
    AuditEvent.objects.filter(sequence=3).update(actor_name="Dodi", hash=digest(event))
    verdict = verify()
    assert (verdict.ok, verdict.first_bad) == (False, 4)
    assert verdict.reason == "Kejadian nomor 4 tidak menyambung ke nomor 3."


def test_a_deleted_event_is_named(chain):
    AuditEvent.objects.filter(sequence=2).delete()
    verdict = verify()
    assert (verdict.ok, verdict.first_bad) == (False, 2)
    assert verdict.reason == "Kejadian nomor 2 hilang dari jejak audit."


def test_a_deleted_event_with_the_rest_moved_up_is_found(chain):
    AuditEvent.objects.filter(sequence=2).delete()
    for number in (3, 4, 5):
        AuditEvent.objects.filter(sequence=number).update(sequence=number - 1)
    assert (verify().ok, verify().first_bad) == (False, 2)


def _forged(sequence, previous_hash):
    event = AuditEvent(
        sequence=sequence,
        at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
        action="forged",
        previous_hash=previous_hash,
    )
    event.hash = digest(event)
    event.save(force_insert=True)
    return event


def test_an_inserted_event_is_found(chain):
    for number in (5, 4, 3):
        AuditEvent.objects.filter(sequence=number).update(sequence=number + 1)
    _forged(3, AuditEvent.objects.get(sequence=2).hash)
    AuditHead.objects.update(count=6)
    assert (verify().ok, verify().first_bad) == (False, 4)


def test_an_event_before_the_first_is_found(chain):
    _forged(0, "")
    assert (verify().ok, verify().first_bad) == (False, 0)


def test_an_event_appended_past_the_head_is_found(chain):
    _forged(6, AuditEvent.objects.get(sequence=5).hash)
    verdict = verify()
    assert (verdict.ok, verdict.first_bad) == (False, 6)
    assert verdict.reason == "Kejadian nomor 6 tidak tercatat pada ujung jejak audit."


def test_exchanged_events_are_found(chain):
    for old, new in ((2, 99), (4, 2), (99, 4)):
        AuditEvent.objects.filter(sequence=old).update(sequence=new)
    assert (verify().ok, verify().first_bad) == (False, 2)


def test_a_cut_tail_is_found(chain):
    AuditEvent.objects.filter(sequence__gt=3).delete()
    verdict = verify()
    assert (verdict.ok, verdict.checked, verdict.first_bad) == (False, 3, 4)
    assert "terpotong" in verdict.reason


def test_a_cut_tail_with_a_smaller_count_is_found(chain):
    AuditEvent.objects.filter(sequence__gt=3).delete()
    AuditHead.objects.update(count=3)
    assert (verify().ok, verify().first_bad) == (False, 3)


def test_a_lost_head_is_found(chain):
    AuditHead.objects.all().delete()
    assert (verify().ok, verify().first_bad) == (False, 1)


def test_an_emptied_log_is_found(chain):
    AuditEvent.objects.all().delete()
    assert (verify().ok, verify().first_bad) == (False, 1)


def test_the_chain_is_walked_over_the_edge_of_a_chunk(db, monkeypatch):
    monkeypatch.setattr("wfa.audit.services.CHUNK", 3)
    record_many([Entry("one", ANI)] * 7)
    assert (verify().ok, verify().checked) == (True, 7)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_writers_at_once_on_an_empty_log_make_one_chain():
    barrier = threading.Barrier(8)

    def write():
        barrier.wait()
        try:
            for _ in range(5):
                with transaction.atomic():
                    record("raced", by=ANI)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (verify().ok, verify().checked) == (True, 40)


@pytest.mark.django_db
def test_every_kind_of_object_has_an_indonesian_word():
    """The inspector reads words, not codes: each kind that the code records is named."""
    import re
    from pathlib import Path

    from wfa.audit import labels

    sources = [p for room in ("wfa", "workflows", "documents") for p in Path(room).rglob("*.py")]
    text = "\n".join(p.read_text() for p in sources)
    kinds = set(re.findall(r'target=\("([a-z_]+)"', text))
    assert len(kinds) > 5
    assert {kind for kind in kinds if labels.target(kind) == kind} == set()
