"""A case of Ani's in any state, and the superior whom a policy may want to be heard."""

import pytest

from tests.actors import add_employee, appoint
from tests.workflows import cases


@pytest.fixture
def case_in(ani, budi, bambang, citra):
    def make(state):
        return cases.in_state(state, applicant=ani, assessor=budi, head=bambang, bkd=citra)

    return make


@pytest.fixture
def kabid(region):
    """Ani's direct superior."""
    head = add_employee(region.aplikasi, "Kartika Sari", echelon="31")
    appoint(head, region.aplikasi)
    return head
