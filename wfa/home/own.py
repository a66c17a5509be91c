"""One's own part of the first page: requests, the days of the week, the allowance."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, OuterRef, Subquery, Value, When
from django.urls import reverse
from django.utils import timezone

from documents.models import Document, DocumentItem
from wfa.calendars import wording
from wfa.calendars.rules import Calendar
from wfa.home.tasks import Task
from wfa.people.models import Employee, Region
from wfa.policies.rules import RuleSet
from wfa.requests import selectors as requests
from wfa.requests import wording as cases
from wfa.requests.models import LIVE_DAY, RequestDay, State, WorkRequest
from wfa.requests.rules import PERMEN, monday
from wfa.schedules.models import AWAY, Place, Slot, WorkDay
from wfa.schedules.rules.presence import Whereabouts, sentence
from workflows.models import ProposalItem

RECENT = 5
EDITABLE = (State.RETURNED, State.DRAFT)
RUNNING = (State.IN_FORCE, State.ENDED)
_WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Own:
    """One of the person's own requests, as a row."""

    request: WorkRequest
    title: str
    line: str
    url: str


@dataclass(frozen=True)
class OwnDay:
    """A day that holds, or one that is only asked for."""

    date: datetime.date
    place: str
    slot: str
    basis: str
    """The paper a day that holds rests on."""
    request_state: str
    """Of a day that is asked for; "" = it holds."""

    @property
    def is_away(self) -> bool:
        return self.place in AWAY


@dataclass(frozen=True)
class Day:
    """One working day of the week: where one works, as word and tone; `note` says what isn't sure."""

    date: datetime.date
    name: str
    word: str
    note: str = ""
    tone: str = ""
    is_today: bool = False
    says: str = ""
    """Of a day that holds, as a sentence goes on: "bekerja dari rumah (pagi)"."""
    basis: str = ""


@dataclass(frozen=True)
class Allowance:
    """The flexible days of this person against the limit of the week."""

    month: datetime.date
    week_used: int
    week_limit: int
    in_force: int
    in_progress: int
    law: str
    is_open: bool
    closed_by: str

    @property
    def month_says(self) -> str:
        parts = [(self.in_force, "hari berlaku"), (self.in_progress, "hari dalam proses")]
        told = [f"{count} {what}" for count, what in parts if count]
        return wording.join(told) if told else "Belum ada"


def latest(user: Employee) -> list[WorkRequest]:
    """What the person must do something about first, then the newest."""
    letter = ProposalItem.objects.filter(request=OuterRef("pk"), is_open=True)
    decree = DocumentItem.objects.filter(
        request=OuterRef("pk"), is_live=True, document__state=Document.State.ISSUED
    )
    urgency = Case(*[When(state=s, then=Value(n)) for n, s in enumerate(EDITABLE)], default=9)
    found = requests.mine(user).order_by(urgency, "-created_at")
    return list(
        found.annotate(
            received_at=Subquery(letter.values("proposal__received_at")[:1]),
            decree=Subquery(decree.order_by("-pk").values("document__number")[:1]),
            bkd=Subquery(Region.objects.values("bkd__short_name")[:1]),
        )[:RECENT]
    )


def rows(mine: Sequence[WorkRequest], calendar: Calendar) -> list[Own]:
    return [_row(request, calendar) for request in mine]


def _row(request: Any, calendar: Calendar) -> Own:
    """`request` comes from `latest`, with its annotations."""
    line = cases.where(
        request, calendar=calendar, bkd=request.bkd or "BKD", received_at=request.received_at
    ).line
    if request.state == State.IN_FORCE and request.decree:
        line = f"SK {request.decree}. {line}"
    return Own(request, cases.title(request), line, reverse("pengajuan", args=[request.pk]))


# --- what one has to do oneself --------------------------------------------------------------


def tasks(own: Sequence[Own], rules: RuleSet | None, calendar: Calendar) -> list[Task]:
    """One's own returned requests and unfinished drafts."""
    found = [row for row in own if row.request.state in EDITABLE][:3]
    return [_task(row, _file_by(row.request, rules, calendar)) for row in found]


def _file_by(
    request: WorkRequest, rules: RuleSet | None, calendar: Calendar
) -> datetime.date | None:
    """The last day on which it can be filed early enough for its first day (R12)."""
    dates = cases.dates_of(request)
    if not dates or rules is None:
        return None
    return calendar.add_working_days(dates[0], -rules.values["lead_days"])


def _task(row: Own, due: datetime.date | None) -> Task:
    by = f" Paling lambat {wording.day(due)}." if due and due >= timezone.localdate() else ""
    if row.request.state == State.RETURNED:
        return Task(
            f"Perbaiki pengajuan {row.title}",
            f"Dikembalikan kepada Anda. Baca catatannya, perbaiki, lalu ajukan lagi.{by}",
            row.url,
            "Baca catatan dan perbaiki",
            _still(due),
        )
    return Task(
        "Lanjutkan draf pengajuan",
        f"{row.title}. Belum ada yang menerima draf ini.{by}",
        reverse("pengajuan-isi", args=[row.request.pk, 1]),
        "Lanjutkan draf",
        _still(due),
    )


def _still(due: datetime.date | None) -> datetime.date | None:
    """A day that has passed is no deadline: other days can be chosen."""
    return due if due and due >= timezone.localdate() else None


# --- the days --------------------------------------------------------------------------------


def days(user: Employee, today: datetime.date) -> list[OwnDay]:
    """What holds, and what is asked, of this and the next week and of this month; one query."""
    first = min(monday(today), today.replace(day=1))
    last = max(monday(today) + 2 * _WEEK, _month_end(today))
    mine = {"employee": user, "date__range": (first, last)}
    facts = WorkDay.objects.filter(**mine, withdrawn_at__isnull=True).order_by()
    asked = RequestDay.objects.filter(**mine, state__in=LIVE_DAY).order_by()
    nothing = Value("", CharField())
    rows = facts.values_list("date", "place", "slot", "basis_text", nothing).union(
        asked.exclude(request__state__in=RUNNING).values_list(
            "date", "request__place", "slot", nothing, "request__state"
        ),
        all=True,
    )
    # What holds comes first, and of two halves the morning.
    return sorted((OwnDay(*row) for row in rows), key=lambda d: (d.date, d.request_state, d.slot))


def _month_end(date: datetime.date) -> datetime.date:
    after = (date.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
    return after - datetime.timedelta(days=1)


def shown_week(today: datetime.date) -> datetime.date:
    """The Monday of this week, from Saturday on of the next."""
    return monday(today) + (_WEEK if today.weekday() > 4 else 0 * _WEEK)


def week(live: Sequence[OwnDay], calendar: Calendar, today: datetime.date) -> list[Day]:
    """Where one works on the five days of the week that is shown."""
    held: dict[datetime.date, list[OwnDay]] = {}
    for day in live:
        held.setdefault(day.date, []).append(day)
    start = shown_week(today)
    dates = [start + datetime.timedelta(days=n) for n in range(5)]
    return [_day(date, held.get(date, []), calendar, today) for date in dates]


_WORDS = {
    Place.HOME: "WFH",
    Place.OTHER_OFFICE: "WFA",
    Place.OTHER_PLACE: "WFA",
    Place.OFFICE: "Kantor",
    Place.LEAVE: "Cuti",
    Place.DUTY_TRAVEL: "Dinas luar",
    Place.TRAINING: "Diklat",
}


def _day(
    date: datetime.date, held: Sequence[OwnDay], calendar: Calendar, today: datetime.date
) -> Day:
    name, now = wording.DAYS[date.weekday()], date == today
    if why := calendar.why_not(date):
        return Day(date, name, "Libur", why, "", now)
    facts = [day for day in held if not day.request_state]
    if facts:
        return _fact(date, name, facts, is_today=now)
    if not held:
        return Day(date, name, "Kantor", "", "", now)
    waits = "menunggu SK" if held[0].request_state == State.APPROVED else "diajukan"
    word = "WFH" if held[0].place == WorkRequest.Place.HOME else "WFA"
    return Day(date, name, word, waits, "wait", now)


def _fact(date: datetime.date, name: str, facts: Sequence[OwnDay], *, is_today: bool) -> Day:
    """A day that holds, by a decree, a roster, an order or a letter of leave."""
    shown = next((day for day in facts if day.is_away), facts[0])
    half = Slot(shown.slot)
    said = sentence([Whereabouts(d.place, d.slot) for d in facts], sees_kind=True)
    is_usual = shown.place == Place.OFFICE
    return Day(
        date,
        name,
        _WORDS[Place(shown.place)],
        "" if half is Slot.FULL else half.label.lower(),
        "ok" if shown.is_away else "",
        is_today,
        says="" if is_usual else said[0].lower() + said[1:],
        basis=shown.basis,
    )


def allowance(
    live: Sequence[OwnDay], rules: RuleSet | None, today: datetime.date
) -> Allowance | None:
    """Days of this week against the limit (PermenPAN-RB 4/2025 Ps 13 ayat 1), and of this month.

    Days away by a roster count as those of one's own requests do.
    """
    if rules is None:
        return None
    away = [day for day in live if day.is_away]
    month = [d for d in away if (d.date.year, d.date.month) == (today.year, today.month)]
    in_force = [d for d in month if not d.request_state]
    limit = rules.values["max_days_per_week"]
    source = "" if rules.is_default("max_days_per_week") else rules.describe("max_days_per_week")
    return Allowance(
        month=today,
        week_used=len({d.date for d in away if monday(d.date) == shown_week(today)}),
        week_limit=limit,
        in_force=len(in_force),
        in_progress=len(month) - len(in_force),
        law=" · ".join(filter(None, [f"{PERMEN} Pasal 13 ayat (1)", source])),
        is_open=bool(rules.values["open"]),
        closed_by=rules.describe("open"),
    )
