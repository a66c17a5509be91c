"""What several tests of the procedure stand on."""

import pytest

from tests.workflows import cases, giving_back, promises
from tests.workflows.clockwork import DAYS, Clock
from wfa.notifications.models import Message


@pytest.fixture
def clock(monkeypatch):
    """`clock("2026-11-05 08:00")` sets the server's clock; it begins on a Monday morning."""
    clock = Clock(monkeypatch)
    clock("2026-11-02 09:00")
    return clock


@pytest.fixture
def case(clock, bupati, ani, budi, bambang, citra, endah):
    """Submitted on Monday: the OPD has it until Wednesday."""
    case = cases.submitted(ani, DAYS)
    Message.objects.all().delete()
    return case


@pytest.fixture
def promises_hold(db):
    """After each scenario every promise of the house is true."""
    yield
    promises.all_hold()


@pytest.fixture
def office(ani, budi, bambang, citra):
    return {"applicant": ani, "assessor": budi, "head": bambang, "bkd": citra}


@pytest.fixture
def running(office):
    """In force on two days, three weeks ahead; as after its decree, without the paper itself."""
    return cases.in_force(giving_back.approved(office), office["bkd"])[0]


@pytest.fixture
def decreed(office, endah):
    """The same by a decree that was signed and issued."""
    return giving_back.decreed_by(office, endah)
