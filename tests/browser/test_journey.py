"""The whole way, from filing to the archive, as four people with the mouse."""

import hashlib
import re

import pytest

from documents.models import Document
from tests.browser import steps
from tests.browser.conftest import PHONE
from tests.workflows import cases
from wfa.people.services import issue_first_sign_in
from wfa.requests.models import WorkRequest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_filing_to_a_decree_that_a_stranger_verifies(
    new_page, ani, budi, bambang, citra, endah, rani
):
    for person in (budi, bambang, citra, endah, rani):
        steps.with_password(person)
    mine = new_page(viewport=PHONE, has_touch=True, is_mobile=True, accept_downloads=True)
    steps.enter_first_time(mine, issue_first_sign_in(ani, by=None))
    request = cases.submitted(ani)

    page = new_page()
    steps.enter(page, budi)
    steps.assess(page, ani)

    page = new_page()
    steps.enter(page, bambang)
    steps.propose_and_sign(page)
    steps.worker()

    page = new_page()
    steps.enter(page, citra)
    steps.examine(page, bambang.unit, ani)
    steps.compose(page)

    page = new_page()
    steps.enter(page, endah)
    steps.choose(page, "Surat Keputusan|Menu")
