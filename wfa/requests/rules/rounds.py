"""What a request says, and what changed between two rounds of it. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wfa.calendars.wording import day_list
from wfa.requests.models import WorkRequest

_TEXTS = {
    "place_address": "Alamat tempat kerja",
    "place_reason": "Alasan memilih tempat",
    "reason": "Alasan",
    "work_item": "Butir SKP",
    "equipment": "Sarana kerja",
    "phone": "Nomor HP",
    "substitute": "Pengganti",
}


@dataclass(frozen=True)
class Difference:
    """One part of the form that changed; "" = was, or is, empty."""

    label: str
    before: str
    after: str


def content(request: WorkRequest, plan: Sequence[str], files: Sequence[str]) -> dict[str, str]:
    """{label: value} of all that people filled in, as they read it."""
    dates = sorted(datetime.date.fromisoformat(text) for text in request.dates)
    return {
        "Dasar": request.get_basis_display(),
        "Jenis tempat": request.get_place_display(),
        "Jenis alasan": request.get_reason_kind_display(),
        **{label: str(getattr(request, name)) for name, label in _TEXTS.items()},
        "Hari": day_list(dates) if dates else "",
        "Rencana kerja": "\n".join(plan),
        "Bukti dukung": "\n".join(sorted(files)),
    }


def compare(before: Mapping[str, str], after: Mapping[str, str]) -> list[Difference]:
    """The parts that differ, in the order of the form."""
    labels = dict.fromkeys([*after, *before])
    pairs = [Difference(label, before.get(label, ""), after.get(label, "")) for label in labels]
    return [pair for pair in pairs if pair.before.strip() != pair.after.strip()]
