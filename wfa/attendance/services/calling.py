"""Calling somebody on their day away: begun with a clock, closed by a person, answered back.

The server's time counts. An open call past its time only *looks* unanswered: a person says so.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from wfa.attendance.models import Expectation, ResponseCall, RollCall
from wfa.attendance.rules import calling as rules
from wfa.attendance.rules import phones
from wfa.attendance.selectors.calls import RIGHT, Outcome, why_not
from wfa.audit.services import record
from wfa.calendars.wording import clock
from wfa.notifications.services import notify
from wfa.people.models import Employee, Unit
from wfa.people.permissions import Capacity, authority
from wfa.policies.selectors import rules_for
from wfa.refusals import Refused

SHORTEST = 5
"""Letters of an answer: less says nothing."""
_NO_RIGHT = "Anda tidak bertugas menghubungi pegawai unit ini. Minta atasannya menghubungi."
_OWN_CALL = "Panggilan ini untuk Anda sendiri. Petugas lain yang menutupnya."
_NOT_YOURS = "Panggilan ini bukan untuk Anda."


@transaction.atomic
def start_call(
    expectation: Expectation, *, by: Employee, channel: str, roll_call: RollCall | None = None
) -> ResponseCall:
    """Begin a call now, in the hours in which this person must be reachable (R22).

    Pressing twice gives the same call. Somebody else's running call is refused by its name.
    """
    row = _locked_day(expectation)
    capacity = _may_call(row, by)
    now = timezone.now()
    if why := why_not(row, by, now):
        raise Refused(why, code="not_now")
    running = row.calls.filter(outcome=Outcome.RUNNING).first()
    if running is not None:
        return _same(running, by)
    minutes = rules_for(row.unit, row.date).call_minutes
    call = ResponseCall.objects.create(
        expectation=row,
        channel=ResponseCall.Channel(channel),
        number=phones.normal(row.employee.phone),
        started_at=now,
        started_by=by,
        caller_name=by.full_name,
        capacity=capacity.label,
        due_at=now + datetime.timedelta(minutes=minutes),
        roll_call=roll_call,
    )
    _audit("call_started", call, by, capacity, until=call.due_at.isoformat())
    _tell(call, row.employee)
    return call


def _locked_day(expectation: Expectation) -> Expectation:
    rows = Expectation.objects.select_for_update(of=("self",)).select_related("employee", "unit")
    return rows.get(pk=expectation.pk)


def _may_call(expectation: Expectation, by: Employee) -> Capacity:
    return _right(expectation.unit, by)


def _right(unit: Unit, by: Employee) -> Capacity:
    capacity = authority(by).capacity(RIGHT, unit)
    if capacity is None:
        raise Refused(_NO_RIGHT, code="no_right")
    return capacity


def _same(running: ResponseCall, by: Employee) -> ResponseCall:
    if running.started_by_id == by.pk:
        return running
    raise Refused(
        f"{running.caller_name} sedang menghubungi sejak pukul {clock(running.started_at)}.",
        code="moved",
    )


def _tell(call: ResponseCall, employee: Employee) -> None:
    notify(
        [employee],
        subject=f"Anda dihubungi pukul {clock(call.started_at)}",
        body=(
            f"{call.caller_name}, {call.capacity}, menghubungi Anda lewat "
            f"{call.get_channel_display().lower()}. Angkat, atau hubungi kembali sampai pukul "
            f"{clock(call.due_at)} lalu tulis pada halaman Presensi."
        ),
        link=reverse("presensi-saya"),
    )


@transaction.atomic
def close_call(call: ResponseCall, *, by: Employee, answered: bool, note: str = "") -> ResponseCall:
    """Say what became of a call; "unanswered" only once its time is over. Closed stays closed."""
    row = _locked_call(call)
    capacity = _may_call(row.expectation, by)
    if row.expectation.employee_id == by.pk:
        raise Refused(_OWN_CALL, code="own")
    now = timezone.now()
    if row.outcome != Outcome.RUNNING:
        raise Refused(f"Panggilan ini sudah ditutup: {_word(row)}.", code="moved")
    if not answered and (why := rules.why_not_unanswered(row.due_at, now)):
        raise Refused(why, code="too_early")
    row.note = " ".join(note.split())[:300]
    _close(row, Outcome.ANSWERED if answered else Outcome.UNANSWERED, now)
    _audit("call_closed", row, by, capacity, outcome=row.get_outcome_display())
    return row


def _locked_call(call: ResponseCall) -> ResponseCall:
    rows = ResponseCall.objects.select_for_update(of=("self",))
    return rows.select_related("expectation__employee", "expectation__unit").get(pk=call.pk)


def _close(row: ResponseCall, outcome: ResponseCall.Outcome, now: datetime.datetime) -> None:
    row.outcome, row.closed_at = outcome, now
    row.save(update_fields=["outcome", "closed_at", "note", "answer_text", "answer_at"])


def _word(row: ResponseCall) -> str:
    at = f", pukul {clock(row.closed_at)}" if row.closed_at else ""
    return f"{row.get_outcome_display().lower()}{at}"


@transaction.atomic
def answer_back(call: ResponseCall, *, by: Employee, text: str) -> ResponseCall:
    """The employee says in the application that they called back; inside the time it counts so.

    Afterwards it is kept beside the call for whoever weighs it, and changes nothing by itself.
    """
    row = _locked_call(call)
    said = " ".join(text.split())[:300]
    if row.expectation.employee_id != by.pk:
        raise Refused(_NOT_YOURS, code="not_yours")
    if len(said) < SHORTEST:
        raise Refused("Tulis kapan dan lewat apa Anda menghubungi kembali.", field="text")
    if row.answer_at is not None or row.outcome in (Outcome.ANSWERED, Outcome.CALLED_BACK):
        raise Refused(f"Panggilan ini sudah selesai: {_word(row)}.", code="moved")
    now = timezone.now()
    row.answer_text, row.answer_at = said, now
    if row.outcome == Outcome.RUNNING and rules.counts_as_called_back(row.due_at, now):
        _close(row, Outcome.CALLED_BACK, now)
    else:
        row.save(update_fields=["answer_text", "answer_at"])
    _audit("call_answered_back", row, by, None, outcome=row.get_outcome_display())
    _tell_caller(row, by)
    return row


def _tell_caller(row: ResponseCall, employee: Employee) -> None:
    notify(
        [row.started_by],
        subject=f"{employee.full_name} menjawab panggilan Anda",
        body=f"Panggilan pukul {clock(row.started_at)}: “{row.answer_text}”",
        link=reverse("panggilan"),
    )


def _audit(
    action: str, call: ResponseCall, by: Employee, capacity: Capacity | None, **data: Any
) -> None:
    record(
        action,
        by=by,
        capacity=capacity.label if capacity else "Pegawai",
        target=("call", call.pk),
        **data,
    )
