"""Who comes in so that somebody else can be off: the absence as it was typed, and the choice."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms

from wfa.calendars.forms import date_field
from wfa.people.forms import SpokenForm
from wfa.schedules.models import Absence
from wfa.schedules.selectors.absences import Gap
from workflows.services.recalling import Cover


class OffForm(SpokenForm):
    """What the page before asked; kept in hidden fields."""

    employee = forms.IntegerField(label="Pegawai", min_value=1, max_value=2**31)
    kind = forms.ChoiceField(label="Jenis", choices=Absence.Kind.choices)
    first = date_field("Mulai")
    last = date_field("Sampai")
    basis = forms.CharField(label="Nomor surat", max_length=200)


class CoverForm(SpokenForm):
    """One choice per office and day that is short, and the reason that those called read."""

    reason = forms.CharField(
        label="Alasan pemanggilan",
        max_length=300,
        help_text="Yang dipanggil membaca alasan ini.",
    )

    def __init__(self, *args: Any, gaps: Sequence[Gap], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gaps = list(gaps)
        for number, gap in enumerate(self.gaps):
            self.fields[f"ganti-{number}"] = forms.TypedChoiceField(
                label=f"{gap.shortage.office}",
                coerce=int,
                choices=[(c.employee.pk, c.employee.full_name) for c in gap.candidates],
                widget=forms.RadioSelect,
                error_messages={
                    "required": "Pilih siapa yang dipanggil.",
                    "invalid_choice": "Pegawai ini tidak lagi bekerja di luar kantor. Pilih lain.",
                },
            )
        self.order_fields([name for name in self.fields if name != "reason"])  # as on the page

    @property
    def rows(self) -> list[tuple[Gap, forms.BoundField]]:
        return [(gap, self[f"ganti-{number}"]) for number, gap in enumerate(self.gaps)]

    @property
    def covers(self) -> set[Cover]:
        dates: list[datetime.date] = [gap.shortage.date for gap in self.gaps]
        return {
            Cover(self.cleaned_data[f"ganti-{number}"], date) for number, date in enumerate(dates)
        }
