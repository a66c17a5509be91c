"""What the generator is told about the months before."""

import datetime

import pytest

from tests.exchange.cases import day, place
from wfa.schedules.patterns import Tally
from wfa.schedules.selectors.earlier import earlier_than

pytestmark = pytest.mark.django_db
FIRST = day("2026-12-01")


def test_half_a_year_counts_and_what_is_older_does_not(ani, dewi):
    place(ani, day("2026-05-29"), day("2026-06-05"), day("2026-11-30"))
    found = earlier_than(FIRST, [ani.pk, dewi.pk])
    assert found.tally == {ani.pk: Tally(days=2, fridays=1)}


def test_only_the_last_four_weeks_tell_in_which_group_somebody_was(ani):
    place(ani, day("2026-11-02"), FIRST - datetime.timedelta(days=28), day("2026-11-30"))
    assert sorted(earlier_than(FIRST, [ani.pk]).near[ani.pk]) == [
        day("2026-11-03"),
        day("2026-11-30"),
    ]
