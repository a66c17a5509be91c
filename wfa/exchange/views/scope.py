"""Over whom one may export, and as whom; the pages of the place Presensi."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from wfa.people.models import Unit
from wfa.people.views import scope as of_people

me = of_people.me
held = of_people.held
EXPORT = "export_schedule"
PLACES = ("export_schedule", "record_absence")


def paths(request: HttpRequest, *actions: str) -> list[str]:
    return of_people.paths(request, *(actions or (EXPORT,)))


def capacity(request: HttpRequest, *actions: str, unit: Unit | None = None) -> str:
    """As whom one acts, on the unit or anywhere: what the audit row says."""
    found = held(request)
    for action in actions:
        if unit is not None and (acting := found.capacity(action, unit)):
            return acting.label
        if unit is None and found.may_somewhere(action):
            first = Unit(path=found.paths(action)[0])
            acting = found.capacity(action, first)
            return acting.label if acting else ""
    return ""


def places(request: HttpRequest, current: str) -> dict[str, Any]:
    """What the common menu of these pages shows."""
    found = held(request)
    return {
        "current": current,
        "may_export": found.may_somewhere(EXPORT),
        "may_connect": found.may_somewhere("manage_exchange"),
        "may_place": any(found.may_somewhere(action) for action in PLACES),
    }
