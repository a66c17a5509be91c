"""How a person wants to be reminded."""

from __future__ import annotations

from django import forms

from wfa.notifications.models import Preference


class ModeForm(forms.Form):
    cara = forms.ChoiceField(
        label="Dikirim lewat pos-el",
        help_text="Keputusan atas pengajuan Anda sendiri selalu dikirim langsung.",
        choices=Preference.Mode.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Pilih salah satu cara, lalu simpan lagi.",
            "invalid_choice": "Pilih salah satu cara, lalu simpan lagi.",
        },
    )
