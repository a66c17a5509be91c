"""What several tests of policies stand on."""

import pytest

from tests.workflows.clockwork import Clock


@pytest.fixture
def clock(monkeypatch):
    """`clock("2026-11-05 08:00")` sets the server's clock; it begins before the trial."""
    clock = Clock(monkeypatch)
    clock("2026-10-12 09:00")
    return clock
