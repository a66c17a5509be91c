"""The rows of the OPD's inbox, its views and its filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from wfa.people import wording as written
from wfa.people.permissions import Authority
from wfa.requests.models import State, WorkRequest
from wfa.requests.rules import Facts, check_decision
from workflows import selectors
from workflows.permissions import AT_OPD, obstacles, open_steps
from workflows.rules import marks
from workflows.selectors import Beside
from workflows.steps import STEPS
from workflows.views.case import badge
from workflows.views.scope import dates_of, held, person

VIEWS = {
    "giliran": "Giliran saya",
    "lewat": "Lewat batas",
    "siap": "Siap diusulkan",
    "bkd": "Di BKD",
    "semua": "90 hari terakhir",
}
_LATE = ": putuskan tertulis"
"""Said beside the open case; in a list the first half is enough."""


def rows(
    request: HttpRequest,
    cases: Sequence[WorkRequest],
    facts: Mapping[UUID, Facts],
    opened: WorkRequest | None,
) -> list[dict[str, Any]]:
    return [_row(request, case, facts[case.pk], opened) for case in cases]


def _row(
    request: HttpRequest, case: WorkRequest, facts: Facts, opened: WorkRequest | None
) -> dict[str, Any]:
    steps = open_steps(case, held(request), AT_OPD)
    blocked = obstacles(case, person(request).pk, steps) if steps else []
    waits = case.state in selectors.PENDING_AT_OPD
    left = badge(case, facts) if waits or case.state == State.PROPOSED else None
    return {
        "case": case,
        "dates": dates_of(case, facts),
        "left": left and (left[0].removesuffix(_LATE), *left[1:]),
        "marks": [*_round(case), *(marks(check_decision(facts)) if waits else [])],
        "blocked": blocked[0] if blocked else "",
        "can_pick": bool(steps) and not blocked,
        "is_open": opened is not None and case.pk == opened.pk,
    }


def _round(case: WorkRequest) -> list[tuple[str, str, str]]:
    return [(f"Putaran {case.round}", "undo", "")] if case.round > 1 else []


def offered(request: HttpRequest, view: str) -> list[str]:
    """The steps the bar offers for the whole view."""
    states = selectors.OPD_VIEWS.get(view, ()) if view != "bkd" else ()
    rights = ((step, STEPS[step].rights.get(state)) for step in AT_OPD for state in states)
    return list(dict.fromkeys(s for s, right in rights if right and held(request).paths(right)))


def views(current: str, waiting: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The views every desk has, each with its own address and how many wait there."""
    return [
        {
            "label": label,
            "url": f"?tampilan={name}",
            "count": selectors.count_in(waiting, name),
            "current": name == current,
        }
        for name, label in VIEWS.items()
    ]


def kept_views(beside: Beside, query: str) -> list[dict[str, Any]]:
    """One's own named views; the one whose query this page has is marked."""
    kept = sorted(beside["views"], key=lambda row: str(row["name"]).lower())
    return [{**row, "current": row["query"] == query} for row in kept]


def units(waiting: list[dict[str, Any]]) -> list[tuple[int, str]]:
    """Units that have something waiting, for the filter."""
    found = {w["unit"]: w["short"] or written.title(w["name"]) for w in waiting}
    return list(found.items())[:100] if len(found) > 1 else []


def acting(authority: Authority) -> list[Any]:
    """The capacities in which one sits at this desk, with their basis."""
    return [
        capacity
        for capacity in authority.capacities
        if any(
            Authority((capacity,), authority.granted).may_somewhere(action)
            for action in ("assess_request", "propose_request")
        )
    ]
