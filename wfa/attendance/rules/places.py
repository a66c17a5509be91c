"""Points on the earth and what lies between them. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

EARTH_M = 6_371_000
MOST_ACCURACY_M = 1_000_000
"""A phone that knows less than this knows nothing."""
_PLACES = Decimal("0.000001")


@dataclass(frozen=True)
class Point:
    """Degrees with six decimals (11 cm), as they are stored and compared."""

    latitude: Decimal
    longitude: Decimal


@dataclass(frozen=True)
class Position:
    """Where a phone says that it is, and how sure it is of that in metres (None: it didn't say)."""

    point: Point
    accuracy_m: int | None = None


def position_of(latitude: str, longitude: str, accuracy: str = "") -> Position | None:
    """What a phone sent, as far as it makes sense; None where there is no point on the earth.

    A check-in without a point is taken all the same, and flagged.
    """
    north, east = _number(latitude), _number(longitude)
    if north is None or east is None or abs(north) > 90 or abs(east) > 180:
        return None
    metres = _number(accuracy)
    if metres is None or metres < 0:
        return Position(_point(north, east))
    return Position(_point(north, east), min(math.ceil(metres), MOST_ACCURACY_M))


def _point(north: float, east: float) -> Point:
    return Point(Decimal(north).quantize(_PLACES), Decimal(east).quantize(_PLACES))


def _number(text: str) -> float | None:
    """A plain number; no infinity, no "nan", and nothing longer than a number is."""
    try:
        found = float(text[:40])
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def metres_between(one: Point, other: Point) -> int:
    """Along the great circle (haversine), in whole metres."""
    first, second = math.radians(one.latitude), math.radians(other.latitude)
    north = second - first
    east = math.radians(other.longitude) - math.radians(one.longitude)
    part = math.sin(north / 2) ** 2 + math.cos(first) * math.cos(second) * math.sin(east / 2) ** 2
    return round(2 * EARTH_M * math.asin(math.sqrt(min(part, 1))))
