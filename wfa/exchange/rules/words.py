"""What a place is called outside, and what a letter's citation says. Pure."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache

from wfa.calendars.wording import MONTHS
from wfa.schedules.models import Place, Slot

OFFICE_KIND = "WFO"
KINDS: dict[str, str] = {
    Place.OFFICE: OFFICE_KIND,
    Place.HOME: "WFH",
    Place.OTHER_OFFICE: "WFA",
    Place.OTHER_PLACE: "WFA",
    Place.DUTY_TRAVEL: "DL",
    Place.TRAINING: "DIKLAT",
    Place.LEAVE: "CUTI",
}
"""`jenis` of the row layout, by place."""
ALL_KINDS = tuple(dict.fromkeys(KINDS.values()))
HALVES = {Slot.MORNING: " pagi", Slot.AFTERNOON: " siang"}

_NUMBER = re.compile(r"\bNomor\s+(\S.*?)(?=,?\s+tanggal\b|,\s|$)", re.IGNORECASE)
_DATE = re.compile(rf"\b(\d{{1,2}})\s+({'|'.join(MONTHS)})\s+(\d{{4}})\b", re.IGNORECASE)


@lru_cache(maxsize=100)
def label_of(place: str, slot: str = Slot.FULL) -> str:
    """ "Rumah", "Rumah pagi" """
    return f"{Place(place).label}{HALVES.get(Slot(slot), '')}"


@lru_cache(maxsize=10_000)
def cited(basis: str) -> tuple[str, datetime.date | None]:
    """(number, date) of the letter that `basis` cites; the whole text where it names no number.

    "Keputusan Nomor 800/12/2026 tanggal 5 Juni 2026" → ("800/12/2026", 2026-06-05).
    """
    found = _NUMBER.search(basis)
    return (found[1].strip() if found else basis.strip()), _dated(basis)


def _dated(basis: str) -> datetime.date | None:
    found = _DATE.search(basis)
    if not found:
        return None
    months = [name.casefold() for name in MONTHS]
    try:
        return datetime.date(int(found[3]), months.index(found[2].casefold()) + 1, int(found[1]))
    except ValueError:
        return None
