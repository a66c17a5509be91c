"""Who verifies whose days: the nearest leader above somebody, never the person nor a subordinate.

Whoever leads a unit is verified one level up, however many acting officials the unit has: the head
of an OPD by the head of the region (UU 30/2014 Ps 42, R24).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from wfa.attendance.models import Expectation
from wfa.people.models import Appointment, Employee, Unit
from wfa.people.permissions import Authority, Capacity, under

VERIFY = "verify_day"


@dataclass(frozen=True)
class Leaders:
    """Who leads which unit on a day, by its path."""

    by_path: dict[str, set[int]] = field(default_factory=dict)

    def leads_above(self, person: int, path: str) -> bool:
        """Whether the person leads the unit of the path, or one above it."""
        return any(person in self.by_path.get(prefix, ()) for prefix in prefixes(path))

    def nearest(self, person: int, path: str) -> str:
        """The unit whose leaders verify this person in the unit of the path; "" = nobody does."""
        own = [p for p in prefixes(path) if person in self.by_path.get(p, ())]
        above = own[0].rpartition("/")[0].rpartition("/")[0] + "/" if own else path
        found = [p for p in prefixes(above) if self.by_path.get(p, set()) - {person}]
        return found[-1] if found else ""


def prefixes(path: str) -> list[str]:
    """Paths from the root to this one: "1/", "1/4/" of "1/4/"."""
    parts = [part for part in path.split("/") if part]
    return ["/".join(parts[: n + 1]) + "/" for n in range(len(parts))]


def leaders_on(day: datetime.date | None = None) -> Leaders:
    """All who lead a unit on the day (default: today), definitively or acting; 1 query."""
    rows = Appointment.objects.filter(
        Appointment.valid_on(day or timezone.localdate()),
        employee__is_active=True,
        unit__path__isnull=False,
    ).order_by()
    found: dict[str, set[int]] = {}
    for path, person in rows.values_list("unit__path", "employee"):
        found.setdefault(str(path), set()).add(person)
    return Leaders(found)


def capacity_on(held: Authority, leaders: Leaders, row: Expectation) -> Capacity | None:
    """As whom one verifies this day; None = one may not. `row.unit` is read."""
    path = row.unit.path or "-"
    for capacity in held.capacities:
        for own in Authority((capacity,), held.granted).paths(VERIFY):
            if path.startswith(own) and not leaders.leads_above(row.employee_id, own):
                return capacity
    return None


def within(held: Authority, person: int) -> Q:
    """Condition over expectations: days that one may verify; without one's own."""
    today = timezone.localdate()
    found = Q(pk__in=[])
    for path in held.paths(VERIFY):
        ids = [int(part) for part in path.split("/") if part]
        above = Appointment.objects.filter(
            Appointment.valid_on(today), employee=OuterRef("employee"), unit__in=ids
        )
        inside = Q(unit__in=Unit.objects.filter(path__startswith=path).values("pk"))
        found = found | (inside & Q(~Exists(above)))
    return found & ~Q(employee=person)


def waiting_for(held: Authority, leaders: Leaders, person: int) -> Q:
    """The same, only those whom nobody nearer verifies; 1 query for the units."""
    own = held.paths(VERIFY)
    units = list(Unit.objects.filter(under(own, "path")).values_list("pk", "path"))
    mine = [pk for pk, path in units if leaders.nearest(0, path or "") in own]
    heads = {p for path, led in leaders.by_path.items() for p in led if path.startswith(tuple(own))}
    led = [p for p in heads if _is_mine(p, leaders, own)]
    elsewhere = [p for p in heads if p not in led]
    near = (Q(unit__in=mine) & ~Q(employee__in=elsewhere)) | Q(employee__in=led)
    return near & within(held, person)


def _is_mine(person: int, leaders: Leaders, own: list[str]) -> bool:
    """Whether a leader is verified by those who lead one of the units `own`."""
    led = [path for path, people in leaders.by_path.items() if person in people]
    return any(leaders.nearest(person, path) in own for path in led)


def verifiers_of(rows: Iterable[Expectation]) -> dict[object, list[Employee]]:
    """{day: who is the nearest to verify it}; 2 queries. `row.unit` is read."""
    held, leaders = list(rows), leaders_on()
    nearest = {row.pk: leaders.nearest(row.employee_id, row.unit.path or "") for row in held}
    wanted = {
        person
        for row in held
        for person in leaders.by_path.get(nearest[row.pk], set()) - {row.employee_id}
    }
    people = Employee.objects.in_bulk(wanted)
    return {
        row.pk: list(_of(people, leaders.by_path.get(nearest[row.pk], set()) - {row.employee_id}))
        for row in held
    }


def _of(people: dict[int, Employee], keys: set[int]) -> Iterator[Employee]:
    for key in sorted(keys):
        if key in people:
            yield people[key]
