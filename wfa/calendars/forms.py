"""What is asked for a holiday, a Ramadan, a year."""

from __future__ import annotations

from typing import Any

from django import forms

from wfa.calendars.models import Holiday
from wfa.calendars.services import FIRST_YEAR, LAST_YEAR


def date_field(label: str, **options: Any) -> forms.DateField:
    """A date that the browser's own picker fills in."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": f"{label} belum diisi. Pilih tanggalnya.",
            "invalid": "Tanggal tidak dikenali. Tulis seperti 17-08-2026.",
        },
        **options,
    )


class HolidayForm(forms.Form):
    date = date_field("Tanggal")
    name = forms.CharField(
        label="Nama",
        max_length=120,
        help_text="Misalnya Hari Jadi Kabupaten.",
        error_messages={
            "required": "Nama belum diisi. Tulis nama hari libur.",
            "max_length": "Nama terlalu panjang. Tulis paling banyak 120 huruf.",
        },
    )
    kind = forms.ChoiceField(
        label="Jenis",
        choices=Holiday.Kind.choices,
        initial=Holiday.Kind.LOCAL,
        error_messages={
            "required": "Jenis belum dipilih. Pilih salah satu.",
            "invalid_choice": "Jenis tidak dikenal. Pilih dari daftar.",
        },
    )
    is_estimate = forms.BooleanField(
        label="Tanggal masih perkiraan",
        required=False,
        help_text="Misalnya menunggu sidang isbat.",
    )

    def clean_date(self) -> Any:
        date = self.cleaned_data["date"]
        if not FIRST_YEAR <= date.year <= LAST_YEAR:
            raise forms.ValidationError(
                f"Tahun di luar kalender. Isi tahun {FIRST_YEAR} sampai {LAST_YEAR}."
            )
        return date


class HolidayChangeForm(HolidayForm):
    is_cancelled = forms.BooleanField(
        label="Dibatalkan: hari ini tetap hari kerja",
        required=False,
    )


class RamadanForm(forms.Form):
    starts = date_field("Hari pertama")
    ends = date_field("Hari terakhir")


class SeedForm(forms.Form):
    year = forms.IntegerField(
        label="Tahun",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={
            "required": "Tahun belum diisi. Tulis tahunnya, misalnya 2027.",
            "invalid": "Tahun tidak dikenali. Tulis empat angka, misalnya 2027.",
            "min_value": f"Isi tahun {FIRST_YEAR} sampai {LAST_YEAR}.",
            "max_value": f"Isi tahun {FIRST_YEAR} sampai {LAST_YEAR}.",
        },
    )
