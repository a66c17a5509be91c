"""A trial in phases as it is planned: what must be right about it, what is worth knowing. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from wfa.calendars.wording import short_day, span
from wfa.policies import rules
from wfa.policies.rota import FIXED_WEEKDAY, SHARE

FEWEST, MOST = 2, 6
ONE_DAY = datetime.timedelta(days=1)
FIELDS = {
    "pattern": "rota_pattern",
    "weekdays": "rota_weekdays",
    "share": "rota_share",
    "quota": "quota_percent",
    "days": "rota_days_per_week",
}
"""{field of a phase: the rule that it sets}"""
ONLY_FOR = {"weekdays": FIXED_WEEKDAY, "share": SHARE}
"""Rules that say something under one pattern only."""


@dataclass(frozen=True)
class PlannedPhase:
    """A stretch of days with rules of its own; without `ends` it holds until it is replaced."""

    name: str
    starts: datetime.date
    ends: datetime.date | None
    values: Mapping[str, Any]
    """What it sets: {key of a parameter: value}."""


@dataclass(frozen=True)
class PhaseProblem:
    """What is wrong with one phase, counted from 0; `field`: starts, ends, name, or a rule's."""

    place: int
    field: str
    message: str


def problems(phases: Sequence[PlannedPhase], today: datetime.date) -> list[PhaseProblem]:
    """Why these phases can't be set up together; empty = they may."""
    if not FEWEST <= len(phases) <= MOST:
        text = f"Uji coba bertahap mempunyai {FEWEST} sampai {MOST} fase. Tambah atau kurangi."
        return [PhaseProblem(0, "name", text)]
    found = []
    for place, phase in enumerate(phases):
        before = phases[place - 1] if place else None
        is_last = place == len(phases) - 1
        checks = (
            ("name", _name_problem(phase, phases[:place])),
            ("starts", _start_problem(phase, before, today)),
            ("ends", _end_problem(phase, is_last=is_last)),
        )
        found += [PhaseProblem(place, field, text) for field, text in checks if text]
        found += _value_problems(place, phase)
    return found


def _name_problem(phase: PlannedPhase, before: Sequence[PlannedPhase]) -> str:
    if not phase.name.strip():
        return "Nama fase belum diisi. Tulis misalnya Fase I."
    if phase.name.strip().lower() in {each.name.strip().lower() for each in before}:
        return f"Nama {phase.name.strip()} sudah dipakai. Beri nama lain."
    return ""


def _start_problem(phase: PlannedPhase, before: PlannedPhase | None, today: datetime.date) -> str:
    if phase.starts < today:
        return f"Fase tidak berlaku surut. Pilih {short_day(today)} atau sesudahnya."
    if before is None:
        return ""
    if before.ends and phase.starts <= before.ends:
        return (
            f"Fase ini bertumpuk dengan {before.name.strip()}, yang berlaku sampai "
            f"{short_day(before.ends)}. Pilih {short_day(before.ends + ONE_DAY)} atau sesudahnya."
        )
    if phase.starts <= before.starts:
        return f"Fase ini mendahului {before.name.strip()}. Urutkan fase menurut tanggalnya."
    return ""


def _end_problem(phase: PlannedPhase, *, is_last: bool) -> str:
    if phase.ends is None:
        return (
            "" if is_last else "Hari terakhir belum diisi. Hanya fase terakhir boleh tanpa akhir."
        )
    if phase.ends < phase.starts:
        return "Hari terakhir mendahului hari pertama. Perbaiki salah satunya."
    return ""


def _value_problems(place: int, phase: PlannedPhase) -> list[PhaseProblem]:
    fields = {key: field for field, key in FIELDS.items()}
    return [
        PhaseProblem(place, fields.get(each.key, "name"), each.message)
        for each in rules.problems(phase.values)
    ]


def gaps(phases: Sequence[PlannedPhase]) -> list[str]:
    """Days between two phases on which neither holds; allowed, but said."""
    found = []
    for before, phase in pairwise(phases):
        if before.ends and before.ends + ONE_DAY < phase.starts:
            days = span(before.ends + ONE_DAY, phase.starts - ONE_DAY)
            found.append(
                f"{days}: di antara {before.name} dan {phase.name}. Aturan sebelum uji coba "
                "berlaku pada hari itu."
            )
    return found


def values_of(answers: Mapping[str, Any]) -> dict[str, Any]:
    """What the answers about one phase set; a rule that its pattern doesn't use stays as it was."""
    return {
        key: answers[field]
        for field, key in FIELDS.items()
        if field not in ONLY_FOR or answers["pattern"] == ONLY_FOR[field]
    }
