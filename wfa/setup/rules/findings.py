"""One finding of the examination: how bad, in one sentence, and what to do in another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from wfa.calendars import wording

NAMED = 3
"""How many units or people a sentence names before it counts the others."""


class Level(StrEnum):
    OK = "BENAR"
    NEEDED = "PERLU"
    WRONG = "SALAH"


class Group(StrEnum):
    SERVER = "Server"
    REGION = "Daerah"
    RULES = "Aturan"
    BACKLOG = "Pekerjaan tertunda"


@dataclass(frozen=True)
class Page:
    """Where a finding is mended: the name of the address, its argument, its query, the link."""

    name: str
    label: str
    query: str = ""
    pk: int | None = None


@dataclass(frozen=True)
class Finding:
    """`task` is the part of the task list that it belongs to; "" = none.

    `begun`: something of it is there already, though not enough.
    """

    group: Group
    code: str
    level: Level
    sentence: str
    remedy: str = ""
    task: str = ""
    page: Page | None = None
    begun: bool = False

    @property
    def is_ok(self) -> bool:
        return self.level is Level.OK


def worst(findings: Iterable[Finding]) -> Level:
    """The worst level among them; nothing found is in order."""
    held = {finding.level for finding in findings}
    return next((level for level in (Level.WRONG, Level.NEEDED) if level in held), Level.OK)


def ended(sentence: str) -> str:
    """With its full stop; a title at the end has brought one ("…, S.Sos.")."""
    return sentence if sentence.endswith(".") else f"{sentence}."


def names(found: Sequence[object]) -> str:
    """ "Dinkes, Dishub, DLH, dan 4 lainnya" """
    told = [str(one) for one in found[:NAMED]]
    more = len(found) - len(told)
    return wording.join([*told, f"{more} lainnya"] if more else told)
