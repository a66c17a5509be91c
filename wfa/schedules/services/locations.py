"""Recording where somebody works at home: what the attendance application compares with (R20).

Coordinates are seen by the person, by their personnel officers and by the BKD; they stand in no
log and no audit row.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from wfa.audit.services import Entry, record, record_many
from wfa.people.models import Employee
from wfa.policies.selectors import rules_for
from wfa.refusals import Refused
from wfa.schedules.models import Location

USUAL_RADIUS = 200
"""Metres, for somebody without a unit: no policy speaks of them."""
LEAST_RADIUS, MOST_RADIUS = 20, 5000
_STEP = Decimal("0.000001")
_NORTH, _SOUTH, _WEST, _EAST = Decimal("6.5"), Decimal("-11.5"), Decimal("94.5"), Decimal("141.5")


@dataclass(frozen=True)
class Spot:
    """A point, and how far from it a person may be, in metres; both checked by `spot_of`."""

    latitude: Decimal
    longitude: Decimal
    radius_m: int
    address: str = ""


def spot_of(latitude: Decimal, longitude: Decimal, radius_m: int, *, address: str = "") -> Spot:
    """A place in Indonesia with a radius that can be measured; anything else is refused."""
    if not (_SOUTH <= latitude <= _NORTH and _WEST <= longitude <= _EAST):
        raise Refused(
            "Titik ini di luar Indonesia. Periksa lintang dan bujur; mungkin tertukar.",
            code="outside",
            field="latitude",
        )
    if not LEAST_RADIUS <= radius_m <= MOST_RADIUS:
        raise Refused(
            f"Jarak harus {LEAST_RADIUS} sampai {MOST_RADIUS} meter. Perbaiki jaraknya.",
            code="bad_radius",
            field="radius_m",
        )
    north, east = (x.quantize(_STEP, ROUND_HALF_UP) for x in (latitude, longitude))
    return Spot(north, east, radius_m, " ".join(address.split())[:300])


def usual_radius(employee: Employee, *, on: datetime.date | None = None) -> int:
    """The radius that the policy of the person's unit gives, in metres; 1 query."""
    if employee.unit is None:
        return USUAL_RADIUS
    return rules_for(employee.unit, on or timezone.localdate()).location_radius


@transaction.atomic
def record_location(
    employee: Employee,
    spot: Spot,
    *,
    by: Employee,
    capacity: str = "",
    kind: str = Location.Kind.HOME,
) -> Location:
    """The place of this person from now on; the one before it stays as history.

    Saying the same again changes nothing.
    """
    held = Location.objects.select_for_update().filter(
        employee=employee, kind=kind, ended_at__isnull=True
    )
    before = held.first()
    if before is not None and _same(before, spot):
        return before
    now = timezone.now()
    held.update(ended_at=now)
    place = _create(employee, spot, kind, by, now)
    target = ("employee", employee.identity)
    record("location_recorded", by=by, capacity=capacity, target=target, kind=kind)
    return place


def _create(
    employee: Employee, spot: Spot, kind: str, by: Employee, now: datetime.datetime
) -> Location:
    try:
        with transaction.atomic():
            return Location.objects.create(**_fields(employee.pk, spot, kind, by, now))
    except IntegrityError as error:
        raise Refused(
            "Lokasi ini baru saja dicatat dari tempat lain. Muat ulang, lalu periksa.",
            code="just_recorded",
        ) from error


def _fields(
    employee: int, spot: Spot, kind: str, by: Employee, now: datetime.datetime
) -> dict[str, object]:
    return {
        "employee_id": employee,
        "kind": kind,
        "address": spot.address,
        "latitude": spot.latitude,
        "longitude": spot.longitude,
        "radius_m": spot.radius_m,
        "recorded_by": by,
        "recorded_at": now,
    }


def _same(place: Location, spot: Spot) -> bool:
    return (place.latitude, place.longitude, place.radius_m, place.address) == (
        spot.latitude,
        spot.longitude,
        spot.radius_m,
        spot.address,
    )


@transaction.atomic
def record_homes(homes: Iterable[tuple[int, str, Spot]], *, by: Employee, capacity: str) -> int:
    """Many homes at once, as (person, their NIP, place); how many were new.

    An address that was typed stays where the point is the same and the list tells none.
    """
    wanted = {person: (nip, spot) for person, nip, spot in homes}
    kept = Location.objects.select_for_update().filter(
        employee__in=wanted, kind=Location.Kind.HOME, ended_at__isnull=True
    )
    before = {place.employee_id: place for place in kept.order_by("pk")}
    new = {
        person: (nip, spot)
        for person, (nip, spot) in wanted.items()
        if person not in before or _moved(before[person], spot)
    }
    now = timezone.now()
    kept.filter(employee__in=new).update(ended_at=now)
    kind = Location.Kind.HOME
    rows = [Location(**_fields(person, s, kind, by, now)) for person, (_, s) in new.items()]
    Location.objects.bulk_create(rows, batch_size=500)
    record_many([_noted(nip, by, capacity) for nip, _ in new.values()])
    return len(new)


def _noted(nip: str, by: Employee, capacity: str) -> Entry:
    target = ("employee", nip)
    return Entry("location_recorded", by, capacity, target, {"kind": Location.Kind.HOME.value})


def _moved(place: Location, spot: Spot) -> bool:
    here = (place.latitude, place.longitude, place.radius_m)
    return here != (spot.latitude, spot.longitude, spot.radius_m)
