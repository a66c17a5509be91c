"""The words and codes of SIASN for standing, grade, employment, position and echelon.

Source of the tables: the reference lists of SIASN (golongan, kedudukan hukum, eselon).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from wfa.people.importers import cells
from wfa.people.models import Employee, Position

Standing = Employee.Standing
Employment = Employee.Employment

NOT_ACTIVE = frozenset(
    {
        Standing.LEAVE,
        Standing.STUDY,
        Standing.PENSION_PREPARATION,
        Standing.RETIRED,
        Standing.INACTIVE,
    }
)
"""Standings whose people don't work now; those under discipline do."""

_STANDING_CODES: Mapping[str, Standing] = {
    "01": Standing.ACTIVE,
    "02": Standing.LEAVE,
    "03": Standing.STUDY,
    "04": Standing.INACTIVE,
    "09": Standing.INVESTIGATION,
    "13": Standing.LEAVE,
    "15": Standing.DISCIPLINE,
    "20": Standing.PENSION_PREPARATION,
    "51": Standing.ACTIVE,
    "52": Standing.INACTIVE,
    "66": Standing.INACTIVE,
    "70": Standing.INACTIVE,
    "71": Standing.ACTIVE,
    "77": Standing.INACTIVE,
    "88": Standing.INACTIVE,
    "98": Standing.RETIRED,
    "99": Standing.RETIRED,
}
CPNS_STANDING = "51"
_STANDING_WORDS: tuple[tuple[str, Standing], ...] = (
    (r"PROSES.*DISIPLIN|BANDING", Standing.INVESTIGATION),
    (r"DISIPLIN", Standing.DISCIPLINE),
    (r"CLTN|CUTI DI LUAR", Standing.LEAVE),
    (r"TUGAS BELAJAR", Standing.STUDY),
    (r"\bMPP\b|PERSIAPAN PENSIUN|BEBAS TUGAS", Standing.PENSION_PREPARATION),
    (r"PENSIUN|\bBUP\b", Standing.RETIRED),
    (r"TIDAK AKTIF|NON.?AKTIF|BERHENTI|MENINGGAL|MUTASI|HILANG|WAFAT", Standing.INACTIVE),
    (r"AKTIF|\bCPNS\b", Standing.ACTIVE),
)


def standing_of_code(code: str) -> Standing | None:
    return _STANDING_CODES.get(code)


def standing_of_name(name: str) -> Standing | None:
    return next((s for words, s in _STANDING_WORDS if re.search(words, name.upper())), None)


_RANKS = {
    "I/a": "Juru Muda", "I/b": "Juru Muda Tingkat I", "I/c": "Juru", "I/d": "Juru Tingkat I",
    "II/a": "Pengatur Muda", "II/b": "Pengatur Muda Tingkat I",
    "II/c": "Pengatur", "II/d": "Pengatur Tingkat I",
    "III/a": "Penata Muda", "III/b": "Penata Muda Tingkat I",
    "III/c": "Penata", "III/d": "Penata Tingkat I",
    "IV/a": "Pembina", "IV/b": "Pembina Tingkat I", "IV/c": "Pembina Utama Muda",
    "IV/d": "Pembina Utama Madya", "IV/e": "Pembina Utama",
}  # fmt: skip
_ROMAN = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX",
    "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII",
)  # fmt: skip
_GRADE_IDS = {f"{i}{j}": f"{_ROMAN[i - 1]}/{c}" for i in range(1, 5) for j, c in enumerate("abcde", 1)}
_WITH_CONTRACT = frozenset({Employment.PPPK, Employment.PPPK_PART_TIME})


def grade(name: str, id_: str, employment: Employment) -> tuple[str, str] | None:
    """(golongan, pangkat); empty where nothing is said, None where it isn't known.

    PPPK have golongan I–XVII and no pangkat (Perpres 98/2020).
    """
    if not name and not id_:
        return "", ""
    if employment in _WITH_CONTRACT:
        return _contract_grade(name, id_)
    if parts := re.fullmatch(r"(IV|III|II|I)\s*[/.\- ]?\s*([A-E])", name.upper()):
        found = f"{parts.group(1)}/{parts.group(2).lower()}"
    else:
        found = _GRADE_IDS.get(id_, "")
    return (found, _RANKS[found]) if found in _RANKS else None


def _contract_grade(name: str, id_: str) -> tuple[str, str] | None:
    bare = name.upper().removeprefix("GOLONGAN").strip()
    if bare in _ROMAN:
        return bare, ""
    number = bare if bare.isdecimal() else id_
    if number.isdecimal() and 1 <= int(number) <= len(_ROMAN):
        return _ROMAN[int(number) - 1], ""
    return None


def employment_of(text: str) -> Employment | None:
    """The kind of employment that a title or a cell names."""
    found = text.upper()
    if "PPPK" in found or "P3K" in found or "PERJANJIAN KERJA" in found:
        return Employment.PPPK_PART_TIME if "PARUH" in found else Employment.PPPK
    if "CPNS" in found:
        return Employment.CPNS
    return Employment.PNS if "PNS" in found or "NEGERI SIPIL" in found else None


def employment(cell: str, title: str, status: str, standing_code: str, nip: str) -> Employment:
    """Of one row: what it says itself, then what its sheet is called, then its NIP's pattern."""
    named, sheet = employment_of(cell), employment_of(title)
    found = named or sheet or (Employment.PPPK if is_contract_nip(nip) else Employment.PNS)
    if found is Employment.PPPK and sheet is Employment.PPPK_PART_TIME:
        return Employment.PPPK_PART_TIME
    is_candidate = status.upper() in {"C", "CPNS"} or standing_code == CPNS_STANDING
    return Employment.CPNS if found is Employment.PNS and is_candidate else found


def is_contract_nip(digits: str) -> bool:
    """Positions 13–14: a month in the NIP of a PNS, 21 and more in that of a PPPK."""
    return len(digits) == 18 and digits[12:14] >= "21"


_POSITION_WORDS: tuple[tuple[str, Position.Kind], ...] = (
    ("RANGKAP", Position.Kind.DOUBLE),
    ("STRUKTURAL", Position.Kind.STRUCTURAL),
    ("UMUM", Position.Kind.GENERAL),
    ("PELAKSANA", Position.Kind.GENERAL),
    ("FUNGSIONAL", Position.Kind.FUNCTIONAL),
)


def position_kind(id_: str, name: str) -> Position.Kind:
    if id_.lstrip("0") in Position.Kind.values:
        return Position.Kind(id_.lstrip("0"))
    words = name.upper()
    return next((kind for word, kind in _POSITION_WORDS if word in words), Position.Kind.GENERAL)


_ECHELONS = {f"{_ROMAN[i - 1]}{c}": f"{i}{j}" for i in range(1, 6) for j, c in enumerate("ABCD", 1)}


def echelon(id_: str, name: str) -> str:
    """Two digits: 22 = II.b; empty for those without one (99, NON)."""
    if re.fullmatch(r"[1-5][1-4]", id_):
        return id_
    return _ECHELONS.get(cells.heading(name or id_), "")
