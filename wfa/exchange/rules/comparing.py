"""How the rows of an attendance application differ from ours. Pure."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wfa.exchange.rules.words import OFFICE_KIND

Key = tuple[str, datetime.date]
"""(NIP, date)"""
AWAY_KINDS = frozenset({"WFH", "WFA"})
WHY = {
    "differs": "Berbeda",
    "missing": "Tidak ada di sana",
    "extra": "Hanya ada di sana",
}


@dataclass(frozen=True)
class Difference:
    """One day of one person that the two sides tell differently; "" = says nothing."""

    why: str
    nip: str
    date: datetime.date
    ours: str
    theirs: str

    @property
    def label(self) -> str:
        return WHY[self.why]

    def plain(self) -> list[str]:
        return [self.why, self.nip, self.date.isoformat(), self.ours, self.theirs]


def differences(
    ours: Mapping[Key, str], theirs: Mapping[Key, str], *, coarse: bool = False
) -> Iterator[Difference]:
    """Each difference, by person and date.

    A day at the office and a day about which nothing is said are the same: whoever isn't placed
    elsewhere works in the office. `coarse`: their product knows only WFH and WFO.
    """
    for key in sorted({*ours, *theirs}):
        mine, other = ours.get(key, ""), theirs.get(key, "")
        if why := _why(_plain(mine, coarse), _plain(other, coarse)):
            yield Difference(why, key[0], key[1], mine, other)


def _why(mine: str, other: str) -> str:
    if mine == other:
        return ""
    if mine and other:
        return "differs"
    return "missing" if mine else "extra"


def _plain(kind: str, coarse: bool) -> str:
    """ "" for a day at the office; where they know no more, all flexible work is WFH."""
    if coarse:
        return "WFH" if kind in AWAY_KINDS else ""
    return "" if kind == OFFICE_KIND else kind


def counted(found: list[Difference], compared: int, unreadable: int) -> dict[str, int]:
    """How many of each; `same` are the days that both sides tell alike."""
    counts = Counter(each.why for each in found)
    told = {why: counts[why] for why in WHY}
    return {**told, "same": max(compared - len(found), 0), "unreadable": unreadable}
