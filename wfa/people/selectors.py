"""Questions about people that other rooms ask."""

from __future__ import annotations

import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from wfa.people.models import Appointment, Employee, Mandate, Region, Unit


def region() -> Region | None:
    """The region of this installation, or None before set-up."""
    return Region.objects.select_related("bkd", "emblem").filter(pk=1).first()


def root_unit() -> Unit | None:
    return Unit.objects.filter(parent__isnull=True, is_active=True).order_by("pk").first()


def offices(unit: Unit, on: datetime.date) -> QuerySet[Appointment]:
    """Who heads `unit` on a date: acting officials first, since they act while the holder is away."""
    rank = {"PLH": 0, "PLT": 1, "PJ": 2, "D": 3}
    from django.db.models import Case, Value, When

    order = Case(*[When(kind=k, then=Value(v)) for k, v in rank.items()])
    found = unit.appointments.filter(Appointment.valid_on(on), employee__is_active=True)
    return found.select_related("employee", "unit").order_by(order, "pk")


def head_of(unit: Unit, on: datetime.date | None = None) -> Appointment | None:
    """The one who leads `unit` on the date, or None where the post is vacant."""
    return offices(unit, on or timezone.localdate()).first()


def heads(employee: Employee, unit: Unit | None, on: datetime.date) -> bool:
    """Whether `employee` leads `unit` on the date, definitively or acting."""
    if unit is None:
        return False
    return employee.appointments.filter(Appointment.valid_on(on), unit=unit).exists()


def responsible_unit(employee: Employee, on: datetime.date) -> Unit | None:
    """The unit whose officials decide about this person: one level up for the head of an OPD."""
    if employee.unit is None:
        return None
    opd = employee.unit.opd or employee.unit
    if heads(employee, opd, on):
        return opd.parent or opd
    return employee.unit


def mandate_on(day: datetime.date) -> Mandate | None:
    """The authority under which decrees are signed on a date."""
    held = Mandate.objects.filter(Mandate.valid_on(day)).select_related("office")
    return held.order_by("-starts", "-pk").first()


def search_people(text: str, within: Q | None = None) -> QuerySet[Employee]:
    """Active people whose name, NIP or login holds `text`, within a scope over `unit__path`."""
    found = Employee.objects.filter(is_active=True).select_related("unit", "position")
    if within is not None:
        found = found.filter(within)
    for word in text.split():
        found = found.filter(Q(name__icontains=word) | Q(nip__startswith=word) | Q(login=word))
    return found
