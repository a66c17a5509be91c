"""The rules as fields, made from the registry; what is typed stays on an error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField

from wfa.people.models import Unit
from wfa.policies import rules
from wfa.policies.kinds import NUMBERS
from wfa.policies.models import Policy
from wfa.policies.parameters import EDITABLE, Group, Kind, Parameter
from wfa.policies.selectors import drafting_units, unit_names, units_below, versions_to_choose

OWN = "own_"
_YES_NO = (("ya", "Ya"), ("tidak", "Tidak"))


def date_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """A date that the browser's own picker fills in."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": f"{label} belum diisi. Pilih tanggalnya.",
            "invalid": "Tanggal tidak dikenali. Tulis seperti 17-08-2026.",
        },
    )


class NewForm(forms.Form):
    """For which unit the new version is."""

    unit = forms.ModelChoiceField(
        label="Berlaku untuk",
        queryset=Unit.objects.none(),
        empty_label=None,
        help_text="Daerah, atau satu OPD dengan aturan sendiri.",
        error_messages={
            "required": "Unit belum dipilih. Pilih daerah atau satu OPD.",
            "invalid_choice": "Unit ini tidak dapat dipilih. Pilih daerah atau satu OPD.",
        },
    )

    base = forms.ModelChoiceField(
        label="Dimulai dari",
        queryset=Policy.objects.none(),
        required=False,
        empty_label="Versi yang berlaku hari ini",
        help_text="Versi dari unit yang sama, misalnya fase sebelumnya.",
        error_messages={"invalid_choice": "Versi ini tidak ada. Pilih dari daftar."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "unit", drafting_units())
        _choose(self, "base", versions_to_choose())

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        base = data.get("base")
        if base and data.get("unit") and base.unit_id != data["unit"].pk:
            self.add_error("base", f"{base} milik {base.unit}. Pilih versi dari unit yang sama.")
        return data


def _choose(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    field: Any = form.fields[name]
    field.queryset = rows
    if rows.model is Policy:
        field.label_from_instance = version_label


def version_label(policy: Policy) -> str:
    """ "Versi 5, Diskominfo: berlaku" """
    return f"Versi {policy.version}, {policy.unit}: {policy.get_state_display().lower()}"


class CompareForm(forms.Form):
    """Which two versions are laid side by side."""

    a = forms.ModelChoiceField(
        label="Versi pertama",
        queryset=Policy.objects.none(),
        empty_label=None,
        error_messages={
            "required": "Pilih versi pertama.",
            "invalid_choice": "Versi pertama tidak ada. Pilih dari daftar.",
        },
    )
    b = forms.ModelChoiceField(
        label="Versi kedua",
        queryset=Policy.objects.none(),
        empty_label=None,
        error_messages={
            "required": "Pilih versi kedua.",
            "invalid_choice": "Versi kedua tidak ada. Pilih dari daftar.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("a", "b"):
            _choose(self, name, versions_to_choose())


class ReasonForm(forms.Form):
    """Why a phase is taken back."""

    reason = forms.CharField(
        label="Alasan penarikan",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Alasan belum diisi. Tulis sedikitnya 10 huruf.",
            "max_length": "Alasan terlalu panjang. Tulis paling banyak 300 huruf.",
        },
    )


class EnforceForm(forms.Form):
    """The legal document and the days of a version that is put in force."""

    title = forms.CharField(
        label="Judul dasar hukum",
        max_length=200,
        help_text="Misalnya Peraturan Bupati tentang Fleksibilitas Kerja.",
        error_messages={
            "required": "Judul dokumen belum diisi. Tulis judul peraturan atau keputusannya.",
            "max_length": "Judul terlalu panjang. Tulis paling banyak 200 huruf.",
        },
    )
    number = forms.CharField(
        label="Nomor",
        max_length=120,
        error_messages={
            "required": "Nomor dokumen belum diisi. Tulis nomor peraturan atau keputusannya.",
            "max_length": "Nomor terlalu panjang. Tulis paling banyak 120 huruf.",
        },
    )
    dated = date_field("Tanggal dokumen")
    effective_from = date_field("Berlaku mulai", help_text="Hari ini atau sesudahnya.")
    effective_until = date_field(
        "Berlaku sampai", required=False, help_text="Kosongkan bila belum ditentukan."
    )


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
                data[each.key] = _read(each, data[each.key])
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
        common: dict[str, Any] = {
            "label": parameter.label,
            "help_text": parameter.help,
            "required": False,
        }
        if parameter.kind is Kind.BOOL:
            return forms.ChoiceField(
                choices=_YES_NO,
                widget=forms.RadioSelect,
                initial="ya" if shown else "tidak",
                error_messages={"invalid_choice": "Pilih Ya atau Tidak."},
                **common,
            )
        if parameter.kind in NUMBERS:
            unit = {Kind.PERCENT: "persen", Kind.HOUR: "jam"}.get(parameter.kind, parameter.suffix)
            common["label"] = f"{parameter.label} ({unit})"
            return forms.IntegerField(
                initial=shown,
                error_messages={"invalid": parameter.ceiling},
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
                **common,
            )
        if parameter.kind is Kind.TEXT_LIST:
            rows = {"rows": max(3, len(shown) + 1)}
            return forms.CharField(
                initial="\n".join(shown), widget=forms.Textarea(attrs=rows), **common
            )
        choices = self._units() if parameter.kind is Kind.UNIT_LIST else parameter.choices
        return forms.MultipleChoiceField(
            choices=choices,
            initial=[str(item) for item in shown],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": "Pilih hanya dari daftar yang tersedia."},
            **common,
        )

    def _units(self) -> list[tuple[int, str]]:
        """The units below, indented; read once per form."""
        if not hasattr(self, "_below"):
            top = len(self.unit.ancestor_ids())
            self._below = [
                (unit.pk, "– " * (len(unit.ancestor_ids()) - top - 1) + str(unit))
                for unit in units_below(self.unit)
            ]
        return self._below


def _read(parameter: Parameter, value: Any) -> Any:
    """What the field holds as the registry's type."""
    if parameter.kind is Kind.BOOL:
        return {"ya": True, "tidak": False}.get(value)
    if parameter.kind in {Kind.WEEKDAYS, Kind.UNIT_LIST}:
        return sorted(int(item) for item in value)
    if parameter.kind is Kind.TEXT_LIST:
        return [line.strip() for line in value.splitlines() if line.strip()]
    return value


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
