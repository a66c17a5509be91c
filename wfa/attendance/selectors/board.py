"""The board of today: numbers per window and unit, and whom nobody reaches; sums by the database."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
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
from wfa.attendance.selectors.marks import Marks
from wfa.people.models import Unit

SILENT_SHOWN = 50
"""People in the list of those who don't answer; more are counted."""


def days_under(paths: list[str], date: datetime.date) -> QuerySet[Expectation]:
    """What is expected in these units on the date."""
    return Expectation.objects.filter(STANDING, marks.within(paths), date=date)


def spans_on(paths: list[str], date: datetime.date) -> list[Span]:
    """The windows of these units on the date, in their order; 1 query."""
    inside = ExpectedCheckIn.objects.filter(
        marks.within(paths, "expectation__unit"),
        window=OuterRef("pk"),
        withdrawn_at__isnull=True,
        expectation__withdrawn_at__isnull=True,
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

    3 queries however many people and units.
    """
    here = marks.marks_of(now, date, date)
    counted = _counted(days_under(paths, date), span, here)
    units = Unit.objects.select_related("opd").in_bulk(list(counted))
    if len({(unit.opd_id or pk) for pk, unit in units.items()}) > 1:
        return _by_opd([(units[pk], tally) for pk, tally in counted.items()])
    shown = [replace(tally, unit=units[pk]) for pk, tally in counted.items()]
    return sorted(shown, key=lambda tally: tally.unit.path or "")  # type: ignore[attr-defined]


def _counted(rows: QuerySet[Expectation], span: Span, here: Marks) -> dict[int, Tally]:
    """{unit: its numbers}: grouped by what stands out, so that each question is asked once."""
    mine = ExpectedCheckIn.objects.filter(
        expectation=OuterRef("pk"), window__in=span.windows, withdrawn_at__isnull=True
    )
    since = ResponseCall.objects.filter(expectation=OuterRef("pk"), started_at__gte=span.opens_at)
    grouped: QuerySet[Any, Any] = rows.filter(Exists(mine)).annotate(
        is_there=Exists(mine.filter(check_in__isnull=False)),
        lacks=Exists(mine.filter(check_in__isnull=True).exclude(window__in=here.opened)),
        last_call=marks.last_call(),
        is_called=Exists(since),
        is_overdue=here.overdue_call(),
    )
    grouped = grouped.order_by().values("unit", *_KEYS).annotate(n=Count("pk"))
    found: dict[int, list[Tally]] = {}
    for row in grouped:
        found.setdefault(row["unit"], []).append(_tally(row))
    return {unit: rules.total(parts) for unit, parts in found.items()}


_KEYS = ("is_there", "lacks", "last_call", "is_called", "is_overdue")


def _tally(row: dict[str, Any]) -> Tally:
    """People of one unit who stand alike."""
    n, last = row["n"], row["last_call"]
    return Tally(
        expected=n,
        present=n * row["is_there"],
        called=n * (last is not None),
        answered=n * (last in rules.ANSWERED),
        running=n * (last == "running" and not row["is_overdue"]),
        overdue=n * row["is_overdue"],
        unanswered=n * (last == "unanswered"),
        uncalled=n * (row["lacks"] and not row["is_called"]),
    )


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
    overdue = marks.marks_of(now, date, date).overdue_call()
    rows = rows.filter(Q(last_call="unanswered") | Q(overdue))
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
    """Why the window was extended, the first outage first and each once; 1 query.

    One that lasts is written down at each look, longer each time: the last of them counts.
    """
    rows = WindowExtension.objects.filter(window__in=span.windows)
    found: list[WindowExtension] = []
    for row in {row.down_from: row for row in rows.order_by("down_from", "pk")}.values():
        if not found or row.down_until > found[-1].down_until:
            found.append(row)
    return found


# --- people of one unit --------------------------------------------------------------------------


def people_of(
    paths: list[str], date: datetime.date, now: datetime.datetime
) -> QuerySet[Expectation]:
    """The days of these units: who isn't reached and who is missing first, then the flagged."""
    here = marks.marks_of(now, date, date)
    rows = days_under(paths, date).annotate(
        last_call=marks.last_call(), lacks=here.lacking(), is_flagged=here.flagged()
    )
    silent_first = Case(When(last_call="unanswered", then=Value(0)), default=Value(1))
    return rows.select_related("employee", "unit").order_by(
        silent_first, "-lacks", "-is_flagged", "unit__path", "employee__name", "pk"
    )
