"""Each window records its own availability; an outage of ours extends it, visibly (G8)."""

from __future__ import annotations

import datetime
import logging
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Mapping

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, F
from django.db.models.functions import TruncMinute
from django.utils import timezone

from wfa.attendance import tallies
from wfa.attendance.models import CheckIn, ServiceMinute, Window, WindowExtension
from wfa.attendance.rules.outages import MINUTE, Outage, Sample, extended, outages
from wfa.audit.services import record

logger = logging.getLogger("luwes.attendance")

PROBE_EVERY = 15
"""Seconds between two looks at our own door."""
PROBE_PATIENCE = 5
KNOWN_FOR = datetime.timedelta(days=7)
"""Without any sign of life in that time nobody watches here: then nothing is called an outage."""
_REASON = "Server tidak melayani pukul {first}–{last} {zone}"


def watch_due() -> int:
    """Add up what web processes counted, and extend windows of today; how many grew. A sweep."""
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
    ServiceMinute.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["minute"], update_fields=["served", "errors"]
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
    """Windows of today that have opened, as outages so far extend them; how many grew."""
    today = timezone.localdate(now)
    windows = list(Window.objects.filter(date=today, opens_at__lte=now).order_by("opens_at"))
    if not windows or not _is_watched(now):
        return 0
    samples = _samples(windows[0].opens_at, now)
    return sum(_extend(window, samples, now) for window in windows)


def owed_until(window: Window, now: datetime.datetime) -> datetime.datetime:
    """Until when a window must have stayed open, by what is known of the minutes up to `now`."""
    if not _is_watched(min(now, window.closes_at)):
        return window.closes_at
    samples = _samples(window.opens_at, now)
    return extended(window.opens_at, window.closes_at, _gains(window, samples, now))


def _is_watched(now: datetime.datetime) -> bool:
    return ServiceMinute.objects.filter(
        minute__gte=now - KNOWN_FOR, minute__lt=now - MINUTE, probes__gt=0
    ).exists()


def _samples(
    first: datetime.datetime, last: datetime.datetime
) -> Mapping[datetime.datetime, Sample]:
    """What is known of each minute; a check-in is a sign of life too."""
    came = CheckIn.objects.filter(at__range=(first, last)).annotate(m=TruncMinute("at"))
    people = dict(came.values("m").annotate(n=Count("pk")).order_by().values_list("m", "n"))
    rows = ServiceMinute.objects.filter(minute__range=(first, last))
    found = {
        row.minute: Sample(
            row.served + people.pop(row.minute, 0), row.errors, row.probes, row.probes_failed
        )
        for row in rows
    }
    return found | {minute: Sample(served=n) for minute, n in people.items()}


def _extend(
    window: Window, samples: Mapping[datetime.datetime, Sample], now: datetime.datetime
) -> bool:
    found = _gains(window, samples, now)
    until = extended(window.opens_at, window.closes_at, found)
    if until <= window.ends_at or not found:
        return False
    with transaction.atomic():
        row = Window.objects.select_for_update().get(pk=window.pk)
        if until <= row.ends_at:
            return False
        row.extended_until = until
        row.save(update_fields=["extended_until"])
        _judge_again(row)
        _write_down(row, found[-1], until)
    return True


def _judge_again(window: Window) -> None:
    """Whoever came late only because we were away came in time; nobody is ever made later."""
    came = CheckIn.objects.filter(expected__window=window)
    late = (CheckIn.Arrival.LATE, CheckIn.Arrival.AFTERWARDS)
    in_time = came.filter(arrival__in=late, at__lt=window.ends_at)
    in_time.update(arrival=CheckIn.Arrival.ON_TIME)
    still_late = came.filter(arrival=CheckIn.Arrival.AFTERWARDS, at__lt=window.late_until)
    still_late.update(arrival=CheckIn.Arrival.LATE)


def _gains(
    window: Window, samples: Mapping[datetime.datetime, Sample], now: datetime.datetime
) -> list[Outage]:
    """The outages that touch the window, also in the time that earlier ones gained."""
    last = window.closes_at
    while True:
        found = [each for each in outages(samples, window.opens_at, now) if each.starts < last]
        until = extended(window.opens_at, window.closes_at, found)
        if until <= last:
            return found
        last = until


def _write_down(window: Window, outage: Outage, until: datetime.datetime) -> None:
    reason = _REASON.format(
        first=f"{timezone.localtime(outage.starts):%H.%M}",
        last=f"{timezone.localtime(outage.ends):%H.%M}",
        zone=settings.ZONE_NAMES[settings.TIME_ZONE],
    )
    WindowExtension.objects.create(
        window=window,
        down_from=outage.starts,
        down_until=outage.ends,
        until=until,
        reason=reason,
        written_at=timezone.now(),
    )
    record(
        "window_extended",
        by=None,
        target=("window", window.pk),
        window=str(window),
        until=until.isoformat(),
        minutes=round((until - window.closes_at) / MINUTE),
    )
