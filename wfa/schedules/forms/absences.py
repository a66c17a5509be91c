"""What is asked to record an absence, to take one back, to read a list of them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils import timezone

from wfa.calendars.forms import date_field
from wfa.calendars.rules import month_asked
from wfa.people.forms import FilterForm, SpokenForm
from wfa.people.models import Unit
from wfa.people.selectors import in_order
from wfa.schedules.models import Absence


class AbsenceForm(SpokenForm):
    """What the letter says."""

    kind = forms.ChoiceField(label="Jenis", choices=Absence.Kind.choices, widget=forms.RadioSelect)
    first = date_field("Mulai tanggal")
    last = date_field("Sampai tanggal", help_text="Hari libur di antaranya tidak dihitung.")
    basis = forms.CharField(
        label="Nomor surat",
        max_length=200,
        help_text="Surat cuti, surat perintah tugas, atau surat panggilan diklat.",
    )


class WithdrawForm(SpokenForm):
    why = forms.CharField(
        label="Sebab dicabut",
        max_length=200,
        help_text="Pegawai membaca sebab ini.",
    )


class AbsenceFileForm(SpokenForm):
    berkas = forms.FileField(
        label="Berkas ketidakhadiran",
        help_text="XLSX atau CSV: NIP, Nama, Jenis, Mulai, Sampai, Nomor Surat.",
    )


class AbsenceFilter(FilterForm):
    """Which month, unit and kind; what can't be read is left out."""

    bulan = forms.CharField(label="Bulan", required=False, max_length=7)
    unit = forms.ChoiceField(label="Unit", required=False)
    jenis = forms.ChoiceField(
        label="Jenis", required=False, choices=[("", "Semua jenis"), *Absence.Kind.choices]
    )

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bulan"].widget.input_type = "month"
        rows = [(str(u.pk), f"{'· ' * depth}{u.title_name}") for depth, u in in_order(units)]
        cast(forms.ChoiceField, self.fields["unit"]).choices = [("", "Semua unit"), *rows]

    @property
    def month(self) -> datetime.date:
        """The first day of the month that is looked at; this month where none can be read."""
        self.is_valid()
        asked = month_asked(self.cleaned_data.get("bulan", ""))
        return asked or timezone.localdate().replace(day=1)

    def wanted(self, name: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")


class WhoForm(FilterForm):
    """Whom a record is about, and the day it begins, as another page hands them over."""

    tanggal = forms.DateField(required=False, widget=forms.HiddenInput)

    @property
    def day(self) -> datetime.date | None:
        self.is_valid()
        found: datetime.date | None = self.cleaned_data.get("tanggal")
        return found

    @property
    def text(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("cari") or "")
