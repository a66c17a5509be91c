"""The day of duty on the first page: the card of a day away, what is due, what waits to be verified."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.urls import reverse

from wfa.attendance.models import Verdict
from wfa.attendance.selectors import verifying
from wfa.attendance.selectors.mine import Now, now_for
from wfa.home.own import OwnDay
from wfa.home.tasks import Task
from wfa.people.authority import Role
from wfa.people.models import Employee
from wfa.people.permissions import Authority


def card(user: Employee, days: Sequence[OwnDay], today: datetime.date) -> Now | None:
    """The card of a day away; None on a day in the office. At most 2 queries, without one none.

    Only read: the worker keeps what is expected in step, and so does the page of check-ins.
    """
    if not any(day.date == today and day.is_away and not day.request_state for day in days):
        return None
    return now_for(user)


def papers(now: Now | None) -> list[Task]:
    """Plan and report that haven't come in."""
    if now is None:
        return []
    return [
        Task(paper.title, paper.says, reverse(paper.url_name, args=[paper.expectation.pk]), "Isi")
        for paper in now.papers
        if paper.tone != "ok"
    ]


def to_verify(held: Authority, user: Employee, today: datetime.date) -> list[Task]:
    """Days before today that nobody below has verified yet; 1 query for those who verify.

    The head of the region isn't told of every OPD's: each OPD has its own head.
    """
    if not held.may_somewhere("verify_day") or Role.REGION_HEAD in held.roles():
        return []
    below = verifying.desk(held, user.pk, everybody=True)
    waiting = below.filter(verdict=Verdict.WAITING, date__lt=today).count()
    if not waiting:
        return []
    return [
        Task(
            f"{waiting} hari kerja fleksibel di bawah Anda menunggu verifikasi",
            "Yang lengkap dan tanpa tanda dapat dinyatakan sah sekaligus.",
            f"{reverse('verifikasi-hari')}?semua=1",
            "Buka Verifikasi",
        )
    ]
