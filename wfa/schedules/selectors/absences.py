"""Absences: who is off when, what stands in the way of recording one, and who could come instead."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet
from django.utils import timezone

from wfa.calendars.rules import Calendar
from wfa.calendars.selectors import load
from wfa.decisions.models import Decision
from wfa.people.models import Employee, Unit
from wfa.people.permissions import Authority, under
from wfa.schedules.models import AWAY, Absence, WorkDay
from wfa.schedules.rules.absences import (
    DayOff,
    Ledger,
    Reason,
    Span,
    date_reasons,
    overlap_reason,
    request_sentence,
)
from wfa.schedules.rules.planned import CellKey
from wfa.schedules.rules.seats import STRUCTURAL, Shortage
from wfa.schedules.selectors.others import held_by_requests
from wfa.schedules.selectors.seats import Board, OfficeDay, board_for, is_structural, standing

CALLED = "recall"
"""`Decision.subject_kind` of a call back to the office; its `subject_id` is the person's id."""
RECENT = datetime.timedelta(days=90)
"""How long a call back counts against being called again."""
CHUNK = 500
"""People in one query."""


# --- the list --------------------------------------------------------------------------------


def absences_seen(authority: Authority) -> QuerySet[Absence]:
    """Those of the units whose absences one records."""
    here = under(authority.paths("record_absence"), "employee__unit__path")
    return Absence.objects.filter(here).select_related("employee__unit", "recorded_by")


def absences_between(
    rows: QuerySet[Absence], first: datetime.date, last: datetime.date
) -> QuerySet[Absence]:
    """Those that touch the span; taken back ones too, so that nothing disappears unexplained."""
    found = rows.filter(first_day__lte=last, last_day__gte=first)
    return found.order_by("first_day", "employee__name", "pk")


def absence_counts(rows: QuerySet[Absence]) -> dict[str, int]:
    """{kind: how many stand}; 1 query."""
    standing_rows = rows.filter(withdrawn_at__isnull=True).order_by()
    return dict(standing_rows.values_list("kind").annotate(n=Count("pk")))


def recording_units(authority: Authority) -> QuerySet[Unit]:
    """The units whose absences one records, in the order of the tree."""
    here = under(authority.paths("record_absence"), "path")
    return Unit.objects.filter(here, is_active=True).order_by("path")


def recordable(authority: Authority) -> QuerySet[Employee]:
    """The people whose absences one records."""
    here = under(authority.paths("record_absence"), "unit__path")
    found = Employee.objects.filter(here, kind=Employee.Kind.ASN, is_active=True)
    return found.select_related("unit__opd", "position")


# --- what stands in the way ------------------------------------------------------------------


@dataclass
class Ground:
    """All that recording some absences looks at, read once."""

    people: Mapping[int, Employee]
    days: Mapping[int, Mapping[datetime.date, Sequence[WorkDay]]]
    spans: dict[int, list[Span]]
    calendar: Calendar
    board: Board
    ledger: Ledger
    today: datetime.date
    asked: Mapping[CellKey, str] = field(default_factory=dict)
    """Days that requests hold, decided or not."""

    def rows_of(self, span: Span) -> list[WorkDay]:
        days = self.days.get(span.employee_id, {})
        found = [row for date in days if span.first <= date <= span.last for row in days[date]]
        return sorted(found, key=lambda row: (row.date, row.slot))


@dataclass(frozen=True)
class Verdict:
    """What becomes of one absence: its working days and the days it takes the place of, or why not."""

    span: Span
    dates: tuple[datetime.date, ...] = ()
    replaced: tuple[WorkDay, ...] = ()
    reason: Reason | None = None
    shortages: tuple[Shortage, ...] = ()
    requests: tuple[str, ...] = ()
    """Ids of the requests whose days stand in the way."""
    is_known: bool = False
    """The very same absence stands already: nothing to do."""

    @property
    def ok(self) -> bool:
        return self.reason is None and not self.shortages


def ground_for(spans: Sequence[Span], extra_units: Iterable[int] = ()) -> Ground:
    """What the judgement of these absences needs; 6 queries and 3 per 500 people.

    `extra_units`: units of others whose seats the same act frees.
    """
    ids = sorted({span.employee_id for span in spans})
    first, last = min(s.first for s in spans), max(s.last for s in spans)
    today = timezone.localdate()
    people, days, known = _people(ids), _days(ids, first, last), _known(ids, first, last)
    calendar = load(first, last)
    dates = {d for s in spans for d in calendar.working_days(max(s.first, today), s.last)}
    units = {p.unit_id: p.unit for p in people.values() if p.unit}
    rows = (row for by_date in days.values() for each in by_date.values() for row in each)
    missing = {*extra_units, *(row.unit_id for row in rows)} - units.keys()
    if missing:
        units |= Unit.objects.select_related("opd").in_bulk(missing)
    board = board_for([u for u in units.values() if u], dates)
    ledger = Ledger(board.chain, board.limits, dict(standing(board)))
    asked = held_by_requests(ids, first, last)
    return Ground(people, days, known, calendar, board, ledger, today, asked)


def _people(ids: Sequence[int]) -> dict[int, Employee]:
    found: dict[int, Employee] = {}
    for start in range(0, len(ids), CHUNK):
        rows = Employee.objects.filter(pk__in=ids[start : start + CHUNK])
        found |= {row.pk: row for row in rows.select_related("unit__opd")}
    return found


def _days(
    ids: Sequence[int], first: datetime.date, last: datetime.date
) -> dict[int, dict[datetime.date, list[WorkDay]]]:
    found: dict[int, dict[datetime.date, list[WorkDay]]] = {}
    for start in range(0, len(ids), CHUNK):
        rows = WorkDay.objects.filter(
            employee__in=ids[start : start + CHUNK],
            date__range=(first, last),
            withdrawn_at__isnull=True,
        )
        for row in rows:
            found.setdefault(row.employee_id, {}).setdefault(row.date, []).append(row)
    return found


def _known(ids: Sequence[int], first: datetime.date, last: datetime.date) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = defaultdict(list)
    for start in range(0, len(ids), CHUNK):
        rows = Absence.objects.filter(
            employee__in=ids[start : start + CHUNK],
            first_day__lte=last,
            last_day__gte=first,
            withdrawn_at__isnull=True,
        )
        for row in rows:
            found[row.employee_id].append(span_of(row))
    return found


def span_of(row: Absence) -> Span:
    return Span(row.employee_id, row.kind, row.first_day, row.last_day, row.basis_text)


def judge(span: Span, ground: Ground, called: Iterable[DayOff] = ()) -> Verdict:
    """May this be recorded, after all that was judged on the same ground before it?"""
    if found := date_reasons(span.first, span.last, ground.today):
        return Verdict(span, reason=found[0])
    if ground.people[span.employee_id].unit_id is None:
        sentence = "Pegawai belum punya unit. Minta BKD melengkapi datanya."
        return Verdict(span, reason=Reason("no_unit", sentence))
    known = ground.spans.get(span.employee_id, [])
    if any(span.says_same(other) for other in known):
        return Verdict(span, is_known=True)
    if reason := overlap_reason(span, known):
        return Verdict(span, reason=reason)
    dates = tuple(ground.calendar.working_days(span.first, span.last))
    if not dates:
        sentence = "Tidak ada hari kerja di antara kedua tanggal. Periksa tanggalnya."
        return Verdict(span, reason=Reason("no_working_day", sentence, "first"))
    replaced = ground.rows_of(span)
    decided = [row for row in replaced if row.source_kind == WorkDay.Source.REQUEST]
    taken = {row.date for row in decided} | {
        date for date in dates if (span.employee_id, date) in ground.asked
    }
    if taken:
        reason = Reason("request_day", request_sentence(sorted(taken)), "first")
        ids = tuple(sorted({row.source_id for row in decided}))
        return Verdict(span, reason=reason, requests=ids)
    return _with_seats(span, dates, replaced, ground, called)


def _with_seats(
    span: Span,
    dates: tuple[datetime.date, ...],
    replaced: Sequence[WorkDay],
    ground: Ground,
    called: Iterable[DayOff],
) -> Verdict:
    """Presence is asked of days that still come: what has passed has happened."""
    short = ground.ledger.try_days(days_off(span, dates, replaced, ground), called)
    if short:
        return Verdict(span, dates, tuple(replaced), shortages=tuple(short))
    ground.spans.setdefault(span.employee_id, []).append(span)
    return Verdict(span, dates, tuple(replaced))


def days_off(
    span: Span, dates: Iterable[datetime.date], replaced: Sequence[WorkDay], ground: Ground
) -> list[DayOff]:
    person = ground.people[span.employee_id]
    away = {row.date for row in replaced if row.place in AWAY}
    return [
        DayOff(person.unit_id or 0, date, is_structural(person), date in away)
        for date in dates
        if date >= ground.today
    ]


def shortages_for(employee: int, first: datetime.date, last: datetime.date) -> list[Shortage]:
    """Every office and day that would be left short if this person were off; empty = none."""
    span = Span(employee, Absence.Kind.LEAVE, first, last, "")
    if date_reasons(first, last, timezone.localdate()):
        return []
    return list(judge(span, ground_for([span])).shortages)


# --- who could come instead ------------------------------------------------------------------


@dataclass(frozen=True)
class Candidate:
    """Somebody away that day by roster who may be called in; `recalls`: how often lately."""

    employee: Employee
    day: WorkDay
    recalls: int = 0


@dataclass(frozen=True)
class Gap:
    """An office that is short on a day, and who could fill it, those least often called first."""

    shortage: Shortage
    candidates: list[Candidate] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return [each.employee.full_name for each in self.candidates]


def cover_candidates(
    office: Unit, date: datetime.date, *, structural: bool = False
) -> list[Candidate]:
    """Who of the office is away on the day and may be called in, fewest recalls first; 2 queries.

    Days of a request aren't among them: those rest on a decree and are recalled as a request.
    """
    short = Shortage(office.pk, str(office), date, STRUCTURAL if structural else "presence", 0, 0)
    [gap] = gaps_of([short])
    return gap.candidates


def gaps_of(shortages: Sequence[Shortage], *, without: int | None = None) -> list[Gap]:
    """Each shortage with who could be called in; 3 queries however many."""
    paths = dict(
        Unit.objects.filter(pk__in={s.office_id for s in shortages}).values_list("pk", "path")
    )
    rows = WorkDay.objects.filter(
        under([path or "-" for path in paths.values()], "unit__path"),
        date__in={s.date for s in shortages},
        place__in=AWAY,
        withdrawn_at__isnull=True,
    ).exclude(source_kind=WorkDay.Source.REQUEST)
    away = list(rows.exclude(employee=without).select_related("employee__unit", "unit"))
    often = recalls_of({row.employee_id for row in away})
    return [Gap(short, _fitting(short, paths, away, often)) for short in shortages]


def _fitting(
    short: Shortage,
    paths: Mapping[int, str | None],
    away: Sequence[WorkDay],
    often: Mapping[int, int],
) -> list[Candidate]:
    path = paths.get(short.office_id) or "-"
    found: dict[tuple[int, OfficeDay], Candidate] = {}
    for row in away:
        inside = row.date == short.date and (row.unit.path or "").startswith(path)
        if inside and (row.is_structural or short.why != STRUCTURAL):
            key = (row.employee_id, (short.office_id, short.date))
            found.setdefault(key, Candidate(row.employee, row, often.get(row.employee_id, 0)))
    return sorted(found.values(), key=lambda c: (c.recalls, c.employee.name, c.employee.pk))


def recalls_of(employees: Iterable[int]) -> dict[int, int]:
    """{person: how often called back in the last 90 days}; 1 query."""
    ids = [str(pk) for pk in employees]
    if not ids:
        return {}
    rows = Decision.objects.filter(
        subject_kind=CALLED, subject_id__in=ids, at__gte=timezone.now() - RECENT
    )
    return dict(Counter(int(pk) for pk in rows.values_list("subject_id", flat=True)))
