"""The board of today: numbers per window and unit, and whom nobody reaches; sums by the database."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Value, When

from wfa.attendance.models import (
    CheckIn,
    Expectation,
    ExpectedCheckIn,
    ResponseCall,
    Window,
    WindowExtension,
)
from wfa.attendance.rules import board as rules
from wfa.attendance.rules.board import Span, Tally
from wfa.attendance.selectors import marks
from wfa.attendance.selectors.ground import STANDING
from wfa.people.models import Unit
from wfa.people.permissions import under

SILENT_SHOWN = 50
"""People in the list of those who don't answer; more are counted."""


def days_under(paths: list[str], date: datetime.date) -> QuerySet[Expectation]:
    """What is expected in these units on the date."""
    inside = Unit.objects.filter(under(paths, "path")).values("pk")
    return Expectation.objects.filter(STANDING, date=date, unit__in=inside)


def spans_on(paths: list[str], date: datetime.date) -> list[Span]:
    """The windows of these units on the date, in their order; 1 query."""
    inside = ExpectedCheckIn.objects.filter(
        window=OuterRef("pk"),
        withdrawn_at__isnull=True,
        expectation__withdrawn_at__isnull=True,
        expectation__unit__in=Unit.objects.filter(under(paths, "path")).values("pk"),
    )
    groups: dict[tuple[str, datetime.datetime, datetime.datetime], list[Window]] = {}
    for row in Window.objects.filter(Exists(inside), date=date):
        groups.setdefault((row.name, row.opens_at, row.closes_at), []).append(row)
    spans = [_span(rows) for rows in groups.values()]
    return sorted(spans, key=lambda span: (span.opens_at, span.closes_at, span.name))


def _span(rows: Sequence[Window]) -> Span:
    return Span(
        name=rows[0].name,
        opens_at=rows[0].opens_at,
        closes_at=rows[0].closes_at,
        ends_at=max(row.ends_at for row in rows),
        late_until=max(row.late_until for row in rows),
        windows=tuple(row.pk for row in rows),
    )


def tallies(
    paths: list[str], date: datetime.date, span: Span, now: datetime.datetime
) -> list[Tally]:
    """How many people stand how in one window, by unit: by OPD where there are several.

    4 queries however many people and units.
    """
    opened = marks.open_windows(now)
    counted = _counted(days_under(paths, date), span, opened, now)
    rows = [_tally_row(row) for row in counted]
    units = Unit.objects.select_related("opd").in_bulk({pk for pk, _ in rows})
    if len({(unit.opd_id or pk) for pk, unit in units.items()}) > 1:
        return _by_opd([(units[pk], tally) for pk, tally in rows])
    shown = [rules.total([tally], units[pk]) for pk, tally in rows]
    return sorted(shown, key=lambda tally: tally.unit.path or "")  # type: ignore[attr-defined]


def _counted(
    rows: QuerySet[Expectation], span: Span, opened: Sequence[int], now: datetime.datetime
) -> QuerySet[Any, Any]:
    mine = ExpectedCheckIn.objects.filter(
        expectation=OuterRef("pk"), window__in=span.windows, withdrawn_at__isnull=True
    )
    since = ResponseCall.objects.filter(expectation=OuterRef("pk"), started_at__gte=span.opens_at)
    annotated = rows.filter(Exists(mine)).annotate(
        is_there=Exists(mine.filter(check_in__isnull=False)),
        lacks=Exists(mine.filter(check_in__isnull=True).exclude(window__in=opened)),
        last_call=marks.last_call(),
        was_called=Exists(since),
        is_overdue=marks.overdue_call(now),
    )
    answered, unanswered = Q(last_call__in=rules.ANSWERED), Q(last_call="unanswered")
    running = Q(last_call="running", is_overdue=False)
    return (
        annotated.order_by()
        .values("unit")
        .annotate(
            expected=Count("pk"),
            present=Count("pk", filter=Q(is_there=True)),
            called=Count("pk", filter=Q(last_call__isnull=False)),
            answered=Count("pk", filter=answered),
            running=Count("pk", filter=running),
            overdue=Count("pk", filter=Q(is_overdue=True)),
            unanswered=Count("pk", filter=unanswered),
            uncalled=Count("pk", filter=Q(lacks=True, was_called=False)),
        )
    )


def _tally_row(row: dict[str, Any]) -> tuple[int, Tally]:
    unit: int = row.pop("unit")
    return unit, Tally(**row)


def _by_opd(rows: Sequence[tuple[Unit, Tally]]) -> list[Tally]:
    groups: dict[int, tuple[Unit, list[Tally]]] = {}
    for unit, tally in rows:
        opd = unit.opd or unit
        groups.setdefault(opd.pk, (opd, []))[1].append(tally)
    found = [rules.total(each, opd) for opd, each in groups.values()]
    return sorted(found, key=lambda tally: tally.unit.name)  # type: ignore[attr-defined]


# --- whom nobody reaches -------------------------------------------------------------------------


@dataclass(frozen=True)
class Silent:
    """Somebody whose last call of the day wasn't answered."""

    row: Expectation
    calls: list[ResponseCall]
    last_photo_at: datetime.datetime | None

    @property
    def unanswered(self) -> list[ResponseCall]:
        return [c for c in self.calls if c.outcome == ResponseCall.Outcome.UNANSWERED]

    @property
    def answer(self) -> ResponseCall | None:
        """The last call to which the employee wrote back in the application."""
        return next((call for call in reversed(self.calls) if call.answer_at), None)


def silent(
    paths: list[str], date: datetime.date, now: datetime.datetime
) -> tuple[list[Silent], int]:
    """Those whose last call wasn't answered in its time, the most calls first, and how many;
    3 queries."""
    rows = days_under(paths, date).annotate(last_call=marks.last_call())
    rows = rows.filter(Q(last_call="unanswered") | Q(marks.overdue_call(now)))
    photos = CheckIn.objects.filter(
        expected__expectation=OuterRef("pk"), photo_state=CheckIn.Photo.KEPT
    )
    shown = (
        rows.annotate(
            photo_at=Subquery(photos.order_by("-at").values("at")[:1]),
            n_calls=Count("calls"),
            last_at=Max("calls__started_at"),
        )
        .select_related("employee", "unit__opd")
        .prefetch_related("calls")
        .order_by("-n_calls", "last_at", "pk")[:SILENT_SHOWN]
    )
    found = [Silent(row, list(row.calls.all()), row.photo_at) for row in shown]
    return found, rows.count() if len(found) == SILENT_SHOWN else len(found)


def extensions_of(span: Span) -> list[WindowExtension]:
    """Why the window was extended, the first outage first and each once; 1 query."""
    rows = WindowExtension.objects.filter(window__in=span.windows).order_by("down_from", "pk")
    return list({(row.down_from, row.down_until): row for row in rows}.values())


# --- people of one unit --------------------------------------------------------------------------


def people_of(
    paths: list[str], date: datetime.date, now: datetime.datetime
) -> QuerySet[Expectation]:
    """The days of these units: who isn't reached and who is missing first, then the flagged."""
    opened = marks.open_windows(now)
    rows = days_under(paths, date).annotate(
        last_call=marks.last_call(), lacks=marks.lacking(opened), is_flagged=marks.flagged()
    )
    silent_first = Case(When(last_call="unanswered", then=Value(0)), default=Value(1))
    return rows.select_related("employee", "unit").order_by(
        silent_first, "-lacks", "-is_flagged", "unit__path", "employee__name", "pk"
    )
