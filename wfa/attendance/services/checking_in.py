"""The first step of a check-in: "present", small enough for any network. The picture follows.

The server's clock decides when somebody came (G9); what the phone says is kept beside it. The same
key gets the same answer however often it is sent (G3), and each window holds one check-in.

A phone without network keeps a check-in for seven days, and the server takes it while the day can
still be explained and nobody has judged it (`rules.arrival.closed`): whichever ends first is the
end. What is refused then is refused for good, and the phone tells its owner the sentence.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from wfa.attendance.models import CheckIn, ExpectedCheckIn, Verdict
from wfa.attendance.rules.arrival import PHOTO, Arrival, Closed, Span, arrival, closed
from wfa.attendance.rules.challenge import gesture_for
from wfa.attendance.rules.places import Point, Position, metres_between
from wfa.attendance.rules.verdicts import BY_TARGET
from wfa.attendance.services import explaining, shedding
from wfa.calendars.wording import clock, day, short_day, zone
from wfa.people.models import Employee
from wfa.refusals import Refused

OTHER_GESTURE = "gerakan_lain"
"""A hint of ours: the phone showed another gesture than the one that was asked, or none."""
_SAID = {
    CheckIn.Arrival.ON_TIME: "Presensi {name} tercatat pukul {at}.",
    CheckIn.Arrival.LATE: "Presensi {name} tercatat terlambat, pukul {at}.",
    CheckIn.Arrival.AFTERWARDS: "Presensi {name} diterima kemudian, pukul {at}. Atasan menilainya.",
}


@dataclass(frozen=True)
class Receipt:
    """What the person gets in hand: the row, and a sentence about it.

    `is_repeated`: something else than this key had checked in for the window before.
    """

    check_in: CheckIn
    sentence: str
    is_repeated: bool = False
    photo_delay: int = 0
    """Seconds that the phone should wait before it sends the picture."""


def check_in(
    employee: Employee,
    expected_id: uuid.UUID,
    *,
    key: uuid.UUID,
    claimed_at: datetime.datetime | None,
    position: Position | None,
    challenge: str,
    queued: bool,
    hints: Sequence[str],
    source: str,
) -> Receipt:
    """Take a check-in for one expected window; `Refused` when it can't be one.

    `key`: made at the shutter. `claimed_at`: the phone's clock. `source`: a `CheckIn.Source`.
    Somebody else's window isn't there (`ExpectedCheckIn.DoesNotExist`). One that stands already
    is answered as it stands, however late. At most 5 queries.
    """
    now, delay = timezone.now(), shedding.photo_delay()
    try:
        with transaction.atomic():
            expected = _locked(employee, expected_id)
            if hasattr(expected, "check_in"):
                return _again(expected.check_in, key, delay)
            row = _row(expected, employee, key, now, delay)
            row.claimed_at, row.queued, row.source = claimed_at, queued, source
            is_other = source == CheckIn.Source.CAMERA and challenge != row.challenge
            row.hints = [*hints, *([OTHER_GESTURE] if is_other else [])]
            _place(row, position)
            row.save(force_insert=True)
    except IntegrityError:
        return _again(_winner(employee, expected_id, key), key, delay)
    return Receipt(row, sentence_of(row), photo_delay=delay)


def touch(expected: ExpectedCheckIn) -> None:
    """Somebody reached us for this window: if it is open, that moment counts (G8). 1 query at most.

    Their check-in is in time if it follows shortly, whatever our service did in between.
    """
    now, window = timezone.now(), expected.window
    if expected.contact_at is None and window.opens_at <= now < window.ends_at:
        untouched = ExpectedCheckIn.objects.filter(pk=expected.pk, contact_at__isnull=True)
        untouched.update(contact_at=now)
        expected.contact_at = now


def gesture_of(expected: ExpectedCheckIn) -> str:
    """Code of the gesture that is asked for this window (see `rules.challenge`)."""
    return gesture_for(expected.pk, settings.SECRET_KEY)


def sentence_of(row: CheckIn) -> str:
    """ "Presensi pagi tercatat pukul 07.20.05 WIB." """
    name = row.expected.window.name.lower()
    return _SAID[CheckIn.Arrival(row.arrival)].format(name=name, at=to_the_second(row.at))


def to_the_second(at: datetime.datetime) -> str:
    """ "12.47.05 WIB" in the region's zone."""
    return f"{timezone.localtime(at):%H.%M.%S} {zone()}"


def _locked(employee: Employee, expected_id: uuid.UUID) -> ExpectedCheckIn:
    """The window of this person; nobody takes it back meanwhile."""
    rows = ExpectedCheckIn.objects.select_related("window", "expectation", "check_in")
    rows = rows.select_for_update(of=("self",))
    return rows.get(pk=expected_id, expectation__employee=employee)


def _winner(employee: Employee, expected_id: uuid.UUID, key: uuid.UUID) -> CheckIn:
    """What was taken at the same moment: under this key, or else for this window."""
    rows = CheckIn.objects.select_related("expected__window").filter(employee=employee)
    found = rows.filter(Q(key=key) | Q(expected=expected_id))
    return sorted(found, key=lambda row: row.key != key)[0]


def _again(row: CheckIn, key: uuid.UUID, delay: int) -> Receipt:
    if row.key == key:
        return Receipt(row, sentence_of(row), photo_delay=delay)
    name = row.expected.window.name.lower()
    said = f"Presensi {name} sudah tercatat pukul {to_the_second(row.at)}."
    return Receipt(row, said, is_repeated=True, photo_delay=delay)


def _row(
    expected: ExpectedCheckIn,
    employee: Employee,
    key: uuid.UUID,
    now: datetime.datetime,
    delay: int,
) -> CheckIn:
    return CheckIn(
        expected=expected,
        employee=employee,
        key=key,
        at=now,
        arrival=_arrival(expected, now),
        challenge=gesture_of(expected),
        photo_due_at=now + PHOTO + datetime.timedelta(seconds=delay),
    )


def _arrival(expected: ExpectedCheckIn, now: datetime.datetime) -> str:
    window = expected.window
    refuse_closed(expected, now)
    span = Span(window.opens_at, window.ends_at, window.late_until)
    found = arrival(now, span, contact_at=expected.contact_at)
    if found is Arrival.TOO_EARLY:
        raise Refused(
            f"Presensi {window.name.lower()} dibuka {_when(window.opens_at)}. "
            "Kirim lagi sesudah itu.",
            code="too_early",
        )
    return str(found)


def refuse_closed(expected: ExpectedCheckIn, now: datetime.datetime) -> None:
    """`Refused` where no check-in of this window is taken any more: taken back, judged or over."""
    row = expected.expectation
    if expected.withdrawn_at or row.withdrawn_at:
        raise Refused(
            "Presensi ini tidak ditunggu lagi. Buka Presensi Saya untuk melihat hari Anda.",
            code="withdrawn",
        )
    why = closed(
        now,
        timezone.localdate(now),
        late_until=expected.window.late_until,
        explain_until=row.explain_until,
        verdict=row.verdict,
    )
    if why is not None:
        raise Refused(_closed(expected, why), code=str(why))


def _closed(expected: ExpectedCheckIn, why: Closed) -> str:
    """What became of it, and what to do next: explain while that is possible, else ask."""
    row, name = expected.expectation, f"presensi {expected.window.name.lower()}"
    if why is Closed.JUDGED:
        said = f"{day(row.date)} sudah {BY_TARGET[row.verdict].done}, jadi {name} ditutup."
    else:
        said = f"Batas {name} {day(row.date)} sudah lewat."
    if row.verdict == Verdict.VALID:
        return f"{said} Tidak ada lagi yang perlu dikirim."
    if not explaining.why_not(row):
        until = short_day(row.explain_until)
        return f"{said} Tulis penjelasan pada hari itu, paling lambat {until}."
    return f"{said} Waktu penjelasan juga sudah berakhir. Hubungi atasan Anda."


def _when(at: datetime.datetime) -> str:
    """ "pukul 07.15 WIB", with the date where it isn't today's."""
    local = timezone.localtime(at)
    if local.date() == timezone.localdate():
        return f"pukul {clock(at)}"
    return f"{short_day(local.date())} pukul {clock(at)}"


def _place(row: CheckIn, position: Position | None) -> None:
    if position is None:
        return
    row.latitude, row.longitude = position.point.latitude, position.point.longitude
    row.accuracy_m = position.accuracy_m
    day = row.expected.expectation
    if day.latitude is not None and day.longitude is not None:
        row.distance_m = metres_between(position.point, Point(day.latitude, day.longitude))
