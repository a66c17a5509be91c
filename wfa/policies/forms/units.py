"""Choosing one unit out of hundreds: grouped by OPD, narrowed by a few letters of its name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from django import forms

from wfa.people.models import Unit
from wfa.policies.selectors import drafting_units

MANY = 40
"""From so many units on the page offers a search box."""
TOP = "Daerah dan perangkat daerah"
Choices: TypeAlias = list[tuple[str, list[tuple[int, str]]]]


def unit_field() -> forms.ModelChoiceField[Unit]:
    """The unit whose rules are drafted; `choose_unit` fills it."""
    return forms.ModelChoiceField(
        label="Berlaku untuk",
        queryset=Unit.objects.none(),
        empty_label=None,
        help_text="Daerah, OPD, atau UPTD, sekolah, dan kelurahan dengan aturan sendiri.",
        error_messages={
            "required": "Unit belum dipilih. Pilih daerah, OPD, atau satu kantor di bawahnya.",
            "invalid_choice": (
                "Unit ini tidak dapat dipilih. Pilih daerah, OPD, atau satu kantor di bawahnya."
            ),
        },
    )


def choose_unit(form: forms.Form, *, letters: str = "", keep: str = "") -> int:
    """Fill the field `unit`: all may be sent, those with the letters are listed; 1 query.

    `keep`: the id that is chosen already, listed in any case. Gives how many units there are.
    """
    field: Any = form.fields["unit"]
    field.queryset = drafting_units()
    units = list(drafting_units())
    listed = [unit for unit in units if _has(unit, letters) or str(unit.pk) == keep]
    field.choices = grouped(listed or units, names={unit.pk: unit.title_name for unit in units})
    return len(units)


def grouped(units: Iterable[Unit], *, names: dict[int, str]) -> Choices:
    """The region and its OPD first, then the workplaces of each OPD under its name."""
    found: dict[str, list[tuple[int, str]]] = {}
    for unit in units:
        below = unit.kind not in {Unit.Kind.REGION, Unit.Kind.OPD}
        title = names.get(unit.opd_id or 0, "Kantor lain") if below else TOP
        found.setdefault(title, []).append((unit.pk, str(unit)))
    return sorted(found.items(), key=lambda group: group[0] != TOP)


def _has(unit: Unit, letters: str) -> bool:
    name = f"{unit.short_name} {unit.title_name}".lower()
    return all(word in name for word in letters.lower().split())
