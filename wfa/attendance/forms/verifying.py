"""What superiors fill in: filters of their desk, the chosen days, the verdict and its reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from wfa.attendance.models import Verdict
from wfa.attendance.rules.verdicts import NOTE_MISSING, STEPS
from wfa.attendance.selectors.verifying import VIEWS, WAITING, Asked
from workflows.forms.desks import CONFIRM_ABOVE, MOST, UuidList

_NOTE_LENGTH = 2000


class DecideDaysForm(forms.Form):
    """One verdict on the chosen days; above `CONFIRM_ABOVE` their number is typed again."""

    langkah = forms.ChoiceField(
        choices=[(step.name, step.verb) for step in STEPS.values()],
        error_messages={
            "required": "Pilih salah satu: sah, klarifikasi, atau tidak sah.",
            "invalid_choice": "Langkah ini tidak dikenal. Muat ulang halaman, lalu coba lagi.",
        },
    )
    pilih = UuidList(
        error_messages={
            "required": "Belum ada hari yang dipilih. Centang sedikitnya satu.",
            "many": f"Paling banyak {MOST} hari sekali putus. Kurangi pilihannya.",
        }
    )
    catatan = forms.CharField(
        label="Alasan",
        help_text="Wajib untuk klarifikasi dan tidak sah. Pegawai membaca alasan ini.",
        required=False,
        max_length=_NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    jumlah = forms.CharField(label="Jumlah", required=False, max_length=10)
    dari = forms.ChoiceField(required=False, choices=[("", ""), *Verdict.choices])
    """The verdict that was seen on the page."""

    def lacks_note(self) -> bool:
        return STEPS[self.cleaned_data["langkah"]].noted and not self.cleaned_data.get("catatan")

    def lacks_number(self) -> bool:
        count = len(self.cleaned_data["pilih"])
        return count > CONFIRM_ABOVE and self.cleaned_data.get("jumlah") != str(count)

    def say_what_is_missing(self) -> None:
        """Errors for a reason or a number that was asked for and isn't there."""
        if self.lacks_note():
            self.add_error("catatan", NOTE_MISSING)
        if self.lacks_number():
            self.add_error("jumlah", f"Angka belum sama. Ketik {len(self.cleaned_data['pilih'])}.")


class DeskForm(forms.Form):
    """Filters of the desk, each a part of the address; what can't be read isn't there."""

    tampilan = forms.ChoiceField(required=False, choices=list(VIEWS.items()))
    semua = forms.BooleanField(required=False)
    unit = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    tanggal = forms.DateField(required=False)
    tanda = forms.BooleanField(required=False)

    def asked(self) -> Asked:
        self.is_valid()
        held: dict[str, Any] = self.cleaned_data
        return Asked(
            view=held.get("tampilan") or WAITING,
            everybody=bool(held.get("semua")),
            unit=held.get("unit"),
            date=held.get("tanggal"),
            only_marked=bool(held.get("tanda")),
        )


KEPT = ("tampilan", "semua", "unit", "tanggal", "tanda", "halaman")


def query_of(data: QueryDict, **changed: str) -> str:
    """The parts of an address that describe the desk, with some changed ("" = left out)."""
    kept = QueryDict(mutable=True)
    for name in KEPT:
        value = changed.get(name, data.get(name, ""))
        if value:
            kept[name] = value
    return kept.urlencode()


class ExplainForm(forms.Form):
    """What an employee says about a day of theirs."""

    penjelasan = forms.CharField(
        label="Penjelasan Anda",
        help_text="Apa yang terjadi, kapan, dan buktinya. Penjelasan tidak dapat diubah lagi.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Penjelasan belum diisi. Tulis apa yang terjadi dan kapan."},
    )
