"""Changing the calendar: the seed, holidays by hand, Ramadan. Each change is audited."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

import holidays as national
from django.db import IntegrityError, transaction

from wfa.audit.services import Actor, record
from wfa.calendars import wording
from wfa.calendars.models import Holiday, RamadanPeriod
from wfa.calendars.rules import FIRST_YEAR, LAST_YEAR, Calendar, OutsideCalendarError
from wfa.calendars.selectors import (
    add_working_days,
    is_filled,
    is_ramadan,
    is_working_day,
    load,
    working_days_between,
)
from wfa.refusals import Refused

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "Calendar",
    "OutsideCalendarError",
    "Seeded",
    "add_holiday",
    "add_working_days",
    "change_holiday",
    "is_filled",
    "is_ramadan",
    "is_working_day",
    "load",
    "remove_holiday",
    "save_ramadan",
    "seed",
    "working_days_between",
]

_ESTIMATE = " (perkiraan)"


@dataclass(frozen=True)
class Seeded:
    """What the seed did to a year; `kept` are days that a person has changed or added."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0
    removed: int = 0


@transaction.atomic
def seed(year: int, *, by: Actor | None = None) -> Seeded:
    """Fill in the national holidays and cuti bersama of `year`; never what a person edited.

    Can be run again: a newer list corrects estimates and takes away what it no longer holds.
    """
    _check_year(year)
    wanted = {row.seeded_date: row for row in _listed(year)}
    rows = list(Holiday.objects.select_for_update().filter(seeded_date__year=year))
    held = {row.seeded_date: row for row in rows}
    taken = set(Holiday.objects.filter(date__year=year).values_list("date", flat=True))
    new = [row for day, row in wanted.items() if day not in held and row.date not in taken]
    ours = [row for row in rows if not row.is_edited]
    gone = [row for row in ours if row.seeded_date not in wanted]
    changed = [row for row in ours if row not in gone and _take(row, wanted[row.seeded_date])]
    Holiday.objects.filter(pk__in=[row.pk for row in gone]).delete()
    Holiday.objects.bulk_update(changed, ["name", "kind", "is_estimate"])
    Holiday.objects.bulk_create(new, ignore_conflicts=True)  # two seeds at once
    counts = Seeded(
        new=len(new),
        changed=len(changed),
        unchanged=len(ours) - len(gone) - len(changed),
        kept=len(wanted) - len(new) - (len(ours) - len(gone)),
        removed=len(gone),
    )
    if new or changed or gone:
        record("calendar_seeded", by=by, target=("calendar", year), **vars(counts))
    return counts


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(
            f"Tahun {year} di luar kalender. Isi tahun {FIRST_YEAR} sampai {LAST_YEAR}.",
            code="bad_year",
            field="year",
        )


def _listed(year: int) -> list[Holiday]:
    """The days of the national list, as rows that aren't saved yet."""
    public = national.country_holidays("ID", years=year, language="id")
    joint = national.country_holidays("ID", years=year, categories=("government",), language="id")
    found = {day: (Holiday.Kind.JOINT_LEAVE, name) for day, name in joint.items()}
    found |= {day: (Holiday.Kind.NATIONAL, name) for day, name in public.items()}
    return [
        Holiday(
            date=day,
            seeded_date=day,
            kind=kind,
            name=name.replace(_ESTIMATE, "").replace("; ", " dan ")[:120],
            is_estimate=_ESTIMATE in name,
        )
        for day, (kind, name) in sorted(found.items())
    ]


def _take(row: Holiday, listed: Holiday) -> bool:
    """Take over what the list says; whether that changed anything."""
    before = (row.name, row.kind, row.is_estimate)
    row.name, row.kind, row.is_estimate = listed.name, listed.kind, listed.is_estimate
    return before != (row.name, row.kind, row.is_estimate)


@transaction.atomic
def add_holiday(
    *, date: datetime.date, name: str, kind: str, is_estimate: bool = False, by: Actor
) -> Holiday:
    """Add a day without work; one day holds one holiday."""
    holiday = Holiday(date=date, name=name, kind=kind, is_estimate=is_estimate, is_edited=True)
    _save_once(holiday)
    record("holiday_added", by=by, target=("holiday", holiday.pk), **_facts(holiday))
    return holiday


@transaction.atomic
def change_holiday(
    holiday: Holiday,
    *,
    date: datetime.date,
    name: str,
    kind: str,
    is_estimate: bool = False,
    is_cancelled: bool = False,
    by: Actor,
) -> Holiday:
    """Change a holiday; a cancelled one stays in the list and is a working day."""
    row = _locked(holiday)
    before = _facts(row)
    row.date, row.name, row.kind, row.is_estimate = date, name, kind, is_estimate
    row.is_cancelled = is_cancelled
    after = _facts(row)
    if before != after:
        row.is_edited = True
        _save_once(row)
        record("holiday_changed", by=by, target=("holiday", row.pk), before=before, after=after)
    return row


@transaction.atomic
def remove_holiday(holiday: Holiday, *, by: Actor) -> None:
    """Take a holiday out: one of the national list is cancelled, one added by hand is deleted."""
    row = _locked(holiday)
    facts = _facts(row)
    record("holiday_removed", by=by, target=("holiday", row.pk), **facts)
    if row.seeded_date is None:
        row.delete()
    else:
        row.is_cancelled = row.is_edited = True
        row.save()


@transaction.atomic
def save_ramadan(
    period: RamadanPeriod | None, *, starts: datetime.date, ends: datetime.date, by: Actor
) -> RamadanPeriod:
    """Add or change a Ramadan (Perpres 21/2023 Ps 4: shorter hours)."""
    _check_ramadan(period, starts, ends)
    row = period or RamadanPeriod()
    row.starts, row.ends = starts, ends
    row.save()
    record("ramadan_saved", by=by, target=("ramadan", row.pk), starts=starts, ends=ends)
    return row


def _check_ramadan(
    period: RamadanPeriod | None, starts: datetime.date, ends: datetime.date
) -> None:
    if ends < starts:
        raise Refused(
            "Hari terakhir mendahului hari pertama. Perbaiki salah satunya.",
            code="bad_dates",
            field="ends",
        )
    if not 28 <= (ends - starts).days + 1 <= 31:
        raise Refused(
            "Ramadan berlangsung 29 atau 30 hari. Periksa kedua tanggalnya.",
            code="bad_length",
            field="ends",
        )
    others = RamadanPeriod.objects.filter(starts__lte=ends, ends__gte=starts)
    if overlap := (others.exclude(pk=period.pk) if period else others).first():
        raise Refused(
            f"Ramadan {wording.span(overlap.starts, overlap.ends)} sudah tercatat. Ubah yang itu.",
            code="overlap",
            field="starts",
        )


def _locked(holiday: Holiday) -> Holiday:
    row = Holiday.objects.select_for_update().filter(pk=holiday.pk).first()
    if row is None:
        raise Refused(
            "Hari libur ini sudah dihapus petugas lain. Muat ulang kalender.", code="gone"
        )
    return row


def _save_once(row: Holiday) -> None:
    """Save, unless the day already holds another holiday; the database has the last word."""
    taken = Holiday.objects.filter(date=row.date).exclude(pk=row.pk).first()
    try:
        if taken is None:
            with transaction.atomic():
                row.save()
            return
    except IntegrityError:
        taken = Holiday.objects.filter(date=row.date).exclude(pk=row.pk).first()
    raise Refused(
        f"{wording.day(row.date)} sudah tercatat: {taken.name if taken else 'hari libur lain'}. "
        "Ubah yang sudah ada.",
        code="taken",
        field="date",
    )


def _facts(row: Holiday) -> dict[str, Any]:
    return {
        "date": row.date.isoformat(),
        "name": row.name,
        "kind": row.kind,
        "is_estimate": row.is_estimate,
        "is_cancelled": row.is_cancelled,
    }
