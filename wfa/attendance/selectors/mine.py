"""One's own day: the card of now, and what stands where nothing is expected. Fixed numbers of queries.

Whoever asks calls `services.keep_in_step(today, people=[…])` first, so that the page shows what
the schedule says at this moment.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from wfa.attendance.models import CheckIn, Expectation, ExpectedCheckIn
from wfa.attendance.rules.board import state_of
from wfa.attendance.rules.today import IS, Card, Spot, card_of
from wfa.attendance.selectors.calls import open_calls_for
from wfa.attendance.selectors.days import check_in_of
from wfa.attendance.selectors.outages import KNOWN_FOR
from wfa.calendars import wording
from wfa.calendars.selectors import load
from wfa.people.models import Employee
from wfa.schedules.letters import LETTERS, letter_of
from wfa.schedules.models import AWAY, OFF, Place, WorkDay

_FAILED = (CheckIn.Photo.REFUSED, CheckIn.Photo.MISSING)


@dataclass(frozen=True)
class Paper:
    """Plan or report of the day. `url_name` leads to its page, where there is one."""

    title: str
    says: str
    url_name: str
    expectation: Expectation
    tone: str = ""
    icon: str = "clock"


@dataclass(frozen=True)
class Now:
    """The card "Sekarang" of a day away."""

    card: Card
    where: str
    """ "Anda WFH hari ini" """
    rows: list[Expectation]
    ended: str = ""
    """Why the day away is over before its end; "" while it goes on."""
    papers: list[Paper] = field(default_factory=list)


def now_for(person: Employee, now: datetime.datetime | None = None) -> Now | None:
    """The card of this moment; None where nothing is expected today. 2 queries at most."""
    at = now or timezone.now()
    return _now_of(_days(person, at), at)


def _days(person: Employee, at: datetime.datetime) -> list[Expectation]:
    """The days of today, and earlier ones with a window that an outage of ours keeps open until
    now (G8), each with its windows; 2 queries."""
    today = timezone.localdate(at)
    windows = ExpectedCheckIn.objects.filter(withdrawn_at__isnull=True)
    kept_open = windows.filter(expectation=OuterRef("pk"), window__extended_until__gt=at)
    rows = Expectation.objects.filter(
        Q(date=today) | Q(Exists(kept_open), date__gte=today - KNOWN_FOR, date__lt=today),
        employee=person,
        withdrawn_at__isnull=True,
    ).prefetch_related(Prefetch("check_ins", windows.select_related("window", "check_in")))
    return list(rows.order_by("date", "slot", "written_at"))


def _now_of(days: Sequence[Expectation], at: datetime.datetime) -> Now | None:
    today = timezone.localdate(at)
    rows = [row for row in days if row.date == today]
    return _now(rows, at) if rows else None


def _still_open(days: Sequence[Expectation], at: datetime.datetime) -> list[ExpectedCheckIn]:
    """Windows of earlier days in which a check-in is still in time."""
    today = timezone.localdate(at)
    parts = [part for row in days if row.date < today for part in row.check_ins.all()]
    return [part for part in parts if part.window.ends_at > at and check_in_of(part) is None]


def _now(rows: list[Expectation], at: datetime.datetime) -> Now:
    spots = [_spot(each, at) for row in rows for each in row.check_ins.all()]
    spots.sort(key=lambda spot: spot.opens_at)
    running = [row for row in rows if row.shortened_at is None]
    shown = (running or rows)[-1]
    card = card_of(spots, shown.place, at)
    ended = "" if running else _ended(rows)
    papers = [paper for row in rows for paper in _papers(row, at)]
    return Now(card, f"Anda {IS[Place(shown.place)]} hari ini", rows, ended, papers)


def _ended(rows: Sequence[Expectation]) -> str:
    last = max(row.shortened_at for row in rows if row.shortened_at)
    return f"Sejak pukul {wording.clock(last)} Anda kembali bekerja di kantor."


def _spot(expected: ExpectedCheckIn, now: datetime.datetime) -> Spot:
    window, check_in = expected.window, check_in_of(expected)
    span = (window.opens_at, window.ends_at, window.late_until)
    return Spot(
        str(expected.pk),
        window.name,
        state_of(check_in.arrival if check_in else "", *span, now),
        *span,
        is_extended=window.extended_until is not None,
        at=check_in.at if check_in else None,
        photo_failed=bool(check_in and check_in.photo_state in _FAILED),
    )


def _papers(row: Expectation, at: datetime.datetime) -> list[Paper]:
    asked = (
        ("Rencana kerja hari ini", "rencana", row.plan_due_at, row.plan_at),
        ("Laporan kerja hari ini", "laporan-harian", row.report_due_at, row.report_at),
    )
    return [_paper(*each, row, at) for each in asked if each[2] or each[3]]


def _paper(
    title: str,
    url_name: str,
    due: datetime.datetime | None,
    came: datetime.datetime | None,
    row: Expectation,
    at: datetime.datetime,
) -> Paper:
    if came is not None:
        says = f"Tersimpan {_moment(came, at)}."
        return Paper(title, says, url_name, row, "ok", "check")
    assert due is not None  # noqa: S101  (asked only where one of the two is there)
    if at >= due:
        says = f"Batasnya {_moment(due, at)} sudah lewat. Masih dapat diisi, tercatat terlambat."
        return Paper(title, says, url_name, row, "warn", "warning")
    return Paper(title, f"Isi paling lambat {_moment(due, at)}.", url_name, row)


def _moment(moment: datetime.datetime, at: datetime.datetime) -> str:
    """ "pukul 17.00 WIB"; with its day where that isn't today."""
    if timezone.localdate(moment) == timezone.localdate(at):
        return f"pukul {wording.clock(moment)}"
    return wording.moment(moment)


# --- the page ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Empty:
    """Why nothing is expected today, and what to do."""

    title: str
    line: str


def page_for(person: Employee) -> dict[str, Any]:
    """What `attendance/mine.html` shows, one card or the reason why there is none; at most 6
    queries."""
    now = timezone.now()
    today = timezone.localdate(now)
    days = _days(person, now)
    found = _now_of(days, now)
    return {
        "now_card": found,
        "still_open": _still_open(days, now),
        "empty": None if found else _empty(person, today),
        "calls": open_calls_for(person),
        "next_day": _next_day(person, today),
        "today": today,
    }


def _empty(person: Employee, today: datetime.date) -> Empty:
    free = load(today, today).why_not(today)
    if free:
        return Empty("Hari ini tidak ada kerja", f"{free[:1].upper()}{free[1:]}. Selamat libur.")
    gone = Expectation.objects.filter(employee=person, date=today).order_by("-withdrawn_at").first()
    if gone is not None:
        title = f"Hari {_called(gone.place, gone.slot)} hari ini dibatalkan"
        return Empty(title, f"{_sentence(gone.withdrawn_why)} Hari ini bekerja di kantor.")
    days = WorkDay.objects.filter(employee=person, date=today, withdrawn_at__isnull=True)
    off = next((day for day in days if day.place in OFF), None)
    if off is not None:
        return Empty(f"Hari ini Anda {off.get_place_display().lower()}", "Tidak ada presensi.")
    return Empty(
        "Hari ini Anda bekerja di kantor",
        "Presensi di Luwes hanya untuk hari kerja fleksibel. Di kantor, pakai presensi kantor.",
    )


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _next_day(person: Employee, today: datetime.date) -> str:
    """ "WFH, rumah: Jumat, 11 Desember 2026" of the next day away; "" where none is decided."""
    ahead = WorkDay.objects.filter(
        employee=person, date__gt=today, place__in=AWAY, withdrawn_at__isnull=True
    )
    day = ahead.order_by("date", "slot").first()
    return f"{_called(day.place, day.slot)}: {wording.day(day.date)}" if day else ""


def _called(place: str, slot: str) -> str:
    return LETTERS[letter_of(place, slot)].label
