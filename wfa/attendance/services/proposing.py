"""Steps of guidance are proposed: by the sweep with its evidence frozen, or by hand by a superior.

Nothing here decides. A proposal waits for a named person, however long (R37, G18).
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from wfa.attendance.models import Reprimand, ResponseCall
from wfa.attendance.rules import evidence as told
from wfa.attendance.rules.ladder import next_rung
from wfa.attendance.selectors import breaches
from wfa.attendance.selectors.breaches import Missed
from wfa.attendance.selectors.outages import down_minutes
from wfa.attendance.selectors.reprimands import RECORD_RIGHTS, held_of
from wfa.attendance.services import telling
from wfa.audit.services import record
from wfa.people.models import Employee, Unit
from wfa.people.permissions import Capacity, authority
from wfa.people.selectors import responsible_unit
from wfa.policies.selectors import rules_along, rules_for
from wfa.refusals import Refused

Ground = Reprimand.Ground
SHORTEST = 10
"""Letters of a text that others must understand."""
OLDEST = datetime.timedelta(days=90)
"""What lies further back isn't recorded by hand any more."""


def propose_due() -> int:
    """Propose what the policies ask for and no step is about yet; how many. A sweep."""
    now = timezone.now()
    today = timezone.localdate(now)
    return _by_calls(today) + _by_check_ins(now, today)


# --- unanswered calls ------------------------------------------------------------------------


def _by_calls(today: datetime.date) -> int:
    found = breaches.unanswered(today)
    if not found:
        return 0
    units = {calls[0].expectation.unit_id: calls[0].expectation.unit for calls in found.values()}
    along = rules_along(units.values(), {date for _, date in found})
    number = 0
    for (_, date), calls in found.items():
        day = calls[0].expectation
        rules = along[day.unit_id, date]
        if len(calls) >= rules.call_attempts:
            frozen = _frozen_calls(calls, rules.call_attempts, rules.call_minutes)
            about = breaches.about_calls(date)
            number += _propose(day.employee, day.unit, Ground.CALLS, about, frozen)
    return number


def _frozen_calls(calls: Sequence[ResponseCall], attempts: int, minutes: int) -> dict[str, Any]:
    return {
        "date": calls[0].expectation.date.isoformat(),
        "attempts": attempts,
        "minutes": minutes,
        "expectations": sorted({str(call.expectation_id) for call in calls}),
        "calls": [_frozen_call(call) for call in calls],
    }


def _frozen_call(call: ResponseCall) -> dict[str, Any]:
    return {
        "started": call.started_at.isoformat(),
        "due": call.due_at.isoformat(),
        "channel": call.get_channel_display(),
        "caller": call.caller_name,
        "capacity": call.capacity,
        "note": call.note,
        "answer": call.answer_text,
        "answer_at": call.answer_at.isoformat() if call.answer_at else "",
        "down_minutes": down_minutes(call.started_at, call.due_at),
    }


# --- check-ins missed on days declared tidak sah ---------------------------------------------


def _by_check_ins(now: datetime.datetime, today: datetime.date) -> int:
    found = breaches.missed(now, today)
    people = breaches.people_of(found)
    units = {p.unit_id: p.unit for p in people.values() if p.unit}
    along = rules_along(units.values(), {today}) if units else {}
    number = 0
    for pk, person in people.items():
        if person.unit is None:
            continue
        enough = along[person.unit.pk, today].missed_before_reprimand
        missed = sum(len(each.windows) for each in found[pk])
        if enough and missed >= enough:
            frozen = _frozen_days(found[pk], missed, enough)
            about = f"checkins:{found[pk][-1].date.isoformat()}"
            number += _propose(person, person.unit, Ground.CHECK_INS, about, frozen)
    return number


def _frozen_days(days: Sequence[Missed], missed: int, enough: int) -> dict[str, Any]:
    refusals = breaches.refusals_of(days)
    said = breaches.explanations_of(days)
    return {
        "threshold": enough,
        "looked_at": breaches.DAYS,
        "missed": missed,
        "expectations": sorted(str(pk) for each in days for pk in each.expectations),
        "days": [_frozen_day(each, refusals, said) for each in days],
    }


def _frozen_day(
    day: Missed, refusals: Mapping[str, Any], said: Mapping[UUID, str]
) -> dict[str, Any]:
    decisions = [refusals[str(pk)] for pk in day.expectations if str(pk) in refusals]
    decision = max(decisions, key=lambda each: each.at, default=None)
    explained = [said[pk] for pk in day.expectations if pk in said]
    return {
        "date": day.date.isoformat(),
        "windows": day.windows,
        "decided_by": f"{decision.actor_name}, {decision.capacity}" if decision else "",
        "why": decision.note if decision else "",
        "explanation": " ".join(explained)[:1000],
    }


# --- by hand ---------------------------------------------------------------------------------


def record_by_hand(
    employee: Employee, *, by: Employee, date: datetime.date, text: str
) -> Reprimand:
    """A superior writes down a breach that no sweep sees; it waits for a decision like the others.

    The same text of the same date gives the same row.
    """
    unit = responsible_unit(employee, timezone.localdate())
    capacity = _may_record(employee, unit, by)
    said = text.strip()[:2000]
    today = timezone.localdate()
    if not today - OLDEST <= date <= today:
        raise Refused("Isi tanggal kejadian dalam 90 hari terakhir.", code="date", field="date")
    if len(said) < SHORTEST:
        raise Refused("Jelaskan apa yang terjadi, sedikitnya 10 huruf.", code="text", field="text")
    mark = hashlib.sha256(said.encode()).hexdigest()[:12]
    about = f"hand:{date.isoformat()}:{mark}"
    frozen = {
        "date": date.isoformat(),
        "text": said,
        "recorded_by": by.full_name,
        "capacity": capacity.label,
        "expectations": [],
    }
    assert unit is not None  # noqa: S101 - nobody may record where there is no unit
    _propose(employee, unit, Ground.BY_HAND, about, frozen, by=by, capacity=capacity)
    return Reprimand.objects.get(employee=employee, about=about)


def _may_record(employee: Employee, unit: Unit | None, by: Employee) -> Capacity:
    if employee.pk == by.pk:
        raise Refused("Anda tidak dapat mencatat diri sendiri.", code="own")
    held = authority(by)
    for right in RECORD_RIGHTS:
        if unit and (capacity := held.capacity(right, unit)):
            return capacity
    raise Refused(
        "Hanya atasan pegawai ini yang dapat mencatat. Hubungi atasannya.", code="no_right"
    )


# --- the row ---------------------------------------------------------------------------------


def _propose(
    employee: Employee,
    unit: Unit,
    ground: Reprimand.Ground,
    about: str,
    frozen: dict[str, Any],
    *,
    by: Employee | None = None,
    capacity: Capacity | None = None,
) -> int:
    """1 when it is new: written, told and audited; 0 when somebody was faster."""
    today = timezone.localdate()
    home = responsible_unit(employee, today) or unit
    rungs = rules_for(home, today).reprimand_ladder
    try:
        with transaction.atomic():
            row = Reprimand.objects.create(
                employee=employee,
                unit=home,
                level=next_rung(rungs, held_of(employee), today).level,
                ground=ground,
                evidence=frozen,
                about=about,
                proposed_at=timezone.now(),
            )
            record(
                "reprimand_proposed",
                by=by,
                capacity=capacity.label if capacity else "",
                target=("reprimand", row.pk),
                level=row.get_level_display(),
                reason=told.summary(ground, frozen),
            )
            telling.proposed(row, by)
    except IntegrityError:
        return 0
    return 1
