"""Does a plan of an office hold? Everything that stands against submitting it, as sentences. Pure.

A draft may break everything; it can't be submitted until nothing is left here. Warnings let
through. What the page marks, what the door refuses and what BKD sees come from these functions.
"""

from __future__ import annotations

from collections import Counter

from wfa.schedules.rules import planned_offices, planned_people
from wfa.schedules.rules.planned import (
    Change,
    Counted,
    Elsewhere,
    Plan,
    Planned,
    Problem,
    cell_name,
    day_name,
)

__all__ = [
    "Change",
    "Counted",
    "Elsewhere",
    "Plan",
    "Planned",
    "Problem",
    "cell_name",
    "day_name",
    "person_problems",
    "problems",
    "warnings",
]


def problems(plan: Plan) -> list[Problem]:
    """What must be put right before the plan can be submitted; empty = nothing."""
    return [
        *planned_people.gone(plan),
        *planned_people.days(plan),
        *planned_people.passed(plan),
        *planned_offices.offices(plan),
        *planned_people.closed(plan),
        *planned_people.persons(plan),
        *planned_people.clashes(plan),
        *planned_people.weeks(plan),
    ]


def person_problems(plan: Plan) -> list[Problem]:
    """What must still hold when BKD decides: people move and fall under discipline meanwhile."""
    return [*planned_people.gone(plan), *planned_people.persons(plan)]


UNFAIR = 2
"""A difference of more days than this between two people is told."""


def warnings(plan: Plan) -> list[Problem]:
    """What is allowed but should be known before submitting."""
    if not plan.away:
        return [Problem("nobody", "", "Belum ada yang bekerja di luar kantor dalam jadwal ini.")]
    spread = Counter(change.line.employee_id for change in plan.away)
    least, most = min(spread.values()), max(spread.values())
    if most - least <= UNFAIR or plan.kind != "month":
        return []
    return [
        Problem(
            "unfair",
            "Pembagian",
            f"belum merata: paling sedikit {least} hari, paling banyak {most} hari seorang.",
        )
    ]
