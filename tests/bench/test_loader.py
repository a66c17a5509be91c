"""The bulk loader prints cases that the product itself would vouch for; nothing is timed here."""

from collections import Counter

import pytest
from django.core.management import call_command
from django.db import connection

from bench.clock import Act, FailedError, measure
from bench.luwes import deciding
from bench.luwes.contestant import Luwes
from bench.luwes.loader import World
from wfa.audit.models import AuditEvent, AuditHead
from wfa.audit.services import verify
from wfa.requests.models import WorkRequest

CLOSED, WAITING = 20, 6


@pytest.fixture
def luwes(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    found = Luwes()
    found.world = World(pending=WAITING, others=1)
    found.world.close(CLOSED)
    found.wait(WAITING)
    return found


def test_loaded_cases_keep_every_promise_and_can_be_decided(luwes, capsys):
    states = Counter(WorkRequest.objects.values_list("state", flat=True))
    assert states["submitted"] >= WAITING
    assert states["proposed"] >= WAITING
    assert sum(states[s] for s in ("ended", "refused", "withdrawn")) >= CLOSED
    assert verify().ok
    assert AuditHead.objects.get(pk=1).count == AuditEvent.objects.count()
    assert broken_references() == []
    for part in ("file", "approve"):
        for act in luwes.acts(part):
            assert measure(act, repeats=1)["queries"] > 0
    call_command("check_invariants")
    assert "SALAH" not in capsys.readouterr().out


def broken_references():
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        return cursor.execute("PRAGMA foreign_key_check").fetchall()


def test_an_act_that_does_not_do_its_work_is_no_finding(db):
    idle = Act("idle", lambda _: None, check=lambda _: "nothing was done")
    with pytest.raises(FailedError, match="nothing was done"):
        measure(idle, repeats=1)


def test_states_are_read_anew_from_the_database(db):
    assert deciding.all_in("approved")([]) != ""
