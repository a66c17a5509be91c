"""What a report says besides its rows."""

from __future__ import annotations

from django import forms

from wfa.requests.forms import Text


class SummaryForm(forms.Form):
    summary = Text(
        label="Ringkasan",
        limit=2000,
        rows=3,
        help_text="Kendala atau hal yang perlu diketahui atasan.",
    )
