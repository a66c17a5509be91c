"""What OPDs owe the BKD of each day, what they sent, and what is late."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from wfa.attendance.models import DayAccount, Expectation, Verdict
from wfa.attendance.rules.accounts import NUMBERS, numbers_of
from wfa.attendance.selectors import marks
from wfa.attendance.selectors.days import Day, days_of
from wfa.attendance.selectors.ground import STANDING
from wfa.attendance.selectors.marks import Marks
from wfa.calendars.rules import Calendar
from wfa.calendars.selectors import load
from wfa.people.models import Unit
from wfa.people.permissions import under
from wfa.policies.selectors import rules_along

OPD = Coalesce("unit__opd", "unit")
"""The OPD of a day's unit; what lies at the region itself answers for itself."""
BACK = datetime.timedelta(days=28)
"""How far back what is late is looked for."""


@dataclass(frozen=True)
class Owed:
    """The account of one OPD on one date: what it would say now, and what was sent."""

    opd: Unit
    date: datetime.date
    due_on: datetime.date
    numbers: Mapping[str, int]
    """As they stand now; see `rules.accounts.NUMBERS`."""
    sent: DayAccount | None = None
    """The last round."""
    first_sent_at: datetime.datetime | None = None

    @property
    def is_late(self) -> bool:
        """Sent after its time, or not sent although it is over."""
        day = timezone.localdate(self.first_sent_at) if self.first_sent_at else timezone.localdate()
        return day > self.due_on

    @property
    def has_changed(self) -> bool:
        """Whether what was sent is no longer how it stands."""
        if self.sent is None:
            return False
        return any(self.sent.numbers.get(key) != n for key, n in self.numbers.items())


def days_of_opd(opd: Unit, date: datetime.date) -> QuerySet[Expectation]:
    """All that was expected in the OPD on the date, by unit and name."""
    rows = Expectation.objects.filter(STANDING, date=date).annotate(opd=OPD).filter(opd=opd.pk)
    return rows.select_related("employee", "unit").order_by("unit__path", "employee__name", "pk")


def lines_of(days: Iterable[Day]) -> list[dict[str, Any]]:
    """One line per person, as values that an account freezes."""
    return [_line(day) for day in days]


def _line(day: Day) -> dict[str, Any]:
    row = day.row
    return {
        "day": str(row.pk),
        "nip": row.employee.identity,
        "name": row.employee.full_name,
        "unit": row.unit.title_name,
        "place": row.place,
        "slot": row.slot,
        "points": [
            {
                "name": part.name,
                "state": str(part.state),
                "at": part.check_in.at.isoformat() if part.check_in else None,
                "photo": part.check_in.photo_state if part.check_in else "",
            }
            for part in day.parts
        ],
        "plan_at": row.plan_at.isoformat() if row.plan_at else None,
        "report_at": row.report_at.isoformat() if row.report_at else None,
        "gaps": [gap.sentence for gap in day.found.gaps],
        "flags": [flag.kind for flag in day.flags],
        "calls": len(day.calls),
        "unanswered": day.unanswered,
        "verdict": row.verdict,
    }


def account_now(
    opd: Unit, date: datetime.date, now: datetime.datetime
) -> tuple[list[Day], list[dict[str, Any]], dict[str, int]]:
    """(days, lines, numbers) of an OPD on a date as they stand; 5 queries however many people."""
    days = days_of(days_of_opd(opd, date), now)
    lines = lines_of(days)
    return days, lines, numbers_of(lines)


# --- lists -------------------------------------------------------------------------------------


def numbers_by_opd(
    dates: Collection[datetime.date], paths: list[str], now: datetime.datetime
) -> dict[tuple[int, datetime.date], dict[str, int]]:
    """{(OPD, date): numbers of now} in these units, without those of nobody; 3 queries."""
    rows = Expectation.objects.filter(STANDING, marks.within(paths), date__in=list(dates))
    if not dates:
        return {}
    groups = list(_grouped(rows, marks.marks_of(now, min(dates), max(dates))))
    opds = opds_of({group["unit"] for group in groups})
    found: dict[tuple[int, datetime.date], dict[str, int]] = {}
    for group in groups:
        key = (opds[group["unit"]].pk, group["date"])
        counted = found.setdefault(key, dict.fromkeys(NUMBERS, 0))
        for name in _names(group):
            counted[name] += group["n"]
    return found


def _grouped(days: QuerySet[Expectation], here: Marks) -> QuerySet[Any, Any]:
    """People of one unit and date who stand alike, counted: each question is asked once."""
    rows: QuerySet[Any, Any] = days.annotate(
        lacks=here.lacking(),
        is_there=here.came(),
        is_late=here.came_late(),
        is_flagged=here.flagged(),
        is_silent=marks.unanswered(),
    )
    rows = rows.order_by().values("unit", "date", "verdict", *_KEYS)
    found: QuerySet[Any, Any] = rows.annotate(n=Count("pk"))
    return found


_KEYS = ("lacks", "is_there", "is_late", "is_flagged", "is_silent")


def _names(group: dict[str, Any]) -> list[str]:
    """Which of `NUMBERS` these people count for."""
    presence = {
        (True, False): "present",
        (True, True): "partial",
        (False, True): "missing",
        (False, False): "unasked",
    }[bool(group["is_there"]), bool(group["lacks"])]
    also = {
        "late": group["is_late"],
        "flagged": group["is_flagged"],
        "unanswered": group["is_silent"],
        "verified": group["verdict"] != Verdict.WAITING,
    }
    said = [name for name, holds in also.items() if holds]
    return ["expected", presence, group["verdict"], *said]


def opds_of(units: Collection[int]) -> dict[int, Unit]:
    """{unit: its OPD}; what lies at the region itself answers for itself; 1 query."""
    found = Unit.objects.select_related("opd").in_bulk(list(units))
    return {pk: unit.opd or unit for pk, unit in found.items()}


def owed_on(
    dates: Collection[datetime.date], paths: list[str], now: datetime.datetime
) -> list[Owed]:
    """Every OPD with somebody expected on one of the dates, by date and name; 7 queries."""
    numbers = numbers_by_opd(dates, paths, now)
    units = Unit.objects.in_bulk({opd for opd, _ in numbers})
    sent = sent_of(numbers)
    due = due_dates(units.values(), {date for _, date in numbers})
    found = [
        Owed(units[opd], date, due[opd, date], counted, *sent.get((opd, date), (None, None)))
        for (opd, date), counted in numbers.items()
    ]
    return sorted(found, key=lambda owed: (-owed.date.toordinal(), owed.opd.name))


def sent_of(
    keys: Collection[tuple[int, datetime.date]],
) -> dict[tuple[int, datetime.date], tuple[DayAccount, datetime.datetime]]:
    """{(OPD, date): (last round, when the first was sent)}; 1 query, without the lines."""
    rows = DayAccount.objects.filter(
        unit__in={opd for opd, _ in keys}, date__in={date for _, date in keys}
    )
    found: dict[tuple[int, datetime.date], tuple[DayAccount, datetime.datetime]] = {}
    for row in rows.defer("lines").order_by("round"):
        key = (row.unit_id, row.date)
        found[key] = (row, found[key][1] if key in found else row.sent_at)
    return found


def due_dates(
    opds: Iterable[Unit], dates: Collection[datetime.date], calendar: Calendar | None = None
) -> dict[tuple[int, datetime.date], datetime.date]:
    """{(OPD, date): the last day on which its account is in time}; 2 queries."""
    if not dates:
        return {}
    known = list(opds)
    rules = rules_along(known, dates)
    held = calendar or load(min(dates), max(dates))
    return {
        (opd.pk, date): held.add_working_days(date, rules[opd.pk, date].account_days)
        for opd in known
        for date in dates
    }


@dataclass(frozen=True)
class Overdue:
    """An account that nobody has sent although its time is over."""

    opd: Unit
    date: datetime.date
    due_on: datetime.date


def overdue(paths: list[str], today: datetime.date) -> list[Overdue]:
    """What is overdue of the last four weeks, the oldest first; at most 6 queries."""
    span = {"date__gte": today - BACK, "date__lt": today}
    rows = Expectation.objects.filter(marks.within(paths), **span).order_by()
    pairs = set(rows.values_list("unit", "date").distinct())  # the index alone answers
    opd_of = opds_of({unit for unit, _ in pairs})
    keys = {(opd_of[unit].pk, date) for unit, date in pairs}
    opds = {opd.pk: opd for opd in opd_of.values()}
    unsent = keys - sent_of(keys).keys()
    due = due_dates(opds.values(), {date for _, date in unsent})
    over = {key for key in unsent if due[key] < today}
    wanted = {(unit, date) for unit, date in pairs if (opd_of[unit].pk, date) in over}
    standing = {(opd_of[unit].pk, date) for unit, date in _standing(wanted)}
    found = [Overdue(opds[opd], date, due[opd, date]) for opd, date in standing & over]
    return sorted(found, key=lambda each: (each.date, each.opd.name))


def unsent(units: QuerySet[Unit], today: datetime.date) -> QuerySet[Expectation]:
    """Days of the last four weeks in these units whose account was never sent, with their `opd`.

    Every pair of `opd` and `date` is one account that is owed.
    """
    sent = DayAccount.objects.filter(unit=OuterRef("opd"), date=OuterRef("date"))
    rows = Expectation.objects.filter(
        STANDING, unit__in=units.values("pk"), date__gte=today - BACK, date__lt=today
    )
    return rows.annotate(opd=OPD).filter(~Exists(sent))


def _standing(
    pairs: Collection[tuple[int, datetime.date]],
) -> set[tuple[int, datetime.date]]:
    """Those (unit, date) on which somebody is expected indeed."""
    if not pairs:
        return set()
    units, dates = {unit for unit, _ in pairs}, {date for _, date in pairs}
    rows = Expectation.objects.filter(STANDING, unit__in=units, date__in=dates).order_by()
    return set(rows.values_list("unit", "date").distinct())


def visible_accounts(paths: list[str]) -> QuerySet[DayAccount]:
    """Accounts of OPDs in these units, every round."""
    inside = Unit.objects.filter(under(paths, "path")).values("pk")
    return DayAccount.objects.filter(unit__in=inside).select_related("unit", "sent_by")


def rounds_of(account: DayAccount) -> list[DayAccount]:
    """All rounds of the same OPD and date, the first first; 1 query."""
    rows = DayAccount.objects.filter(unit=account.unit_id, date=account.date)
    return list(rows.defer("lines").order_by("round"))


def runs_until(days: Iterable[Day]) -> datetime.datetime | None:
    """Until when something may still come of these days; None = all is over.

    Windows count whatever the policy wants for a day to be sah: the account tells who came.
    """
    ends = [end for day in days if day.found.waiting or _is_open(day) for end in _ends(day)]
    return max(ends, default=None)


def _is_open(day: Day) -> bool:
    """A check-in may still come in time or late."""
    return any(
        part.check_in is None and part.expected.window.late_until > day.now for part in day.parts
    )


def _ends(day: Day) -> list[datetime.datetime]:
    row, now = day.row, day.now
    windows = [part.expected.window.late_until for part in day.parts]
    photos = [part.check_in.photo_due_at for part in day.parts if part.check_in]
    papers = [due for due in (row.plan_due_at, row.report_due_at) if due]
    ahead = [end for end in (*windows, *photos, *papers) if end > now]
    return ahead or [now]
