"""Who asks, and over whom: what every page here begins with."""

from __future__ import annotations

from typing import cast

from django.db.models import Q
from django.forms import BaseForm
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from wfa.people.models import Employee, Unit
from wfa.people.permissions import Authority, authority, under
from wfa.refusals import Refused

SLIPS = ("manage_people", "print_slips")


def me(request: HttpRequest) -> Employee:
    return cast(Employee, request.user)


def held(request: HttpRequest) -> Authority:
    """What the middleware has read already; read here where there is no middleware."""
    found = getattr(request, "authority", None)
    return cast(Authority, found) if found is not None else authority(me(request))


def paths(request: HttpRequest, *actions: str) -> list[str]:
    """Shortest prefixes of the units over which one of `actions` is allowed."""
    found = {path for action in actions for path in held(request).paths(action)}
    return sorted(p for p in found if not any(p != q and p.startswith(q) for q in found))


def units(request: HttpRequest, *actions: str) -> Q:
    """Condition over `Unit`."""
    return under(paths(request, *actions), "path")


def people(request: HttpRequest, *actions: str) -> Q:
    """Condition over `Employee`; those without a unit belong to whoever has the whole region."""
    found = paths(request, *actions)
    inside = under(found, "unit__path")
    everywhere = any(path.count("/") == 1 for path in found)
    return inside | Q(unit__isnull=True) if everywhere else inside


def person(request: HttpRequest, pk: int, *actions: str) -> Employee:
    """Somebody in scope; anybody else isn't there (404)."""
    known = Employee.objects.select_related("unit", "unit__opd", "position")
    return get_object_or_404(known, people(request, *actions), pk=pk)


def unit(request: HttpRequest, pk: int, *actions: str) -> Unit:
    """A unit in scope; any other isn't there (404)."""
    known = Unit.objects.select_related("parent", "opd")
    return get_object_or_404(known, units(request, *actions), pk=pk)


def doors(request: HttpRequest) -> dict[str, bool]:
    """Which of the people's pages their common menu shows."""
    found = held(request)
    names = ("manage_people", "import_people", "print_slips")
    return {f"may_{name}": found.may_somewhere(name) for name in names}


def tell(form: BaseForm, refusal: Refused) -> None:
    """Put a refusal where the form shows it."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
