"""Pictures, coordinates and called numbers go when their time is over; what went is written down (G11).

UU 27/2022 Ps 16(2)g and 44: personal data is destroyed when its retention has ended. How long that
is stands in the policy of the whole region. Who came when, and who was called when, stays: it is
the record of the day. What is still argued about waits (`held`).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from wfa.attendance.models import CheckIn, Expectation, Level, Purge, Reprimand, ResponseCall
from wfa.attendance.selectors.reprimands import standing_on
from wfa.audit.services import record
from wfa.files import services as files
from wfa.files.models import StoredFile
from wfa.people.models import Unit
from wfa.policies.selectors import rules_for

BATCH = 500
What = Purge.What
_OPEN = ("proposed", "confirmed", "objected")
_DAY = "expected__expectation"
"""From a check-in to its day."""
_NOWHERE = {"latitude": None, "longitude": None}


@dataclass(frozen=True)
class Due:
    """What a purge on this day takes: up to which date, how many, kept how many days."""

    what: str
    until: datetime.date
    kept_days: int
    count: int


def purge_due() -> int:
    """Once a day; how many pictures, points and numbers went. A sweep."""
    today = timezone.localdate()
    began = timezone.make_aware(datetime.datetime.combine(today, datetime.time()))
    mine = Purge.objects.filter(what__in=[What.PHOTOS, What.COORDINATES, What.NUMBERS])
    if mine.filter(purged_at__gte=began).exists():
        return 0
    return sum(purge(each) for each in due(today))


def due(today: datetime.date) -> list[Due]:
    """What would go today, without taking anything; an empty list before there is a region."""
    root = Unit.objects.filter(kind=Unit.Kind.REGION).first()
    if root is None:
        return []
    rules = rules_for(root, today)
    found = []
    for what, days, rows in (
        (What.PHOTOS, rules.keep_photo_days, _photos),
        (What.COORDINATES, rules.keep_coordinates_days, _points),
        (What.NUMBERS, rules.keep_coordinates_days, _numbers),
    ):
        until = today - datetime.timedelta(days=days)
        found.append(Due(what, until, days, rows(until, today).count()))
    return found


def purge(each: Due) -> int:
    """Take what is due, in small transactions, and write down how many went."""
    count = sum(batches(_TAKERS[each.what], each.until))
    if each.what == What.COORDINATES:
        _forget_approved(each.until)
    write_down(each, count)
    return count


def write_down(each: Due, count: int) -> None:
    """What went, in the table of purges and in the audit log."""
    with transaction.atomic():
        Purge.objects.create(
            what=each.what,
            until=each.until,
            count=count,
            kept_days=each.kept_days,
            purged_at=timezone.now(),
        )
        if count:
            action = f"{each.what}_purged"
            record(action, by=None, until=each.until.isoformat(), count=count)


# --- what waits, and how a batch is taken ----------------------------------------------------------


def held(day: str, today: datetime.date) -> Q:
    """Condition: about this day, or its person, something isn't settled; `day`: the path to it.

    The notice promises that nothing goes while it is argued about. So these wait:

    - a day that the superior wants clarified; and one that is tidak sah, as long as the employee
      may still explain it (`explain_until`, the date itself included);
    - all of a person about whom a step of guidance is proposed, decided, or objected to, or who
      may still object to one;
    - all of a person handed to the discipline procedure (PP 94/2021 Ps 26-27), while that step
      stands: the examination goes on outside Luwes, and this is its evidence. The other steps
      that stand carry theirs as values, and nobody can object to them any more.
    """
    path = f"{day}__" if day else ""
    clarified = Q(**{f"{path}verdict": Expectation.Verdict.CLARIFY})
    invalid = {f"{path}verdict": Expectation.Verdict.INVALID}
    explained = Q(**invalid, **{f"{path}explain_until__gte": today})
    return clarified | explained | Q(_argued(f"{path}employee", today))


def _argued(employee: str, today: datetime.date) -> Exists:
    """Whether a step of guidance holds back what is of this person; `employee`: the path to them."""
    objectable = Q(state=Reprimand.State.ISSUED, object_until__gte=today)
    examined = Q(level=Level.EXAMINATION) & standing_on(today)
    rows = Reprimand.objects.filter(Q(state__in=_OPEN) | objectable | examined)
    return Exists(rows.filter(employee=OuterRef(employee)))


def batch_of(rows: QuerySet[Any], day: str, *more: str) -> list[Any]:
    """Up to `BATCH` rows with their days, locked until the transaction ends.

    Whether they are held is asked in the statement that locks them. A day in somebody else's
    hands, who may be giving their verdict just now, is passed over and has its turn tomorrow.
    """
    locked = rows.select_for_update(of=("self", day), skip_locked=True, no_key=True)
    return list(locked.select_related(day, *more).order_by("pk")[:BATCH])


Taker = Callable[[datetime.date, datetime.date], int]


def batches(take: Taker, until: datetime.date) -> Iterator[int]:
    """`take(until, today)`, each time in a transaction of its own, until nothing is left."""
    today = timezone.localdate()
    while True:
        with transaction.atomic():
            count = take(until, today)
        if not count:
            return
        yield count


# --- pictures, points, numbers ---------------------------------------------------------------------


def _photos(until: datetime.date, today: datetime.date) -> QuerySet[CheckIn]:
    rows = CheckIn.objects.filter(photo_state=CheckIn.Photo.KEPT)
    return rows.filter(expected__expectation__date__lt=until).exclude(held(_DAY, today))


def _take_photos(until: datetime.date, today: datetime.date) -> int:
    rows = batch_of(_photos(until, today), _DAY, "photo")
    for row in rows:
        files.remove(row.photo)
    gone = CheckIn.objects.filter(pk__in=[row.pk for row in rows])
    gone.update(photo_state=CheckIn.Photo.PURGED, photo_hash=None)
    return len(rows)


def _points(until: datetime.date, today: datetime.date) -> QuerySet[CheckIn]:
    rows = CheckIn.objects.filter(latitude__isnull=False)
    return rows.filter(expected__expectation__date__lt=until).exclude(held(_DAY, today))


def _take_points(until: datetime.date, today: datetime.date) -> int:
    """Where people were, and where they should have been: the approved point of the day too."""
    rows = batch_of(_points(until, today), _DAY)
    gone = CheckIn.objects.filter(pk__in=[row.pk for row in rows])
    gone.update(**_NOWHERE, accuracy_m=None)
    days = {row.expected.expectation_id for row in rows}
    Expectation.objects.filter(pk__in=days).update(**_NOWHERE)
    return len(rows)


def _forget_approved(until: datetime.date) -> None:
    """Approved points of days on which nobody gave theirs."""
    rows = Expectation.objects.filter(date__lt=until, latitude__isnull=False)
    alone = rows.exclude(check_ins__check_in__latitude__isnull=False)
    alone.exclude(held("", timezone.localdate())).update(**_NOWHERE)


def _numbers(until: datetime.date, today: datetime.date) -> QuerySet[ResponseCall]:
    rows = ResponseCall.objects.filter(expectation__date__lt=until).exclude(number="")
    return rows.exclude(held("expectation", today))


def _take_numbers(until: datetime.date, today: datetime.date) -> int:
    rows = batch_of(_numbers(until, today), "expectation")
    ResponseCall.objects.filter(pk__in=[row.pk for row in rows]).update(number="")
    return len(rows)


_TAKERS: dict[str, Taker] = {
    What.PHOTOS: _take_photos,
    What.COORDINATES: _take_points,
    What.NUMBERS: _take_numbers,
}


def unpurged_photos() -> QuerySet[StoredFile]:
    """Bytes that should be gone and aren't: for the promise that they are (G11)."""
    gone = CheckIn.objects.filter(photo_state=CheckIn.Photo.PURGED).values("photo")
    return StoredFile.objects.filter(pk__in=gone, removed_at__isnull=True)
