"""The one place rights come from: `may(user, action, unit, on=today)`.

An office or duty valid on the date → its role → the guardian permission of the role's group on
the unit or any ancestor. `user.groups` stays empty: a right ends with its date by itself.
`units_for` and `holders` are the inverses; a property test holds the three together.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, IntegerField, Q, QuerySet, Subquery, Value
from django.utils import timezone

from wfa.people.authority import GRANTS, Role, Scope
from wfa.people.models import (
    Appointment,
    Duty,
    Employee,
    Region,
    Unit,
    UnitGroupPermission,
)

_SCOPES = {(grant.role, grant.action): grant.scope for grant in GRANTS}
_DUTY_ROLES = {
    Duty.Kind.ASSESSOR: Role.ASSESSOR,
    Duty.Kind.VERIFIER: Role.VERIFIER,
    Duty.Kind.PERSONNEL: Role.PERSONNEL,
    Duty.Kind.ARCHIVIST: Role.ARCHIVIST,
    Duty.Kind.INSPECTOR: Role.INSPECTOR,
    Duty.Kind.ADMINISTRATOR: Role.ADMINISTRATOR,
    Duty.Kind.FRONT_OFFICE: Role.FRONT_OFFICE,
    Duty.Kind.PICKET: Role.PICKET,
}

_LOCAL = {
    Duty.Kind.ASSESSOR,
    Duty.Kind.PERSONNEL,
    Duty.Kind.FRONT_OFFICE,
    Duty.Kind.PICKET,
}
"""Duties of one unit: their label names it."""


@dataclass(frozen=True)
class Capacity:
    """As whom a person acts: what decisions and letters print, as values."""

    role: Role
    unit_id: int
    path: str
    kind: str
    """`Appointment.Kind` value, or "duty"."""
    label: str
    basis: str
    ends: datetime.date | None = None


@dataclass(frozen=True)
class Authority:
    """All a person may do on one day, read once per request."""

    capacities: tuple[Capacity, ...]
    granted: frozenset[tuple[str, str, str]]
    """(role, action, path of the unit the guardian permission stands on)"""

    def capacity(self, action: str, unit: Unit) -> Capacity | None:
        """The first capacity in which `action` on `unit` is allowed."""
        path = unit.path or ""
        for capacity in self.capacities:
            if any(path.startswith(prefix) for prefix in self._prefixes(capacity, action)):
                return capacity
        return None

    def paths(self, action: str) -> list[str]:
        """Shortest path prefixes of the units over which `action` is allowed."""
        found = {p for c in self.capacities for p in self._prefixes(c, action)}
        return sorted(p for p in found if not any(p != q and p.startswith(q) for q in found))

    def may_somewhere(self, action: str) -> bool:
        return bool(self.paths(action))

    def roles(self) -> set[Role]:
        return {c.role for c in self.capacities}

    def _prefixes(self, capacity: Capacity, action: str) -> Iterator[str]:
        scope = _SCOPES.get((capacity.role, action))
        for role, name, path in self.granted:
            if (role, name) != (capacity.role, action):
                continue
            if scope is Scope.REGION or path.startswith(capacity.path):
                yield path
            elif scope is Scope.UNIT and capacity.path.startswith(path):
                yield capacity.path


def authority(user: Employee, *, on: datetime.date | None = None) -> Authority:
    """All that `user` may do on `on` (default: today in the region's zone); 2 queries."""
    day = on or timezone.localdate()
    if not user.is_active:
        return Authority((), frozenset())
    capacities = tuple(_capacities(user, day))
    granted = frozenset(_granted({c.role for c in capacities})) if capacities else frozenset()
    return Authority(capacities, granted)


def may(user: Employee, action: str, unit: Unit, *, on: datetime.date | None = None) -> bool:
    """Whether `user` may do `action` on `unit` on the date."""
    return authority(user, on=on).capacity(action, unit) is not None


def units_for(user: Employee, action: str, *, on: datetime.date | None = None) -> QuerySet[Unit]:
    """All units over which `user` may do `action`."""
    return Unit.objects.filter(under(authority(user, on=on).paths(action), "path"))


def under(paths: list[str], field: str) -> Q:
    """Condition: `field` (a unit's path) lies under one of `paths`; no path = nothing."""
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{field}__startswith": path})
    return condition


def holders(action: str, unit: Unit, *, on: datetime.date | None = None) -> list[Employee]:
    """All active people who may do `action` on `unit`, those of the nearest unit first; 3 queries."""
    ranked = _ranked(action, [unit], on or timezone.localdate())[unit.pk]
    return [person for _, person in ranked]


def nearest_holders(action: str, unit: Unit) -> list[Employee]:
    """Those of `holders` whose own OPD it is; the head of the region only where nobody is nearer."""
    return nearest_holders_of(action, [unit])[unit.pk]


def nearest_holders_of(action: str, units: Iterable[Unit]) -> dict[int, list[Employee]]:
    """`nearest_holders` of each unit, by its id; 3 queries however many units."""
    found = {unit.pk: unit for unit in units}
    return {
        pk: _near(ranked)
        for pk, ranked in _ranked(action, found.values(), timezone.localdate()).items()
    }


def _near(ranked: Sequence[tuple[Role, Employee]]) -> list[Employee]:
    near = [person for role, person in ranked if role is not Role.REGION_HEAD]
    return near or [person for _, person in ranked]


def reach(action: str, *, on: datetime.date | None = None) -> list[tuple[str, int]]:
    """(path of units, person) for all who may do `action` on the date; 3 queries for all units."""
    day = on or timezone.localdate()
    granted = frozenset(_granted({g.role for g in GRANTS if g.action == action}))
    offices = _with_bkd(Appointment.objects).filter(
        Appointment.valid_on(day), employee__is_active=True
    )
    duties = Duty.objects.filter(Duty.valid_on(day), employee__is_active=True)
    held = [(o.employee_id, tuple(_office_capacities(o))) for o in offices.select_related("unit")]
    held += [(d.employee_id, (_duty_capacity(d),)) for d in duties.select_related("unit")]
    return [
        (path, person)
        for person, capacities in held
        for path in Authority(capacities, granted).paths(action)
    ]


def reach_as(
    actions: Iterable[str], *, on: datetime.date | None = None
) -> dict[str, list[tuple[Role, str, int]]]:
    """{action: (role, path of units, person)} of all who may on the date; 3 queries for all."""
    day, wanted = on or timezone.localdate(), set(actions)
    granted = frozenset(_granted({g.role for g in GRANTS if g.action in wanted}))
    active = {"employee__is_active": True}
    offices = _with_bkd(Appointment.objects).filter(Appointment.valid_on(day), **active)
    duties = Duty.objects.filter(Duty.valid_on(day), **active).select_related("unit")
    held = [
        *(
            (o.employee_id, c)
            for o in offices.select_related("unit")
            for c in _office_capacities(o)
        ),
        *((duty.employee_id, _duty_capacity(duty)) for duty in duties),
    ]
    return {
        action: [
            (capacity.role, path, person)
            for person, capacity in held
            for path in Authority((capacity,), granted).paths(action)
        ]
        for action in wanted
    }


def _ranked(
    action: str, units: Iterable[Unit], day: datetime.date
) -> dict[int, list[tuple[Role, Employee]]]:
    """{unit: (role, person) of each who may, by the length of the way from the unit of the role}"""
    found = list(units)
    granted = frozenset(_granted({g.role for g in GRANTS if g.action == action}))
    held = [
        (person, Authority(tuple(capacities), granted))
        for person, capacities in _held_around(found, day)
    ]
    return {unit.pk: _rank(action, unit, held) for unit in found}


def _rank(
    action: str, unit: Unit, held: Sequence[tuple[Employee, Authority]]
) -> list[tuple[Role, Employee]]:
    found: dict[int, tuple[int, Role, Employee]] = {}
    for person, own in held:
        capacity = own.capacity(action, unit)
        if capacity and -len(capacity.path) < found.get(person.pk, (0, capacity.role, person))[0]:
            found[person.pk] = (-len(capacity.path), capacity.role, person)
    ordered = sorted(found.values(), key=lambda f: (f[0], f[2].pk))
    return [(role, person) for _, role, person in ordered]


def _held_around(
    units: Sequence[Unit], day: datetime.date
) -> Iterator[tuple[Employee, Iterator[Capacity]]]:
    """Offices and duties that could reach the units: on their ancestors, or over the region."""
    everywhere = [k for k, role in _DUTY_ROLES.items() if _acts_everywhere(role)]
    above = {pk for unit in units for pk in unit.ancestor_ids()}
    offices = _with_bkd(Appointment.objects).filter(
        Q(unit__in=above) | Q(unit=F("bkd_id")),
        Appointment.valid_on(day),
        employee__is_active=True,
    )
    for office in offices.select_related("employee", "unit"):
        yield office.employee, _office_capacities(office)
    duties = Duty.objects.filter(
        Q(unit__in=above) | Q(kind__in=everywhere), Duty.valid_on(day), employee__is_active=True
    )
    for duty in duties.select_related("employee", "unit"):
        yield duty.employee, iter([_duty_capacity(duty)])


def _with_bkd(offices: Any) -> QuerySet[Appointment]:
    """Offices together with the id of the unit that is the BKD, in the same query."""
    found: QuerySet[Appointment] = offices.annotate(
        bkd_id=Subquery(Region.objects.values("bkd")[:1])
    )
    return found


def _acts_everywhere(role: Role) -> bool:
    return any(g.role == role and g.scope is Scope.REGION for g in GRANTS)


_HELD = ("pk", "kind", "starts", "ends", "basis_number", "unit_id")
_OF_UNIT = ("kind", "name", "short_name", "head_title", "path")


def _capacities(user: Employee, day: datetime.date) -> Iterator[Capacity]:
    """Offices, then duties, each the newest first; 1 query for both."""
    names = [*_HELD, *(f"unit__{name}" for name in _OF_UNIT)]
    offices = _with_bkd(user.appointments).filter(Appointment.valid_on(day)).order_by()
    duties = user.duties.filter(Duty.valid_on(day)).order_by()
    rows = offices.values_list(Value(1), "bkd_id", *names).union(
        duties.values_list(Value(2), Value(None, IntegerField()), *names), all=True
    )
    ordered = sorted(rows, key=lambda row: (row[0], -row[4].toordinal(), row[2]))
    for source, bkd, *values in ordered:
        held = dict(zip(_HELD, values, strict=False))
        unit = Unit(pk=held["unit_id"], **dict(zip(_OF_UNIT, values[len(_HELD) :], strict=True)))
        if source == 1:
            office = Appointment(**held, unit=unit)
            office.bkd_id = bkd  # type: ignore[attr-defined]  # see _with_bkd
            yield from _office_capacities(office)
        else:
            yield _duty_capacity(Duty(**held, unit=unit))


def _duty_capacity(duty: Duty) -> Capacity:
    local = duty.kind in _LOCAL
    return Capacity(
        role=_DUTY_ROLES[Duty.Kind(duty.kind)],
        unit_id=duty.unit_id,
        path=duty.unit.path or "",
        kind="duty",
        label=f"{duty.get_kind_display()} {duty.unit}" if local else duty.get_kind_display(),
        basis=_basis(duty),
        ends=duty.ends,
    )


def _office_capacities(office: Appointment) -> Iterator[Capacity]:
    unit = office.unit
    roles = {Unit.Kind.REGION: [Role.REGION_HEAD], Unit.Kind.OPD: [Role.OPD_HEAD]}.get(
        Unit.Kind(unit.kind), [Role.UNIT_HEAD]
    )
    is_bkd = office.unit_id == office.bkd_id  # type: ignore[attr-defined]  # see _with_bkd
    for role in [*([Role.BKD_HEAD] if is_bkd else []), *roles]:
        yield Capacity(
            role=role,
            unit_id=unit.pk,
            path=unit.path or "",
            kind=office.kind,
            label=office_label(office),
            basis=_basis(office),
            ends=office.ends,
        )


def office_label(office: Appointment) -> str:
    """How the office is written: "Kepala Diskominfo", "Plh. Kepala Diskominfo"."""
    unit = office.unit
    word = "Kepala" if unit.kind != Unit.Kind.REGION else ""
    title = f"{word} {unit.short_name}" if word and unit.short_name else unit.head_name
    prefix = "" if office.kind == Appointment.Kind.DEFINITIVE else f"{office.get_kind_display()} "
    return f"{prefix}{title}"


def _basis(held: Appointment | Duty) -> str:
    if not held.basis_number:
        return ""
    return f"Nomor {held.basis_number}"


def _granted(roles: set[Role]) -> Iterator[tuple[str, str, str]]:
    rows = UnitGroupPermission.objects.filter(
        group__name__in=roles, content_object__path__isnull=False
    ).values_list("group__name", "permission__codename", "content_object__path")
    yield from rows
