"""How long papers and cases are kept: one table per kind (schedule of retention, JRA).

The years follow the usual personnel schedule (active 2, inactive 3); a region that has its own
JRA changes this table. UU 43/2009 Ps 48; PP 28/2012 Ps 53. Nothing is destroyed by the system.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from documents.models import ArchiveEntry

Fate = ArchiveEntry.Fate
Security = ArchiveEntry.Security


@dataclass(frozen=True)
class Rule:
    """`trigger` says in words when the active years begin."""

    classification: str
    active_years: int
    inactive_years: int
    fate: ArchiveEntry.Fate
    security: ArchiveEntry.Security
    trigger: str


RULES = {
    "proposal_letter": Rule(
        "800.1.11.1", 2, 3, Fate.DESTROY, Security.LIMITED, "setelah tanggal surat"
    ),
    "decree": Rule(
        "800.1.11.1", 2, 3, Fate.PERSONAL_FILE, Security.LIMITED, "setelah masa berlaku berakhir"
    ),
    "revocation": Rule(
        "800.1.11.1", 2, 3, Fate.PERSONAL_FILE, Security.LIMITED, "setelah tanggal keputusan"
    ),
    "recall": Rule(
        "800.1.11.1", 2, 3, Fate.PERSONAL_FILE, Security.LIMITED, "setelah tanggal keputusan"
    ),
    "roster_letter": Rule(
        "800.1.11.1", 2, 3, Fate.DESTROY, Security.LIMITED, "setelah tanggal surat"
    ),
    "assignment_letter": Rule(
        "800.1.11.1", 2, 3, Fate.PERSONAL_FILE, Security.LIMITED, "setelah masa berlaku berakhir"
    ),
    "reprimand": Rule(
        "800.1.6.2", 2, 3, Fate.PERSONAL_FILE, Security.LIMITED, "setelah masa berlaku berakhir"
    ),
    "case": Rule("800.1.11.1", 2, 3, Fate.DESTROY, Security.LIMITED, "setelah perkara selesai"),
    "health_case": Rule(
        "800.1.11.1", 2, 3, Fate.DESTROY, Security.SECRET, "setelah perkara selesai"
    ),
}


@dataclass(frozen=True)
class Retention:
    rule: Rule
    active_until: datetime.date
    inactive_until: datetime.date


def retention(kind: str, trigger: datetime.date) -> Retention:
    """The dates for something of `kind` whose active years begin on `trigger`."""
    rule = RULES[kind]
    active = add_years(trigger, rule.active_years)
    return Retention(rule, active, add_years(active, rule.inactive_years))


def add_years(day: datetime.date, years: int) -> datetime.date:
    """29 February becomes 28 February where the year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
