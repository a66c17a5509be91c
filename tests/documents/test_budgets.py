"""How many questions an act asks: the same for one person as for many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents import services
from documents.services import issuing
from tests.documents import cases


def counted(act):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        result = act()
    return len(captured), result


@pytest.fixture
def counts(ani, dewi, pandu, budi, bambang, citra, endah):
    """{people: queries of draft, sign, issue}"""
    found = {}
    for people in ([ani], [dewi, pandu]):
        requests = cases.approved(people, assessor=budi, head=bambang, bkd=citra)
        draft, [paper] = counted(lambda r=requests: services.draft_decree(r, by=citra))
        sign, paper = counted(lambda p=paper: services.sign(p, by=endah))
        rendered = issuing.render(paper)
        issue, _ = counted(lambda p=paper, r=rendered: issuing.finish(p, r))
        found[len(people)] = (draft, sign, issue)
    return found


def test_a_paper_of_two_asks_as_much_as_a_paper_of_one(counts):
    assert counts[2] == pytest.approx(counts[1], abs=3), counts


def test_a_paper_stays_within_its_budget(counts):
    draft, sign, issue = counts[2]
    assert (draft <= 40, sign <= 40, issue <= 85) == (True, True, True), counts
