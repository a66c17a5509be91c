"""What stands out about days of duty, as conditions of the database: for order, filters and counts.

They say the same as `rules.parts` and `rules.verdicts` say of one day; a test holds them together.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from wfa.attendance.models import (
    CheckIn,
    ExpectedCheckIn,
    Explanation,
    Flag,
    ResponseCall,
    Window,
)
from wfa.policies.duty import CHECK_INS, PLAN, REPORT


def _parts() -> QuerySet[ExpectedCheckIn]:
    """The windows of a day that are still expected."""
    return ExpectedCheckIn.objects.filter(withdrawn_at__isnull=True, expectation=OuterRef("pk"))


def open_windows(now: datetime.datetime) -> list[int]:
    """Windows in which a check-in is still taken as in time or late, or will be; 1 query.

    Few: those of today and of the next working day.
    """
    since = timezone.localdate(now) - datetime.timedelta(days=1)
    return [row.pk for row in Window.objects.filter(date__gte=since) if row.late_until > now]


def lacking(opened: Collection[int]) -> Exists:
    """A window of the day is over, and nobody checked in."""
    return Exists(_parts().filter(check_in__isnull=True).exclude(window__in=opened))


def came() -> Exists:
    """Somebody checked in at least once."""
    return Exists(_parts().filter(check_in__isnull=False))


def came_late() -> Exists:
    arrivals = (CheckIn.Arrival.LATE, CheckIn.Arrival.AFTERWARDS)
    return Exists(_parts().filter(check_in__arrival__in=arrivals))


def flagged() -> Exists:
    """A check-in of the day has a flag."""
    return Exists(
        Flag.objects.filter(
            check_in__expected__expectation=OuterRef("pk"),
            check_in__expected__withdrawn_at__isnull=True,
        )
    )


def unanswered() -> Exists:
    """A call of the day wasn't answered."""
    rows = ResponseCall.objects.filter(expectation=OuterRef("pk"))
    return Exists(rows.filter(outcome=ResponseCall.Outcome.UNANSWERED))


def explained() -> Exists:
    return Exists(Explanation.objects.filter(expectation=OuterRef("pk")))


def last_call() -> Subquery:
    """How the latest call of the day turned out; NULL = nobody called."""
    rows = ResponseCall.objects.filter(expectation=OuterRef("pk"))
    return Subquery(
        rows.order_by("-started_at", "-pk").values("outcome")[:1], output_field=CharField()
    )


def overdue_call(now: datetime.datetime) -> Exists:
    """A call still runs although its time is over; see `rules.calling.is_overdue`."""
    rows = ResponseCall.objects.filter(expectation=OuterRef("pk"), due_at__lte=now)
    return Exists(rows.filter(outcome=ResponseCall.Outcome.RUNNING))


def asks(need: str) -> Q:
    """The policy of the day wants this part; the row must be annotated with `needs_text`."""
    return Q(needs_text__contains=f'"{need}"')


def needs_text() -> Cast:
    """`needs` as text: both databases can look into that."""
    return Cast("needs", TextField())


def gapped(now: datetime.datetime, opened: Collection[int]) -> Q:
    """Something that the policy wants is missing now; see `rules.parts.look`."""
    unseen = (CheckIn.Photo.REFUSED, CheckIn.Photo.MISSING)
    no_photo = Exists(_parts().filter(check_in__photo_state__in=unseen))
    return (
        (asks(CHECK_INS) & (Q(lacking(opened)) | Q(no_photo)))
        | (asks(PLAN) & Q(plan_at__isnull=True, plan_due_at__lte=now))
        | (asks(REPORT) & Q(report_at__isnull=True, report_due_at__lte=now))
    )


def running(now: datetime.datetime, opened: Collection[int]) -> Q:
    """Something that the policy wants may still come; see `rules.parts.look`."""
    coming = (CheckIn.Photo.AWAITED, CheckIn.Photo.RECEIVED)
    still = _parts().filter(check_in__isnull=True, window__in=opened)
    photo = _parts().filter(check_in__photo_state__in=coming)
    return (
        (asks(CHECK_INS) & (Q(Exists(still)) | Q(Exists(photo))))
        | (asks(PLAN) & Q(plan_at__isnull=True, plan_due_at__gt=now))
        | (asks(REPORT) & Q(report_at__isnull=True, report_due_at__gt=now))
    )
