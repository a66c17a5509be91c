"""What the first page shows to whom: the one next thing to do, what waits, one's own requests.

However many cases wait, the page asks the same few questions: all desks are counted in one query.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from documents.models import Document, DocumentItem
from documents.selectors import DECREES, ready_for_decree
from wfa.calendars import wording
from wfa.calendars.rules import Calendar
from wfa.calendars.selectors import load
from wfa.people.models import Employee, Region
from wfa.people.permissions import Authority, under
from wfa.policies.selectors import rules_for
from wfa.requests import selectors as requests
from wfa.requests import wording as cases
from wfa.requests.models import LIVE_DAY, RequestDay, State, WorkRequest
from wfa.requests.rules import PERMEN, monday
from workflows import selectors as workflows
from workflows.models import ProposalItem

RECENT = 5
EDITABLE = (State.RETURNED, State.DRAFT)
RUNNING = (State.IN_FORCE, State.ENDED)


@dataclass(frozen=True)
class Task:
    """Something that waits for this person: a title, a sentence, where to do it."""

    title: str
    meta: str
    url: str
    button: str


@dataclass(frozen=True)
class Own:
    """One of the person's own requests, as a row."""

    request: WorkRequest
    title: str
    line: str
    url: str


@dataclass(frozen=True)
class Allowance:
    """The flexible days of this person against the limit of the week."""

    month: datetime.date
    week_used: int
    week_limit: int
    in_force: int
    in_progress: int
    law: str
    is_open: bool
    closed_by: str

    @property
    def month_says(self) -> str:
        parts = [(self.in_force, "hari berlaku"), (self.in_progress, "hari dalam proses")]
        told = [f"{count} {what}" for count, what in parts if count]
        return wording.join(told) if told else "Belum ada"


def contents(request: HttpRequest) -> dict[str, Any]:
    """Everything the page needs; the first of the tasks becomes the card "Sekarang"."""
    user, authority = request.user, request.authority  # type: ignore[attr-defined]
    assert isinstance(user, Employee)  # noqa: S101  (the page needs a sign-in)
    is_asn = user.kind == Employee.Kind.ASN
    mine = _mine(user) if is_asn else []
    own = _rows(mine)
    counts = _counts(user, authority)
    request.counted = {_PLACES[right]: n for right, n in counts.items() if right in _PLACES}  # type: ignore[attr-defined]
    tasks = [
        *_own_tasks(own),
        *[desk.task(counts[desk.right]) for desk in DESKS if counts.get(desk.right)],
    ]
    return {
        "next_task": tasks[0] if tasks else None,
        "tasks": tasks[1:],
        "own": own,
        "allowance": _allowance(user) if is_asn else None,
        "is_asn": is_asn,
    }


# --- one's own -------------------------------------------------------------------------------


def _mine(user: Employee) -> list[WorkRequest]:
    """What the person must do something about first, then the newest."""
    letter = ProposalItem.objects.filter(request=OuterRef("pk"), is_open=True)
    decree = DocumentItem.objects.filter(
        request=OuterRef("pk"), is_live=True, document__state=Document.State.ISSUED
    )
    urgency = Case(*[When(state=s, then=Value(n)) for n, s in enumerate(EDITABLE)], default=9)
    found = requests.mine(user).order_by(urgency, "-created_at")
    return list(
        found.annotate(
            received_at=Subquery(letter.values("proposal__received_at")[:1]),
            decree=Subquery(decree.order_by("-pk").values("document__number")[:1]),
            bkd=Subquery(Region.objects.values("bkd__short_name")[:1]),
        )[:RECENT]
    )


def _rows(mine: Sequence[WorkRequest]) -> list[Own]:
    if not mine:
        return []
    today = timezone.localdate()
    starts = [timezone.localdate(r.complete_at or r.since) for r in mine]
    calendar = load(min(today, *starts), today)
    return [_own(request, calendar) for request in mine]


def _own(request: Any, calendar: Calendar) -> Own:
    """`request` comes from `_mine`, with its annotations."""
    line = cases.where(
        request, calendar=calendar, bkd=request.bkd or "BKD", received_at=request.received_at
    ).line
    if request.state == State.IN_FORCE and request.decree:
        line = f"SK {request.decree}. {line}"
    return Own(request, cases.title(request), line, reverse("pengajuan", args=[request.pk]))


def _own_tasks(own: Sequence[Own]) -> list[Task]:
    """One's own returned requests and unfinished drafts."""
    return [_own_task(row) for row in own if row.request.state in EDITABLE][:3]


def _own_task(row: Own) -> Task:
    if row.request.state == State.RETURNED:
        return Task(
            f"Perbaiki pengajuan {row.title}",
            "Dikembalikan kepada Anda. Baca catatannya, perbaiki, lalu ajukan lagi.",
            row.url,
            "Baca catatan dan perbaiki",
        )
    return Task(
        "Lanjutkan draf pengajuan",
        f"{row.title}. Belum ada yang menerima draf ini.",
        reverse("pengajuan-isi", args=[row.request.pk, 1]),
        "Lanjutkan draf",
    )


def _month_end(date: datetime.date) -> datetime.date:
    after = (date.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
    return after - datetime.timedelta(days=1)


def _days(user: Employee, today: datetime.date) -> list[RequestDay]:
    """The live days of this week and this month; one query."""
    first = min(monday(today), today.replace(day=1))
    last = max(monday(today) + datetime.timedelta(days=6), _month_end(today))
    found = RequestDay.objects.filter(employee=user, date__range=(first, last), state__in=LIVE_DAY)
    return list(found.annotate(request_state=F("request__state")))


def _allowance(user: Employee) -> Allowance | None:
    """Days of this week against the limit (PermenPAN-RB 4/2025 Ps 13 ayat 1), and of this month."""
    if user.unit is None:
        return None
    today = timezone.localdate()
    rules = rules_for(user.unit, today)
    live = _days(user, today)
    month = [d for d in live if (d.date.year, d.date.month) == (today.year, today.month)]
    in_force = [d for d in month if d.request_state in RUNNING]  # type: ignore[attr-defined]
    limit = rules.values["max_days_per_week"]
    source = "" if rules.is_default("max_days_per_week") else rules.describe("max_days_per_week")
    return Allowance(
        month=today,
        week_used=sum(monday(d.date) == monday(today) for d in live),
        week_limit=limit,
        in_force=len(in_force),
        in_progress=len(month) - len(in_force),
        law=" · ".join(filter(None, [f"{PERMEN} Pasal 13 ayat (1)", source])),
        is_open=bool(rules.values["open"]),
        closed_by=rules.describe("open"),
    )


# --- the desks -------------------------------------------------------------------------------


class _Rows(Subquery):
    """How many rows a query has, as one value of another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) _rows)"
    output_field = IntegerField()


@dataclass(frozen=True)
class Desk:
    """One kind of work: the right to it, what waits, and how the home page says so."""

    right: str
    title: str
    meta: str
    url_name: str
    button: str

    def waiting(self, authority: Authority) -> QuerySet[Any] | None:
        """The rows that wait there for this person; None without the right."""
        paths = authority.paths(self.right)
        return _WAITING[self.right](paths) if paths else None

    def task(self, count: int) -> Task:
        return Task(f"{count} {self.title}", self.meta, reverse(self.url_name), self.button)


_WAITING: dict[str, Any] = {
    "assess_request": lambda paths: WorkRequest.objects.filter(
        under(paths, "unit__path"), state=State.SUBMITTED
    ),
    "propose_request": lambda paths: WorkRequest.objects.filter(
        under(paths, "unit__path"), state=State.RECOMMENDED
    ),
    "sign_letter": lambda paths: workflows.letters_due().filter(under(paths, "opd__path")),
    "examine_request": lambda _paths: workflows.bkd_inbox(),
    "draft_decree": lambda _paths: ready_for_decree(),
    "sign_decree": lambda paths: Document.objects.filter(
        under(paths, "unit__path"), kind__in=DECREES, state=Document.State.DRAFT
    ),
}

_PLACES = {"assess_request": "kotak-masuk", "examine_request": "kotak-masuk-bkd"}
"""Destinations of the menu that show the same number: the shell needn't count again."""

DESKS = [
    Desk(
        "sign_decree",
        "surat keputusan menunggu tanda tangan",
        "Baca seluruhnya sebelum menandatangani.",
        "surat-keputusan",
        "Buka Surat Keputusan",
    ),
    Desk(
        "sign_letter",
        "surat usulan menunggu tanda tangan",
        "BKD menerima usulan setelah suratnya ditandatangani.",
        "usulan",
        "Buka Usulan",
    ),
    Desk(
        "examine_request",
        "usulan OPD menunggu pemeriksaan",
        "Periksa setiap pengajuan di dalamnya, yang terlama lebih dulu.",
        "kotak-masuk-bkd",
        "Buka Kotak Masuk",
    ),
    Desk(
        "assess_request",
        "pengajuan menunggu penilaian",
        "Nilai, lalu dukung atau kembalikan dengan catatan.",
        "kotak-masuk",
        "Buka Kotak Masuk",
    ),
    Desk(
        "propose_request",
        "pengajuan siap diusulkan",
        "Kirim ke BKD dalam satu surat usulan.",
        "usulan-baru",
        "Susun usulan",
    ),
    Desk(
        "draft_decree",
        "pengajuan disetujui belum ber-SK",
        "Susun surat keputusannya agar pegawai dapat bekerja fleksibel.",
        "surat-keputusan",
        "Susun SK",
    ),
]
"""The most pressing first: what only this person can release, then what others may do too."""


def _counts(user: Employee, authority: Authority) -> dict[str, int]:
    """{right: cases that wait on that desk of this person}; one query for all desks."""
    waiting = {desk.right: desk.waiting(authority) for desk in DESKS}
    counts = {
        right: _Rows(rows.order_by().values("pk"))
        for right, rows in waiting.items()
        if rows is not None
    }
    if not counts:
        return {}
    found: Mapping[str, int] = Employee.objects.filter(pk=user.pk).values(**counts).get()  # type: ignore[assignment]
    return dict(found)
