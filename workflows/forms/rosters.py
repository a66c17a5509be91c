"""What the BKD fills in about rosters, and what an order asks for."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django import forms
from django.utils import timezone

from wfa.calendars.forms import date_field
from wfa.calendars.selectors import load
from wfa.people.models import Unit
from workflows.forms.desks import CONFIRM_ABOVE, UuidList
from workflows.roster_steps import ROSTER_STEPS

VERBS = {"approve": "Setujui", "send_back": "Kembalikan untuk perbaikan"}
VIEWS = {
    "menunggu": "Menunggu keputusan",
    "belum": "Belum melapor",
    "bermasalah": "Bermasalah",
    "semua": "Semua OPD",
}
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)
MAX_DAYS = 62
"""Days from the first to the last of one order."""


def month_of(text: str, today: datetime.date) -> datetime.date:
    """The first day of "2026-12"; anything else: the month that is reported now, the next one."""
    if found := _MONTH.fullmatch(text):
        return datetime.date(int(found[1]), int(found[2]), 1)
    return after(today.replace(day=1))


def after(first: datetime.date) -> datetime.date:
    return (first + datetime.timedelta(days=31)).replace(day=1)


def before(first: datetime.date) -> datetime.date:
    return (first - datetime.timedelta(days=1)).replace(day=1)


class RosterDecideForm(forms.Form):
    """One step on the chosen rosters; above `CONFIRM_ABOVE` their number is typed again."""

    langkah = forms.ChoiceField(
        choices=list(VERBS.items()),
        error_messages={
            "required": "Pilih dulu: setujui atau kembalikan.",
            "invalid_choice": "Langkah ini tidak dikenal. Muat ulang halaman, lalu coba lagi.",
        },
    )
    pilih = UuidList(
        error_messages={"required": "Belum ada jadwal yang dipilih. Centang sedikitnya satu."}
    )
    catatan = forms.CharField(
        label="Catatan",
        help_text="Wajib bila mengembalikan. OPD membaca catatan ini.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    jumlah = forms.CharField(label="Jumlah", required=False, max_length=10)

    def lacks_note(self) -> bool:
        step = ROSTER_STEPS[self.cleaned_data["langkah"]]
        return step.noted and not self.cleaned_data.get("catatan")

    def lacks_number(self) -> bool:
        count = len(self.cleaned_data["pilih"])
        return count > CONFIRM_ABOVE and self.cleaned_data.get("jumlah") != str(count)


class OrderForm(forms.Form):
    """A situational order: which units, from when to when, why, on whose instruction."""

    field_order = ("first_day", "last_day", "reason", "basis", "units")
    units = forms.ModelMultipleChoiceField(
        label="Unit",
        queryset=Unit.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Belum ada unit. Centang sedikitnya satu.",
            "invalid_choice": "Sebagian unit tidak dikenal. Muat ulang halaman, lalu pilih lagi.",
        },
    )
    first_day = date_field("Mulai")
    last_day = date_field("Sampai")
    reason = forms.CharField(
        label="Alasan",
        help_text="Misalnya banjir di jalan menuju kantor. Dicetak dalam surat perintah.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Alasan belum diisi. Tulis apa yang terjadi."},
    )
    basis = forms.CharField(
        label="Dasar perintah",
        help_text="Nama, nomor, dan tanggal surat atau instruksi.",
        max_length=200,
        error_messages={"required": "Dasar belum diisi. Tulis nama, nomor, dan tanggal surat."},
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        held: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = held.get("first_day"), held.get("last_day")
        if first and last:
            self._check_days(first, last)
        return held

    def _check_days(self, first: datetime.date, last: datetime.date) -> None:
        if first < timezone.localdate():
            self.add_error("first_day", "Tanggal ini sudah lewat. Pilih mulai hari ini.")
        elif last < first:
            self.add_error("last_day", "Akhir mendahului awal. Pilih tanggal yang sama atau lebih.")
        elif (last - first).days >= MAX_DAYS:
            self.add_error("last_day", f"Terlalu lama. Paling lama {MAX_DAYS} hari.")
        elif not self.dates():
            self.add_error("first_day", "Tidak ada hari kerja di antaranya. Pilih tanggal lain.")

    def dates(self) -> list[datetime.date]:
        """The working days of the order."""
        first, last = self.cleaned_data["first_day"], self.cleaned_data["last_day"]
        return list(load(first, last).working_days(first, last))
