import datetime

import pytest

from documents.models import Document
from documents.retention import RULES, add_years, retention


def test_every_kind_of_paper_has_a_rule():
    assert set(Document.Kind.values) <= set(RULES)


def test_years_follow_one_another():
    kept = retention("proposal_letter", datetime.date(2026, 8, 4))
    assert (kept.active_until, kept.inactive_until) == (
        datetime.date(2028, 8, 4),
        datetime.date(2031, 8, 4),
    )
    assert kept.rule.fate == "musnah"


@pytest.mark.parametrize(
    ("day", "then"),
    [((2028, 2, 29), (2030, 2, 28)), ((2026, 2, 28), (2028, 2, 28))],
)
def test_a_leap_day_becomes_the_day_before(day, then):
    assert add_years(datetime.date(*day), 2) == datetime.date(*then)
