"""The desk of those who verify: days that wait, flagged and incomplete first."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import BooleanField, Case, Exists, Min, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from wfa.attendance.models import Expectation, Explanation, Verdict
from wfa.attendance.selectors import marks
from wfa.attendance.selectors.ground import STANDING
from wfa.attendance.selectors.marks import Marks
from wfa.attendance.selectors.verifiers import leaders_on, waiting_for, within
from wfa.people.models import Unit
from wfa.people.permissions import Authority

WAITING, CLARIFYING, DECIDED = "menunggu", "klarifikasi", "diputus"
VIEWS = {
    WAITING: "Menunggu",
    CLARIFYING: "Diklarifikasi",
    DECIDED: "Sudah diputus",
}
RECENT = datetime.timedelta(days=60)
"""How far back the decided days of the desk go."""


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see of their desk."""

    view: str = WAITING
    everybody: bool = False
    """Also those whom a leader below verifies."""
    unit: int | None = None
    date: datetime.date | None = None
    only_marked: bool = False
    """Only days that want a look: flagged, incomplete, unanswered or explained."""

    def is_too_wide(self, paths: Collection[str]) -> bool:
        """Everybody of the region at once: too much to be put into an order, and to be read."""
        return self.everybody and marks.is_whole(paths) and not (self.unit or self.date)

    @property
    def is_filtered(self) -> bool:
        return bool(self.unit or self.date or self.only_marked)


def desk(held: Authority, person: int, *, everybody: bool = False) -> QuerySet[Expectation]:
    """All days that this person verifies; 3 queries for who leads what."""
    mine = within(held, person) if everybody else waiting_for(held, leaders_on(), person)
    return Expectation.objects.filter(mine, STANDING)


def counts(rows: QuerySet[Expectation], now: datetime.datetime) -> dict[str, int]:
    """How many days wait, and how many were asked about; 4 queries."""
    return {
        WAITING: _in_view(rows, WAITING, now).count(),
        CLARIFYING: rows.filter(verdict=Verdict.CLARIFY).count(),
    }


def found(
    rows: QuerySet[Expectation], asked: Asked, now: datetime.datetime
) -> QuerySet[Expectation]:
    """The days of one view, what wants a look first, then the oldest; 2 queries for the windows."""
    shown = _in_view(rows, asked.view, now)
    if asked.unit is not None:
        path = Unit.objects.filter(pk=asked.unit).values_list("path", flat=True).first()
        inside = Unit.objects.filter(path__startswith=path or "-").values("pk")
        shown = shown.filter(unit__in=inside)
    if asked.date is not None:
        shown = shown.filter(date=asked.date)
    shown = shown.annotate(needs_text=marks.needs_text())
    shown = shown.annotate(is_marked=_truth(_marks_of(shown, now).marked()))
    if asked.only_marked:
        shown = shown.filter(is_marked=True)
    order = ("-is_marked", "date") if asked.view != DECIDED else ("-verdict_at",)
    return shown.select_related("employee", "unit").order_by(*order, "employee__name", "pk")


def _marks_of(rows: QuerySet[Expectation], now: datetime.datetime) -> Marks:
    """For the dates of these rows; 2 queries."""
    today = timezone.localdate(now)
    first = rows.order_by().aggregate(first=Min("date"))["first"]
    return marks.marks_of(now, first or today, today)


def _in_view(
    rows: QuerySet[Expectation], view: str, now: datetime.datetime
) -> QuerySet[Expectation]:
    if view == WAITING:
        return over(rows.filter(verdict=Verdict.WAITING), now)
    if view == CLARIFYING:
        return rows.filter(verdict=Verdict.CLARIFY)
    recent = {"verdict_at__gte": now - RECENT, "date__gte": timezone.localdate(now) - 2 * RECENT}
    return rows.filter(verdict__in=[Verdict.VALID, Verdict.INVALID], **recent)


def over(rows: QuerySet[Expectation], now: datetime.datetime) -> QuerySet[Expectation]:
    """Days of which nothing more is awaited; those ahead aren't. Past ones are over as such."""
    today = timezone.localdate(now)
    running = marks.marks_of(now, today, today).running()
    told = rows.annotate(needs_text=marks.needs_text())
    return told.filter(Q(date__lt=today) | (Q(date=today) & ~Q(running)))


def units_of(rows: QuerySet[Expectation], *, opds: bool = False) -> list[Unit]:
    """The units that have days among these, for the filter; 1 query. `opds`: only whole OPDs."""
    if opds:
        return list(Unit.objects.filter(kind=Unit.Kind.OPD, is_active=True).order_by("name"))
    days = rows.filter(unit=OuterRef("pk"))
    return list(Unit.objects.filter(Exists(days)).order_by("path"))


def answered(rows: QuerySet[Expectation]) -> int:
    """Of the days that were asked about, those with an explanation since; 1 query."""
    said = Explanation.objects.filter(
        expectation=OuterRef("pk"), written_at__gte=OuterRef("verdict_at")
    )
    return rows.filter(Exists(said), verdict=Verdict.CLARIFY).count()


def _truth(condition: Q) -> Case:
    return Case(
        When(condition, then=Value(True)), default=Value(False), output_field=BooleanField()
    )
