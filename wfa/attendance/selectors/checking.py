"""What one person is expected to prove: one window, and all of today for their phone."""

from __future__ import annotations

import hashlib
import hmac
import uuid

from django.conf import settings
from django.db.models import Exists, QuerySet
from django.utils import timezone

from wfa.attendance.models import CheckIn, ExpectedCheckIn
from wfa.attendance.selectors import privacy
from wfa.people.models import Employee


def expected_of(person: Employee) -> QuerySet[ExpectedCheckIn]:
    """The person's own windows, each with its day and what was taken."""
    rows = ExpectedCheckIn.objects.filter(expectation__employee=person)
    return rows.select_related("window", "expectation", "check_in")


def taught_today(person: Employee) -> list[ExpectedCheckIn] | None:
    """What a phone may know of today: windows not checked in for yet, also those that are over.

    None where there are some, and the person hasn't read the notice: with them the phone takes
    pictures and places by itself, without network (UU 27/2022 Ps 21). Never those of a later day:
    what is asked then can't be known the day before. 1 query, 2 where it finds nothing.
    """
    awaited = _awaited(person)
    found = list(awaited.filter(Exists(privacy.reading_of(person))))
    return None if not found and awaited.exists() else found


def _awaited(person: Employee) -> QuerySet[ExpectedCheckIn]:
    rows = ExpectedCheckIn.objects.filter(
        expectation__employee=person,
        expectation__date=timezone.localdate(),
        expectation__withdrawn_at__isnull=True,
        withdrawn_at__isnull=True,
        check_in__isnull=True,
    )
    return rows.select_related("window").order_by("window__opens_at", "pk")


def check_ins_of(person: Employee) -> QuerySet[CheckIn]:
    """The person's own check-ins."""
    return CheckIn.objects.filter(employee=person)


def known_as(person: Employee) -> str:
    """By which a phone tells whose its queue is: the same each time, and nobody's name or number."""
    mark = hmac.new(settings.SECRET_KEY.encode(), f"siapa:{person.pk}".encode(), hashlib.sha256)
    return str(uuid.UUID(bytes=mark.digest()[:16]))
