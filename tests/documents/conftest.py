import pytest

from documents import services
from tests.documents import cases
from tests.workflows.clockwork import Clock


@pytest.fixture
def clock(monkeypatch):
    """`clock("2026-12-07 07:30")`: from now on it is then, in WIB."""
    return Clock(monkeypatch)


@pytest.fixture
def approved(ani, dewi, budi, bambang, citra):
    """Two approved requests of Diskominfo that wait for a decree."""
    return cases.approved([ani, dewi], assessor=budi, head=bambang, bkd=citra)


@pytest.fixture
def draft(approved, citra):
    [paper] = services.draft_decree(approved, by=citra)
    return paper


@pytest.fixture
def numbered(draft, endah):
    return services.sign(draft, by=endah)


@pytest.fixture
def issued(numbered):
    return cases.issue(numbered)
