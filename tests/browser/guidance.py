"""Calls and steps of guidance for the visits: a running call, a draw, a step in each state."""

import datetime

from django.utils import timezone

from wfa.attendance.models import Expectation, Reprimand, ResponseCall
from wfa.attendance.services.drawing import draw_by_hand
from wfa.attendance.services.proposing import record_by_hand
from wfa.attendance.services.reprimands import decide, object_to
from wfa.people.models import Employee

WHY = "Tidak dapat dihubungi pada jam kerja, tanpa penjelasan."


def add_guidance(head, employee):
    """Of people of the head's OPD who aren't expected anywhere today and begin on the first rung.

    Who is free depends on the weekday; whoever the demo reprimanded would go a rung further.
    """
    opd, today = head.unit.opd, timezone.localdate()
    busy = Expectation.objects.filter(date=today).values("employee")
    held = Reprimand.objects.values("employee")
    staff = Employee.objects.filter(unit__opd=opd, kind="asn", is_active=True)
    staff = staff.exclude(pk__in=busy).exclude(pk__in=held)
    first, second, third = staff.exclude(pk__in=[head.pk, employee.pk]).order_by("-pk")[:3]
    days = [_day(person, today, n) for n, person in enumerate((first, second, third))]
    _call(days[0], head)
    draw_by_hand(opd, by=head, people=2)
    record_by_hand(first, by=head, date=today, text="Bekerja dari luar daerah.")
    in_force(employee, head, today)
    object_to(in_force(second, head, today), by=second, reason="Ponsel saya rusak hari itu.")
    in_force(third, head, today)
    again = _written(third, head, today - datetime.timedelta(days=1))
    decide(again, "confirm", by=head, note=WHY)


def _day(person, date, n):
    """A day away on which this person can be called now, whatever the clock says."""
    now = timezone.now()
    return Expectation.objects.create(
        employee=person,
        unit=person.unit,
        date=date,
        slot="full",
        place="home",
        work_day=7_000_001 + n,
        basis_text="Surat Tugas Nomor 800.1.11.1/12/Diskominfo/2026",
        reach_from=now - datetime.timedelta(hours=1),
        reach_until=now + datetime.timedelta(hours=5),
        explain_until=date,
        written_at=now,
    )


def in_force(person, head, date):
    return decide(_written(person, head, date), "confirm", by=head, note=WHY)


def _written(person, head, date):
    return record_by_hand(person, by=head, date=date, text="Dua kali tidak dapat dihubungi.")


def _call(day, caller):
    now = timezone.now()
    ResponseCall.objects.create(
        expectation=day,
        channel="phone",
        number="+6281234567890",
        started_at=now - datetime.timedelta(minutes=1),
        started_by=caller,
        caller_name=caller.full_name,
        capacity="Kepala Diskominfo",
        due_at=now + datetime.timedelta(minutes=4),
    )


def step(state):
    return Reprimand.objects.filter(state=state).order_by("proposed_at")[0]
