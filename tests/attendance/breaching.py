"""Breaches, and the steps that follow, brought about by the real ways."""

from __future__ import annotations

import datetime

from tests.attendance.duty import MONDAY, expected
from wfa.attendance.models import Expectation, Reprimand, ResponseCall
from wfa.attendance.services import propose_due
from wfa.attendance.services.calling import close_call, start_call
from wfa.attendance.services.reprimands import decide, issue
from wfa.attendance.services.verifying import verify
from wfa.people.permissions import authority

NUMBER = "800.1.6.2/0001/DISKOMINFO/2026"
WHY = "Tidak dapat dihubungi tanpa penjelasan."


def unanswered(clock, person, caller, date=MONDAY, times=("09:00", "09:10")):
    """A day at home on which nobody answers; the last call is closed five minutes later."""
    clock(f"{date} 06:00")
    day = Expectation.objects.filter(employee=person, date=date).first() or expected(person, date)
    for time in times:
        clock(f"{date} {time}")
        call = start_call(day, by=caller, channel=ResponseCall.Channel.PHONE)
        closed = datetime.datetime.fromisoformat(f"{date} {time}") + datetime.timedelta(minutes=5)
        clock(f"{closed:%Y-%m-%d %H:%M}")
        close_call(call, by=caller, answered=False)
    return day


def proposed(clock, person, caller, date=MONDAY):
    """What the sweep makes of two unanswered calls."""
    unanswered(clock, person, caller, date)
    assert propose_due() == 1
    return Reprimand.objects.get(employee=person, about=f"calls:{date}")


def refused(clock, person, superior, date, why="Tidak ada presensi."):
    """A day without any check-in that the superior calls tidak sah the day after."""
    clock(f"{date} 06:00")
    day = expected(person, date)
    clock(f"{date + datetime.timedelta(days=1)} 08:00")
    [receipt] = verify("invalidate_day", [day], by=superior, note=why, opened=True)
    assert receipt.ok, receipt.sentence
    return day


def in_force(row, head, *, level="", number=NUMBER, dated=None):
    """Decided by the head, and its letter out where it has one."""
    row = decide(row, "confirm", by=head, note=WHY, level=level)
    if row.state == Reprimand.State.CONFIRMED:
        capacity = authority(head).capacity("sign_letter", row.unit)
        dated = dated or row.decided_at.date()
        row = issue(row, by=head, capacity=capacity, number=number, dated=dated)
    return row
