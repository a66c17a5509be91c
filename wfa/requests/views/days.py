"""The choice of days as people read it: months, weeks, and why a day can't be taken."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from wfa.calendars.rules import Calendar
from wfa.calendars.selectors import load
from wfa.calendars.wording import DAYS, MONTHS, month, short_day, span
from wfa.requests import selectors
from wfa.requests.models import WorkRequest
from wfa.requests.rules import Facts, monday
from wfa.schedules.rules import Seats

FIRST_DAYS = 5
FEW = 5
"""A fifth of the seats or fewer left: worth a second look."""
_WEEK = datetime.timedelta(days=4)
_MIDDLE = datetime.timedelta(days=2)


@dataclass
class Choices:
    """Everything that decides about one day of the list."""

    facts: Facts
    calendar: Calendar
    open: set[datetime.date]
    chosen: set[datetime.date]
    taken: dict[datetime.date, str]
    earliest: datetime.date
    weeks: Counter[datetime.date] = field(default_factory=Counter)
    limit: int = 0
    """Days a week; 0 = no limit."""
    seats: Mapping[datetime.date, Seats] = field(default_factory=dict)

    def why(self, date: datetime.date) -> str:
        """Why this day can't be taken; "" if it can."""
        if date < self.facts.today:
            return "Sudah lewat."
        if number := self.taken.get(date):
            return f"Sudah Anda ajukan dengan nomor {number}."
        if closed := self.calendar.why_not(date):
            return f"Libur: {closed}."
        if date not in self.open:
            return "Di luar hari yang dibuka."
        if date < self.earliest:
            return f"Terlalu dekat. Pilih mulai {short_day(self.earliest)}."
        return self._no_seat(date) or self._week_full(date)

    def _no_seat(self, date: datetime.date) -> str:
        seats = self.seats.get(date)
        if seats is None or not seats.full:
            return ""
        return f"Kuota penuh ({seats})." if seats.limit else "Unit ini tidak membuka hari itu."

    def left(self, date: datetime.date) -> tuple[str, str]:
        """("sisa 3", "is-few"): the seats of the day; ("", "") where they don't matter."""
        seats = self.seats.get(date)
        if seats is None or (self.why(date) and not seats.full):
            return "", ""
        if seats.full:
            return "penuh", "is-full"
        return f"sisa {seats.left}", "is-few" if seats.left * FEW <= seats.limit else ""

    def elsewhere(self, week: datetime.date) -> int:
        """Days of the week that other requests of this person hold."""
        return self.weeks[week] - sum(monday(d) == week for d in self.chosen)

    def _week_full(self, date: datetime.date) -> str:
        used = self.weeks[monday(date)]
        if not self.limit or used < self.limit or (date in self.chosen and used == self.limit):
            return ""
        others = self.elsewhere(monday(date))
        if date in self.chosen:
            over = used - self.limit
            return f"Minggu ini {used} hari, paling banyak {self.limit}. Hapus {over} hari."
        full = f"Minggu ini sudah terisi {others} hari dari pengajuan lain."
        return full if others >= self.limit else ""


def choices(case: WorkRequest, facts: Facts, chosen: Iterable[datetime.date]) -> Choices:
    """Loaded with at most six queries, whatever the length of the period."""
    picked = set(chosen)
    possible = set(selectors.day_choices(case, facts=facts))
    ends = sorted({facts.today, selectors.last_choice(facts), *picked})
    first, last = monday(ends[0]), monday(ends[-1]) + datetime.timedelta(days=6)
    taken = selectors.taken_days(case, first, last)
    calendar = load(first, last)
    lead = facts.rules.values["lead_days"]
    return Choices(
        facts=facts,
        calendar=calendar,
        open=possible,
        chosen=picked,
        taken=taken,
        earliest=calendar.add_working_days(facts.today, lead),
        weeks=Counter(monday(d) for d in {*picked, *taken}),
        limit=0 if case.basis == "special" else facts.rules.values["max_days_per_week"],
        seats=selectors.day_seats(case, sorted(possible | picked)),
    )


def listed(found: Choices) -> list[datetime.date]:
    """The days of the list: those that can be taken, those ticked, and holidays between them."""
    shown = found.open | found.chosen
    weekdays = {d.weekday() for d in found.open}
    if found.open:
        start, end = min(found.open), max(found.open)
        holidays = {d for d in found.calendar.holidays if start <= d <= end}
        shown |= {d for d in holidays if d.weekday() in weekdays}
    return sorted(shown)


def months(found: Choices, dates: list[datetime.date]) -> list[dict[str, Any]]:
    """[{label, weeks: [{label, days}], picked, is_open}] for templates/requests/_days.html."""
    by_month: dict[str, list[dict[str, Any]]] = defaultdict(list)
    days = [_row(found, number, date) for number, date in enumerate(dates, start=1)]
    for day in days:
        middle = day["monday"] + _MIDDLE  # a week stands whole in the month of its Wednesday
        by_month[month(middle)].append(day)
    _mark_target(days)
    rows = [_month(found, label, days) for label, days in by_month.items()]
    if not any(row["is_open"] for row in rows):
        _open_first(rows)
    return rows


def _mark_target(days: list[dict[str, Any]]) -> None:
    """The day to which the summary of errors leads: the first wrong one, or one to choose."""
    wanted = [d for d in days if d["bad"]] or [d for d in days if not d["disabled"]] or days
    for day in wanted[:1]:
        day["id"] = "id_dates_0"


def _open_first(rows: list[dict[str, Any]]) -> None:
    """Open months until a week's worth of days can be chosen."""
    free = 0
    for row in rows:
        row["is_open"] = bool(row["free"])
        free += row["free"]
        if free >= FIRST_DAYS:
            return


def _month(found: Choices, label: str, days: list[dict[str, Any]]) -> dict[str, Any]:
    picked = sum(day["checked"] for day in days)
    return {
        "label": label,
        "weeks": [
            _week(found, start, list(rows))
            for start, rows in groupby(days, key=lambda day: day["monday"])
        ],
        "picked": picked,
        "free": sum(not day["disabled"] for day in days),
        "is_open": bool(picked),
    }


def _week(found: Choices, start: datetime.date, days: list[dict[str, Any]]) -> dict[str, Any]:
    """A week with one's own days in it against the limit."""
    return {
        "label": span(start, start + _WEEK),
        "days": days,
        "used": found.weeks[start],
        "elsewhere": found.elsewhere(start),
        "limit": found.limit,
    }


def _row(found: Choices, number: int, date: datetime.date) -> dict[str, Any]:
    checked, why = date in found.chosen, found.why(date)
    left, mood = found.left(date)
    return {
        "value": date.isoformat(),
        "id": f"id_dates_{number}",
        "label": f"{DAYS[date.weekday()]}, {date.day} {MONTHS[date.month - 1]}",
        "monday": monday(date),
        "left": left,
        "mood": mood,
        "checked": checked,
        "disabled": bool(why) and not checked,  # a ticked day must stay one that can be unticked
        "bad": bool(why) and checked,
        "why": f"{why} Hapus centang hari ini." if why and checked and "Hapus" not in why else why,
    }
