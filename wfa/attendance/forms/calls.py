"""What is filled in about calls and draws."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from wfa.attendance.models import ResponseCall
from wfa.people.models import Unit

_NOTE = 300


class StartForm(forms.Form):
    """By which way somebody is called."""

    lewat = forms.ChoiceField(
        label="Lewat",
        choices=ResponseCall.Channel.choices,
        error_messages={
            "required": "Pilih telepon, WhatsApp, atau panggilan video.",
            "invalid_choice": "Pilih telepon, WhatsApp, atau panggilan video.",
        },
    )


class CloseForm(forms.Form):
    """What became of a call."""

    hasil = forms.ChoiceField(
        label="Hasil",
        choices=[("menjawab", "Menjawab"), ("tidak", "Tidak menjawab")],
        error_messages={
            "required": "Pilih menjawab atau tidak menjawab.",
            "invalid_choice": "Pilih menjawab atau tidak menjawab.",
        },
    )
    catatan = forms.CharField(
        label="Catatan",
        required=False,
        max_length=_NOTE,
        error_messages={"max_length": f"Catatan paling panjang {_NOTE} huruf. Ringkas dulu."},
    )

    @property
    def is_answered(self) -> bool:
        return bool(self.cleaned_data["hasil"] == "menjawab")


class AnswerForm(forms.Form):
    """The employee: when and how they called back."""

    text = forms.CharField(
        label="Jawaban Anda",
        max_length=_NOTE,
        error_messages={
            "required": "Tulis kapan dan lewat apa Anda menghubungi kembali.",
            "max_length": f"Jawaban paling panjang {_NOTE} huruf. Ringkas dulu.",
        },
    )


class DrawForm(forms.Form):
    """For which OPD, and how many people."""

    opd = forms.ModelChoiceField(
        label="OPD",
        queryset=Unit.objects.none(),
        error_messages={
            "required": "Pilih OPD yang diundi.",
            "invalid_choice": "OPD ini tidak ada dalam tugas Anda. Pilih dari daftar.",
        },
    )
    jumlah = forms.IntegerField(
        label="Berapa pegawai",
        min_value=1,
        max_value=100,
        initial=3,
        error_messages={
            "required": "Isi jumlah pegawai, 1 sampai 100.",
            "invalid": "Isi jumlah pegawai dengan angka, 1 sampai 100.",
            "min_value": "Isi jumlah pegawai, 1 sampai 100.",
            "max_value": "Isi jumlah pegawai, 1 sampai 100.",
        },
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opd"].queryset = units  # type: ignore[attr-defined]
        found = list(units[:2])
        if len(found) == 1:
            self.fields["opd"].initial = found[0]
            self.fields["opd"].widget = forms.HiddenInput()
