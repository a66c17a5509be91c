"""One rule of the registry as a field, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from wfa.policies.kinds import NUMBERS, Kind, Parameter
from wfa.policies.spans import canonical, time_of, written

YES_NO = (("ya", "Ya"), ("tidak", "Tidak"))


def field_of(
    parameter: Parameter, shown: Any, *, choices: Sequence[tuple[Any, str]] | None = None
) -> forms.Field:
    """The field with what it shows first; `choices` where the registry can't know them."""
    common: dict[str, Any] = {
        "label": parameter.label,
        "help_text": parameter.help,
        "required": False,
    }
    if parameter.kind in NUMBERS:
        return _number(parameter, shown, common)
    if parameter.kind is Kind.TIME:
        return forms.CharField(initial=shown, max_length=10, **common)
    if parameter.kind in {Kind.TEXT_LIST, Kind.SPANS}:
        area = forms.Textarea(attrs={"rows": max(3, len(shown) + 1)})
        return forms.CharField(initial="\n".join(shown), widget=area, **common)
    return _choice(parameter, shown, parameter.choices if choices is None else choices, common)


def _number(parameter: Parameter, shown: Any, common: dict[str, Any]) -> forms.Field:
    unit = {Kind.PERCENT: "persen", Kind.HOUR: "jam"}.get(parameter.kind, parameter.suffix)
    return forms.IntegerField(
        initial=shown,
        error_messages={"invalid": parameter.ceiling},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        **{**common, "label": f"{parameter.label} ({unit})"},
    )


def _choice(
    parameter: Parameter, shown: Any, choices: Sequence[tuple[Any, str]], common: dict[str, Any]
) -> forms.Field:
    if parameter.kind is Kind.BOOL:
        return forms.ChoiceField(
            choices=YES_NO,
            widget=forms.RadioSelect,
            initial="ya" if shown else "tidak",
            error_messages={"invalid_choice": "Pilih Ya atau Tidak."},
            **common,
        )
    if parameter.kind is Kind.CHOICE:
        return forms.ChoiceField(
            choices=choices,
            initial=shown,
            error_messages={"invalid_choice": parameter.ceiling},
            **common,
        )
    return forms.MultipleChoiceField(
        choices=choices,
        initial=[str(item) for item in shown],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Pilih hanya dari daftar yang tersedia."},
        **common,
    )


def read(parameter: Parameter, value: Any) -> Any:
    """What the field holds as the registry's type."""
    if parameter.kind is Kind.BOOL:
        return {"ya": True, "tidak": False}.get(value)
    if parameter.kind in {Kind.WEEKDAYS, Kind.UNIT_LIST}:
        return sorted(int(item) for item in value)
    if parameter.kind is Kind.TEXT_LIST:
        return [line.strip() for line in value.splitlines() if line.strip()]
    if parameter.kind is Kind.SPANS:
        return canonical(line.strip() for line in value.splitlines() if line.strip())
    if parameter.kind is Kind.TIME:
        return written(found) if (found := time_of(value)) else value
    return value
