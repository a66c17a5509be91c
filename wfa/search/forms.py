"""What somebody typed into the search box."""

from __future__ import annotations

from django import forms

LONGEST, SHORTEST, MOST_WORDS = 100, 2, 8


def words(text: str) -> list[str]:
    """The words to look for; a NIP is one word however it is spaced ("19850101 201001 1 001")."""
    joined = "".join(text.split())
    return [joined] if joined.isdecimal() else list(dict.fromkeys(text.split()))


class SearchForm(forms.Form):
    """`q`: what to look for; each of its words has to be found."""

    q = forms.CharField(
        label="Cari",
        max_length=LONGEST,
        min_length=SHORTEST,
        widget=forms.TextInput(attrs={"type": "search"}),
        error_messages={
            "required": "Tulis nama, NIP, atau nomor yang Anda cari.",
            "max_length": f"Terlalu panjang. Tulis paling banyak {LONGEST} huruf.",
            "min_length": f"Terlalu pendek. Tulis paling sedikit {SHORTEST} huruf atau angka.",
            "null_characters_not_allowed": "Ada tanda yang tidak dapat dicari. Tulis lagi.",
        },
    )

    def clean_q(self) -> list[str]:
        found = words(self.cleaned_data["q"])
        if len(found) > MOST_WORDS:
            raise forms.ValidationError(
                f"Terlalu banyak kata. Tulis paling banyak {MOST_WORDS} kata."
            )
        return found
