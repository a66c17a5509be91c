"""The forms in use, as plain values: the month of one person, and the achievement of each day.

LKH per month (SE Sesjen Kemenag 7/2026), Laporan Capaian Kinerja Harian (Kemnaker); section 8.8
of the forms. Screens, papers and workbooks draw them; nothing here is markup.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import BooleanField, Case, Q, When
from django.urls import reverse
from django.utils import timezone

from wfa.attendance.selectors.verifiers import leaders_on
from wfa.calendars.selectors import load
from wfa.calendars.wording import DAYS, month, nip, number
from wfa.people import wording
from wfa.people.models import Employee, Unit
from wfa.performance.models import PlanRow, ReportEvidence, ReportRow
from wfa.performance.selectors.month import MonthDay, last_day, month_of
from wfa.schedules.models import Place, Slot, WorkDay

OFFICE = "Di kantor"
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Signer:
    """Somebody whose name stands below a form; empty where nobody is known."""

    office: str
    name: str
    nip: str


@dataclass(frozen=True)
class Head:
    """Whose form it is, for which month."""

    name: str
    nip: str
    position: str
    unit: str
    opd: str
    month: str
    bases: tuple[str, ...]
    """The letters and decrees that the days away rest on."""
    superior: Signer
    subject: Signer


@dataclass(frozen=True)
class DateLine:
    """One date of the month: what was planned, what came of it; `note` for every other day."""

    date: datetime.date
    weekday: str
    note: str
    plans: tuple[str, ...]
    results: tuple[str, ...]
    is_free: bool


@dataclass(frozen=True)
class Achieved:
    """One line of the achievement of a day."""

    activity: str
    output: str
    realised: str
    measure: str
    note: str


@dataclass(frozen=True)
class DayForm:
    """The achievement of one day."""

    date: datetime.date
    lines: tuple[Achieved, ...]
    evidence: tuple[str, ...]
    summary: str
    review: str


@dataclass(frozen=True)
class MonthForm:
    """Both forms of one person and month."""

    head: Head
    dates: tuple[DateLine, ...]
    days: tuple[DayForm, ...]
    told: str
    """How many of the reports are there, in words."""


def month_form(person: Employee, first: datetime.date, scope: Q | None = None) -> MonthForm:
    """Everything that the forms of the month hold; at most 20 queries.

    `scope` (over days of a person and unit): only these; of the others nothing is told (G10).
    """
    days = month_of(person, first, scope)
    sent = [day for day in days if day.report is not None]
    return MonthForm(
        head=_head(person, first, days),
        dates=tuple(_dates(person, first, days, scope)),
        days=tuple(_day_form(day) for day in sent),
        told=f"{len(sent)} dari {len(days)} laporan terkirim",
    )


# --- the head, and who signs ---------------------------------------------------------------------


def _head(person: Employee, first: datetime.date, days: Sequence[MonthDay]) -> Head:
    unit = days[-1].expectation.unit if days else person.unit
    opd = unit.opd or unit if unit else None
    position = str(person.position or "")
    return Head(
        name=person.full_name,
        nip=nip(person.identity),
        position=position,
        unit=unit.title_name if unit else "",
        opd=opd.title_name if opd else "",
        month=month(first),
        bases=tuple(dict.fromkeys(day.expectation.basis_text for day in days)),
        superior=_superior(person, unit, first),
        subject=Signer(position, person.full_name, nip(person.identity)),
    )


def _superior(person: Employee, unit: Unit | None, first: datetime.date) -> Signer:
    """The nearest leader above the person at the end of the month; blank where there is none."""
    on = min(last_day(first), timezone.localdate())
    leaders = leaders_on(on)
    path = leaders.nearest(person.pk, (unit.path if unit else "") or "")
    led = Unit.objects.filter(path=path).first() if path else None
    people = leaders.by_path.get(path, set()) - {person.pk}
    if led is None or not people:
        return Signer("Atasan langsung", "", "")
    leader = Employee.objects.get(pk=min(people))
    return Signer(wording.title(led.head_name), leader.full_name, nip(leader.identity))


# --- LKH: the dates of the month -----------------------------------------------------------------


def _dates(
    person: Employee, first: datetime.date, days: Sequence[MonthDay], scope: Q | None
) -> list[DateLine]:
    last = last_day(first)
    calendar, places = load(first, last), _places(person, first, last, scope)
    by_date: dict[datetime.date, list[MonthDay]] = {}
    for day in days:
        by_date.setdefault(day.expectation.date, []).append(day)
    every = [first + n * _DAY for n in range((last - first).days + 1)]
    return [
        _date_line(date, calendar.why_not(date), places.get(date, OFFICE), by_date.get(date, []))
        for date in every
    ]


def _date_line(date: datetime.date, free: str, place: str, days: Sequence[MonthDay]) -> DateLine:
    note = free[:1].upper() + free[1:] if free and place in (OFFICE, "") else place
    plans = [_planned(row) for day in days if day.plan for row in day.plan.rows.all()]
    results = [_reported(row) for day in days if day.report for row in day.report.rows.all()]
    is_free = bool(free) and not days
    return DateLine(date, DAYS[date.weekday()], note, tuple(plans), tuple(results), is_free)


def _places(
    person: Employee, first: datetime.date, last: datetime.date, scope: Q | None
) -> dict[datetime.date, str]:
    """{date: where the person was, in words}, absences too; 1 query.

    A date outside `scope` stays empty: "in the office" would be as much of a word about it.
    """
    rows = WorkDay.objects.filter(
        employee=person, date__gte=first, date__lte=last, withdrawn_at__isnull=True
    )
    told = When(scope or Q(employee=person), then=True)
    rows = rows.annotate(is_told=Case(told, default=False, output_field=BooleanField()))
    found: dict[datetime.date, list[str]] = {}
    for row in rows.order_by("date", "slot"):
        words = found.setdefault(row.date, [])
        if row.is_told:
            half = "" if row.slot == Slot.FULL else f" ({Slot(row.slot).label.lower()})"
            words.append(f"{Place(row.place).label}{half}")
    return {date: ", ".join(words) for date, words in found.items()}


def _planned(row: PlanRow) -> str:
    return f"{row.activity}: {_number(row.target)} {row.measure}, {row.output}"


def _reported(row: ReportRow) -> str:
    return f"{row.activity}: {_number(row.realised)} {row.measure}. {row.result}"


def _number(value: Decimal) -> str:
    return number(value.normalize())


# --- the achievement of a day --------------------------------------------------------------------


def _day_form(day: MonthDay) -> DayForm:
    assert day.report is not None  # noqa: S101 - asked for those alone
    return DayForm(
        date=day.expectation.date,
        lines=tuple(_achieved(row) for row in day.report.rows.all()),
        evidence=tuple(addresses(day.expectation.evidence.all())),
        summary=day.report.summary,
        review=_rated(day),
    )


def _rated(day: MonthDay) -> str:
    """The rating of the report as it stands; one of an older version says nothing of this one."""
    review, report = day.review, day.report
    if review is None or report is None or review.version != report.version:
        return ""
    return f"{review.get_rating_display()}, {review.reviewer_name}"


def _achieved(row: ReportRow) -> Achieved:
    target = f" dari {_number(row.target)}" if row.target else ""
    note = f"{row.result} {row.note}".strip()
    return Achieved(row.activity, row.output, f"{_number(row.realised)}{target}", row.measure, note)


def addresses(evidence: Iterable[ReportEvidence]) -> list[str]:
    """Where each piece of evidence opens: the address itself, or the page of the file here."""
    return [_address(each) for each in evidence]


def _address(each: ReportEvidence) -> str:
    if each.purged_at:
        return "Berkas dihapus sesuai masa simpan"
    return each.link or f"{settings.BASE_URL}{reverse('laporan-bukti', args=[each.pk])}"
