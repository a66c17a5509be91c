"""Whose month is asked for, by the words of an address; whoever lies outside the scope isn't there."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from wfa.people.models import Employee, Unit
from wfa.people.permissions import Authority, under
from wfa.performance import permissions
from wfa.performance.selectors.month import expected_in

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True)
class Subject:
    """Whose month: a person's, or that of the people of a unit."""

    first: datetime.date
    days: Q
    """Condition over expectations: the days that the asker may read."""
    person: Employee | None = None
    unit: Unit | None = None

    @property
    def name(self) -> str:
        """For the name of a file: "198501012010011001-2026-12", "unit-7-2026-12"."""
        who = self.person.identity if self.person else f"unit-{self.unit.pk}" if self.unit else ""
        return f"{who}-{self.first:%Y-%m}"


def first_of(text: str) -> datetime.date:
    """The first day of "2026-12"; anything else is this month."""
    if found := _MONTH.fullmatch(text):
        return datetime.date(int(found[1]), int(found[2]), 1)
    return timezone.localdate().replace(day=1)


def days_within(held: Authority) -> Q:
    """Condition over expectations: days whose month one may read, beside one's own."""
    return under(permissions.paths(held, permissions.RECAP), "unit__path")


def people_within(held: Authority, first: datetime.date) -> QuerySet[Employee]:
    """The people of one's units: who belongs there, or had days away there in the month."""
    had = expected_in(first).filter(days_within(held)).values("employee")
    known = Employee.objects.select_related("unit__opd", "position")
    return known.filter(days_within(held) | Q(pk__in=had))


def units_within(held: Authority) -> QuerySet[Unit]:
    """The units whose months one may read."""
    return Unit.objects.filter(under(permissions.paths(held, permissions.RECAP), "path"))


def units_offered(held: Authority) -> list[Unit]:
    """The units to choose among: of the whole region the OPDs, else all there are; 1 query."""
    found = units_within(held).filter(is_active=True).exclude(kind=Unit.Kind.REGION)
    is_region = any(p.count("/") == 1 for p in permissions.paths(held, permissions.RECAP))
    if is_region:
        found = found.filter(kind=Unit.Kind.OPD)
    return list(found.order_by("name" if is_region else "path"))


def unit_of(held: Authority, text: str) -> Unit | None:
    """The unit that `text` names, if it lies within the scope."""
    return units_within(held).filter(pk=_key(text)).first()


def only_unit(held: Authority) -> Unit | None:
    """The unit of who acts over one alone; None for several, and for the whole region."""
    found = permissions.paths(held, permissions.RECAP)
    units = Unit.objects.exclude(kind=Unit.Kind.REGION).filter(path__in=found)
    return units.first() if len(found) == 1 else None


def subject_of(user: Employee, held: Authority, query: Mapping[str, str]) -> Subject | None:
    """By `bulan` and `unit` or `orang`, else oneself; None = it isn't there for this person."""
    first = first_of(query.get("bulan", ""))
    if query.get("unit"):
        unit = unit_of(held, query["unit"])
        return Subject(first, under([unit.path or "-"], "unit__path"), unit=unit) if unit else None
    asked = query.get("orang", "")
    if not asked or asked == str(user.pk):
        return Subject(first, Q(employee=user.pk), person=user)
    person = people_within(held, first).filter(pk=_key(asked)).first()
    if person is None:
        return None
    return Subject(first, days_within(held) & Q(employee=person.pk), person=person)


def _key(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else 0
