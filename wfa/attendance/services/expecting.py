"""Keeping what is expected in step with the schedule; what is past stays as it was.

Pulled, not pushed: the schedule knows nothing of it. The worker looks every minute at today and
the next working day, and whoever opens their own page is looked after at once.

Nobody owes what they couldn't give or gave already. A window that was over, and a plan that was due,
before the day away was decided isn't asked for: a plan of the day before (H-1) is then due at the
same time on the day itself, and where that is past too the report alone tells the day. Where a day
is decided anew in its middle, windows that the ended part holds stay there, and a plan that was
sent counts for the new part (`plan_at` without `plan_due_at`); its lines stay with the ended one.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from wfa.attendance.models import DutyDate, Expectation, ExpectedCheckIn, Window
from wfa.attendance.rules import windows as rules
from wfa.attendance.rules.windows import Planned
from wfa.attendance.selectors.ground import (
    RUNNING,
    Before,
    Ground,
    before_of,
    ground_for,
    mark_of,
    overtaken,
    spots_of,
    uncovered,
)
from wfa.calendars.selectors import load
from wfa.schedules.models import Location, WorkDay

BATCH = 500
_HOLIDAY = "Tidak ada kerja: {why}"
_GONE = "Hari di luar kantor dicabut"


@dataclass
class Step:
    """What one look changed."""

    written: int = 0
    withdrawn: int = 0
    shortened: int = 0
    replanned: int = 0

    @property
    def is_nothing(self) -> bool:
        return self == Step()


def expect_due() -> int:
    """Today and the next working day, kept in step; how many expectations changed. A sweep."""
    today = timezone.localdate()
    ahead = load(today, today).add_working_days(today, 1)
    steps = [keep_in_step(date) for date in sorted({today, ahead})]
    return sum(s.written + s.withdrawn + s.shortened + s.replanned for s in steps)


def keep_in_step(date: datetime.date, *, people: Collection[int] | None = None) -> Step:
    """Make what is expected on the date follow the schedule; nothing for a date that is past.

    `people`: only these employees. Without anything to change: 2 queries, for a date ahead 5.
    """
    if date < timezone.localdate():
        return Step()
    if not _has_work(date, people):
        return Step()
    with transaction.atomic():
        return _step(_lock(date), people)


def _has_work(date: datetime.date, people: Collection[int] | None) -> bool:
    if uncovered(date, people).exists() or overtaken(date, people).exists():
        return True
    if people is not None or date <= timezone.localdate():
        return bool(load(date, date).why_not(date)) and _running(date, people).exists()
    known = DutyDate.objects.filter(pk=date).values_list("rules_mark", flat=True).first()
    return known is not None and known != mark_of(date)


def _running(date: datetime.date, people: Collection[int] | None) -> QuerySet[Expectation]:
    found = Expectation.objects.filter(RUNNING, date=date)
    return found if people is None else found.filter(employee__in=people)


def _lock(date: datetime.date) -> DutyDate:
    """Only one look at a time writes the expectations of a date."""
    DutyDate.objects.bulk_create([DutyDate(date=date)], ignore_conflicts=True)
    return DutyDate.objects.select_for_update().get(pk=date)


def _step(row: DutyDate, people: Collection[int] | None) -> Step:
    found, now, date = Step(), timezone.now(), row.date
    days = list(uncovered(date, people).order_by("pk"))
    gone = list(overtaken(date, people))
    mark = mark_of(date)
    is_changed = bool(row.rules_mark) and row.rules_mark != mark and date > timezone.localdate()
    stays = list(Expectation.objects.filter(RUNNING, date=date)) if is_changed else []
    ground = ground_for(date, {d.unit_id for d in days} | {e.unit_id for e in stays})
    if ground.free:
        return _free(found, date, people, ground.free, now)
    _end(found, gone, now)
    _replan(found, [e for e in stays if e not in gone], ground, now)
    _write(found, days, ground, now)
    if people is None or not row.rules_mark:
        row.rules_mark, row.synced_at = mark, now
        row.save(update_fields=["rules_mark", "synced_at"])
    return found


# --- new ones --------------------------------------------------------------------------------


def _write(found: Step, days: Sequence[WorkDay], ground: Ground, now: datetime.datetime) -> None:
    spots = spots_of(days) if days else {}
    before = before_of(days, ground.date) if days else Before()
    plans = [before.plan_of(day) for day in days]
    rows = [
        _new(day, ground, spots.get((day.employee_id, day.place)), now, plan_at)
        for day, plan_at in zip(days, plans, strict=True)
    ]
    planned = {
        row.pk: [each for each in _planned(row, ground) if _still_ahead(each, day)]
        for row, day in zip(rows, days, strict=True)
    }
    windows = _windows({each for of in planned.values() for each in of}, ground.date)
    Expectation.objects.bulk_create(rows, batch_size=BATCH)
    ExpectedCheckIn.objects.bulk_create(
        [
            ExpectedCheckIn(expectation_id=row.pk, window=windows[each])
            for row in rows
            for each in planned[row.pk]
            if (row.employee_id, windows[each].pk) not in before.windows
        ],
        batch_size=BATCH,
    )
    found.written = len(rows)


def _still_ahead(planned: Planned, day: WorkDay) -> bool:
    """Nobody is expected in a window that was over when their day away was decided."""
    return day.written_at < planned.closes_at + datetime.timedelta(minutes=planned.grace_minutes)


def _new(
    day: WorkDay,
    ground: Ground,
    spot: Location | None,
    now: datetime.datetime,
    plan_at: datetime.datetime | None,
) -> Expectation:
    row = Expectation(
        employee_id=day.employee_id,
        unit_id=day.unit_id,
        date=day.date,
        slot=day.slot,
        place=day.place,
        work_day=day.pk,
        basis_text=day.basis_text,
        latitude=spot.latitude if spot else None,
        longitude=spot.longitude if spot else None,
        radius_m=spot.radius_m if spot else None,
        written_at=now,
        plan_at=plan_at,
    )
    _plan(row, ground, day.written_at)
    return row


def _plan(row: Expectation, ground: Ground, decided_at: datetime.datetime) -> None:
    """What the policy of the date asks of this row; `decided_at`: since when that is so."""
    held, date = ground.rules[row.unit_id], ground.date
    row.policy_version = held.policy.version if held.policy else None
    row.needs = rules.needs_of(held)
    row.reach_from, row.reach_until = rules.reach_of(
        date, row.slot, ramadan=ground.ramadan, zone=ground.zone
    )
    row.plan_due_at = _plan_due(row, ground, decided_at)
    row.report_due_at = rules.report_due(held, date, ground.zone)
    row.explain_until = ground.calendar.add_working_days(date, held.explain_days)


def _plan_due(
    row: Expectation, ground: Ground, decided_at: datetime.datetime
) -> datetime.datetime | None:
    """Until when the plan is in time, never a moment that was past when the day was decided.

    One that the row had already stays: what somebody missed isn't given back by other rules. A
    plan that came for the part of the day that was ended isn't asked for again.
    """
    if row.plan_at is not None and row.plan_due_at is None:
        return None
    held, date = ground.rules[row.unit_id], ground.date
    for day in (ground.day_before, date):
        due = rules.plan_due(held, date, day, ground.zone)
        if due is None or due > decided_at or due == row.plan_due_at:
            return due
    return None


def _planned(row: Expectation, ground: Ground) -> list[Planned]:
    held = ground.rules[row.unit_id]
    return rules.windows_of(held, ground.date, row.slot, ramadan=ground.ramadan, zone=ground.zone)


def _windows(planned: Collection[Planned], date: datetime.date) -> dict[Planned, Window]:
    """The rows of these windows, new ones written; 2 queries."""
    fresh = [Window(date=date, **vars(each)) for each in sorted(planned, key=lambda p: p.opens_at)]
    Window.objects.bulk_create(fresh, ignore_conflicts=True)
    rows = {_key(row): row for row in Window.objects.filter(date=date)}
    return {each: rows[_key(each)] for each in planned}


def _key(each: Planned | Window) -> tuple[object, ...]:
    return each.number, each.name, each.opens_at, each.closes_at, each.grace_minutes


# --- changed and ended ones ------------------------------------------------------------------


def _replan(
    found: Step, rows: Sequence[Expectation], ground: Ground, now: datetime.datetime
) -> None:
    """The rules of a date ahead have changed: the same rows, planned anew."""
    wanted = {row.pk: _planned(row, ground) for row in rows}
    windows = _windows({each for planned in wanted.values() for each in planned}, ground.date)
    keys = {pk: {windows[each].pk for each in planned} for pk, planned in wanted.items()}
    there = ExpectedCheckIn.objects.filter(expectation__in=rows)
    known = {(e.expectation_id, e.window_id): e for e in there}
    for row in rows:
        _plan(row, ground, now)
    Expectation.objects.bulk_update(rows, _PLANNED, batch_size=BATCH)
    for (pk, window), each in known.items():
        each.withdrawn_at = None if window in keys[pk] else now
    ExpectedCheckIn.objects.bulk_update(known.values(), ["withdrawn_at"], batch_size=BATCH)
    ExpectedCheckIn.objects.bulk_create(
        ExpectedCheckIn(expectation_id=pk, window_id=window)
        for pk, wanted_windows in keys.items()
        for window in sorted(wanted_windows)
        if (pk, window) not in known
    )
    found.replanned = len(rows)


_PLANNED = (
    "policy_version",
    "needs",
    "reach_from",
    "reach_until",
    "plan_due_at",
    "report_due_at",
    "explain_until",
)


def _free(
    found: Step,
    date: datetime.date,
    people: Collection[int] | None,
    why: str,
    now: datetime.datetime,
) -> Step:
    rows = list(_running(date, people))
    for row in rows:
        row.withdrawn_at, row.withdrawn_why = now, _HOLIDAY.format(why=why)[:200]
    Expectation.objects.bulk_update(rows, ["withdrawn_at", "withdrawn_why"], batch_size=BATCH)
    found.withdrawn = len(rows)
    return found


def _end(found: Step, rows: Sequence[Expectation], now: datetime.datetime) -> None:
    """The day away was taken back: what hasn't come yet isn't expected any more.

    Where a window is over or somebody has checked in, the row stays for that part of the day.
    """
    if not rows:
        return
    days = WorkDay.objects.in_bulk([row.work_day for row in rows])
    parts = ExpectedCheckIn.objects.filter(expectation__in=rows, withdrawn_at__isnull=True)
    # whoever checks in at this moment is waited for, and then counts as having come
    list(parts.select_for_update().order_by("pk").values_list("pk"))
    kept: set[object] = set()
    ended = []
    for part in parts.select_related("window", "check_in"):
        if hasattr(part, "check_in") or part.window.late_until <= now:
            kept.add(part.expectation_id)
        else:
            part.withdrawn_at = now
            ended.append(part)
    ExpectedCheckIn.objects.bulk_update(ended, ["withdrawn_at"], batch_size=BATCH)
    for row in rows:
        day = days.get(row.work_day)
        if row.pk in kept:
            _shorten(row, now)
            found.shortened += 1
        else:
            row.withdrawn_at = now
            row.withdrawn_why = (day.withdrawn_why if day else "")[:200] or _GONE
            found.withdrawn += 1
    Expectation.objects.bulk_update(rows, _ENDED, batch_size=BATCH)


_ENDED = ("withdrawn_at", "withdrawn_why", "shortened_at", "plan_due_at", "report_due_at")


def _shorten(row: Expectation, now: datetime.datetime) -> None:
    row.shortened_at = now
    if row.plan_due_at and row.plan_due_at > now:
        row.plan_due_at = None
    if row.report_due_at and row.report_due_at > now:
        row.report_due_at = None


# --- what the higher rooms tell --------------------------------------------------------------


def note_plan(expectation: Expectation, at: datetime.datetime) -> None:
    """The plan of the day came in; the first time counts. Called by performance."""
    Expectation.objects.filter(pk=expectation.pk, plan_at__isnull=True).update(plan_at=at)


def note_report(expectation: Expectation, at: datetime.datetime) -> None:
    """The report of the day came in; the first time counts. Called by performance."""
    Expectation.objects.filter(pk=expectation.pk, report_at__isnull=True).update(report_at=at)
