"""Days of duty with all that is known of them, in a fixed number of queries however many."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils import timezone

from wfa.attendance.models import (
    CheckIn,
    Expectation,
    ExpectedCheckIn,
    Explanation,
    Flag,
    ResponseCall,
)
from wfa.attendance.rules import board
from wfa.attendance.rules import parts as rules
from wfa.attendance.rules.board import Look, State
from wfa.attendance.rules.calling import is_overdue
from wfa.attendance.rules.verdicts import Looked
from wfa.decisions.models import Decision
from wfa.schedules.letters import LETTERS, letter_of

SUBJECT = "expectation"
"""What decisions about a day call their subject."""
_SEEN = (CheckIn.Photo.KEPT, CheckIn.Photo.PURGED)
_COMING = (CheckIn.Photo.AWAITED, CheckIn.Photo.RECEIVED)


@dataclass(frozen=True)
class Part:
    """One window of somebody's day, and what came of it."""

    expected: ExpectedCheckIn
    check_in: CheckIn | None
    flags: list[Flag]
    state: State
    look: Look

    @property
    def name(self) -> str:
        return self.expected.window.name


@dataclass(frozen=True)
class Day:
    """One day of duty of one person as it stands at `now`."""

    row: Expectation
    now: datetime.datetime
    parts: list[Part]
    calls: list[ResponseCall]
    explanations: list[Explanation]
    found: rules.Found

    @property
    def flags(self) -> list[Flag]:
        return [flag for part in self.parts for flag in part.flags]

    @property
    def place(self) -> str:
        """ "WFH, rumah", and which half of the day"""
        return LETTERS[letter_of(self.row.place, self.row.slot)].label

    @property
    def flag_words(self) -> list[str]:
        """Each kind of flag of the day once, in words."""
        return list(dict.fromkeys(flag.get_kind_display() for flag in self.flags))

    @property
    def plan(self) -> Look | None:
        return board.paper_look(self.row.plan_due_at, self.row.plan_at, self.now)

    @property
    def report(self) -> Look | None:
        return board.paper_look(self.row.report_due_at, self.row.report_at, self.now)

    @property
    def call_look(self) -> Look | None:
        last = self.calls[-1] if self.calls else None
        overdue = last is not None and is_overdue(last.outcome, last.due_at, self.now)
        return board.calls_look([call.outcome for call in self.calls], is_overdue=overdue)

    @property
    def unanswered(self) -> int:
        return sum(call.outcome == ResponseCall.Outcome.UNANSWERED for call in self.calls)

    @property
    def looked(self) -> Looked:
        """What the rules of verification look at."""
        return Looked(
            found=self.found,
            flags=self.flag_words,
            unanswered=self.unanswered,
            explanations=len(self.explanations),
            withdrawn_why=self.row.withdrawn_why,
            is_ahead=self.row.date > timezone.localdate(self.now),
        )


def days_of(rows: Iterable[Expectation], now: datetime.datetime) -> list[Day]:
    """The rows with their windows, check-ins, flags, calls and explanations; 4 queries."""
    held = list(rows)
    if held:
        prefetch_related_objects(held, *_everything())
    return [_day(row, now) for row in held]


def _everything() -> Sequence[Prefetch[str]]:
    standing = ExpectedCheckIn.objects.filter(withdrawn_at__isnull=True)
    windows = standing.select_related("window", "check_in__photo").order_by(
        "window__opens_at", "window__number"
    )
    return (
        Prefetch("check_ins", windows),
        Prefetch("check_ins__check_in__flags", Flag.objects.order_by("raised_at", "pk")),
        Prefetch("calls", ResponseCall.objects.order_by("started_at", "pk")),
        Prefetch("explanations", Explanation.objects.order_by("written_at", "pk")),
    )


def _day(row: Expectation, now: datetime.datetime) -> Day:
    held = [_part(each, now) for each in row.check_ins.all()]
    facts = rules.Day(
        needs=row.needs,
        points=[_point(each) for each in held],
        plan_due_at=row.plan_due_at,
        plan_at=row.plan_at,
        report_due_at=row.report_due_at,
        report_at=row.report_at,
    )
    return Day(
        row,
        now,
        held,
        calls=list(row.calls.all()),
        explanations=list(row.explanations.all()),
        found=rules.look(facts, now),
    )


def check_in_of(expected: ExpectedCheckIn) -> CheckIn | None:
    """What came of a window; None = nobody checked in."""
    found: CheckIn | None = getattr(expected, "check_in", None)
    return found


def _part(expected: ExpectedCheckIn, now: datetime.datetime) -> Part:
    check_in, window = check_in_of(expected), expected.window
    span = (window.opens_at, window.ends_at, window.late_until)
    state = board.state_of(check_in.arrival if check_in else "", *span, now)
    look = board.look_of(
        state,
        at=check_in.at if check_in else None,
        opens_at=window.opens_at,
        ends_at=window.ends_at,
        late_until=window.late_until,
    )
    return Part(expected, check_in, list(check_in.flags.all()) if check_in else [], state, look)


def _point(part: Part) -> rules.Point:
    window, photo = part.expected.window, part.check_in.photo_state if part.check_in else ""
    return rules.Point(
        name=window.name,
        ends_at=window.ends_at,
        late_until=window.late_until,
        arrival=part.check_in.arrival if part.check_in else "",
        has_photo=photo in _SEEN,
        photo_is_awaited=photo in _COMING,
    )


def decisions_on(rows: Iterable[Expectation]) -> dict[UUID, list[Decision]]:
    """{day: what was decided about it, the first first}; 1 query."""
    keys = {str(row.pk): row.pk for row in rows}
    found: dict[UUID, list[Decision]] = {pk: [] for pk in keys.values()}
    decided: QuerySet[Decision] = Decision.objects.filter(
        subject_kind=SUBJECT, subject_id__in=list(keys)
    )
    for row in decided.order_by("at", "pk"):
        found[keys[row.subject_id]].append(row)
    return found
