"""The demo region has a past: what happened weeks ago is played with the clock set back.

Only the command `demo` uses it, on an empty database, before anybody is served.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from wfa.calendars.selectors import load

SPAN = datetime.timedelta(days=120)


@contextmanager
def working_days_ago(n: int, hour: int = 9) -> Iterator[datetime.date]:
    """Everything inside happens on the working day `n` before today, from `hour` o'clock on."""
    today = timezone.localdate()
    day = load(today - SPAN, today).add_working_days(_last_working_day(today), -n)
    then = timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))
    with _shifted(timezone.now() - then):
        yield day


@contextmanager
def on(day: datetime.date, hour: int, minute: int = 0) -> Iterator[None]:
    """Everything inside happens on that day, from then on."""
    then = timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, minute)))
    with _shifted(timezone.now() - then):
        yield


def _last_working_day(today: datetime.date) -> datetime.date:
    """`today`, or the working day before it: a demo made on a Sunday looks back from Friday."""
    calendar = load(today - SPAN, today)
    while not calendar.is_working_day(today):
        today -= datetime.timedelta(days=1)
    return today


@contextmanager
def _shifted(by: datetime.timedelta) -> Iterator[None]:
    real = timezone.now
    timezone.now = lambda: real() - by
    try:
        yield
    finally:
        timezone.now = real
