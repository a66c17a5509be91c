"""What the board says of people, windows and calls: words, icons, tones. Pure.

It tells how things stand; a call, a verdict and a reprimand are always somebody's decision (G18).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from wfa.calendars.wording import clock, join

Look = tuple[str, str, str]
"""(words, icon, tone); the tones are "", info, ok, warn and bad."""


class State(StrEnum):
    """How one window of one person stands."""

    AHEAD = "ahead"
    OPEN = "open"
    GRACE = "grace"
    MISSED = "missed"
    ON_TIME = "on_time"
    LATE = "late"
    AFTERWARDS = "afterwards"

    @property
    def is_there(self) -> bool:
        """Whether somebody checked in, whenever that was."""
        return self in {State.ON_TIME, State.LATE, State.AFTERWARDS}


def state_of(
    arrival: str,
    opens_at: datetime.datetime,
    ends_at: datetime.datetime,
    late_until: datetime.datetime,
    now: datetime.datetime,
) -> State:
    """`arrival`: how somebody came, "" = not yet. The opening belongs to the window, its end doesn't."""
    if arrival:
        return State(arrival)
    if now < opens_at:
        return State.AHEAD
    if now < ends_at:
        return State.OPEN
    return State.GRACE if now < late_until else State.MISSED


def look_of(
    state: State,
    *,
    at: datetime.datetime | None,
    opens_at: datetime.datetime,
    ends_at: datetime.datetime,
    late_until: datetime.datetime,
) -> Look:
    """Words, icon and tone of a window; `at`: the server's moment of the check-in."""
    when = clock(at) if at else ""
    return {
        State.AHEAD: (f"mulai {clock(opens_at)}", "hourglass", ""),
        State.OPEN: (f"belum, sampai {clock(ends_at)}", "clock", "info"),
        State.GRACE: (f"terlambat sampai {clock(late_until)}", "clock", "warn"),
        State.MISSED: ("tidak ada", "cross", "bad"),
        State.ON_TIME: (when, "check", "ok"),
        State.LATE: (f"terlambat, {when}", "clock", "warn"),
        State.AFTERWARDS: (f"diterima kemudian, {when}", "clock", "warn"),
    }[state]


def past_look(state: State, at: datetime.datetime | None) -> Look:
    """The same of a window that is over, as an account has frozen it."""
    if at is None:
        return ("tidak ada", "cross", "bad") if state is State.MISSED else ("belum", "clock", "")
    return look_of(state, at=at, opens_at=at, ends_at=at, late_until=at)


def paper_look(
    due: datetime.datetime | None, came: datetime.datetime | None, now: datetime.datetime
) -> Look | None:
    """How plan or report stands; None where it isn't asked."""
    if due is None:
        return None
    if came is None:
        if now < due:
            return (f"sampai {clock(due)}", "clock", "")
        return ("belum diisi", "cross", "bad")
    return (clock(came), "check", "ok") if came <= due else ("terlambat", "clock", "warn")


# --- calls ---------------------------------------------------------------------------------------

ANSWERED = ("answered", "called_back")
CALL_LOOKS: dict[str, Look] = {
    "running": ("Sedang dipanggil", "phone", "info"),
    "answered": ("Menjawab", "phone", "ok"),
    "called_back": ("Menghubungi kembali", "phone", "ok"),
    "unanswered": ("Tidak menjawab", "phone", "bad"),
}


def calls_look(outcomes: Sequence[str], *, is_overdue: bool = False) -> Look | None:
    """How the calls of a day stand, the latest last; None where nobody called.

    `is_overdue`: the latest still runs although its time is over; a person has to close it.
    """
    if not outcomes:
        return None
    if is_overdue:
        return ("Waktu jawab habis", "clock", "warn")
    words, icon, tone = CALL_LOOKS[outcomes[-1]]
    if len(outcomes) > 1 and outcomes[-1] == "unanswered":
        unanswered = sum(outcome == "unanswered" for outcome in outcomes)
        return (f"{unanswered} panggilan tidak dijawab", icon, tone)
    return (words, icon, tone)


# --- numbers -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tally:
    """How many people of one unit stand how, in one window of today."""

    expected: int = 0
    present: int = 0
    called: int = 0
    answered: int = 0
    running: int = 0
    """Being called right now."""
    overdue: int = 0
    """Whose call still runs although its time is over: somebody has to close it."""
    unanswered: int = 0
    """Whose last call nobody answered."""
    uncalled: int = 0
    """Whose window is over without a check-in, and whom nobody has called about it."""
    unit: object = field(default=None, compare=False)

    @property
    def absent(self) -> int:
        return self.expected - self.present

    @property
    def to_do(self) -> list[Look]:
        """What wants a person now, the most pressing first; empty = nothing."""
        found: list[Look] = []
        if self.unanswered:
            found.append((f"{self.unanswered} tidak menjawab", "phone", "bad"))
        if self.overdue:
            found.append((f"{self.overdue} panggilan habis waktu", "clock", "warn"))
        if self.running:
            found.append((f"{self.running} sedang dipanggil", "phone", "info"))
        if self.uncalled:
            found.append((f"{self.uncalled} belum dipanggil", "clock", "warn"))
        return found


_NUMBERS = (
    "expected",
    "present",
    "called",
    "answered",
    "running",
    "overdue",
    "unanswered",
    "uncalled",
)


def total(tallies: Iterable[Tally], unit: object = None) -> Tally:
    """All of them together."""
    rows = list(tallies)
    sums = {name: sum(getattr(row, name) for row in rows) for name in _NUMBERS}
    return replace(Tally(**sums), unit=unit)


# --- tabs ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Span:
    """One window of today, whatever policies it comes from: by name and times."""

    name: str
    opens_at: datetime.datetime
    closes_at: datetime.datetime
    ends_at: datetime.datetime
    """Extensions included; of several policies the latest."""
    late_until: datetime.datetime
    windows: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        """Its part of an address."""
        local = (self.opens_at.astimezone(datetime.UTC), self.closes_at.astimezone(datetime.UTC))
        return f"{self.name.lower().replace(' ', '-')}-{local[0]:%H%M}-{local[1]:%H%M}"

    def says(self, now: datetime.datetime) -> str:
        """ "presensi siang 12.45–13.21 WIB, selesai" """
        opens = clock(self.opens_at).rpartition(" ")[0]
        return f"presensi {self.name.lower()} {opens}–{clock(self.ends_at)}, {self._state(now)}"

    def _state(self, now: datetime.datetime) -> str:
        if now < self.opens_at:
            return "belum dibuka"
        if now < self.ends_at:
            return "sedang dibuka"
        return "toleransi terlambat" if now < self.late_until else "selesai"


def tab_label(span: Span, spans: Sequence[Span], now: datetime.datetime) -> str:
    """ "Siang", "Sore, 16.00"; with both times where another window has the same name."""
    opens, closes = (clock(at).rpartition(" ")[0] for at in (span.opens_at, span.closes_at))
    if sum(each.name == span.name for each in spans) > 1:
        return f"{span.name}, {opens}–{closes}"
    return f"{span.name}, {opens}" if now < span.opens_at else span.name


def current(spans: Sequence[Span], now: datetime.datetime) -> Span | None:
    """The window that is on, else the last that was, else the first to come."""
    begun = [span for span in spans if span.opens_at <= now]
    if begun:
        return max(begun, key=lambda span: (span.opens_at, span.closes_at))
    return min(spans, key=lambda span: span.opens_at, default=None)


def extended(span: Span, outages: Sequence[tuple[datetime.datetime, datetime.datetime]]) -> str:
    """That and why a window is longer today; "" where it isn't (G8)."""
    if span.ends_at <= span.closes_at:
        return ""
    minutes = -(-int((span.ends_at - span.closes_at).total_seconds()) // 60)
    longer = f"{minutes} menit, sampai {clock(span.ends_at)}, untuk semua pegawai"
    said = f"Presensi {span.name.lower()} diperpanjang {longer}."
    times = [f"{clock(start).rpartition(' ')[0]}–{clock(end)}" for start, end in outages]
    return f"{said} Layanan terganggu pukul {join(times)}." if times else said
