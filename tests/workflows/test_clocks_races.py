"""Two workers at once, with real threads on PostgreSQL: everybody is told once."""

import os

import pytest

from tests.actors import add_employee
from tests.workflows import cases
from tests.workflows.clockwork import DAYS
from tests.workflows.test_races import at_once
from wfa.notifications.models import Message
from workflows.models import Reminder
from workflows.services.clocks import remind_due, send_digests
from workflows.services.nudging import nudge

ROUNDS = int(os.environ.get("RACE_ROUNDS", "3"))

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("round_", range(ROUNDS)),
]


def test_two_sweeps_at_once_remind_once(round_, clock, region, budi, bambang):
    for n in range(5):
        cases.submitted(add_employee(region.aplikasi, f"Pegawai {n}"), DAYS)
    clock("2026-11-05 08:00")
    results = at_once(*[remind_due] * 4)
    assert sorted(results) == [0, 0, 0, 2]
    assert Message.objects.filter(topic="reminder").count() == 2
    assert list(Reminder.objects.values_list("level", flat=True)) == [100] * 5


def test_two_workers_at_once_send_one_digest(round_, clock, ani, budi, bambang):
    cases.submitted(ani, DAYS)
    clock("2026-11-03 08:00")
    remind_due()
    results = at_once(*[send_digests] * 4)
    assert sorted(results) == [0, 0, 0, 1]
    [digest] = Message.objects.filter(digest_on__isnull=False)
    assert digest.parts.count() == 1


def test_a_double_click_reminds_once(round_, clock, ani, budi, bambang):
    case = cases.submitted(ani, DAYS)
    clock("2026-11-03 10:00")
    results = at_once(*[lambda: nudge(case, by=ani)] * 3)
    told = [r for r in results if isinstance(r, str)]
    assert len(told) == 1
    assert {getattr(r, "code", "") for r in results if not isinstance(r, str)} == {"not_now"}
    assert Reminder.objects.filter(level=0).count() == 1


def test_deciding_while_the_sweep_runs_hinders_neither(round_, clock, ani, budi, bambang):
    case = cases.submitted(ani, DAYS)
    clock("2026-11-03 08:00")
    told, moved = at_once(remind_due, lambda: cases.do("recommend", case, budi))
    assert told == 1
    assert moved.state == "recommended"
