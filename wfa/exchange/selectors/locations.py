"""Who has a place of work recorded; read by the person, their officers and the BKD only."""

from __future__ import annotations

from django.db.models import OuterRef, Q, QuerySet, Subquery

from wfa.people.models import Employee
from wfa.people.selectors import search_people
from wfa.schedules.models import Location


def home_of(employee: Employee) -> Location | None:
    """The home that counts now; 1 query."""
    found = Location.objects.filter(
        employee=employee, kind=Location.Kind.HOME, ended_at__isnull=True
    )
    return found.select_related("recorded_by").first()


def earlier_homes(employee: Employee) -> QuerySet[Location]:
    """The homes that counted before, the latest first."""
    return Location.objects.filter(
        employee=employee, kind=Location.Kind.HOME, ended_at__isnull=False
    ).order_by("-ended_at")


def people_with_homes(text: str, within: Q, *, only: str = "") -> QuerySet[Employee]:
    """People of the scope by name, each with `home_at`: since when a home is known, or None."""
    homes = Location.objects.filter(
        employee=OuterRef("pk"), kind=Location.Kind.HOME, ended_at__isnull=True
    )
    people = search_people(text, within).filter(kind=Employee.Kind.ASN)
    found = people.annotate(home_at=Subquery(homes.values("recorded_at")[:1]))
    if only:
        found = found.filter(home_at__isnull=only == "belum")
    return found.order_by("name", "pk")
