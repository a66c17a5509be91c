"""When a check-in counts. The server's clock decides; the phone's is only a claim (G9). Pure."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

CONTACT = datetime.timedelta(minutes=10)
"""Whoever reached us inside the window has this long to finish, whatever our service did then (G8)."""
PHOTO = datetime.timedelta(minutes=10)
"""So long a picture may follow its check-in."""
QUEUED = datetime.timedelta(days=7)
"""So long a phone keeps what it couldn't send (`LONGEST` of `assets/js/store.js`): after that no
check-in of a window can still be on its way, and none is taken."""
FINAL = ("valid", "invalid")
"""Verdicts after which a check-in can't be the proof that somebody judged by."""
EARLY_CLAIM = datetime.timedelta(days=2)
"""A claim older than this is kept as it is, but nothing more is believed of it."""


class Closed(StrEnum):
    """Why a window takes no first check-in any more."""

    JUDGED = "judged"
    OVER = "over"


class Arrival(StrEnum):
    """Values of `CheckIn.Arrival`, and the two answers that accept nothing."""

    ON_TIME = "on_time"
    LATE = "late"
    AFTERWARDS = "afterwards"
    TOO_EARLY = "too_early"


@dataclass(frozen=True)
class Span:
    """What counts of a window: opens, ends (extensions included), and the end of the grace."""

    opens_at: datetime.datetime
    ends_at: datetime.datetime
    late_until: datetime.datetime


def arrival(
    at: datetime.datetime, span: Span, *, contact_at: datetime.datetime | None = None
) -> Arrival:
    """How a check-in at the server's moment `at` counts.

    The opening belongs to the window, its end doesn't. `contact_at`: when this person first
    reached us for it; if that was inside the window, finishing shortly afterwards is in time.
    """
    if at < span.opens_at:
        return Arrival.TOO_EARLY
    if at < span.ends_at:
        return Arrival.ON_TIME
    if contact_at and span.opens_at <= contact_at < span.ends_at and at - contact_at <= CONTACT:
        return Arrival.ON_TIME
    return Arrival.LATE if at < span.late_until else Arrival.AFTERWARDS


def closed(
    at: datetime.datetime,
    today: datetime.date,
    *,
    late_until: datetime.datetime,
    explain_until: datetime.date,
    verdict: str,
) -> Closed | None:
    """Why a first check-in isn't taken at the server's moment `at`; None = it is.

    A phone that was offline is heard as long as its owner may explain the day (R25), the last day
    included, and never longer than it keeps what waits (`QUEUED` after the window's grace). What
    was judged stays judged: then words are due, not proof. `today`: the date of `at` in the zone.
    """
    if verdict in FINAL:
        return Closed.JUDGED
    return Closed.OVER if today > explain_until or at >= late_until + QUEUED else None


def claim_of(text: str) -> datetime.datetime | None:
    """The phone's own moment (ISO 8601 with its zone), in UTC; None when it isn't one.

    Any moment of this century is kept as it is: that a clock is wrong is seen afterwards.
    """
    try:
        found = datetime.datetime.fromisoformat(text[:40])
    except ValueError:
        return None
    if found.tzinfo is None or not 2000 < found.year < 2100:
        return None
    return found.astimezone(datetime.UTC)
