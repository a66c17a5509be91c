"""What a rule of a policy is made of: its kind, its place on the page, its limits."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    BOOL = "bool"
    INT = "int"
    PERCENT = "percent"
    HOUR = "hour"
    TIME = "time"
    """ "08.30" """
    SPANS = "spans"
    """Windows of a day, ["07.15–07.45", …] (`wfa.policies.spans`)."""
    WEEKDAYS = "weekdays"
    CHOICE = "choice"
    CHOICE_LIST = "choice_list"
    TEXT_LIST = "text_list"
    UNIT_LIST = "unit_list"


class Group(StrEnum):
    """Where a parameter stands on the page of a policy."""

    SWITCHES = "Saklar"
    DAYS = "Hari dan jangka waktu"
    PEOPLE = "Pegawai dan tugas"
    EXCLUDED = "Yang tetap bekerja di kantor"
    OFFICE = "Kantor dan layanan"
    ROTA = "Jadwal unit"
    ATTENDANCE = "Presensi pada hari kerja fleksibel"
    PERFORMANCE = "Rencana dan laporan harian"
    CALLS = "Panggilan dan peringatan"
    PRIVACY = "Data pribadi"
    PROCEDURE = "Tata cara"
    CLOCKS = "Batas waktu dan pengingat"


@dataclass(frozen=True)
class Parameter:
    """One rule. `default` holds where no policy sets it; weekdays count from 0 = Senin."""

    key: str
    label: str
    kind: Kind
    group: Group
    default: Any
    law: str
    unset: str = ""
    """What is said where no policy sets it, if not the law."""
    help: str = ""
    minimum: int | None = None
    maximum: int | None = None
    ceiling: str = ""
    """The sentence shown when a value is out of range."""
    suffix: str = ""
    zero: str = ""
    """What a zero says in words, where it isn't just the number."""
    choices: tuple[tuple[Any, str], ...] = ()
    required: bool = False
    """A list that may not be empty."""
    editable: bool = True
    """False: fixed by law, shown but never set."""


NUMBERS = frozenset({Kind.INT, Kind.PERCENT, Kind.HOUR})
