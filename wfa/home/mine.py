"""One's own month: what is decided, what is planned, what is asked, and what was changed."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from wfa.calendars import wording
from wfa.calendars.selectors import load
from wfa.people.models import Employee
from wfa.requests.models import LIVE_DAY, RequestDay, State, WorkRequest
from wfa.schedules.forms.presence import PastDayForm
from wfa.schedules.letters import LETTERS, letter_of
from wfa.schedules.models import Place, WorkDay
from wfa.schedules.rules.told import AT_THE_OFFICE, Entry, entry_of
from wfa.schedules.selectors.mine import Planned, days_of, planned_days
from wfa.schedules.selectors.presence import past_day

RUNNING = (State.IN_FORCE, State.ENDED)
_DAY = datetime.timedelta(days=1)
Said = dict[datetime.date, list[Entry]]


@dataclass(frozen=True)
class Day:
    """One square of the month."""

    date: datetime.date
    free: str
    """Why there is no work: the holiday's name, "hari Sabtu"; "" on a working day."""
    entries: list[Entry]
    in_month: bool
    is_today: bool

    @property
    def name(self) -> str:
        return wording.DAYS[self.date.weekday()]

    @property
    def is_weekend(self) -> bool:
        return self.date.weekday() > 4

    @property
    def is_bare(self) -> bool:
        """A day off of which nothing is said: phones leave it out."""
        return self.is_weekend and not self.entries


@dataclass(frozen=True)
class Week:
    """Monday to Sunday."""

    days: list[Day]

    @property
    def is_bare(self) -> bool:
        """Whether phones show nothing of it: no working day of the month, and nothing said."""
        return all(day.is_bare or not day.in_month for day in self.days)


@dataclass(frozen=True)
class Change:
    """A day that was taken back, with the reason."""

    row: WorkDay
    entry: Entry


def contents(user: Employee, query: QueryDict) -> dict[str, Any]:
    """Everything the page of one's own calendar needs; at most 5 queries."""
    today = timezone.localdate()
    month = month_of(query.get("bulan", ""), today)
    first, last = _frame(month)
    rows = days_of(user, first, last)
    weeks = _weeks(_said(user, rows, first, last), month, today)
    return {
        "month": month,
        "before": _other(month, -1),
        "after": _other(month, 1),
        "is_now": month == today.replace(day=1),
        "weeks": weeks,
        "sums": _sums(day for week in weeks for day in week.days if day.in_month),
        "papers": wording.join(_papers(rows, month)),
        "changes": _changes(rows, month),
        "today": today,
        "is_asn": user.kind == Employee.Kind.ASN,
        **asked_day(user, query),
    }


def month_of(text: str, today: datetime.date) -> datetime.date:
    """The first of the month written as "2026-12"; this month where that can't be read."""
    try:
        month = datetime.datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        month = today
    return month.replace(day=1) if 2000 <= month.year <= 2100 else today.replace(day=1)


def _other(month: datetime.date, step: int) -> datetime.date:
    return (month + datetime.timedelta(days=15 + 31 * step)).replace(day=1)


def _frame(month: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The Monday before the month and the Sunday after it."""
    end = _other(month, 1) - _DAY
    return month - month.weekday() * _DAY, end + (6 - end.weekday()) * _DAY


# --- the month -------------------------------------------------------------------------------


def _said(
    user: Employee, rows: Sequence[WorkDay], first: datetime.date, last: datetime.date
) -> Said:
    """What holds, then what is planned, then what is asked of each day; 2 queries."""
    found: Said = {}
    changed = _changed(rows)
    for row in rows:
        if row.withdrawn_at is None:
            found.setdefault(row.date, []).append(_day_entry(row, changed))
    for date, plans in planned_days(user, first, last).items():
        found.setdefault(date, []).extend(map(_plan, plans))
    for day in _asked(user, first, last):
        found.setdefault(day.date, []).append(_request(day))
    return found


def _changed(rows: Iterable[WorkDay]) -> set[datetime.date]:
    """Days that were taken back and written anew: each says itself on what it rests."""
    return {row.date for row in rows if row.withdrawn_at is not None}


def _day_entry(row: WorkDay, changed: Collection[datetime.date]) -> Entry:
    """A usual day in the office needs no paper beside it: the month's is told once, above."""
    entry = entry_of(row)
    usual = row.place == Place.OFFICE and row.source_kind == WorkDay.Source.ROTA
    return Entry(entry.letter) if usual and row.date not in changed else entry


def _papers(rows: Sequence[WorkDay], month: datetime.date) -> list[str]:
    """The papers on which the month's plan rests, each once."""
    plan, changed = (WorkDay.Source.ROTA, WorkDay.Source.POLICY), _changed(rows)
    standing = [r for r in rows if r.source_kind in plan and r.date not in changed]
    found = (row.basis_text for row in standing if row.date.month == month.month)
    return list(dict.fromkeys(found))


def _weeks(said: Said, month: datetime.date, today: datetime.date) -> list[Week]:
    """From Monday on; 1 query for the holidays."""
    first, last = _frame(month)
    calendar = load(first, last)
    days = []
    for offset in range((last - first).days + 1):
        date = first + offset * _DAY
        free, entries = calendar.why_not(date), said.get(date, [])
        usual = [] if free or entries else [AT_THE_OFFICE]
        in_month = (date.year, date.month) == (month.year, month.month)
        days.append(Day(date, free, [*entries, *usual], in_month, date == today))
    return [Week(days[n : n + 7]) for n in range(0, len(days), 7)]


def _plan(plan: Planned) -> Entry:
    if plan.is_approved:
        status = "disetujui BKD, menunggu Surat Tugas"
    elif plan.is_change:
        status = "rencana perubahan, belum disetujui"
    else:
        status = "rencana, belum disetujui"
    return Entry(plan.letter, status, "Jadwal unit")


def _asked(user: Employee, first: datetime.date, last: datetime.date) -> Iterable[Any]:
    """The days of one's requests that aren't in force yet; 1 query."""
    days = RequestDay.objects.filter(
        employee=user, date__range=(first, last), state__in=LIVE_DAY
    ).exclude(request__state__in=RUNNING)
    return days.annotate(request_state=F("request__state"), place=F("request__place"))


def _request(day: Any) -> Entry:
    approved = day.request_state == State.APPROVED
    status = "disetujui, menunggu SK" if approved else "diajukan"
    url = reverse("pengajuan", args=[day.request_id])
    letter = LETTERS[letter_of(day.place or WorkRequest.Place.HOME)]
    return Entry(letter, status, "Pengajuan Anda", url=url)


def _sums(days: Iterable[Day]) -> list[tuple[Entry, int]]:
    """(what, how many days) of what holds in the month, the most frequent first."""
    held = [day.entries[0] for day in days if day.entries and not day.entries[0].status]
    counted = Counter(entry.letter.letter for entry in held)
    return [(Entry(LETTERS[letter]), n) for letter, n in counted.most_common()]


def _changes(rows: Iterable[WorkDay], month: datetime.date) -> list[Change]:
    """What was taken back of the month's days, the newest first."""
    gone = [row for row in rows if row.withdrawn_at and row.date.month == month.month]
    gone.sort(key=lambda row: row.withdrawn_at or row.written_at, reverse=True)
    return [Change(row, entry_of(row)) for row in gone]


# --- a day that has passed -------------------------------------------------------------------


def asked_day(person: Employee, query: QueryDict) -> dict[str, Any]:
    """The form that asks for a date, and what is told about it; at most 1 query."""
    form = PastDayForm(query if "tanggal" in query else None)
    date = form.date if form.is_bound else None
    return {"form": form, "past": past_day(person, date, at=form.moment) if date else None}
