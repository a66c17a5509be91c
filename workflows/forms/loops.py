"""What is filled in beside the straight way: cancellation, objection, view, recall."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from wfa.calendars.wording import day
from workflows.forms.desks import CONFIRM_ABOVE

_REASON = 500
_ANSWER = 2000
_SHORTEST = 5


def _text(label: str, hint: str, limit: int, **options: Any) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=limit,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "max_length": f"{label} terlalu panjang. Ringkas menjadi paling banyak {limit} huruf."
        },
        **options,
    )


class AskForm(forms.Form):
    """Which days are given back, and why."""

    dates = forms.TypedMultipleChoiceField(
        label="Hari yang dibatalkan",
        coerce=datetime.date.fromisoformat,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Belum ada hari yang dipilih. Centang sedikitnya satu.",
            "invalid_choice": "Ada hari yang tidak dapat dibatalkan lagi. Pilih dari daftar.",
        },
    )
    reason = _text("Alasan", "Penilai OPD membaca alasan ini.", _REASON)

    def __init__(self, *args: Any, days: Sequence[datetime.date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["dates"]
        field.choices = [(d.isoformat(), day(d)) for d in days]


class DecideForm(forms.Form):
    """Grant or not; a "no" needs its reason."""

    keputusan = forms.ChoiceField(choices=[("kabulkan", "Kabulkan"), ("tolak", "Tidak kabulkan")])
    note = _text(
        "Catatan",
        "Wajib bila tidak dikabulkan. Pegawai membaca catatan ini.",
        _REASON,
        required=False,
    )

    @property
    def is_granted(self) -> bool:
        return bool(self.cleaned_data["keputusan"] == "kabulkan")


class ReasonForm(forms.Form):
    """A reason that must be given."""

    reason = _text("Alasan", "Pegawai membaca alasan ini.", _REASON)


class ObjectForm(forms.Form):
    """Why the refusal should not stand."""

    reason = _text(
        "Alasan keberatan",
        "Jelaskan mengapa penolakan itu perlu ditinjau. Bukti tidak perlu diulang.",
        _ANSWER,
    )


class AnswerForm(forms.Form):
    """The written answer to an objection."""

    jawaban = forms.ChoiceField(
        label="Keputusan",
        widget=forms.RadioSelect,
        choices=[
            ("kabul", "Keberatan dikabulkan: BKD memeriksa lagi pengajuan ini"),
            ("tetap", "Penolakan tetap berlaku"),
        ],
        error_messages={"required": "Pilih satu keputusan."},
    )
    note = _text("Jawaban tertulis", "Pegawai membaca jawaban ini seluruhnya.", _ANSWER)

    @property
    def is_upheld(self) -> bool:
        return bool(self.cleaned_data["jawaban"] == "tetap")


class ViewForm(forms.Form):
    """What the direct superior thinks."""

    pendapat = forms.ChoiceField(
        label="Pendapat Anda",
        widget=forms.RadioSelect,
        choices=[("dukung", "Mendukung"), ("keberatan", "Tidak mendukung")],
        error_messages={"required": "Pilih mendukung atau tidak mendukung."},
    )
    note = _text(
        "Pertimbangan",
        "Tulis dampaknya pada pekerjaan unit. OPD dan pegawai membaca ini.",
        _REASON,
    )

    @property
    def agrees(self) -> bool:
        return bool(self.cleaned_data["pendapat"] == "dukung")


class WhomForm(forms.Form):
    """Whose days are looked at: from a date, of a unit, by name; what can't be read is left out."""

    sejak = forms.DateField(required=False)
    sampai = forms.DateField(required=False)
    unit = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    q = forms.CharField(required=False, max_length=100)

    def since(self) -> datetime.date:
        """The first day of the recall: never before today."""
        self.is_valid()
        chosen: datetime.date | None = self.cleaned_data.get("sejak")
        today = timezone.localdate()
        return max(chosen or today, today)

    def until(self) -> datetime.date | None:
        """The last day of the recall; None = from then on."""
        self.is_valid()
        chosen: datetime.date | None = self.cleaned_data.get("sampai")
        return max(chosen, self.since()) if chosen else None

    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        return {"unit": self.cleaned_data.get("unit"), "text": self.cleaned_data.get("q", "")}


class RecallForm(forms.Form):
    """Who is called back, why, and above `CONFIRM_ABOVE` their number typed."""

    lingkup = forms.ChoiceField(
        label="Siapa yang dipanggil",
        choices=[("pilih", "Hanya yang dicentang"), ("semua", "Semua dalam daftar ini")],
        required=False,
    )
    pilih = forms.TypedMultipleChoiceField(coerce=int, required=False)
    reason = _text("Alasan", "Setiap pegawai membaca alasan ini.", _REASON, required=False)
    jumlah = forms.CharField(label="Jumlah", required=False, max_length=10)

    def __init__(self, *args: Any, people: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = list(people)
        field: Any = self.fields["pilih"]
        field.choices = [(pk, str(pk)) for pk in people]
        field.error_messages["invalid_choice"] = (
            "Ada pegawai yang harinya sudah berubah. Periksa daftar, lalu pilih lagi."
        )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("lingkup") == "semua":
            found["pilih"] = self.people
        if not found.get("pilih") and "pilih" not in self.errors:
            self.add_error("pilih", "Belum ada pegawai yang dipilih. Centang sedikitnya satu.")
        return found

    def demand(self) -> None:
        """The reason, and a number that equals the count where it is large."""
        count = len(self.cleaned_data["pilih"])
        if len(" ".join(self.cleaned_data.get("reason", "").split())) < _SHORTEST:
            self.add_error("reason", "Tulis alasan pemanggilan.")
        if count > CONFIRM_ABOVE and self.cleaned_data.get("jumlah", "").strip() != str(count):
            self.add_error("jumlah", f"Angka belum sama. Ketik {count}.")
