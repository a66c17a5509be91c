"""What a superior fills in: a rating with feedback, or Baik for many at once."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from wfa.performance.models import Rating
from wfa.performance.rules.rating import FEEDBACK_MISSING, needs_feedback
from wfa.performance.services.reviewing import MOST, Chosen
from wfa.requests.forms import Text

CONFIRM_ABOVE = 20
"""More reports than this at once: their number is typed again."""


def _seen() -> forms.IntegerField:
    old = {"invalid": "Halaman ini tidak lengkap. Muat ulang, lalu nilai lagi."}
    return forms.IntegerField(widget=forms.HiddenInput, required=False, error_messages=old)


class ReviewForm(forms.Form):
    """One report. `versi` and `ke`: what the page showed, so that nothing unseen is rated."""

    rating = forms.ChoiceField(
        label="Penilaian",
        choices=Rating.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Penilaian belum dipilih. Pilih salah satu.",
            "invalid_choice": "Penilaian ini tidak dikenal. Pilih dari daftar.",
        },
    )
    feedback = Text(
        label="Umpan balik",
        limit=2000,
        rows=3,
        help_text="Wajib untuk penilaian di bawah Baik. Pegawai membacanya.",
    )
    versi = _seen()
    ke = _seen()

    def clean(self) -> dict[str, Any]:
        kept: dict[str, Any] = super().clean() or {}
        rating = kept.get("rating")
        is_bare = "feedback" not in self.errors and not kept.get("feedback")
        if rating and is_bare and needs_feedback(rating):
            self.add_error("feedback", FEEDBACK_MISSING)
        return kept


class ChosenList(forms.Field):
    """The ticked reports with the version that was shown: "<key>.<version>", each once."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {
        "required": "Belum ada laporan yang dipilih. Centang sedikitnya satu.",
        "invalid": "Pilihan tidak terbaca. Muat ulang halaman, lalu pilih lagi.",
        "many": f"Paling banyak {MOST} laporan sekali nilai. Kurangi pilihannya.",
    }

    def to_python(self, value: Any) -> list[Chosen]:
        try:
            found = list(dict.fromkeys(_chosen(str(text)) for text in value or ()))
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"]) from error
        if len(found) > MOST:
            raise forms.ValidationError(self.error_messages["many"])
        return found


def _chosen(text: str) -> Chosen:
    key, _, version = text.partition(".")
    if not (version.isascii() and version.isdecimal() and len(version) < 5):
        raise ValueError(text)
    return Chosen(uuid.UUID(key), int(version))


class BulkForm(forms.Form):
    """Baik for the ticked reports; above `CONFIRM_ABOVE` their number is typed again."""

    pilih = ChosenList()
    jumlah = forms.CharField(label="Jumlah laporan", required=False, max_length=10)

    def lacks_number(self) -> bool:
        count = len(self.cleaned_data["pilih"])
        return count > CONFIRM_ABOVE and self.cleaned_data.get("jumlah") != str(count)
