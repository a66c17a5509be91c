"""What is filled in about steps of guidance."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from wfa.attendance.models import Level

_NOTE, _LONG = 2000, 4000
CONFIRM, DROP = "konfirmasi", "tidak"


def _text(label: str, hint: str, limit: int, **options: Any) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=limit,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": f"{label} belum diisi. Tulis sedikitnya 10 huruf.",
            "max_length": f"{label} terlalu panjang. Ringkas menjadi paling banyak {limit} huruf.",
        },
        **options,
    )


class DecideForm(forms.Form):
    """Confirm at a rung, or drop; either way with a reason."""

    putusan = forms.ChoiceField(
        label="Putusan Anda",
        widget=forms.RadioSelect,
        choices=[(CONFIRM, "Berikan langkah pembinaan"), (DROP, "Tidak dilanjutkan")],
        error_messages={"required": "Pilih satu putusan."},
    )
    level = forms.ChoiceField(
        label="Langkah",
        help_text="Yang lebih ringan boleh dipilih. Dipakai hanya bila langkah diberikan.",
        required=False,
        error_messages={"invalid_choice": "Langkah ini tidak dapat dipilih. Pilih dari daftar."},
    )
    note = _text("Pertimbangan", "Pegawai membaca pertimbangan ini.", _NOTE)

    def __init__(self, *args: Any, choices: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["level"]
        field.choices = [(value, Level(value).label) for value in choices]
        field.initial = choices[-1] if choices else ""

    @property
    def confirms(self) -> bool:
        return bool(self.cleaned_data["putusan"] == CONFIRM)


class DropForm(forms.Form):
    """Why a step that waits for its letter isn't given after all."""

    note = _text("Pertimbangan", "Pegawai membaca pertimbangan ini.", _NOTE)


class LiftForm(forms.Form):
    """Why a step is taken back."""

    note = _text("Alasan pencabutan", "Pegawai membaca alasan ini.", 300)


class ObjectForm(forms.Form):
    """Why the step should not stand."""

    reason = _text(
        "Alasan keberatan",
        "Jelaskan apa yang keliru dalam bukti atau pertimbangannya.",
        _LONG,
    )


class AnswerForm(forms.Form):
    """The written answer to an objection."""

    jawaban = forms.ChoiceField(
        label="Jawaban",
        widget=forms.RadioSelect,
        choices=[
            ("kabul", "Keberatan dikabulkan: langkahnya dicabut"),
            ("tetap", "Langkahnya tetap berlaku"),
        ],
        error_messages={"required": "Pilih satu jawaban."},
    )
    note = _text("Jawaban tertulis", "Pegawai membaca jawaban ini seluruhnya.", _NOTE)

    @property
    def lifts(self) -> bool:
        return bool(self.cleaned_data["jawaban"] == "kabul")


class WhoForm(forms.Form):
    """Of whom something is written down; what can't be read is as if it weren't there."""

    cari = forms.CharField(
        label="Nama atau NIP",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    pegawai = forms.IntegerField(required=False, min_value=1, max_value=2**31)

    @property
    def text(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("cari") or "").strip()

    @property
    def chosen(self) -> int | None:
        self.is_valid()
        found: int | None = self.cleaned_data.get("pegawai")
        return found


class RecordForm(forms.Form):
    """What happened, and when."""

    date = forms.DateField(
        label="Tanggal kejadian",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Tanggal belum diisi. Pilih tanggal kejadiannya.",
            "invalid": "Tanggal tidak dikenali. Tulis seperti 17-08-2026.",
        },
    )
    text = _text(
        "Apa yang terjadi",
        "Tulis kejadian dan buktinya, bukan penilaian. Pegawai membaca catatan ini.",
        _NOTE,
    )

    def clean_date(self) -> datetime.date:
        date: datetime.date = self.cleaned_data["date"]
        if date > timezone.localdate():
            raise forms.ValidationError("Tanggalnya belum lewat. Isi tanggal kejadiannya.")
        return date
