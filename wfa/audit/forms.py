"""The filters above the log."""

from __future__ import annotations

import datetime

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from wfa.audit.selectors import Filters

_FAR = "Tahun di luar kalender. Isi tahun 2000 sampai 2100."


class FilterForm(forms.Form):
    kejadian = forms.CharField(label="Kejadian", required=False, max_length=60)
    pelaku = forms.CharField(label="Nama atau NIP pelaku", required=False, max_length=260)
    objek = forms.CharField(label="Objek", required=False, max_length=60)
    tanggal = forms.DateField(
        label="Tanggal",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Tanggal tidak dikenali. Tulis seperti 2026-06-05."},
        validators=[
            MinValueValidator(datetime.date(2000, 1, 1), _FAR),
            MaxValueValidator(datetime.date(2100, 12, 31), _FAR),
        ],
    )
    sebelum = forms.IntegerField(
        required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput
    )

    def filters(self) -> Filters:
        """What was asked for; a field that can't be read is left out and told on the page."""
        clean = self.cleaned_data
        return Filters(
            action=clean.get("kejadian") or "",
            actor=clean.get("pelaku") or "",
            target=clean.get("objek") or "",
            day=clean.get("tanggal"),
        )
