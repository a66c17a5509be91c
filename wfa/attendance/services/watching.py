"""Each window records its own availability; an outage of ours extends it, visibly (G8)."""

from __future__ import annotations

import datetime
import logging
import threading
import time
import urllib.error
import urllib.request
from collections import Counter

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from wfa.attendance import tallies
from wfa.attendance.models import CheckIn, ServiceMinute, Window, WindowExtension
from wfa.attendance.rules.outages import MINUTE, Outage, extended, touching
from wfa.attendance.selectors.outages import KNOWN_FOR, Minutes, minutes_of, with_check_ins
from wfa.audit.services import record

logger = logging.getLogger("luwes.attendance")

PROBE_EVERY = 15
"""Seconds between two looks at our own door."""
PROBE_PATIENCE = 5
LOOKS_BACK = datetime.timedelta(days=7)
"""So long after its end a window is still extended; as far back as `invariants.g8` looks."""
_REASON = "Server tidak melayani pukul {first}–{last} {zone}"


def watch_due() -> int:
    """Add up what web processes counted, and extend windows; how many grew. A sweep."""
    collect()
    return extend_windows(timezone.now())


# --- counting ----------------------------------------------------------------------------------


def collect() -> None:
    """What the web processes answered, minute by minute, as one row per minute."""
    served: Counter[int] = Counter()
    errors: Counter[int] = Counter()
    for tally in tallies.read():
        for minute, (answered, failed) in tally.items():
            served[minute] += answered
            errors[minute] += failed
    rows = [
        ServiceMinute(minute=_moment(minute), served=served[minute], errors=errors[minute])
        for minute in sorted(served | errors)
    ]
    # Of older minutes only processes that have ended still tell: never less than was known before.
    since = timezone.now() - tallies.KEEP * MINUTE
    old = [row for row in rows if row.minute < since]
    ServiceMinute.objects.bulk_create(old, ignore_conflicts=True)
    ServiceMinute.objects.bulk_create(
        rows[len(old) :],
        update_conflicts=True,
        unique_fields=["minute"],
        update_fields=["served", "errors"],
    )


def _moment(minute: int) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(minute * 60, tz=datetime.UTC)


def note_probe(at: datetime.datetime, *, ok: bool) -> None:
    """One look at our own door: it opened or it didn't."""
    minute = at.astimezone(datetime.UTC).replace(second=0, microsecond=0)
    ServiceMinute.objects.bulk_create([ServiceMinute(minute=minute)], ignore_conflicts=True)
    name = "probes" if ok else "probes_failed"
    ServiceMinute.objects.filter(pk=minute).update(**{name: F(name) + 1})


class Prober(threading.Thread):
    """Looks at our own door beside the worker's jobs, however long those take.

    What can't be written (the database is away) is kept and written later: it says when.
    """

    def __init__(self, url: str = "") -> None:
        super().__init__(name="luwes-prober", daemon=True)
        self.url = url or settings.PROBE_URL
        self.unwritten: list[tuple[datetime.datetime, bool]] = []
        self.stopping = threading.Event()

    def run(self) -> None:
        while not self.stopping.is_set():
            began = time.monotonic()
            self.look()
            self.stopping.wait(max(0.0, PROBE_EVERY - (time.monotonic() - began)))

    def look(self) -> None:
        """One probe, and the writing of all that waits."""
        self.unwritten.append((timezone.now(), opens(self.url)))
        try:
            while self.unwritten:
                at, ok = self.unwritten[0]
                note_probe(at, ok=ok)
                self.unwritten.pop(0)
        except Exception as error:
            logger.warning("probe not written: %s", type(error).__name__)
        finally:
            connection.close()  # the thread's own; it isn't needed for the next 15 seconds

    def end(self) -> None:
        """Stop, after the look at hand."""
        self.stopping.set()
        self.join(PROBE_PATIENCE + 1)


def opens(url: str) -> bool:
    """Whether our own web service answers that it is well."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=PROBE_PATIENCE) as response:
            return bool(response.status == 200)
    except (OSError, ValueError):
        return False


# --- extending ---------------------------------------------------------------------------------


def extend_windows(now: datetime.datetime) -> int:
    """Windows that have opened, as outages so far extend them; how many grew.

    Also those of the last days, as the promise looks at them (`invariants.g8`): an outage may last
    past midnight, and whoever watches may have been away with it. A usual look takes 3 queries.
    """
    rows = Window.objects.filter(closes_at__gte=now - LOOKS_BACK, opens_at__lte=now)
    windows = list(rows.order_by("opens_at"))
    if not windows or not _is_watched(now):
        return 0
    known = minutes_of(windows[0].opens_at, now)
    grown = sum(_extend(window, known, now) for window in windows)
    for window in windows:
        if window.extended_until:
            _judge_again(window)
    return grown


def owed_until(window: Window, now: datetime.datetime) -> datetime.datetime:
    """Until when a window must have stayed open, by what is known of the minutes up to `now`."""
    known = minutes_of(window.opens_at, now)
    return extended(window.opens_at, window.closes_at, _outages(window, known, now))


def _outages(window: Window, known: Minutes, now: datetime.datetime) -> list[Outage]:
    """Those that extend the window. The database is asked only where the minutes tell of one."""
    found = _by_minutes(window, known, now)
    if not found or not _is_watched(min(now, window.closes_at)):
        return []
    return _by_minutes(window, with_check_ins(known, found[0].starts, found[-1].ends), now)


def _by_minutes(window: Window, known: Minutes, now: datetime.datetime) -> list[Outage]:
    return touching(known, window.opens_at, window.closes_at, now)


def _is_watched(now: datetime.datetime) -> bool:
    return ServiceMinute.objects.filter(
        minute__gte=now - KNOWN_FOR, minute__lt=now - MINUTE, probes__gt=0
    ).exists()


def _extend(window: Window, known: Minutes, now: datetime.datetime) -> bool:
    span = (window.opens_at, window.closes_at)
    most = extended(*span, _by_minutes(window, known, now))
    if most <= window.ends_at:  # check-ins can only tell of fewer minutes
        return False
    found = _outages(window, known, now)
    until = extended(*span, found)
    if until <= window.ends_at:
        return False
    with transaction.atomic():
        row = Window.objects.select_for_update().get(pk=window.pk)
        if until <= row.ends_at:
            return False
        row.extended_until = window.extended_until = until
        row.save(update_fields=["extended_until"])
        _judge_again(row)
        _write_down(row, found)
    return True


def _judge_again(window: Window) -> None:
    """Whoever came late only because we were away came in time; nobody is ever made later.

    Asked at every look: a check-in that read the end just before it moved may be stored after.
    """
    came = CheckIn.objects.filter(expected__window=window)
    late = (CheckIn.Arrival.LATE, CheckIn.Arrival.AFTERWARDS)
    in_time = came.filter(arrival__in=late, at__lt=window.ends_at)
    in_time.update(arrival=CheckIn.Arrival.ON_TIME)
    still_late = came.filter(arrival=CheckIn.Arrival.AFTERWARDS, at__lt=window.late_until)
    still_late.update(arrival=CheckIn.Arrival.LATE)


def _write_down(window: Window, found: list[Outage]) -> None:
    """Each outage that wasn't written yet, with the end that the window has by it; the last says
    how long it is open now."""
    rows = window.extensions.values_list("down_from", "down_until")
    known = set(rows)
    new = [each for each in found if (each.starts, each.ends) not in known] or found[-1:]
    before = [each for each in found if each not in new]
    WindowExtension.objects.bulk_create(
        [_extension(window, outage, [*before, *new[:n]]) for n, outage in enumerate(new, start=1)],
        ignore_conflicts=True,  # one row per end: what ends as another did is told by that one
    )
    record(
        "window_extended",
        by=None,
        target=("window", window.pk),
        window=str(window),
        until=window.ends_at.isoformat(),
        minutes=round((window.ends_at - window.closes_at) / MINUTE),
    )


def _extension(window: Window, outage: Outage, so_far: list[Outage]) -> WindowExtension:
    reason = _REASON.format(
        first=f"{timezone.localtime(outage.starts):%H.%M}",
        last=f"{timezone.localtime(outage.ends):%H.%M}",
        zone=settings.ZONE_NAMES[settings.TIME_ZONE],
    )
    return WindowExtension(
        window=window,
        down_from=outage.starts,
        down_until=outage.ends,
        until=extended(window.opens_at, window.closes_at, so_far),
        reason=reason,
        written_at=timezone.now(),
    )
