"""The clocks: they remind and escalate, and never decide (UU 30/2014 Ps 53).

At 50 and 75 % of a stage's working days whoever has the case is reminded; once it is late, they
and the one above them: decide, in writing. A `Reminder` row says that a level was told; a person
gets one message about all that waits for them, at most one per cool-down. Whether somebody still
has to be told is worked out from those rows alone, so the sweep can be killed, repeated, or run
twice at once.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from wfa.calendars.rules import Calendar
from wfa.calendars.selectors import load
from wfa.notifications import services as outbox
from wfa.notifications.models import Message
from wfa.notifications.selectors import last_reminded
from wfa.people.models import Employee, Region
from wfa.people.selectors import root_unit
from wfa.policies.selectors import RuleSet, rules_for, rules_for_many
from wfa.requests.models import WorkRequest
from workflows import rules
from workflows.models import Reminder
from workflows.selectors.holders import Holding, held_by, holdings, open_cases
from workflows.services import reminding

BATCH = 5000
AFTER = datetime.timedelta(days=14)
"""How long after its last day a case that is still open is told of again."""
DIGEST_AT = datetime.time(7, 30)
_BACK = datetime.timedelta(days=30)


@dataclass(frozen=True)
class Due:
    """A case that has reached a level about which somebody must hear."""

    holding: Holding
    level: int
    """50, 75, 100; 0 = no level, but all its days have passed."""
    since: datetime.date
    """The day on which the level was reached."""
    pause: int
    """Working days between two reminders of one person."""

    @property
    def people(self) -> tuple[int, ...]:
        """Who has it; once it is late, also the one above."""
        above = self.holding.above if self.level in {0, 100} else ()
        return (*self.holding.people, *above)


@dataclass
class Round:
    """One run of the sweep: what is due today, and who was reminded when."""

    today: datetime.date
    calendar: Calendar
    due: list[Due]
    last: Mapping[int, datetime.date] = field(default_factory=dict)

    def rests(self, due: Due, person: int) -> bool:
        """Reminded so shortly before that they are left in peace."""
        told = self.last.get(person)
        return told is not None and (
            self.calendar.working_days_between(told, self.today) < due.pause
        )

    def settled(self, due: Due, person: int) -> bool:
        """Told lately, since the level was reached: a reminder is about all that waits."""
        told = self.last.get(person)
        lately = told is not None and told >= due.since
        return lately and (not due.level or self.rests(due, person))

    def to_tell(self) -> set[int]:
        return {
            person
            for due in self.due
            for person in due.people
            if not self.settled(due, person) and not self.rests(due, person)
        }


def remind_due(limit: int = BATCH) -> int:
    """Remind everybody of what is due today; how many were told.

    On working days within the hours of the policy; outside them it waits. While flexible work is
    switched off and the running cases are held, their reminders rest.
    """
    now = timezone.now()
    today = timezone.localdate(now)
    if not _candidates(today).exists() or not load(today, today).is_working_day(today):
        return 0
    with transaction.atomic():
        if not _alone():
            return 0
        return _remind(now, today, limit)


def _alone() -> bool:
    """One sweep at a time: a second worker finds the row locked, and has nothing to do."""
    rows = Region.objects.select_for_update(skip_locked=True, no_key=True)
    return bool(rows.filter(pk=1))


def _remind(now: datetime.datetime, today: datetime.date, limit: int) -> int:
    cases = list(_candidates(today).select_related("unit", "applicant__unit")[:limit])
    if not cases:
        return 0
    first = min(timezone.localdate(case.stage_at) for case in cases)
    calendar = load(min(first, today - _BACK), today)
    ripe = _in_hours(_not_held(cases, today), now, today)
    due = list(_due(ripe, calendar, today))
    found = Round(today, calendar, due)
    found.last = _last({person for each in due for person in each.people}, now)
    told = _tell(found, found.to_tell())
    _write(found, told, now)
    return len(told)


def _candidates(today: datetime.date) -> QuerySet[WorkRequest]:
    """Open cases that may have reached a level; levels change with the day, not with the hour."""
    morning = timezone.make_aware(datetime.datetime.combine(today, datetime.time.min))
    rows = Reminder.objects.filter(
        request=OuterRef("pk"), stage_at=OuterRef("stage_at"), level__gt=0
    )
    done = rows.filter(Q(level=Reminder.Level.LATE) | Q(at__gte=morning))
    over = Q(last_day__lt=today, last_day__gte=today - AFTER)
    waiting = WorkRequest.objects.filter(due_on__isnull=False, stage_at__lt=morning)
    return waiting.filter(~Exists(done) | over).order_by(F("due_on"), "pk")


def _not_held(cases: list[WorkRequest], today: datetime.date) -> list[WorkRequest]:
    held = held_by(cases, today)
    return [case for case in cases if case.pk not in held]


def _in_hours(
    cases: list[WorkRequest], now: datetime.datetime, today: datetime.date
) -> list[tuple[WorkRequest, RuleSet]]:
    units = {case.unit_id: case.unit for case in cases}
    policy = rules_for_many(units.values(), today) if units else {}
    hour = timezone.localtime(now).hour
    return [
        (case, policy[case.unit_id])
        for case in cases
        if policy[case.unit_id].remind_from_hour <= hour < policy[case.unit_id].remind_until_hour
    ]


def _due(
    ripe: list[tuple[WorkRequest, RuleSet]], calendar: Calendar, today: datetime.date
) -> Iterable[Due]:
    told = _told([case for case, _ in ripe])
    pauses = {case.pk: policy.remind_cooldown_days for case, policy in ripe}
    for holding in holdings(case for case, _ in ripe):
        case = holding.case
        reached, since = _reached(case, calendar, today)
        pause = pauses[case.pk]
        if reached > told.get(case.pk, 0):
            yield Due(holding, reached, since, pause)
        elif case.last_day and case.last_day < today:
            over = calendar.working_day_from(case.last_day + datetime.timedelta(days=1))
            yield Due(holding, 0, over, pause)


def _reached(
    case: WorkRequest, calendar: Calendar, today: datetime.date
) -> tuple[int, datetime.date]:
    assert case.due_on is not None and case.stage_at is not None  # noqa: PT018, S101 - candidates
    return rules.level(calendar, timezone.localdate(case.stage_at), case.due_on, today)


def _told(cases: list[WorkRequest]) -> dict[object, int]:
    """{request: the highest level of its stage that was told}"""
    rows = Reminder.objects.filter(
        request__in=[case.pk for case in cases], stage_at=F("request__stage_at"), level__gt=0
    )
    return dict(rows.order_by("level").values_list("request", "level"))


def _last(people: set[int], now: datetime.datetime) -> dict[int, datetime.date]:
    found = last_reminded(people, now - _BACK)
    return {person: timezone.localdate(at) for person, at in found.items()}


def _tell(found: Round, people: set[int]) -> set[int]:
    """One message to each, about all that waits for them: also what was told before."""
    if not people:
        return set()
    waiting: dict[int, list[Holding]] = defaultdict(list)
    running = _not_held(list(open_cases().filter(due_on__isnull=False)), found.today)
    for holding in holdings(running):
        for person in {*holding.people, *_called(holding, found.today)} & people:
            waiting[person].append(holding)
    staff = Employee.objects.in_bulk(people)
    notices = [
        reminding.notice(staff[pk], waiting[pk], found.calendar, found.today)
        for pk in sorted(people)
    ]
    outbox.notify_many(notices)
    return people


def _called(holding: Holding, today: datetime.date) -> tuple[int, ...]:
    """Who stands above has a case in hand, too, once it is late."""
    due_on = holding.case.due_on
    return holding.above if due_on is not None and due_on < today else ()


def _write(found: Round, told: set[int], now: datetime.datetime) -> None:
    """A level counts as told once each of its people knows; else it stays due."""
    rows = [
        Reminder(request=due.holding.case, stage_at=at, level=due.level, at=now)
        for due in found.due
        if due.level and due.people and (at := due.holding.case.stage_at)
        if all(person in told or found.settled(due, person) for person in due.people)
    ]
    Reminder.objects.bulk_create(rows)


# --- the digest of the morning ---------------------------------------------------------------


def send_digests() -> int:
    """Sum up the waiting reminders of each person, once every working morning; how many e-mails.

    At 07.30, or half an hour after the region's first reminders where those go out later.
    """
    waiting = Message.objects.filter(waits_digest=True)
    now = timezone.now()
    today = timezone.localdate(now)
    if not waiting.exists() or timezone.localtime(now).time() < DIGEST_AT:
        return 0
    root = root_unit()
    if root is None or not load(today, today).is_working_day(today):
        return 0
    hour = rules_for(root, today).remind_from_hour
    if timezone.localtime(now).time() < max(DIGEST_AT, datetime.time(min(hour, 23), 30)):
        return 0
    return outbox.gather_digests(today)
