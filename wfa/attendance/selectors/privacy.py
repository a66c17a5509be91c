"""What people are told about camera and place, and what was done with their data."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from wfa.attendance.models import NoticeRead, PhotoViewing, Purge
from wfa.people.models import Employee
from wfa.policies.selectors import rules_for

VERSION = "2"
"""Of the text of the notice: a new one is shown again to everybody."""


@dataclass(frozen=True)
class Kept:
    """How long what is kept, in days, as the policy of the person's unit says."""

    photo_days: int
    coordinates_days: int
    evidence_days: int


def has_read(person: Employee) -> bool:
    """Whether the person knows the present notice; 1 query."""
    return reading_of(person).exists()


def reading_of(person: Employee) -> QuerySet[NoticeRead]:
    """The row that says that they read it, if they did."""
    return NoticeRead.objects.filter(employee=person, version=VERSION)


def kept_for(person: Employee) -> Kept | None:
    """What the policy says; None for somebody without a unit. 1 query."""
    if person.unit is None:
        return None
    rules = rules_for(person.unit, timezone.localdate())
    return Kept(rules.keep_photo_days, rules.keep_coordinates_days, rules.keep_evidence_days)


def viewings_of(person: Employee, *, most: int = 20) -> list[PhotoViewing]:
    """Who opened the person's pictures, the latest first; 1 query."""
    rows = PhotoViewing.objects.filter(check_in__employee=person)
    return list(rows.select_related("check_in__expected__window").order_by("-at")[:most])


def purges(*, most: int = 10) -> list[Purge]:
    """The latest runs that took something; 1 query."""
    return list(Purge.objects.filter(count__gt=0).order_by("-purged_at")[:most])
