"""What stands out about days of duty, as conditions of the database: for order, filters and counts.

They say the same as `rules.parts` and `rules.verdicts` say of one day; a test holds them together.
Each names the windows of its dates: then no plan of the database walks through past years.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

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
from wfa.people.models import Unit
from wfa.people.permissions import under
from wfa.policies.duty import CHECK_INS, PLAN, REPORT

_LATE = (CheckIn.Arrival.LATE, CheckIn.Arrival.AFTERWARDS)
_UNSEEN = (CheckIn.Photo.REFUSED, CheckIn.Photo.MISSING)
_COMING = (CheckIn.Photo.AWAITED, CheckIn.Photo.RECEIVED)
_KEPT_OPEN = datetime.timedelta(days=8)
"""An outage extends windows of the last seven days (`services.watching`), and there is a grace."""


def within(paths: Collection[str], field: str = "unit") -> Q:
    """Condition: the unit in `field` lies under one of the paths; nothing to ask for the region."""
    if is_whole(paths):
        return Q()
    return Q(**{f"{field}__in": Unit.objects.filter(under(list(paths), "path")).values("pk")})


def is_whole(paths: Collection[str]) -> bool:
    """Whether one of the paths is the region itself."""
    return any(path.count("/") == 1 and path != "-" for path in paths)


def needs_text() -> Cast:
    """`needs` as text, for `Marks.gapped` and `running`: both databases can look into that."""
    return Cast("needs", TextField())


def asks(need: str) -> Q:
    """The policy of the day wants this part; the row must be annotated with `needs_text`."""
    return Q(needs_text__contains=f'"{need}"')


@dataclass(frozen=True)
class Marks:
    """Conditions over expectations of some dates, at a moment; made by `marks_of`."""

    now: datetime.datetime
    windows: tuple[int, ...]
    """All windows of these dates."""
    opened: tuple[int, ...]
    """Those in which a check-in is still taken as in time or late, or will be."""

    # --- check-ins -------------------------------------------------------------------------------

    def lacking(self) -> Exists:
        """A window of the day is over, and nobody checked in."""
        return Exists(self._parts().filter(check_in__isnull=True).exclude(window__in=self.opened))

    def came(self) -> Exists:
        """Somebody checked in at least once."""
        return Exists(self._parts().filter(check_in__isnull=False))

    def came_late(self) -> Exists:
        return Exists(self._parts().filter(check_in__arrival__in=_LATE))

    def flagged(self) -> Exists:
        """A check-in of the day has a flag."""
        return Exists(
            Flag.objects.filter(
                check_in__expected__expectation=OuterRef("pk"),
                check_in__expected__window__in=self.windows,
                check_in__expected__withdrawn_at__isnull=True,
            )
        )

    def _parts(self) -> QuerySet[ExpectedCheckIn]:
        """The windows of a day that are still expected."""
        return ExpectedCheckIn.objects.filter(
            withdrawn_at__isnull=True, expectation=OuterRef("pk"), window__in=self.windows
        )

    # --- the day as a whole ----------------------------------------------------------------------

    def gapped(self) -> Q:
        """Something that the policy wants is missing now; see `rules.parts.look`."""
        no_photo = Exists(self._parts().filter(check_in__photo_state__in=_UNSEEN))
        return (
            (asks(CHECK_INS) & (Q(self.lacking()) | Q(no_photo)))
            | (asks(PLAN) & Q(plan_at__isnull=True, plan_due_at__lte=self.now))
            | (asks(REPORT) & Q(report_at__isnull=True, report_due_at__lte=self.now))
        )

    def running(self) -> Q:
        """Something that the policy wants may still come; see `rules.parts.look`."""
        still = self._parts().filter(check_in__isnull=True, window__in=self.opened)
        photo = self._parts().filter(check_in__photo_state__in=_COMING)
        return (
            (asks(CHECK_INS) & (Q(Exists(still)) | Q(Exists(photo))))
            | (asks(PLAN) & Q(plan_at__isnull=True, plan_due_at__gt=self.now))
            | (asks(REPORT) & Q(report_at__isnull=True, report_due_at__gt=self.now))
        )

    def marked(self) -> Q:
        """What isn't called sah without opening it; see `rules.verdicts.Looked.wants_a_look`."""
        return Q(self.flagged()) | Q(unanswered()) | Q(explained()) | self.gapped()

    # --- calls -----------------------------------------------------------------------------------

    def overdue_call(self) -> Exists:
        """A call still runs although its time is over; see `rules.calling.is_overdue`."""
        rows = ResponseCall.objects.filter(expectation=OuterRef("pk"), due_at__lte=self.now)
        return Exists(rows.filter(outcome=ResponseCall.Outcome.RUNNING))


def marks_of(now: datetime.datetime, first: datetime.date, last: datetime.date) -> Marks:
    """The conditions for days from `first` to `last`; 1 query for their windows."""
    rows = list(Window.objects.filter(date__range=(first, last)))
    opened = tuple(row.pk for row in rows if row.late_until > now)
    return Marks(now, tuple(row.pk for row in rows), opened)


def open_windows(now: datetime.datetime) -> list[int]:
    """Windows in which a check-in is still taken, or will be; 1 query. Few: of today and ahead,
    and of the last days where an outage keeps them open."""
    since = timezone.localdate(now) - _KEPT_OPEN
    return [row.pk for row in Window.objects.filter(date__gte=since) if row.late_until > now]


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
