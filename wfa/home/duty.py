"""The day of duty on the first page: the card of a day away, what is due, what waits for a look."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from wfa.attendance.models import Verdict
from wfa.attendance.selectors import accounts, verifying
from wfa.attendance.selectors.mine import Now, now_for
from wfa.attendance.selectors.verifiers import VERIFY
from wfa.attendance.services.accounts import SEND
from wfa.home.desk import CountOf, Desk
from wfa.home.own import OwnDay
from wfa.home.scope import near
from wfa.home.tasks import Task
from wfa.people.authority import Role
from wfa.people.models import Employee, Unit
from wfa.people.permissions import Authority
from wfa.performance.selectors import team


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


def of_the_team(held: Authority, user: Employee, today: datetime.date) -> list[Task]:
    """Days before today that nobody below has verified yet, and reports that nobody has rated.

    1 query for those who verify. The head of the region isn't told of every OPD's: each OPD has
    its own head.
    """
    if not held.may_somewhere(VERIFY) or Role.REGION_HEAD in held.roles():
        return []
    days = verifying.desk(held, user.pk, everybody=True)
    reports = team.reports_for(held, user, team.Asked(everybody=True))
    counted = Employee.objects.filter(pk=user.pk).values_list(
        CountOf(days.filter(verdict=Verdict.WAITING, date__lt=today).order_by().values("pk")),
        CountOf(reports.order_by().values("pk")),
    )
    to_verify, to_rate = counted.get()
    return [*_to_verify(to_verify), *_to_rate(to_rate)]


def _to_verify(count: int) -> list[Task]:
    if not count:
        return []
    return [
        Task(
            f"{count} hari kerja fleksibel di bawah Anda menunggu verifikasi",
            "Yang lengkap dan tanpa tanda dapat dinyatakan sah sekaligus.",
            f"{reverse('verifikasi-hari')}?semua=1",
            "Buka Verifikasi",
        )
    ]


def _to_rate(count: int) -> list[Task]:
    if not count:
        return []
    return [
        Task(
            f"{count} laporan harian di bawah Anda menunggu penilaian",
            "Baca hasil dan buktinya. Yang sudah sesuai dapat dinilai Baik sekaligus.",
            f"{reverse('kinerja-tim')}?tampilan=semua",
            "Buka Penilaian",
        )
    ]


def _unsent(held: Authority) -> QuerySet[Any]:
    mine = Unit.objects.filter(
        near(held, SEND, "opd__path") | (Q(opd__isnull=True) & near(held, SEND, "path"))
    )
    return accounts.unsent(mine, timezone.localdate())


ACCOUNTS = Desk(
    SEND,
    SEND,
    "rekap hari belum dikirim ke BKD",
    "Periksa hari yang sudah selesai, lalu kirim. Batasnya tertulis pada setiap rekap.",
    ("rekap-hari",),
    "Buka Rekap Hari",
    _unsent,
    each=("opd", "date"),
)
"""What an OPD owes the BKD of the days that are over."""
