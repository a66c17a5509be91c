"""One step of a roster: at most 25 queries, and no more for 60 people than for 20."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.workflows import rosters as life
from workflows.services import perform_roster

PAPER = {"document_number": life.ASSIGNMENT}


def _count(step, roster, by, **data):
    with CaptureQueriesContext(connection) as queries:
        [receipt] = perform_roster(step, [roster], by=by, note="Alasan.", **data)
    assert receipt.outcome == "done", [receipt.sentence, *map(str, receipt.problems)]
    return len(queries)


def _walk(region, bambang, citra, people, month):
    """Queries of each step of a month for so many people, each away on two days."""
    days = life.a_weekday(4, month)[:2]
    roster = life.draft(
        region.diskominfo, bambang, month, {p: dict.fromkeys(days, "R") for p in people[::2]}
    )
    counts = {"submit": _count("submit", roster, bambang)}
    counts["report"] = _count("report", roster, bambang, document_number=life.LETTER)
    counts["send_back"] = _count("send_back", roster, citra)
    counts["again"] = _count("submit", roster, bambang)
    life.do("report", roster, bambang, document_number=life.LETTER)
    counts["approve"] = _count("approve", roster, citra)
    counts["reopen"] = _count("reopen", roster, citra)
    life.do("approve", roster, citra)
    counts["enact"] = _count("enact", roster, bambang, **PAPER)
    return counts


@pytest.fixture
def staff(region, bambang, pandu, citra, endah):
    return life.staff(region.aplikasi, 20)


def test_one_step_takes_at_most_25_queries_for_20_people(region, staff, bambang, citra):
    counts = _walk(region, bambang, citra, staff, life.next_month())
    assert {step: n for step, n in counts.items() if n > 25} == {}


def test_no_step_takes_more_queries_for_60_people(region, staff, bambang, citra):
    few = _walk(region, bambang, citra, staff, life.next_month())
    more = [*staff, *life.staff(region.aplikasi, 40)]
    later = (life.next_month().replace(day=28)).replace(day=1)
    later = life.working_days(life.next_month())[-1].replace(day=28)
    many = _walk(region, bambang, citra, more, _after(later))
    grown = {step for step in few if many[step] > few[step]}
    assert grown <= {"enact"}  # SQLite writes fewer rows in one statement
    assert many["enact"] - few["enact"] <= 20


def _after(date):
    import datetime

    return (date + datetime.timedelta(days=10)).replace(day=1)
