"""Places that ended lose their point and address when their time is over (UU 27/2022 Ps 44).

How long that is stands in the policy of the whole region, as for the points of check-ins. Who had
a place recorded, from when to when and by whom stays.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from wfa.audit.services import record
from wfa.people.models import Unit
from wfa.policies.selectors import rules_for
from wfa.schedules.models import Location

BATCH = 500


def blank_due() -> int:
    """Blank every place that ended long enough ago; how many. A sweep: safe to repeat."""
    if not _ended().exists():
        return 0
    until = _until(timezone.localdate())
    total = 0
    while until is not None and (count := _blank(until)):
        total += count
    return total


def _ended() -> QuerySet[Location]:
    return Location.objects.filter(ended_at__isnull=False, blanked_at__isnull=True).order_by()


def _until(today: datetime.date) -> datetime.datetime | None:
    """The beginning of the first day that is still kept; None before there is a region."""
    root = Unit.objects.filter(kind=Unit.Kind.REGION).first()
    if root is None:
        return None
    kept = rules_for(root, today).keep_coordinates_days
    first = today - datetime.timedelta(days=kept)
    return timezone.make_aware(datetime.datetime.combine(first, datetime.time()))


@transaction.atomic
def _blank(until: datetime.datetime) -> int:
    """The next few; written down with their number and nobody's name."""
    keys = list(_ended().filter(ended_at__lt=until).values_list("pk", flat=True)[:BATCH])
    count = Location.objects.filter(pk__in=keys, blanked_at__isnull=True).update(
        latitude=None, longitude=None, address="", blanked_at=timezone.now()
    )
    if count:
        record("locations_blanked", by=None, count=count, until=until.date().isoformat())
    return count
