"""What one's own page says of today: the windows in a row, and the one thing to do now. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from wfa.attendance.rules.board import State
from wfa.calendars.wording import clock, join
from wfa.schedules.models import Place

HOUR = 60
IS = {Place.HOME: "WFH", Place.OTHER_PLACE: "WFA", Place.OTHER_OFFICE: "bekerja di kantor lain"}
_WHERE = {Place.HOME: "lokasi rumah Anda"}
_DOING = (State.OPEN, State.GRACE)


@dataclass(frozen=True)
class Spot:
    """One window of today. `at`: the server's moment of the check-in; `photo_failed`: it came
    without a picture that can be looked at."""

    key: str
    name: str
    state: State
    opens_at: datetime.datetime
    ends_at: datetime.datetime
    late_until: datetime.datetime
    is_extended: bool = False
    at: datetime.datetime | None = None
    photo_failed: bool = False

    @property
    def is_now(self) -> bool:
        """Whether a check-in is awaited at this moment."""
        return self.state in _DOING

    @property
    def span(self) -> str:
        """ "12.45–13.15" """
        return f"{_time(self.opens_at)}–{_time(self.ends_at)}"

    @property
    def words(self) -> str:
        when = _time(self.at) if self.at else ""
        said = {
            State.AHEAD: self.span,
            State.OPEN: f"{self.span}, diperpanjang" if self.is_extended else self.span,
            State.GRACE: f"terlambat sampai {_time(self.late_until)}",
            State.MISSED: "terlewat",
            State.ON_TIME: f"tercatat {when}",
            State.LATE: f"terlambat {when}",
            State.AFTERWARDS: f"diterima kemudian {when}",
        }[self.state]
        return f"{said}, foto gagal" if self.photo_failed else said

    @property
    def again(self) -> str:
        """What may still be sent although its time is over; "" = nothing. A person judges it."""
        if self.photo_failed:
            return f"Kirim ulang foto {self.name.lower()}"
        return f"Kirim presensi {self.name.lower()}" if self.state == State.MISSED else ""

    @property
    def icon(self) -> str:
        return {State.AHEAD: "empty", State.MISSED: "cross", State.ON_TIME: "check"}.get(
            self.state, "clock"
        )

    @property
    def css(self) -> str:
        if self.is_now:
            return "is-now"
        if self.photo_failed:
            return "is-warn"
        known = {State.AHEAD: "is-later", State.MISSED: "is-bad", State.ON_TIME: "is-ok"}
        return known.get(self.state, "is-warn")


@dataclass(frozen=True)
class Card:
    """What stands on the card. `left`: "25 menit lagi" of what `line` says, "" = not near;
    `seconds`: after so many the card says something else, None = not today."""

    title: str
    line: str = ""
    after: str = ""
    left: str = ""
    seconds: int | None = None
    spot: Spot | None = None
    """The window to check in for now."""
    tone: str = ""
    spots: list[Spot] = field(default_factory=list)

    @property
    def also(self) -> list[tuple[Spot, str]]:
        """What may still be sent of other windows, with the words of its button."""
        return [(spot, spot.again) for spot in self.spots if spot.again]


def card_of(spots: Sequence[Spot], place: str, now: datetime.datetime) -> Card:
    """The windows of a day away, in their order, as the card tells them."""
    rows = list(spots)
    if not rows:
        return Card("Hari ini tanpa presensi", "Aturan unit Anda tidak meminta presensi hari ini.")
    doing = next((spot for spot in rows if spot.is_now), None)
    if doing:
        return _doing(doing, rows, place, now)
    ahead = next((spot for spot in rows if spot.state == State.AHEAD), None)
    return _waiting(ahead, rows, now) if ahead else _over(rows)


def _doing(spot: Spot, rows: list[Spot], place: str, now: datetime.datetime) -> Card:
    name = f"Presensi {spot.name.lower()}"
    if spot.state == State.GRACE:
        line = f"Masih diterima sebagai terlambat sampai pukul {clock(spot.late_until)},"
        seconds = _seconds(spot.late_until, now)
        return Card(
            f"{name} sudah ditutup", line, "", left(seconds), seconds, spot, "warn", spots=rows
        )
    seconds = _seconds(spot.ends_at, now)
    until = "Diperpanjang karena gangguan layanan sampai" if spot.is_extended else "Ditutup"
    after = f"Siapkan wajah dan {_WHERE.get(Place(place), 'lokasi kerja Anda')}."
    line = f"{until} pukul {clock(spot.ends_at)},"
    return Card(
        f"{name} sedang dibuka", line, after, left(seconds), seconds, spot, "now", spots=rows
    )


def _waiting(spot: Spot, rows: list[Spot], now: datetime.datetime) -> Card:
    seconds = _seconds(spot.opens_at, now)
    near = ("Dibuka", left(seconds)) if seconds < HOUR * 60 else ("", "")
    missed = _missed(rows)
    title = f"Presensi {spot.name.lower()} dibuka pukul {clock(spot.opens_at)}"
    tone = "warn" if missed else ""
    return Card(title, near[0], missed, near[1], seconds, tone=tone, spots=rows)


def _over(rows: list[Spot]) -> Card:
    missed = _missed(rows)
    if not missed:
        return Card("Presensi hari ini lengkap", "Terima kasih.", tone="ok", spots=rows)
    after = "Beri penjelasan bila ada sebabnya; atasan Anda yang menilai."
    return Card("Presensi hari ini sudah selesai", missed, after, tone="warn", spots=rows)


def _missed(rows: Sequence[Spot]) -> str:
    names = [spot.name.lower() for spot in rows if spot.state == State.MISSED]
    return f"Presensi {join(names)} terlewat." if names else ""


def left(seconds: int) -> str:
    """ "25 menit lagi", "1 jam 5 menit lagi"; a minute that has begun counts."""
    hours, minutes = divmod(-(-seconds // 60), HOUR)
    parts = [f"{hours} jam"] * bool(hours) + [f"{minutes} menit"] * bool(minutes or not hours)
    return f"{' '.join(parts)} lagi"


def _seconds(at: datetime.datetime, now: datetime.datetime) -> int:
    return max(0, int((at - now).total_seconds()))


def _time(at: datetime.datetime) -> str:
    return clock(at).rpartition(" ")[0]
