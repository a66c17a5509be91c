"""Where somebody's home is."""

from __future__ import annotations

from typing import Any

from django import forms

from wfa.people.forms import FilterForm, SpokenForm
from wfa.schedules.services.locations import LEAST_RADIUS, MOST_RADIUS

LATITUDE, LONGITUDE = "-7.816895", "112.011398"
"""What each of the two numbers looks like, as maps write it."""


class PointInput(forms.TextInput):
    """Degrees, also with a decimal comma as they are written here."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return value.replace(",", ".") if isinstance(value, str) else value


def _degrees(label: str, name: str, example: str) -> forms.DecimalField:
    said = {
        "invalid": f"{label} bukan angka. Tulis seperti {example}.",
        "max_digits": f"{label} terlalu panjang. Tulis seperti {example}.",
    }
    return forms.DecimalField(
        label=f"{label} ({name})", max_digits=18, widget=PointInput, error_messages=said
    )


class LocationForm(SpokenForm):
    """One's own home; the radius comes from the policy."""

    latitude = _degrees("Lintang", "latitude", LATITUDE)
    longitude = _degrees("Bujur", "longitude", LONGITUDE)
    address = forms.CharField(label="Alamat", max_length=300, required=False)


class PersonLocationForm(LocationForm):
    """The home of one's people: the officer may widen the radius."""

    radius_m = forms.IntegerField(
        label="Jarak terjauh (meter)", min_value=LEAST_RADIUS, max_value=MOST_RADIUS
    )


class HomesForm(SpokenForm):
    berkas = forms.FileField(
        label="Berkas lokasi (XLSX)",
        help_text="Baris pertama harus persis: No | Nama | NIP | Latitude | Longitude | Jarak.",
    )


class HomesFilter(FilterForm):
    belum = forms.ChoiceField(
        label="Lokasi",
        required=False,
        choices=[("", "Semua"), ("belum", "Belum tercatat"), ("sudah", "Sudah tercatat")],
    )
