"""Puts the first page together, in a fixed number of queries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from wfa.calendars.rules import Calendar
from wfa.calendars.selectors import load
from wfa.home import desks, duty, first, lists, own, rosters
from wfa.home.tasks import Task, timed
from wfa.people.models import Employee
from wfa.people.permissions import Authority
from wfa.policies.rules import RuleSet
from wfa.policies.selectors import rules_along
from wfa.requests import wording as cases
from wfa.requests.models import WorkRequest


def contents(request: HttpRequest) -> dict[str, Any]:
    """Everything the page needs; the first of the tasks becomes the card "Sekarang"."""
    user, held = request.user, request.authority  # type: ignore[attr-defined]
    assert isinstance(user, Employee)  # noqa: S101  (the page needs a sign-in)
    today = timezone.localdate()
    found = _found(user, held, today)
    asks_views = bool(found["rules"] and found["rules"].values["superior_step"])
    asks_rosters = rosters.are_asked(found["rules_next"])
    waiting = desks.waiting(user, held, today, asks_views=asks_views, asks_rosters=asks_rosters)
    places = {w.desk.key: w.count for w in waiting}
    request.counted = {  # type: ignore[attr-defined]
        place: places[key] for key, place in desks.PLACES.items() if key in places
    }
    calendar = _calendar(today, _dates(found, waiting))
    mine = own.rows(found["mine"], calendar)
    now_card = duty.card(user, found["days"], today)
    tasks = duty.papers(now_card) + own.tasks(mine, found["rules"], calendar)
    tasks += duty.of_the_team(held, user, today) + _of_desks(
        waiting, found["rules_next"], calendar, today
    )
    tasks += first.tasks(held, found["rules"])
    tasks = timed(tasks, calendar, today)
    return {
        "now_card": now_card,
        "next_task": tasks[0] if tasks and not now_card else None,
        "tasks": tasks if now_card else tasks[1:],
        "own": mine,
        **_own_days(user, found, calendar, today),
        **_lists(held, found, calendar, today),
    }


def _of_desks(
    waiting: Iterable[desks.Waiting],
    rules_next: RuleSet | None,
    calendar: Calendar,
    today: datetime.date,
) -> list[Task]:
    """What waits on the desks; the roster of next month only once its deadline is near."""
    due = rosters.due_on(rules_next, calendar, today)
    found = []
    for each in waiting:
        if each.count and not each.desk.is_monthly:
            found.append(each.task)
        elif each.count and due:
            found.append(rosters.told(each.desk.key, each.count, each.task, due, today))
    return found


def _found(user: Employee, held: Authority, today: datetime.date) -> dict[str, Any]:
    """What is read from the tables; each part only for those who have it at all."""
    is_asn = user.kind == Employee.Kind.ASN
    rules, rules_next = _rules(user, today) if is_asn and user.unit else (None, None)
    assesses = held.may_somewhere("assess_request") or held.may_somewhere("propose_request")
    return {
        "mine": own.latest(user) if is_asn else [],
        "days": own.days(user, today) if is_asn else [],
        "rules": rules,
        "rules_next": rules_next,
        "urgent": lists.opd_cases(held) if assesses else [],
        "proposals": lists.proposals() if held.may_somewhere("examine_request") else [],
        "late": lists.late_cases(held, today) if held.may_somewhere("view_late") else [],
        "away": lists.away(held, today) if lists.leads(held) else [],
        "events": lists.events() if held.may_somewhere("view_audit") else [],
    }


def _rules(user: Employee, today: datetime.date) -> tuple[RuleSet | None, RuleSet | None]:
    """The rules of one's own unit today and on the first of next month; 1 query."""
    if user.unit is None:
        return None, None
    month = rosters.next_month(today)
    found = rules_along([user.unit], [today, month])
    return found[user.unit.pk, today], found[user.unit.pk, month]


def _own_days(
    user: Employee, found: dict[str, Any], calendar: Calendar, today: datetime.date
) -> dict[str, Any]:
    is_asn = user.kind == Employee.Kind.ASN
    week = own.week(found["days"], calendar, today) if is_asn and found["rules"] else []
    return {
        "allowance": own.allowance(found["days"], found["rules"], today),
        "week": week,
        "today_is": next((d for d in week if d.is_today and (d.tone or d.says)), None),
        "is_asn": is_asn,
    }


def _lists(
    held: Authority, found: dict[str, Any], calendar: Calendar, today: datetime.date
) -> dict[str, Any]:
    def rows(which: str, page: str) -> list[lists.Row]:
        return [lists.case_row(case, page, calendar, today) for case in found[which]]

    return {
        "urgent": rows("urgent", "kotak-masuk-kasus"),
        "proposals": [lists.proposal_row(p, calendar, today) for p in found["proposals"]],
        "late": rows("late", "pengajuan"),
        "sees_late": held.may_somewhere("view_late"),
        "away": found["away"],
        "few": lists.FEW,
        "leads": lists.leads(held),
        "events": found["events"],
        "acting": lists.acting(held),
    }


def _dates(found: dict[str, Any], waiting: Iterable[desks.Waiting]) -> list[datetime.date]:
    """All days for which the calendar is asked."""
    mine: list[WorkRequest] = found["mine"]
    starts = [timezone.localdate(r.complete_at or r.since) for r in mine]
    chosen = [date for r in mine for date in cases.dates_of(r)[:1] if r.state in own.EDITABLE]
    rows = [*found["urgent"], *found["proposals"], *found["late"], *waiting]
    dues = [getattr(row, "due_on", None) or getattr(row, "due", None) for row in rows]
    month = rosters.next_month(timezone.localdate())
    return [*starts, *chosen, month, *filter(None, dues)]


def _calendar(today: datetime.date, dates: list[datetime.date]) -> Calendar:
    return load(min([today, *dates]), max([today, *dates]))
