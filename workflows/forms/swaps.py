"""What is asked to exchange days, and to answer."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, cast

from django import forms

from wfa.calendars.wording import day
from wfa.people.forms import SpokenForm

ANSWERS = ("setuju", "tidak", "batal", "kabul", "tolak")


class StageForm(forms.Form):
    """How far the choice has come; what can't be read is left out."""

    tanggal = forms.DateField(required=False)
    rekan = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    q = forms.CharField(required=False, max_length=100)

    def wanted(self) -> tuple[datetime.date | None, int | None, str]:
        self.is_valid()
        said = self.cleaned_data
        return said.get("tanggal"), said.get("rekan"), said.get("q") or ""


class SwapForm(SpokenForm):
    """The day in return, and why."""

    second = forms.TypedChoiceField(
        label="Hari pengganti",
        coerce=lambda text: datetime.date.fromisoformat(text) if text else None,
        required=False,
        empty_value=None,
        widget=forms.RadioSelect,
        help_text="Hari lain yang ditukar balik, supaya adil.",
    )
    reason = forms.CharField(
        label="Alasan",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Rekan dan atasan membaca alasan ini.",
    )

    def __init__(self, *args: Any, dates: Sequence[datetime.date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(date.isoformat(), day(date)) for date in dates]
        cast(forms.ChoiceField, self.fields["second"]).choices = [
            ("", "Tanpa hari pengganti"),
            *rows,
        ]


class AnswerForm(SpokenForm):
    """What one does with an asking; a refusal of the superior needs its note."""

    tindakan = forms.ChoiceField(choices=[(name, name) for name in ANSWERS])
    note = forms.CharField(
        label="Catatan",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
