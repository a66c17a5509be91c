"""The days of a case and its moments, as people read them. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from wfa.calendars.wording import DAYS, MONTHS, clock, day_list, moment
from wfa.decisions.models import Decision
from wfa.requests.models import LIVE_DAY, RequestDay, State, WorkRequest

DECISION_DAYS = 5
"""Working days for a decision from the day it can be taken (UU 30/2014 Ps 53 ayat 2)."""
EDITABLE = (State.DRAFT, State.RETURNED)


def dates_of(request: WorkRequest) -> list[datetime.date]:
    """The days that count; of a case that has none left, those it was about."""
    if request.state in EDITABLE:
        return sorted(datetime.date.fromisoformat(text) for text in request.dates)
    held = list(request.days.all())
    return sorted(d.date for d in held if d.state in LIVE_DAY) or sorted({d.date for d in held})


def title(request: WorkRequest) -> str:
    """ "WFH Jumat, 21 dan 28 Agustus 2026" """
    dates = dates_of(request)
    kind = request.short_kind if request.place else "Kerja fleksibel"
    if dates:
        return f"{kind} {day_list(dates)}"
    return "Draf tanpa tanggal" if request.state == State.DRAFT else f"{kind} {request}"


def when(at: datetime.datetime) -> str:
    """ "hari ini, 08.15 WIB", "Jumat, 31 Juli 2026, 14.20 WIB" """
    today = timezone.localdate(at) == timezone.localdate()
    return f"hari ini, {clock(at)}" if today else moment(at)


def brief(date: datetime.date) -> str:
    """ "Jumat 31 Juli"; with the year when it isn't this one."""
    said = f"{DAYS[date.weekday()]} {date.day} {MONTHS[date.month - 1]}"
    return said if date.year == timezone.localdate().year else f"{said} {date.year}"


def short_when(at: datetime.datetime) -> str:
    """ "hari ini, 08.15 WIB", "Jumat 31 Juli": for one line of the way."""
    date = timezone.localdate(at)
    return f"hari ini, {clock(at)}" if date == timezone.localdate() else brief(date)


# --- day by day ------------------------------------------------------------------------------


@dataclass(frozen=True)
class DayLine:
    """One day of the case: its date, what it is worth today, and how it is shown."""

    date: datetime.date
    says: str
    icon: str
    tone: str = ""

    @property
    def name(self) -> str:
        return brief(self.date)


def day_lines(
    request: WorkRequest, decisions: Iterable[Decision], *, today: datetime.date
) -> list[DayLine]:
    """Each day of the round that counts, approved, refused and cancelled ones told apart."""
    if request.state in EDITABLE:
        return []
    asked = _asked(decisions)
    latest: dict[datetime.date, RequestDay] = {}
    for row in sorted(request.days.all(), key=lambda d: d.pk):
        if not asked or row.date in asked:
            latest[row.date] = row
    return [_line(request, latest[date], today) for date in sorted(latest)]


def _asked(decisions: Iterable[Decision]) -> set[datetime.date]:
    """The days of the last submission; those of earlier rounds are past and gone."""
    sent = [d for d in decisions if d.step == "submit"]
    texts = sent[-1].data.get("dates", []) if sent else []
    return {datetime.date.fromisoformat(text) for text in texts}


_FIXED = {
    RequestDay.State.REFUSED: ("tidak disetujui", "cross", "bad"),
    RequestDay.State.CANCELLED: ("dibatalkan", "ban", ""),
    RequestDay.State.ASKED: ("diajukan", "clock", "info"),
}


def _line(request: WorkRequest, row: RequestDay, today: datetime.date) -> DayLine:
    state = RequestDay.State(row.state)
    if state in _FIXED:
        return DayLine(row.date, *_FIXED[state])
    if request.state == State.APPROVED:
        return DayLine(row.date, "disetujui, menunggu SK", "check", "ok")
    if row.date == today:
        return DayLine(row.date, "hari ini", "document-check", "ok")
    if row.date < today:
        return DayLine(row.date, "sudah lewat", "archive", "")
    return DayLine(row.date, "berlaku", "document-check", "ok")
