"""Pictures and coordinates go when their time is over, and what went is written down (G11).

UU 27/2022 Ps 16(2)g and 44: personal data is destroyed when its retention has ended. How long that
is stands in the policy of the whole region. Who came when stays: it is the record of the day.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from wfa.attendance.models import CheckIn, Expectation, Purge, Reprimand
from wfa.audit.services import record
from wfa.files import services as files
from wfa.files.models import StoredFile
from wfa.people.models import Unit
from wfa.policies.selectors import rules_for

BATCH = 500
_OPEN = ("proposed", "confirmed", "objected")


@dataclass(frozen=True)
class Due:
    """What a purge on this day takes: up to which date, how many, kept how many days."""

    what: str
    until: datetime.date
    kept_days: int
    count: int


def purge_due() -> int:
    """Once a day; how many pictures and points went. A sweep."""
    today = timezone.localdate()
    began = timezone.make_aware(datetime.datetime.combine(today, datetime.time()))
    mine = Purge.objects.filter(what__in=[Purge.What.PHOTOS, Purge.What.COORDINATES])
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
        (Purge.What.PHOTOS, rules.keep_photo_days, _photos),
        (Purge.What.COORDINATES, rules.keep_coordinates_days, _points),
    ):
        until = today - datetime.timedelta(days=days)
        found.append(Due(what, until, days, rows(until).count()))
    return found


def purge(each: Due) -> int:
    """Take what is due, in small transactions, and write down how many went."""
    take = _take_photos if each.what == Purge.What.PHOTOS else _take_points
    count = sum(take(each.until))
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


def argued(employee: str) -> Exists:
    """Whether an open step of guidance is about this person; `employee`: the path to them."""
    rows = Reprimand.objects.filter(
        Q(state__in=_OPEN) | Q(state="issued", object_until__gte=timezone.localdate()),
        employee=OuterRef(employee),
    )
    return Exists(rows)


def _held() -> Q:
    """Pictures that somebody still argues about: an open step of guidance, a day being clarified."""
    clarified = Q(expected__expectation__verdict=Expectation.Verdict.CLARIFY)
    return argued("employee") | clarified


def _photos(until: datetime.date) -> QuerySet[CheckIn]:
    rows = CheckIn.objects.filter(
        photo_state=CheckIn.Photo.KEPT, expected__expectation__date__lt=until
    )
    return rows.exclude(_held())


def _points(until: datetime.date) -> QuerySet[CheckIn]:
    return CheckIn.objects.filter(
        latitude__isnull=False, expected__expectation__date__lt=until
    ).exclude(_held())


def _take_photos(until: datetime.date) -> Iterator[int]:
    while rows := list(_photos(until).select_related("photo").order_by("pk")[:BATCH]):
        with transaction.atomic():
            for row in rows:
                if row.photo:
                    files.remove(row.photo)
            CheckIn.objects.filter(pk__in=[row.pk for row in rows]).update(
                photo_state=CheckIn.Photo.PURGED, photo_hash=None
            )
        yield len(rows)


def _take_points(until: datetime.date) -> Iterator[int]:
    """Where people were, and where they should have been: the approved point of the day too."""
    nothing = {"latitude": None, "longitude": None}
    while keys := list(_points(until).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            CheckIn.objects.filter(pk__in=keys).update(**nothing, accuracy_m=None)
            Expectation.objects.filter(check_ins__check_in__in=keys).update(**nothing)
        yield len(keys)
    gone = Expectation.objects.filter(date__lt=until, latitude__isnull=False)
    gone.exclude(check_ins__check_in__latitude__isnull=False).update(**nothing)


def unpurged_photos() -> QuerySet[StoredFile]:
    """Bytes that should be gone and aren't: for the promise that they are (G11)."""
    gone = CheckIn.objects.filter(photo_state=CheckIn.Photo.PURGED).values("photo")
    return StoredFile.objects.filter(pk__in=gone, removed_at__isnull=True)
