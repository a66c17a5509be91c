"""The desk of those who verify: days that wait, flagged and incomplete first."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from wfa.attendance.models import Expectation, Explanation, Verdict
from wfa.attendance.selectors import marks
from wfa.attendance.selectors.ground import STANDING
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

    @property
    def is_filtered(self) -> bool:
        return bool(self.unit or self.date or self.only_marked)


def desk(held: Authority, person: int, *, everybody: bool = False) -> QuerySet[Expectation]:
    """All days that this person verifies; 3 queries for who leads what."""
    mine = within(held, person) if everybody else waiting_for(held, leaders_on(), person)
    return Expectation.objects.filter(mine, STANDING)


def counts(rows: QuerySet[Expectation], now: datetime.datetime) -> dict[str, int]:
    """How many days wait, and how many were asked about; 2 queries."""
    opened = marks.open_windows(now)
    waiting = _in_view(rows, WAITING, now, opened)
    return {
        WAITING: waiting.count(),
        CLARIFYING: rows.filter(verdict=Verdict.CLARIFY).count(),
    }


def found(
    rows: QuerySet[Expectation], asked: Asked, now: datetime.datetime
) -> QuerySet[Expectation]:
    """The days of one view, what wants a look first, then the oldest."""
    opened = marks.open_windows(now)
    shown = _in_view(rows, asked.view, now, opened)
    if asked.unit is not None:
        path = Unit.objects.filter(pk=asked.unit).values_list("path", flat=True).first()
        inside = Unit.objects.filter(path__startswith=path or "-").values("pk")
        shown = shown.filter(unit__in=inside)
    if asked.date is not None:
        shown = shown.filter(date=asked.date)
    shown = shown.annotate(needs_text=marks.needs_text()).annotate(
        is_marked=_truth(marked(now, opened))
    )
    if asked.only_marked:
        shown = shown.filter(is_marked=True)
    order = ("-is_marked", "date") if asked.view != DECIDED else ("-verdict_at",)
    return shown.select_related("employee", "unit").order_by(*order, "employee__name", "pk")


def marked(now: datetime.datetime, opened: list[int]) -> Q:
    """What isn't called sah without opening it; see `rules.verdicts.Looked.wants_a_look`."""
    said = Q(marks.flagged()) | Q(marks.unanswered()) | Q(marks.explained())
    return said | marks.gapped(now, opened)


def _in_view(
    rows: QuerySet[Expectation], view: str, now: datetime.datetime, opened: list[int]
) -> QuerySet[Expectation]:
    if view == WAITING:
        return over(rows.filter(verdict=Verdict.WAITING), now, opened)
    if view == CLARIFYING:
        return rows.filter(verdict=Verdict.CLARIFY)
    return rows.filter(verdict__in=[Verdict.VALID, Verdict.INVALID], verdict_at__gte=now - RECENT)


def over(
    rows: QuerySet[Expectation], now: datetime.datetime, opened: list[int]
) -> QuerySet[Expectation]:
    """Days of which nothing more is awaited; those ahead aren't."""
    today = timezone.localdate(now)
    ended = rows.filter(date__lte=today).annotate(needs_text=marks.needs_text())
    return ended.exclude(marks.running(now, opened))


def units_of(rows: QuerySet[Expectation]) -> list[Unit]:
    """The units that have days among these, for the filter; 1 query."""
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
