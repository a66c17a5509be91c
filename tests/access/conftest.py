import pytest
from django.db import transaction

from tests.access import world as region_of_the_matrix


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker):
    """Built once; each test works in a savepoint of its own, and all of it is undone at the end."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around._from_testcase = True
        with around:
            yield region_of_the_matrix.build()
            transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _quiet(caplog):
    """A 404 is what most of these knocks are for; an error still shows."""
    caplog.set_level("ERROR", logger="django.request")
