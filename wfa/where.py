"""Where a request is, in one sentence for the person who asked."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils import timezone

from wfa.calendars import wording
from wfa.requests.models import LIVE_DAY, RequestDay, State, WorkRequest


def line(request: WorkRequest) -> str:
    """With whom it lies and since when; `received_at` and `decree` are annotated by the caller."""
    since, state = when(request.since), State(request.state)
    decree = getattr(request, "decree", None)
    if state == State.PROPOSED:
        at_bkd = getattr(request, "received_at", None)
        return f"Di BKD sejak {when(at_bkd)}." if at_bkd else _UNSIGNED.format(request.opd)
    if state == State.IN_FORCE:
        return f"SK {decree}. Sampai {_last(request)}." if decree else f"Sampai {_last(request)}."
    if state == State.ENDED:
        return f"Selesai. Hari terakhir {_last(request)}."
    if state in {State.SUBMITTED, State.RECOMMENDED}:
        return _LINES[state].format(opd=request.opd, since=since)
    return _LINES[state].format(since=since)


_UNSIGNED = "Di {}: surat usulan belum ditandatangani."
_LINES: dict[State, str] = {
    State.DRAFT: "Belum diajukan. Belum ada yang menerimanya.",
    State.SUBMITTED: "Di {opd} sejak {since}.",
    State.RETURNED: "Di Anda sejak {since}.",
    State.RECOMMENDED: "Dinilai {since}. Di {opd}, menunggu surat usulan.",
    State.APPROVED: "Disetujui {since}. Tunggu surat keputusan terbit.",
    State.REFUSED: "Diputus {since}. Baca alasannya.",
    State.WITHDRAWN: "Anda batalkan {since}.",
    State.CANCELLED: "Dibatalkan {since}.",
    State.REVOKED: "Dicabut {since}. Baca alasannya.",
}


def when(at: datetime.datetime) -> str:
    """ "hari ini, 08.15 WIB", "Jumat, 31 Juli 2026" """
    date = timezone.localdate(at)
    return f"hari ini, {wording.clock(at)}" if date == timezone.localdate() else wording.day(date)


def _last(request: WorkRequest) -> str:
    return wording.day(request.last_day) if request.last_day else "–"


def dates_of(request: WorkRequest, days: Iterable[RequestDay]) -> list[datetime.date]:
    """The days that count; of a case that has none left, those it was about."""
    if request.state in {State.DRAFT, State.RETURNED}:
        return sorted(datetime.date.fromisoformat(text) for text in request.dates)
    held = list(days)
    live = [d.date for d in held if d.state in LIVE_DAY]
    return live or sorted({d.date for d in held})
