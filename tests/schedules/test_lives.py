"""Random lives of an office: whatever people try, no quota breaks, no office is left empty, and
nobody is in two places."""

import os

import pytest

from tests.schedules.living import Office
from workflows import invariants

LIVES = int(os.environ.get("LIVES", "6"))
STEPS = 60


@pytest.mark.parametrize("seed", range(LIVES))
def test_whatever_happens_every_promise_about_days_holds(seed, region, bambang, budi, citra):
    office = Office(region, seed)
    try:
        office.live(STEPS)
        for promise in (invariants.g4, invariants.g5, invariants.g6, invariants.g16):
            holds, _, wrong = promise()
            assert holds, wrong
    except AssertionError as error:
        raise AssertionError(f"{error}\n{office.tried}") from error
