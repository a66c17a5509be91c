"""Who asks, and which rosters they may see or draft."""

from __future__ import annotations

import uuid
from typing import cast

from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from wfa.people.models import Employee, Unit
from wfa.people.permissions import Authority, under
from wfa.schedules.models import Roster

RIGHTS = ("view_roster", "draft_roster", "order_roster", "approve_roster")
"""Whoever holds one of these over an OPD sees its rosters."""


def me(request: HttpRequest) -> Employee:
    return cast(Employee, request.user)


def held(request: HttpRequest) -> Authority:
    return cast(Authority, request.authority)  # type: ignore[attr-defined]


def paths(request: HttpRequest, *actions: str) -> list[str]:
    return [path for action in actions for path in held(request).paths(action)]


def opds(request: HttpRequest, *actions: str) -> Q:
    """Condition over `Unit`: the OPDs one may see as a whole, or works in a part of."""
    found = paths(request, *(actions or RIGHTS))
    inside = under(found, "path")
    above = {int(part) for path in found for part in path.split("/") if part}
    return (inside | Q(pk__in=above)) & Q(kind=Unit.Kind.OPD, is_active=True)


def roster(request: HttpRequest, pk: uuid.UUID) -> Roster:
    """A roster of an OPD in scope; any other isn't there (404)."""
    known = Roster.objects.select_related("unit__opd", "amends", "created_by")
    return get_object_or_404(known, visible(request), pk=pk)


def visible(request: HttpRequest) -> Q:
    """Condition over `Roster`: of OPDs in scope; drafts only to those who draft."""
    found = under(paths(request, *RIGHTS), "unit__path")
    above = {int(p) for path in paths(request, *RIGHTS) for p in path.split("/") if p}
    return (found | Q(unit__in=above)) & (~Q(state="draft") | drafting(request))


def drafted(request: HttpRequest, pk: uuid.UUID) -> Roster:
    """A roster that one may draft; any other isn't there (404)."""
    known = Roster.objects.select_related("unit__opd", "amends", "created_by")
    return get_object_or_404(known, drafting(request), pk=pk)


def drafting(request: HttpRequest) -> Q:
    plans = under(paths(request, "draft_roster"), "unit__path") & ~Q(kind="order")
    return plans | (under(paths(request, "order_roster"), "unit__path") & Q(kind="order"))


def may_draft(request: HttpRequest, found: Roster) -> bool:
    action = "order_roster" if found.kind == Roster.Kind.ORDER else "draft_roster"
    return held(request).capacity(action, found.unit) is not None
