"""The day of duty on the first page: the card of a day away, what is due, what waits to be verified."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone

from wfa.attendance.selectors import verifying
from wfa.attendance.selectors.mine import Now, now_for
from wfa.home.own import OwnDay
from wfa.home.tasks import Task
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


def to_verify(held: Authority, user: Employee) -> list[Task]:
    """Days whose verdict waits for this person; 6 queries for those who verify at all."""
    if not held.may_somewhere("verify_day"):
        return []
    waiting = verifying.counts(verifying.desk(held, user.pk), timezone.now())[verifying.WAITING]
    if not waiting:
        return []
    return [
        Task(
            f"{waiting} hari kerja fleksibel menunggu verifikasi",
            "Yang lengkap dan tanpa tanda dapat dinyatakan sah sekaligus.",
            reverse("verifikasi-hari"),
            "Buka Verifikasi",
        )
    ]
