"""The employee reminds whoever has their case: once a period, after half of the stage."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from wfa.calendars.rules import Calendar
from wfa.calendars.selectors import load
from wfa.calendars.wording import DAYS, MONTHS
from wfa.notifications.models import Message
from wfa.notifications.services import Notice, notify_many
from wfa.people.models import Employee
from wfa.policies.selectors import rules_for
from wfa.refusals import Refused
from wfa.requests.models import WAITING, WorkRequest
from workflows import rules
from workflows.models import Reminder
from workflows.selectors.holders import held_by, holdings, people_by_id
from workflows.services.judging import held_sentence
from workflows.services.reminding import place

_LONG = datetime.timedelta(days=200)


@dataclass(frozen=True)
class Nudging:
    """Whether the employee may remind now; the sentence says since or from when."""

    allowed: bool
    sentence: str = ""


def may_nudge(case: WorkRequest) -> Nudging:
    """For a case of one's own; at most 4 queries."""
    if case.state not in WAITING or case.due_on is None or case.stage_at is None:
        return Nudging(False)
    today = timezone.localdate()
    if closing := held_by([case], today).get(case.pk):
        return Nudging(False, held_sentence(closing))
    begun = timezone.localdate(case.stage_at)
    calendar = load(min(begun, today), today + _LONG)
    days = rules.level_days(calendar, begun, case.due_on)
    if today < (first := min(days.values())):
        return Nudging(False, f"Anda dapat mengingatkan mulai {_day(first)}.")
    return _once_a_period(case, calendar, today)


def _once_a_period(case: WorkRequest, calendar: Calendar, today: datetime.date) -> Nudging:
    mine = Reminder.objects.filter(request=case, level=Reminder.Level.EMPLOYEE)
    last = mine.filter(stage_at=F("request__stage_at")).order_by("-at").first()
    if last is None:
        return Nudging(True)
    told = timezone.localdate(last.at)
    pause = rules_for(case.unit, today).remind_cooldown_days
    again = calendar.add_working_days(told, pause)
    sentence = f"Sudah diingatkan {_day(told)}; bisa lagi {_day(again)}."
    return Nudging(today >= again, sentence)


def _day(date: datetime.date) -> str:
    """ "Kamis, 26 November" """
    return f"{DAYS[date.weekday()]}, {date.day} {MONTHS[date.month - 1]}"


@transaction.atomic
def nudge(request: WorkRequest, *, by: Employee) -> str:
    """Remind whoever has the case; what was done, as a sentence. Repeating it says since when."""
    rows = WorkRequest.objects.select_for_update(of=("self",))
    case = rows.select_related("unit", "applicant__unit").get(pk=request.pk)
    if by.pk not in {case.applicant_id, case.filed_by_id}:
        raise Refused("Hanya pemohon yang dapat mengingatkan.", code="not_own")
    found = may_nudge(case)
    if not found.allowed or case.stage_at is None:
        words = found.sentence or "Tidak ada yang perlu diingatkan: pengajuan ini tidak menunggu."
        raise Refused(words, code="not_now")
    [holding] = holdings([case])
    if not holding.people:
        raise Refused(
            "Belum ada pejabat yang memegang pengajuan ini. Hubungi pengelola kepegawaian.",
            code="nobody",
        )
    Reminder.objects.create(
        request=case, stage_at=case.stage_at, level=Reminder.Level.EMPLOYEE, at=timezone.now()
    )
    people = people_by_id(holding.people)
    notify_many(_notices(case, list(people.values()), place(holding)))
    return may_nudge(case).sentence


def _notices(case: WorkRequest, people: list[Employee], link: str) -> list[Notice]:
    calendar = load(timezone.localdate(), timezone.localdate())
    words = ""
    if case.due_on:
        words = rules.deadline(calendar, case.due_on, timezone.localdate())[0]
    body = f"{case.applicant.full_name}, {case.number}: {case.short_kind}. {words}."
    subject = "Pemohon mengingatkan pengajuan yang menunggu Anda"
    return [Notice(person, subject, body, link, Message.Topic.NUDGE) for person in people]
