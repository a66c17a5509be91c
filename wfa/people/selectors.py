"""Questions about people that other rooms ask."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.utils import timezone

from wfa.people.models import Appointment, Duty, Employee, FirstSignIn, Mandate, Region, Unit


def region() -> Region | None:
    """The region of this installation, or None before set-up."""
    return Region.objects.select_related("bkd", "emblem").filter(pk=1).first()


def root_unit() -> Unit | None:
    return Unit.objects.filter(parent__isnull=True, is_active=True).order_by("pk").first()


def offices(unit: Unit, on: datetime.date) -> QuerySet[Appointment]:
    """Who heads `unit` on a date: acting officials first, since they act while the holder is away."""
    order = Case(*[When(kind=k, then=Value(v)) for v, k in enumerate(_ACTING_FIRST)])
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


def search_people(
    text: str, within: Q | None = None, *, also_inactive: bool = False
) -> QuerySet[Employee]:
    """People whose name, NIP or login holds `text`, within a scope over `unit__path`."""
    found = Employee.objects.select_related("unit", "position")
    if not also_inactive:
        found = found.filter(is_active=True)
    if within is not None:
        found = found.filter(within)
    for word in _words(text):
        found = found.filter(
            Q(name__icontains=word) | Q(nip__startswith=word) | Q(login=word.lower())
        )
    return found


def _words(text: str) -> list[str]:
    """A NIP is one word however it is spaced ("19850101 201001 1 001")."""
    joined = "".join(text.split())
    return [joined] if joined.isdigit() else text.split()


def holding_today() -> QuerySet[Employee]:
    """People who hold an office or duty today: their accounts decide about others."""
    day = timezone.localdate()
    return Employee.objects.filter(
        Q(pk__in=Appointment.objects.filter(Appointment.valid_on(day)).values("employee"))
        | Q(pk__in=Duty.objects.filter(Duty.valid_on(day)).values("employee"))
    )


def never_signed_in(unit: Unit) -> QuerySet[Employee]:
    """Active people of `unit` and below who never signed in, as slips are handed out."""
    waiting = Employee.objects.filter(is_active=True, last_login__isnull=True)
    inside = waiting.filter(unit__path__startswith=unit.path or "-")
    return inside.select_related("unit", "position").order_by("unit__name", "name", "pk")


@dataclass(frozen=True)
class SlipRow:
    """A unit for which slips are printed; `waiting` never signed in, `people` in all."""

    unit: Unit
    people: int
    waiting: int


def slip_rows(paths: list[str], scope: Q) -> list[SlipRow]:
    """The OPDs within `scope` (over `path`), and the units that `paths` begin with; 3 queries.

    The region as a whole is no row: its slips are handed out OPD by OPD.
    """
    below_root = Q(parent__isnull=False, parent__parent__isnull=True)
    units = Unit.objects.filter(
        scope, Q(kind=Unit.Kind.OPD) | below_root | Q(path__in=paths), is_active=True
    ).exclude(kind=Unit.Kind.REGION)
    everybody = _per_path(Employee.objects.filter(is_active=True))
    waiting = _per_path(Employee.objects.filter(is_active=True, last_login__isnull=True))
    rows = [
        SlipRow(unit, _sum(everybody, unit.path or "-"), _sum(waiting, unit.path or "-"))
        for unit in units
    ]
    return sorted(rows, key=lambda row: row.unit.name)


def _per_path(people: QuerySet[Employee]) -> dict[str, int]:
    inside = people.filter(unit__path__isnull=False).order_by()
    return dict(inside.values_list("unit__path").annotate(n=Count("pk")))


def _sum(counts: dict[str, int], prefix: str) -> int:
    return sum(n for path, n in counts.items() if path.startswith(prefix))


# --- the tree of units ---------------------------------------------------------------------


@dataclass(frozen=True)
class Branch:
    """A unit in its place: how deep, who leads it, how many people it has itself."""

    unit: Unit
    depth: int
    head: Appointment | None = None
    people: int = 0


def in_order(units: Iterable[Unit]) -> list[tuple[int, Unit]]:
    """(depth, unit) as a tree: children under their parent, siblings by name."""
    known = list(units)
    ids = {unit.pk for unit in known}
    children: dict[int | None, list[Unit]] = defaultdict(list)
    for unit in sorted(known, key=lambda u: u.name):
        children[unit.parent_id if unit.parent_id in ids else None].append(unit)
    return list(_walk(children, None, 0))


def _walk(
    children: dict[int | None, list[Unit]], parent: int | None, depth: int
) -> Iterator[tuple[int, Unit]]:
    for unit in children.get(parent, []):
        yield depth, unit
        yield from _walk(children, unit.pk, depth + 1)


def unit_tree(scope: Q, day: datetime.date) -> list[Branch]:
    """All active units within `scope` (over `path`), with heads; 3 queries however many."""
    units = Unit.objects.filter(scope, is_active=True)
    heads_now = _heads(day)
    people = Counter(
        dict(
            Employee.objects.filter(is_active=True, unit__isnull=False)
            .order_by()
            .values_list("unit")
            .annotate(n=Count("pk"))
        )
    )
    return [
        Branch(unit, depth, heads_now.get(unit.pk), people[unit.pk])
        for depth, unit in in_order(units)
    ]


_ACTING_FIRST = ("PLH", "PLT", "PJ", "D")


def _heads(day: datetime.date) -> dict[int, Appointment]:
    """Who leads each unit on the day, by the unit's id; as `head_of` says of one."""
    found: dict[int, Appointment] = {}
    held = Appointment.objects.filter(Appointment.valid_on(day), employee__is_active=True)
    for office in held.select_related("employee").order_by("pk"):
        before = found.get(office.unit_id)
        if before is None or _rank(office) < _rank(before):
            found[office.unit_id] = office
    return found


def _rank(office: Appointment) -> int:
    return _ACTING_FIRST.index(office.kind)


# --- one person ----------------------------------------------------------------------------


def offices_of(employee: Employee) -> QuerySet[Appointment]:
    return employee.appointments.select_related("unit").order_by("-starts", "pk")


def duties_of(employee: Employee) -> QuerySet[Duty]:
    return employee.duties.select_related("unit").order_by("-starts", "pk")


def open_first_sign_in(employee: Employee) -> FirstSignIn | None:
    """The code that would still let this person in, if there is one."""
    open_now = employee.first_sign_ins.filter(used_at__isnull=True, expires_at__gt=timezone.now())
    return open_now.select_related("issued_by").order_by("-issued_at").first()


Held = TypeVar("Held", Duty, Appointment)


def held(model: type[Held], inside: Q) -> QuerySet[Held]:
    """Duties, or offices given by hand or in an acting capacity (SIASN knows the others)."""
    found = model._default_manager.filter(inside).select_related("employee__unit", "unit")
    if model is Appointment:
        found = found.exclude(kind=Appointment.Kind.DEFINITIVE, from_siasn=True)
    return found.order_by("-starts", "-pk")


def held_office(unit: Unit) -> QuerySet[Appointment]:
    """All who lead or led `unit`, the latest first."""
    return unit.appointments.select_related("employee", "unit").order_by("-starts", "-pk")


def children(unit: Unit) -> QuerySet[Unit]:
    return unit.children.filter(is_active=True).order_by("name")


def mandates() -> QuerySet[Mandate]:
    """All bases of authority, the latest first."""
    return Mandate.objects.select_related("office").order_by("-starts", "-pk")
