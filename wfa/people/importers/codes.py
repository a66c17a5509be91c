"""SIASN's codes and words, and what they mean here (documents-and-identity 4.2, 4.3)."""

from __future__ import annotations

import re

from wfa.people.models import Employee, Position

Standing = Employee.Standing
Employment = Employee.Employment

RANKS = {
    "I/a": "Juru Muda", "I/b": "Juru Muda Tingkat I", "I/c": "Juru", "I/d": "Juru Tingkat I",
    "II/a": "Pengatur Muda", "II/b": "Pengatur Muda Tingkat I",
    "II/c": "Pengatur", "II/d": "Pengatur Tingkat I",
    "III/a": "Penata Muda", "III/b": "Penata Muda Tingkat I",
    "III/c": "Penata", "III/d": "Penata Tingkat I",
    "IV/a": "Pembina", "IV/b": "Pembina Tingkat I", "IV/c": "Pembina Utama Muda",
    "IV/d": "Pembina Utama Madya", "IV/e": "Pembina Utama",
}  # fmt: skip
_ROMANS = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X",
    "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII",
)  # fmt: skip
_LEGAL = {
    "01": Standing.ACTIVE, "51": Standing.ACTIVE, "71": Standing.ACTIVE,
    "02": Standing.LEAVE, "13": Standing.LEAVE, "03": Standing.STUDY,
    "04": Standing.INACTIVE, "52": Standing.INACTIVE, "09": Standing.INVESTIGATION,
    "15": Standing.DISCIPLINE, "20": Standing.PENSION_PREPARATION,
    "98": Standing.RETIRED, "99": Standing.RETIRED,
}  # fmt: skip
_WORDS = (
    (r"\bmpp\b|persiapan pensiun", Standing.PENSION_PREPARATION),
    (r"pensiun|\bbup\b", Standing.RETIRED),
    (r"\bcltn\b|luar tanggungan", Standing.LEAVE),
    (r"tugas belajar", Standing.STUDY),
    (r"banding|proses hukuman", Standing.INVESTIGATION),
    (r"hukuman disiplin|hukdis", Standing.DISCIPLINE),
    (r"tidak aktif|non ?-?aktif|berhenti|meninggal|wafat|tewas|hilang", Standing.INACTIVE),
    (r"aktif", Standing.ACTIVE),
)
WORKING = frozenset({Standing.ACTIVE, Standing.DISCIPLINE, Standing.INVESTIGATION})
"""Who keeps the account; everybody else is taken as not active."""

_MALE = {"M", "L", "PRIA", "LAKI-LAKI", "LAKI LAKI", "LAKI", "MALE", "1"}
_FEMALE = {"F", "P", "W", "WANITA", "PEREMPUAN", "FEMALE", "2"}
_ECHELONS = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5"}


def standing(code: str, name: str) -> Standing | None:
    """Legal standing; a word that bars somebody outweighs the code. None: nothing known."""
    said = next((value for words, value in _WORDS if re.search(words, name.lower())), None)
    if said not in (None, Standing.ACTIVE):
        return said
    return _LEGAL.get(code.zfill(2)) or said


def employment(kind: str, sheet: str, status: str, nip: str) -> Employment:
    """By the row's own word, then by the name of the sheet, then by the number itself."""
    row, tab = kind.upper(), sheet.upper()
    contract = "PPPK" in row or "P3K" in row
    if "PARUH" in row or ((contract or not row) and "PARUH" in tab):
        return Employment.PPPK_PART_TIME
    if contract or (not row and ("PPPK" in tab or "P3K" in tab)):
        return Employment.PPPK
    if not row and "PNS" not in tab and nip[12:14] >= "21":
        return Employment.PPPK
    return Employment.CPNS if status.upper() in ("C", "CPNS") else Employment.PNS


def grade(name: str, code: str, work: Employment) -> str | None:
    """ "III/a" or "IX"; empty when none is given, None when it isn't known."""
    if not name and not code:
        return ""
    if work in (Employment.PNS, Employment.CPNS):
        return _rank_grade(name) or _rank_grade(_from_digits(code))
    roman = name.upper().removeprefix("GOLONGAN").strip()
    if roman.isdigit() or (not roman and code.isdigit()):
        number = int(roman or code)
        roman = _ROMANS[number - 1] if 0 < number <= len(_ROMANS) else ""
    return roman if roman in _ROMANS else None


def _rank_grade(written: str) -> str | None:
    found = re.fullmatch(r"(IV|I{1,3})\s*[/.\- ]?\s*([A-E])", written.upper())
    wanted = f"{found[1]}/{found[2].lower()}" if found else ""
    return wanted if wanted in RANKS else None


def _from_digits(code: str) -> str:
    """SIASN's 31 is III/a."""
    if len(code) == 2 and code[0] in "1234" and code[1] in "12345":
        return f"{_ROMANS[int(code[0]) - 1]}/{'abcde'[int(code[1]) - 1]}"
    return ""


def sex(written: str) -> str | None:
    """None when something is written that says neither."""
    word = written.upper()
    if word in _MALE:
        return Employee.Sex.MALE
    if word in _FEMALE:
        return Employee.Sex.FEMALE
    return None if word else Employee.Sex.UNKNOWN


def echelon(code: str, name: str = "") -> str:
    """SIASN's two digits: 22 is II.b; empty for those without one (99)."""
    if code.isdigit() and len(code) == 2 and code[0] in "12345":
        return code
    found = re.fullmatch(r"(I{1,3}|IV|V)\s*[./ ]?\s*([AB])", (name or code).upper())
    return _ECHELONS[found[1]] + ("1" if found[2] == "A" else "2") if found else ""


def position_kind(code: str, name: str) -> Position.Kind:
    if code in Position.Kind.values:
        return Position.Kind(code)
    word = name.lower()
    if "umum" in word or "pelaksana" in word:
        return Position.Kind.GENERAL
    if "struktural" in word:
        return Position.Kind.STRUCTURAL
    return Position.Kind.FUNCTIONAL if "fungsional" in word else Position.Kind.GENERAL
