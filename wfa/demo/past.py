"""What happened weeks ago: a decree that has run out, and cases that have waited too long."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils import timezone

from documents import services as papers
from wfa.calendars.selectors import load
from wfa.demo import cases
from wfa.demo.accounts import Cast
from wfa.demo.cases import Office, step
from wfa.demo.clock import working_days_ago
from wfa.people.models import Employee
from wfa.requests.models import WorkRequest
from workflows.services import close_examination, end_due


def tell(diskominfo: Office, others: Sequence[Office], people: Cast) -> None:
    """From the oldest to the newest, as it would have been written down."""
    _ended(diskominfo, people)
    _half_run(diskominfo, people)
    _late_at_the_bkd(others[3])
    _late_at_the_opd(diskominfo)
    end_due()


def _asked(person: Employee, ahead: Sequence[int]) -> WorkRequest:
    """A submitted request for the working days this far ahead of the day it is filed on."""
    today = timezone.localdate()
    calendar = load(today, today + datetime.timedelta(days=120))
    days = [calendar.add_working_days(today, n) for n in ahead]
    request = cases.draft(person)
    return cases.submit(cases.redate(request, days))


def _decided(office: Office, asked: list[WorkRequest], people: Cast) -> None:
    """Assessed, proposed, approved and decreed within five working days, as the law asks."""
    requests = cases.recommend(asked, office.assessor)
    proposal = cases.received(office, requests)
    approved = step("approve", requests, people.verifier)
    close_examination(proposal, by=people.verifier)
    cases.sign(papers.draft_decree(approved, by=people.verifier), people.bkd_head)


def _ended(office: Office, people: Cast) -> None:
    with working_days_ago(24):
        asked = [_asked(office.next()[0], [7, 12]) for _ in range(3)]
    with working_days_ago(22, hour=10):
        _decided(office, asked, people)


def _half_run(office: Office, people: Cast) -> None:
    """In force, one day behind and one ahead; the employee of the demo is among them."""
    with working_days_ago(12):
        asked = [_asked(person, [9, 14]) for person in (people.applicant, office.pool[0])]
    with working_days_ago(10, hour=11):
        _decided(office, asked, people)


def _late_at_the_bkd(office: Office) -> None:
    """Received in time, and not looked at since."""
    with working_days_ago(8):
        asked = [_asked(person, [16, 21]) for person in office.pool[8:11]]
    with working_days_ago(7, hour=13):
        cases.received(office, cases.recommend(asked, office.assessor))


def _late_at_the_opd(office: Office) -> None:
    """Three that nobody has assessed: one is late, one is due soon, one halfway."""
    for ago, person in ((6, office.pool[9]), (2, office.pool[10]), (1, office.pool[11])):
        with working_days_ago(ago, hour=8):
            _asked(person, [14, 19])
