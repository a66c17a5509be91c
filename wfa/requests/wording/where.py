"""Where a case is, since when, and how long whoever has it may take. Pure."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from wfa.calendars.rules import Calendar
from wfa.calendars.wording import day
from wfa.requests.models import State, WorkRequest
from wfa.requests.wording.dates import brief, dates_of, when


@dataclass(frozen=True)
class Where:
    """With whom a case lies. `place` is empty where nobody has to do anything."""

    place: str
    since: str
    says: str
    verb: str = ""
    due: datetime.date | None = None
    left: int = 0
    """Working days after today up to and with `due`; negative = gone by since."""
    is_late: bool = False

    @property
    def time_left(self) -> str:
        """ "Sisa 2 hari kerja, paling lambat Jumat 27 November" """
        if self.due is None:
            return ""
        last = brief(self.due)
        if self.is_late:
            by = f"{-self.left} hari kerja " if self.left else ""
            return f"Lewat {by}dari batas {last}"
        if not self.left:
            return f"Hari terakhir hari ini, {last}"
        return f"Sisa {self.left} hari kerja, paling lambat {last}"

    @property
    def line(self) -> str:
        """All of it in one line, for a list."""
        parts = [f"Di {self.place} sejak {self.since}."] if self.place else []
        parts += [self.says] if self.says else []
        parts += [f"{self.time_left}."] if self.due else []
        return " ".join(parts)


_AT_OPD = {
    State.SUBMITTED: ("Menunggu dinilai.", "Dinilai"),
    State.RECOMMENDED: ("Sudah dinilai, menunggu surat usulan.", "Diusulkan"),
    State.PROPOSED: ("Surat usulan belum ditandatangani.", "Dikirim ke BKD"),
}
_SAID = {
    State.DRAFT: "Belum diajukan. Belum ada yang menerimanya.",
    State.REFUSED: "Ditolak {since}. Alasannya ada pada riwayat.",
    State.WITHDRAWN: "Dibatalkan {since}.",
    State.CANCELLED: "Dibatalkan setelah disetujui, {since}.",
    State.IN_FORCE: "Berlaku sampai {last}.",
    State.REVOKED: "Dicabut {since}. Alasannya ada pada riwayat.",
    State.ENDED: "Selesai. Hari terakhir {last}.",
}


def where(
    request: WorkRequest,
    *,
    calendar: Calendar,
    bkd: str,
    received_at: datetime.datetime | None = None,
    answerer: str = "",
    own: bool = True,
) -> Where:
    """`received_at`: when the BKD got the signed letter with this case; `own`: said to "Anda"."""
    state, since = State(request.state), when(request.since)
    if state == State.RETURNED:
        says = "Lengkapi menurut catatan, lalu ajukan lagi." if own else ""
        return Where("Anda" if own else "pemohon", since, says)
    if state == State.PROPOSED and received_at:
        found = Where(bkd, when(received_at), "Menunggu keputusan.", "Diputus")
    elif state in _AT_OPD:
        found = Where(str(request.opd), since, *_AT_OPD[state])
    elif state == State.APPROVED:
        found = Where(bkd, since, "Disetujui; surat keputusan belum terbit.", "Terbit")
    elif state == State.OBJECTED:
        found = Where(answerer or f"Kepala {bkd}", since, "Keberatan diperiksa.", "Dijawab")
    else:
        return Where("", "", _SAID[state].format(since=since, last=_last(request)))
    return _timed(found, request.due_on, calendar)


def _timed(found: Where, due: datetime.date | None, calendar: Calendar) -> Where:
    if due is None:
        return found
    today = timezone.localdate()
    left = days_left(calendar, due, today)
    return Where(found.place, found.since, found.says, found.verb, due, left, due < today)


def days_left(calendar: Calendar, due: datetime.date, today: datetime.date) -> int:
    """Working days after `today` up to and with `due`; negative once it has passed.

    Days outside the loaded calendar don't count.
    """
    first, last = sorted((due, today))
    start = max(first + datetime.timedelta(days=1), calendar.start)
    count = sum(1 for _ in calendar.working_days(start, min(last, calendar.end)))
    return -count if due < today else count


def _last(request: WorkRequest) -> str:
    """The last day that still counts: some may have been refused."""
    dates = dates_of(request)
    return day(dates[-1]) if dates else "–"
