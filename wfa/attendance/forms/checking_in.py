"""What a phone sends with a check-in. Only the key must be right: a phone that says nonsense about
the time or the place has checked in all the same, and the flags tell of it."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django import forms

from wfa.attendance.rules.arrival import claim_of
from wfa.attendance.rules.places import Position, position_of
from wfa.refusals import Refused

_HINT = re.compile(r"[a-z_]{1,20}")
_MOST_HINTS = 5


class CheckInForm(forms.Form):
    """Names as they stand in docs and pages; nothing here but the key can be wrong."""

    kunci = forms.UUIDField()
    pukul = forms.CharField(required=False)
    lintang = forms.CharField(required=False)
    bujur = forms.CharField(required=False)
    ketelitian = forms.CharField(required=False)
    gerakan = forms.CharField(required=False)
    luring = forms.CharField(required=False)
    tanda = forms.CharField(required=False)

    def clean_pukul(self) -> datetime.datetime | None:
        return claim_of(self.cleaned_data["pukul"])

    def clean_tanda(self) -> list[str]:
        found = (each.strip() for each in self.cleaned_data["tanda"][:200].split(","))
        return [each for each in found if _HINT.fullmatch(each)][:_MOST_HINTS]

    @property
    def position(self) -> Position | None:
        clean = self.cleaned_data
        return position_of(clean["lintang"], clean["bujur"], clean["ketelitian"])


def claims_of(form: CheckInForm, *, source: str) -> dict[str, Any]:
    """The arguments of `services.checking_in.check_in`; `Refused` when there is no key."""
    if not form.is_valid():
        raise Refused(
            "Presensi tidak lengkap terkirim. Muat ulang halaman presensi, lalu coba lagi.",
            code="no_key",
        )
    clean = form.cleaned_data
    return {
        "key": clean["kunci"],
        "claimed_at": clean["pukul"],
        "position": form.position,
        "challenge": clean["gerakan"][:20],
        "queued": clean["luring"] == "1",
        "hints": clean["tanda"],
        "source": source,
    }


class UploadForm(forms.Form):
    """A picture sent without script."""

    foto = forms.FileField(
        error_messages={
            "required": "Belum ada foto yang dipilih. Ambil atau pilih foto, lalu kirim lagi.",
            "empty": "Berkas foto kosong. Ambil foto lagi, lalu kirim lagi.",
        }
    )
