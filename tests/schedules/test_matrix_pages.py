"""The month of an office as a page: what it shows, and to whom."""

import json

import pytest

from tests.actors import sign_in, text_of
from tests.schedules.months import month_of, next_month, staff, working_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def roster(region, pandu, ani, dewi):
    return month_of(region, pandu)


def url(roster, tail=""):
    return f"/jadwal/{roster.pk}/{tail}"


def test_the_page_shows_everybody_with_every_day(roster, client, pandu):
    page = text_of(sign_in(client, pandu).get(url(roster)))
    assert page.count("<tr id=") == 3
    assert "Ani Lestari" in page
    assert page.count("<td>·</td>") == 3 * len(working_days(next_month()))
