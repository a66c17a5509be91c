"""Looking for what is odd about check-ins, in batches, after they were taken. It decides nothing."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from wfa.attendance.models import CheckIn, Flag
from wfa.attendance.rules import flags as rules
from wfa.attendance.rules import likeness
from wfa.attendance.rules.places import Point, Position
from wfa.calendars.wording import short_day

BATCH = 200
LOOK_BACK = datetime.timedelta(days=90)
"""So far back pictures are compared: as long as they are kept unless the policy says otherwise."""


def examine_new(limit: int = BATCH) -> int:
    """Look at check-ins that nobody has looked at, the oldest first; how many. 6 queries a batch."""
    rows = list(
        CheckIn.objects.filter(examined_at__isnull=True)
        .select_related("expected__expectation")
        .order_by("at")[:limit]
    )
    if not rows:
        return 0
    now = timezone.now()
    shared, before = _shared(rows), _before(rows)
    found = [
        Flag(check_in=row, kind=each.kind, detail=each.detail[:200], raised_at=now)
        for row in rows
        for each in rules.look(_facts(row, before.get(row.pk), is_shared=row.pk in shared))
    ]
    found += _echoes(shared - {row.pk for row in rows}, now)
    with transaction.atomic():
        Flag.objects.bulk_create(found, ignore_conflicts=True)
        CheckIn.objects.filter(pk__in=[row.pk for row in rows]).update(examined_at=now)
    return len(rows)


def _facts(row: CheckIn, before: rules.Seen | None, *, is_shared: bool) -> rules.Facts:
    day = row.expected.expectation
    return rules.Facts(
        at=row.at,
        claimed_at=row.claimed_at,
        queued=row.queued,
        is_upload=row.source == CheckIn.Source.UPLOAD,
        hints=row.hints,
        position=_position(row.latitude, row.longitude, row.accuracy_m),
        approved=_point(day.latitude, day.longitude),
        radius_m=day.radius_m,
        before=before,
        is_shared=is_shared,
    )


def _point(latitude: Decimal | None, longitude: Decimal | None) -> Point | None:
    return None if latitude is None or longitude is None else Point(latitude, longitude)


def _position(
    latitude: Decimal | None, longitude: Decimal | None, accuracy_m: int | None
) -> Position | None:
    point = _point(latitude, longitude)
    return Position(point, accuracy_m) if point else None


# --- the same point as somebody else ----------------------------------------------------------


@dataclass(frozen=True)
class _Stood:
    """Who stood on a point, and where they should have been."""

    check_in: uuid.UUID
    employee: int
    approved: Point | None


def _shared(rows: Sequence[CheckIn]) -> set[uuid.UUID]:
    """Ids of check-ins, these or earlier ones, on a point where somebody else stood that day too.

    Not of people with the same approved point: they may share a home or an office. 1 query.
    """
    points = {row.latitude for row in rows if row.latitude is not None}
    dates = {row.expected.expectation.date for row in rows}
    found = CheckIn.objects.filter(latitude__in=points, expected__expectation__date__in=dates)
    stood = defaultdict(list)
    for key, *point, date, north, east, employee in found.values_list(
        "pk",
        "latitude",
        "longitude",
        "expected__expectation__date",
        "expected__expectation__latitude",
        "expected__expectation__longitude",
        "employee",
    ):
        stood[date, *point].append(_Stood(key, employee, _point(north, east)))
    return {each.check_in for group in stood.values() for each in _strangers(group)}


def _strangers(group: Sequence[_Stood]) -> Iterator[_Stood]:
    for one in group:
        others = (other for other in group if other.employee != one.employee)
        if any(other.approved != one.approved or one.approved is None for other in others):
            yield one


def _echoes(earlier: Set[uuid.UUID], now: datetime.datetime) -> list[Flag]:
    """Whoever was on the point before is flagged too: nobody knows whose point it is."""
    kind, detail = Flag.Kind.SHARED_POSITION, rules.SHARED
    return [
        Flag(check_in_id=key, kind=kind, detail=detail, raised_at=now)
        for key in sorted(earlier, key=str)
    ]


# --- how they got there -----------------------------------------------------------------------


def _before(rows: Sequence[CheckIn]) -> dict[uuid.UUID, rules.Seen]:
    """{check-in: where the person was seen last on that day before it}; 1 query."""
    around = CheckIn.objects.filter(
        employee__in={row.employee_id for row in rows},
        expected__expectation__date__in={row.expected.expectation.date for row in rows},
    )
    seen = defaultdict(list)
    for each in around.select_related("expected__expectation"):
        at = rules.taken_at(each.at, each.claimed_at, queued=each.queued)
        key = each.employee_id, each.expected.expectation.date
        if position := _position(each.latitude, each.longitude, each.accuracy_m):
            seen[key].append((at, str(each.pk), rules.Seen(at, position)))
    found = {}
    for row in rows:
        at = rules.taken_at(row.at, row.claimed_at, queued=row.queued)
        day = seen[row.employee_id, row.expected.expectation.date]
        earlier = [each for each in day if each[:2] < (at, str(row.pk))]
        if earlier:
            found[row.pk] = max(earlier, key=lambda each: each[:2])[2]
    return found


# --- pictures ---------------------------------------------------------------------------------


def flag_likeness(row: CheckIn) -> None:
    """Flag a picture whose mark is that of an earlier one of the person or of their OPD; 3 queries.

    The flag tells the date of the other picture and whose it is not: no name.
    """
    mark = row.photo_hash
    if mark is None or likeness.is_plain(mark):
        return
    near = [
        (likeness.distance(mark, other), other_at, employee)
        for other, other_at, employee in _candidates(row, mark)
        if likeness.distance(mark, other) <= likeness.NEAR
    ]
    if not near:
        return
    _, at, employee = min(near)
    whose = "sendiri" if employee == row.employee_id else "pegawai lain"
    said = f"Mirip dengan foto {whose} pada {short_day(timezone.localtime(at).date())}."
    Flag.objects.bulk_create(
        [Flag(check_in=row, kind=Flag.Kind.LIKE_PHOTO, detail=said, raised_at=timezone.now())],
        ignore_conflicts=True,
    )


def _candidates(row: CheckIn, mark: int) -> set[tuple[int, datetime.datetime, int]]:
    """(mark, when, whose) of the person's own pictures, and of the OPD's that share a band."""
    since = row.at - LOOK_BACK
    known = CheckIn.objects.filter(photo_hash__isnull=False, at__gte=since).exclude(pk=row.pk)
    one, two, three, four = likeness.bands_of(mark)
    alike = Q(band_1=one) | Q(band_2=two) | Q(band_3=three) | Q(band_4=four)
    told = "photo_hash", "at", "employee"
    return {
        *known.filter(employee=row.employee_id).values_list(*told),
        *known.filter(alike, photo_opd=row.photo_opd).values_list(*told),
    }
