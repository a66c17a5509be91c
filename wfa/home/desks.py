"""Kinds of work that wait for officials, and how the first page says so; all in one query."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from documents import selectors as papers
from documents.models import Document
from wfa.home.desk import CountOf, Desk
from wfa.home.duty import ACCOUNTS
from wfa.home.guidance import GUIDANCE
from wfa.home.rosters import SENT, next_month
from wfa.home.scope import near
from wfa.home.tasks import Task
from wfa.notifications.selectors import dead_letters
from wfa.people.models import Appointment, Employee, Unit
from wfa.people.permissions import Authority, under
from wfa.requests.models import State, WorkRequest
from wfa.requests.selectors import waiting_cases
from wfa.schedules.models import Roster, RosterState, Swap
from workflows import selectors as workflows
from workflows.models import Cancellation, Objection, SuperiorView

VIEWS = "give_view"
"""The desk of direct superiors: only where the policy asks for their view."""


def _assess(held: Authority) -> QuerySet[Any]:
    units = Unit.objects.filter(near(held, "assess_request", "path"))
    return waiting_cases(State.SUBMITTED).filter(unit__in=units.values("pk"))


def _propose(held: Authority) -> QuerySet[Any]:
    units = Unit.objects.filter(near(held, "propose_request", "path"))
    return waiting_cases(State.RECOMMENDED).filter(unit__in=units.values("pk"))


def _letters(held: Authority) -> QuerySet[Any]:
    return workflows.letters_due().filter(near(held, "sign_letter", "opd__path"))


def _decrees(held: Authority) -> QuerySet[Any]:
    here = under(held.paths("sign_decree"), "unit__path")
    return Document.objects.filter(here, kind__in=papers.DECREES, state=Document.State.DRAFT)


def _objections(held: Authority) -> QuerySet[Any]:
    here = under(held.paths("decide_objection"), "request__unit__path")
    return Objection.objects.filter(here, decided_at__isnull=True)


def _cancellations(held: Authority) -> QuerySet[Any]:
    here = near(held, "decide_cancellation", "request__unit__path")
    return Cancellation.objects.filter(here, state=Cancellation.State.ASKED)


def _views(held: Authority) -> QuerySet[Any]:
    here = under(held.paths("give_view"), "applicant__unit__path")
    heard = SuperiorView.objects.filter(request=OuterRef("pk"), round=OuterRef("round"))
    return waiting_cases(State.SUBMITTED).filter(here, ~Exists(heard))


def _headless(_held: Authority) -> QuerySet[Any]:
    now = Appointment.objects.filter(
        Appointment.valid_on(timezone.localdate()), unit=OuterRef("pk"), employee__is_active=True
    )
    return Unit.objects.filter(~Exists(now), kind=Unit.Kind.OPD, is_active=True)


def _swaps(held: Authority) -> QuerySet[Any]:
    here = near(held, "decide_swap", "unit__path")
    return Swap.objects.filter(here, state=Swap.State.AGREED)


def _unsigned_rosters(held: Authority) -> QuerySet[Any]:
    here = near(held, "sign_letter", "unit__path")
    return Roster.objects.filter(here, state=RosterState.SUBMITTED)


def _rosters_to_decide(held: Authority) -> QuerySet[Any]:
    here = under(held.paths("approve_roster"), "unit__path")
    return Roster.objects.filter(here, state=RosterState.REPORTED)


def _unreported(held: Authority, right: str) -> QuerySet[Any]:
    """OPDs whose roster of next month hasn't left them, or came back."""
    month = next_month(timezone.localdate())
    sent = Roster.objects.filter(
        unit=OuterRef("pk"), kind=Roster.Kind.MONTH, first_day=month, state__in=SENT
    )
    opds = Unit.objects.filter(near(held, right, "path"), kind=Unit.Kind.OPD, is_active=True)
    return opds.filter(~Exists(sent))


def _themselves(rows: QuerySet[Any]) -> QuerySet[WorkRequest]:
    return rows


def _in_proposals(rows: QuerySet[Any]) -> QuerySet[WorkRequest]:
    return WorkRequest.objects.filter(
        items__is_open=True, items__proposal__in=rows.order_by().values("pk")
    )


def _of_rows(rows: QuerySet[Any]) -> QuerySet[WorkRequest]:
    return WorkRequest.objects.filter(pk__in=rows.order_by().values("request"))


def _in_decrees(rows: QuerySet[Any]) -> QuerySet[WorkRequest]:
    return WorkRequest.objects.filter(papers__document__in=rows.order_by().values("pk"))


DESKS = [
    Desk(
        "sign_decree",
        "sign_decree",
        "surat keputusan menunggu tanda tangan",
        "Baca seluruhnya sebelum menandatangani.",
        ("surat-keputusan",),
        "Buka Surat Keputusan",
        _decrees,
        _in_decrees,
    ),
    Desk(
        "sign_letter",
        "sign_letter",
        "surat usulan menunggu tanda tangan",
        "BKD menerima usulan setelah suratnya ditandatangani.",
        ("usulan",),
        "Buka Usulan",
        _letters,
        _in_proposals,
    ),
    Desk(
        "sign_roster",
        "sign_letter",
        "surat usulan jadwal menunggu tanda tangan",
        "BKD menerima jadwal setelah suratnya ditandatangani.",
        ("jadwal",),
        "Buka Jadwal",
        _unsigned_rosters,
    ),
    *GUIDANCE,
    Desk(
        "decide_objection",
        "decide_objection",
        "keberatan menunggu jawaban",
        "Dijawab tertulis oleh orang lain daripada yang menolak.",
        ("keberatan-daftar",),
        "Buka Keberatan",
        _objections,
        _of_rows,
    ),
    Desk(
        "examine_request",
        "examine_request",
        "usulan OPD menunggu pemeriksaan",
        "Periksa setiap pengajuan di dalamnya, yang terlama lebih dulu.",
        ("kotak-masuk-bkd",),
        "Buka Kotak Masuk",
        lambda _held: workflows.bkd_inbox(),
        _in_proposals,
    ),
    Desk(
        "approve_roster",
        "approve_roster",
        "jadwal OPD menunggu keputusan",
        "Periksa kuota dan kantornya, lalu setujui atau kembalikan.",
        ("jadwal-bkd",),
        "Buka Jadwal OPD",
        _rosters_to_decide,
    ),
    Desk(
        "draft_roster",
        "draft_roster",
        "",
        "",
        ("jadwal",),
        "Susun jadwal",
        lambda held: _unreported(held, "draft_roster"),
        is_monthly=True,
    ),
    Desk(
        "unreported",
        "approve_roster",
        "",
        "",
        ("jadwal-bkd",),
        "Lihat OPD",
        lambda held: _unreported(held, "approve_roster"),
        is_monthly=True,
    ),
    Desk(
        "decide_swap",
        "decide_swap",
        "tukar hari menunggu keputusan Anda",
        "Kedua pegawai sudah setuju. Periksa, lalu putuskan.",
        ("tukar",),
        "Buka Tukar Hari",
        _swaps,
    ),
    Desk(
        VIEWS,
        "give_view",
        "pengajuan menunggu pertimbangan Anda",
        "Sampaikan pendapat sebagai atasan langsung sebelum OPD menilai.",
        ("pertimbangan-daftar",),
        "Beri pertimbangan",
        _views,
        _themselves,
    ),
    Desk(
        "assess_request",
        "assess_request",
        "pengajuan menunggu penilaian",
        "Nilai, lalu dukung atau kembalikan dengan catatan.",
        ("kotak-masuk",),
        "Buka Kotak Masuk",
        _assess,
        _themselves,
    ),
    ACCOUNTS,
    Desk(
        "decide_cancellation",
        "decide_cancellation",
        "permintaan pembatalan menunggu keputusan",
        "Pegawai ingin kembali ke kantor pada hari yang sudah disetujui.",
        ("pembatalan-daftar",),
        "Buka permintaan",
        _cancellations,
    ),
    Desk(
        "propose_request",
        "propose_request",
        "pengajuan siap diusulkan",
        "Kirim ke BKD dalam satu surat usulan.",
        ("usulan-baru",),
        "Susun usulan",
        _propose,
        _themselves,
    ),
    Desk(
        "draft_decree",
        "draft_decree",
        "pengajuan disetujui belum ber-SK",
        "Susun surat keputusannya agar pegawai dapat bekerja fleksibel.",
        ("surat-keputusan",),
        "Susun SK",
        lambda _held: papers.ready_for_decree(),
        _themselves,
    ),
    Desk(
        "manage_archive",
        "manage_archive",
        "berkas selesai belum diarsipkan",
        "Beri klasifikasi dan masa simpannya.",
        ("arsip",),
        "Buka Arsip",
        lambda _held: papers.closed_cases(),
    ),
    Desk(
        "dead_letters",
        "manage_region",
        "surat mati",
        "Pos-el ini gagal enam kali. Periksa alamatnya, lalu kirim lagi.",
        ("surat-mati",),
        "Buka Surat Mati",
        lambda _held: dead_letters(),
    ),
    Desk(
        "headless",
        "manage_people",
        "OPD tanpa pimpinan",
        "Tunjuk pimpinan, Plt., atau Plh. agar pengajuannya dapat diputus.",
        ("unit",),
        "Buka Unit",
        _headless,
        query="?pimpinan=kosong",
    ),
]
"""The most pressing first: what only this person can release, then what others may do too."""

PLACES = {
    "assess_request": "kotak-masuk",
    "examine_request": "kotak-masuk-bkd",
}
"""Destinations of the menu that show the same number: the shell needn't count again."""


@dataclass(frozen=True)
class Waiting:
    """What waits on one desk: how many, by when the first, how many past their deadline."""

    desk: Desk
    count: int
    due: datetime.date | None = None
    late: int = 0

    @property
    def task(self) -> Task:
        desk = self.desk
        title = f"{self.count} {desk.title}"
        return Task(
            title, desk.meta, _address(desk.pages) + desk.query, desk.button, self.due, self.late
        )


def waiting(
    user: Employee,
    held: Authority,
    today: datetime.date,
    *,
    asks_views: bool,
    asks_rosters: bool = False,
) -> list[Waiting]:
    """All desks of this person, the empty ones too; one query.

    `asks_rosters`: whether it is time to report the roster of next month.
    """
    mine = [
        desk
        for desk in DESKS
        if held.paths(desk.right)
        and (asks_views or desk.key != VIEWS)
        and (asks_rosters or not desk.is_monthly)
    ]
    if not mine:
        return []
    asked = {name: value for desk in mine for name, value in _asked(desk, held, today)}
    found: Mapping[str, Any] = Employee.objects.filter(pk=user.pk).values(**asked).get()
    return [_answered(desk, found) for desk in mine]


def _asked(desk: Desk, held: Authority, today: datetime.date) -> Iterator[tuple[str, Subquery]]:
    rows = desk.rows(held)
    counted = rows.order_by().values(*desk.each)
    yield f"{desk.key}_n", CountOf(counted if desk.each == ("pk",) else counted.distinct())
    if desk.cases is not None:
        dated = desk.cases(rows).filter(due_on__isnull=False)
        first = dated.order_by("due_on").annotate(_due=F("due_on")).values("_due")[:1]
        yield f"{desk.key}_due", Subquery(first)
        late = dated.filter(due_on__lt=today).order_by().values("pk").distinct()
        yield f"{desk.key}_late", CountOf(late)


def _answered(desk: Desk, found: Mapping[str, Any]) -> Waiting:
    due, late = found.get(f"{desk.key}_due"), found.get(f"{desk.key}_late") or 0
    return Waiting(desk, found[f"{desk.key}_n"], due, late)


def _address(names: tuple[str, ...]) -> str:
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return "/"
