"""What an OPD sends with the account of a day."""

from __future__ import annotations

from django import forms

from wfa.attendance.services.accounts import LONGEST_NOTE


class SendForm(forms.Form):
    """The date, the round that was seen, and why a correction is sent."""

    tanggal = forms.DateField(
        widget=forms.HiddenInput,
        error_messages={
            "required": "Tanggal rekap tidak terbaca. Buka lagi dari daftar rekap.",
            "invalid": "Tanggal rekap tidak terbaca. Buka lagi dari daftar rekap.",
        },
    )
    putaran = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=9999, required=False
    )
    catatan = forms.CharField(
        label="Catatan koreksi",
        help_text="Tulis apa yang berubah sejak rekap sebelumnya. BKD membaca catatan ini.",
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_putaran(self) -> int:
        return self.cleaned_data["putaran"] or 0
