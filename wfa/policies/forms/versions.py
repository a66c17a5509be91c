"""Making a version, laying two side by side, putting one in force, taking one back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from wfa.calendars.forms import date_field
from wfa.policies.forms.units import choose_unit, unit_field
from wfa.policies.models import Policy
from wfa.policies.selectors import versions_to_choose


class NewForm(forms.Form):
    """For which unit the new version is."""

    unit = unit_field()
    base = forms.ModelChoiceField(
        label="Dimulai dari",
        queryset=Policy.objects.none(),
        required=False,
        empty_label="Versi yang berlaku hari ini",
        help_text="Versi dari unit yang sama, misalnya fase sebelumnya.",
        error_messages={"invalid_choice": "Versi ini tidak ada. Pilih dari daftar."},
    )

    def __init__(self, *args: Any, letters: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = choose_unit(self, letters=letters, keep=str(self["unit"].value() or ""))
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


class BasisForm(forms.Form):
    """The legal document that rules rest on (UU 30/2014 Ps 52)."""

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


class EnforceForm(BasisForm):
    """The document and the days of a version that is put in force."""

    effective_from = date_field("Berlaku mulai", help_text="Hari ini atau sesudahnya.")
    effective_until = date_field(
        "Berlaku sampai", required=False, help_text="Kosongkan bila belum ditentukan."
    )
