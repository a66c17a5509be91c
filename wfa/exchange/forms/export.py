"""Which days leave for the attendance application, and as what."""

from __future__ import annotations

import datetime
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils import timezone

from wfa.exchange.models import AttendanceSystem
from wfa.exchange.selectors import Ask
from wfa.exchange.services.exporting import check_period
from wfa.people.forms import SpokenForm, UnitField, date
from wfa.people.models import Unit
from wfa.refusals import Refused

Layout = AttendanceSystem.Layout
FORMATS = [("csv", "CSV"), ("xlsx", "XLSX")]


class ExportForm(SpokenForm):
    """`scope`: the units over which the asker may export; `paths`: the same as beginnings."""

    dari = date("Dari tanggal")
    sampai = date("Sampai tanggal", help_text="Paling banyak 366 hari.")
    unit = UnitField(Unit.objects.none(), label="Unit", required=False)
    layout = forms.ChoiceField(
        label="Tata letak",
        choices=Layout.choices,
        widget=forms.RadioSelect,
        help_text="Hari jadwal yang dipanggil kembali tampil sebagai baris WFO baru, bukan BATAL.",
    )
    format = forms.ChoiceField(label="Format", choices=FORMATS, widget=forms.RadioSelect)
    sejak = forms.DateTimeField(
        label="Hanya perubahan sejak",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="Kosongkan untuk semua hari. Yang dicabut tampil dengan status BATAL.",
        error_messages={"invalid": "Waktu tidak dikenali. Tulis seperti 2026-06-05T08:15."},
    )
    kantor = forms.BooleanField(
        label="Sertakan hari kantor",
        required=False,
        help_text="Juga hari kerja pegawai yang tidak tertulis di jadwal.",
    )

    def __init__(self, *args: Any, scope: Q, paths: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._paths = paths
        self.is_region = any(path.count("/") == 1 for path in paths)
        everything = "Semua unit" if self.is_region else "Seluruh unit saya"
        cast(UnitField, self.fields["unit"]).within(scope, everything)

    def clean(self) -> dict[str, Any]:
        clean: dict[str, Any] = super().clean() or {}
        first, last = clean.get("dari"), clean.get("sampai")
        try:
            if first and last:
                check_period(first, last)
        except Refused as refusal:
            self.add_error(refusal.field, refusal.message)
        if clean.get("kantor") and clean.get("sejak"):
            self.add_error(
                "kantor",
                "Hari kantor tidak berubah sendiri. Hapus centang ini atau kosongkan waktunya.",
            )
        return clean

    def ask(self) -> Ask:
        """What is asked for, once the form is valid."""
        clean = self.cleaned_data
        unit: Unit | None = clean["unit"]
        everybody = unit is None and self.is_region
        paths = None if everybody else tuple([unit.path or "-"] if unit else self._paths)
        return Ask(clean["dari"], clean["sampai"], paths, clean["sejak"], clean["kantor"])


def usual(today: datetime.date | None = None) -> dict[str, Any]:
    """What the form begins with: this month, our rows, CSV."""
    day = today or timezone.localdate()
    following = (day.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
    last = following - datetime.timedelta(days=1)
    return {"dari": day.replace(day=1), "sampai": last, "layout": Layout.ROWS, "format": "csv"}
