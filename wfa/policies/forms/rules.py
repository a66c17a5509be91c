"""The rules as fields, made from the registry; what is typed stays on an error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from wfa.people.models import Unit
from wfa.policies import rules
from wfa.policies.forms.fields import field_of, read
from wfa.policies.parameters import EDITABLE, Group, Kind, Parameter
from wfa.policies.selectors import unit_names, units_below

OWN = "own_"


@dataclass(frozen=True)
class Line:
    """One parameter on the page: its field, its tick, and what holds without it."""

    parameter: Parameter
    field: BoundField
    own: BoundField
    inherited: str
    source: str


class PolicyForm(forms.Form):
    """Each rule with a tick "Atur sendiri": without it the unit above, or the law, decides."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        unit: Unit,
        own: Mapping[str, Any],
        inherited: rules.RuleSet,
    ) -> None:
        super().__init__(data)
        self.unit, self.own, self.inherited = unit, own, inherited
        for parameter in EDITABLE:
            self.fields[parameter.key] = self._field(parameter)
            self.fields[OWN + parameter.key] = forms.BooleanField(
                label="Atur sendiri di versi ini",
                required=False,
                initial=parameter.key in own,
            )

    def groups(self) -> list[tuple[str, list[Line]]]:
        """The lines in the order of the page; 1 query for the names of units."""
        names = unit_names(self.inherited.excluded_units)
        return [
            (group.value, [self._line(p, names) for p in EDITABLE if p.group is group])
            for group in Group
            if any(p.group is group for p in EDITABLE)
        ]

    def parameters(self) -> dict[str, Any]:
        """What the version sets itself: {key: value}, of a valid form."""
        return {
            each.key: self.cleaned_data[each.key]
            for each in EDITABLE
            if self.cleaned_data[OWN + each.key]
        }

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        for each in EDITABLE:
            if each.key in data:
                data[each.key] = read(each, data[each.key])
                self._check(each, data[each.key], own=data[OWN + each.key])
        if not self.errors:
            for problem in rules.together(self.parameters(), self.inherited.values):
                self.add_error(problem.key, problem.message)
        return data

    def _check(self, parameter: Parameter, value: Any, *, own: bool) -> None:
        """A value that breaks a rule, or that was changed without the tick, is told at once."""
        if own:
            below = {pk for pk, _ in self._units()} if parameter.kind is Kind.UNIT_LIST else None
            if message := rules.problem_of(parameter, value, below):
                self.add_error(parameter.key, message)
        elif value != _plain(self._shown(parameter)):
            self.add_error(
                parameter.key,
                f"{parameter.label}: nilainya diubah. Centang “Atur sendiri”, "
                "atau kembalikan ke nilai semula.",
            )

    def _line(self, parameter: Parameter, names: Mapping[int, str]) -> Line:
        value = self.inherited.values[parameter.key]
        return Line(
            parameter=parameter,
            field=self[parameter.key],
            own=self[OWN + parameter.key],
            inherited=rules.show(parameter, value, units=names),
            source=self.inherited.describe(parameter.key),
        )

    def _shown(self, parameter: Parameter) -> Any:
        if parameter.key in self.own:
            return self.own[parameter.key]
        # Units excluded above stay excluded in any case: here stand only one's own.
        return [] if parameter.kind is Kind.UNIT_LIST else self.inherited.values[parameter.key]

    def _field(self, parameter: Parameter) -> forms.Field:
        shown = _plain(self._shown(parameter))
        if parameter.kind is Kind.UNIT_LIST:
            return field_of(parameter, shown, choices=self._units())
        return field_of(parameter, shown)

    def _units(self) -> list[tuple[int, str]]:
        """The units below, indented; read once per form."""
        if not hasattr(self, "_below"):
            top = len(self.unit.ancestor_ids())
            self._below = [
                (unit.pk, "– " * (len(unit.ancestor_ids()) - top - 1) + str(unit))
                for unit in units_below(self.unit)
            ]
        return self._below


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
