"""What is asked above the pages that tell who was where."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from wfa.calendars.rules import FIRST_YEAR, LAST_YEAR
from wfa.people.forms import FilterForm
from wfa.people.models import Unit
from wfa.people.selectors import in_order

_FAR = f"Tahun di luar kalender. Isi tahun {FIRST_YEAR} sampai {LAST_YEAR}."


def _date(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Tanggal tidak dikenali. Tulis seperti 17-08-2026."},
        validators=[
            MinValueValidator(datetime.date(FIRST_YEAR, 1, 1), _FAR),
            MaxValueValidator(datetime.date(LAST_YEAR, 12, 31), _FAR),
        ],
    )


class PresenceForm(FilterForm):
    """Whom one looks for, in which unit, on which day."""

    unit = forms.ChoiceField(label="Unit", required=False)
    tanggal = _date("Tanggal")

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(str(u.pk), f"{'· ' * depth}{u.title_name}") for depth, u in in_order(units)]
        cast(forms.ChoiceField, self.fields["unit"]).choices = [("", "Semua unit"), *rows]


class PastDayForm(forms.Form):
    """A date, and the moment as of which one wants to know it; empty = as it is known now."""

    tanggal = _date("Tanggal")
    saat = forms.DateTimeField(
        label="Menurut catatan pada",
        required=False,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        error_messages={"invalid": "Waktu tidak dikenali. Tulis seperti 17-08-2026 08:15."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"

    @property
    def date(self) -> datetime.date | None:
        self.is_valid()
        found: datetime.date | None = self.cleaned_data.get("tanggal")
        return found

    @property
    def moment(self) -> datetime.datetime | None:
        self.is_valid()
        found: datetime.datetime | None = self.cleaned_data.get("saat")
        return found
