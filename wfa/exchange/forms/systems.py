"""What is asked about a connection, and about a list that comes back."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import Q

from wfa.exchange.models import AttendanceSystem
from wfa.people.forms import SpokenForm, UnitField
from wfa.people.models import Unit


class SystemForm(SpokenForm):
    name = forms.CharField(label="Nama aplikasi", max_length=80)
    layout = forms.ChoiceField(
        label="Tata letak", choices=AttendanceSystem.Layout.choices, widget=forms.RadioSelect
    )
    mode = forms.ChoiceField(
        label="Cara", choices=AttendanceSystem.Mode.choices, widget=forms.RadioSelect
    )
    push_url = forms.CharField(
        label="Alamat kirim",
        max_length=300,
        required=False,
        help_text="Hanya bila Luwes yang mengirim. Diawali https:// atau http://.",
    )


class AnswerForm(SpokenForm):
    """`scope`: the units whose days the reader may compare."""

    system = forms.ModelChoiceField(
        AttendanceSystem.objects.none(), label="Aplikasi presensi", empty_label="Pilih"
    )
    unit = UnitField(Unit.objects.none(), label="Unit yang dibandingkan")
    berkas = forms.FileField(
        label="Daftar dari aplikasi presensi",
        help_text="XLSX atau CSV dengan kolom nip, tanggal, dan jenis (atau status_aktif).",
    )

    def __init__(self, *args: Any, scope: Q, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        systems = cast("forms.ModelChoiceField[AttendanceSystem]", self.fields["system"])
        systems.queryset = AttendanceSystem.objects.filter(closed_at__isnull=True)
        cast(UnitField, self.fields["unit"]).within(scope, "Pilih")
