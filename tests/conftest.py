"""What every test gets. Append-only tables can't be emptied, so a flush steps past the triggers."""

import pytest
from django.db import connection
from django.test import TransactionTestCase

from tests.actors import *  # noqa: F403
from wfa.audit import triggers


@pytest.fixture(scope="session", autouse=True)
def _flush_past_triggers():
    """`transactional_db` empties all tables after a test: the triggers go and come back."""
    flush = TransactionTestCase._fixture_teardown

    def flush_without_triggers(self):
        triggers.drop_all(connection)
        try:
            flush(self)
        finally:
            triggers.create_all(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_without_triggers)
        yield


def pytest_collection_modifyitems(items):
    """Tests marked `postgres` need its row locks and real threads."""
    if connection.vendor == "postgresql":
        return
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL"))
