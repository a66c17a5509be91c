"""What several tests of the procedure stand on."""

import pytest

from tests.workflows.clockwork import Clock


@pytest.fixture
def clock(monkeypatch):
    """`clock("2026-11-05 08:00")` sets the server's clock; it begins on a Monday morning."""
    clock = Clock(monkeypatch)
    clock("2026-11-02 09:00")
    return clock
