import pytest

from tests.workflows.clockwork import Clock


@pytest.fixture
def clock(monkeypatch):
    """`clock("2026-12-07 07:30")`: from now on it is then, in WIB."""
    return Clock(monkeypatch)


@pytest.fixture(autouse=True)
def _morning(clock):
    clock("2026-12-07 07:00")
