"""One cell of somebody else's spreadsheet, read with forgiveness. Pure functions."""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
_MONTH_STEMS = {month[:3].upper(): number for number, month in enumerate(MONTHS, 1)} | {
    "MAY": 5, "AUG": 8, "AGT": 8, "AGS": 8, "OCT": 10, "DEC": 12, "NOP": 11, "PEB": 2,
}  # fmt: skip
_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#GETTING_DATA"}
_NOTHING = {"-", "--", "NULL", "NONE", "NIHIL", "TIDAK ADA", "N/A", "0", "."}
_APOSTROPHES = "'`´‘’"
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_WORDED = re.compile(r"(\d{1,2})[-/. ]+([A-Za-z]{3,9})[-/. ]+(\d{4})")
_SPELT = re.compile(r"(.*?)(?:[T ]\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?)?")
_EXCEL_EPOCH = datetime.date(1899, 12, 30)
_EXCEL_DAYS = range(1_000, 110_000)


def heading(value: object) -> str:
    """A heading without case, blanks and signs: "Nip_Baru " and "NIP BARU" are the same."""
    return re.sub(r"[^A-Z0-9]", "", text(value).upper())


def text(value: object) -> str:
    """One line without blanks around it and without characters that nobody sees."""
    if isinstance(value, str):
        return _one_line(value)
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return _one_line(str(value))


def _one_line(value: str) -> str:
    if not value.isascii() or not value.isprintable():
        value = "".join(c for c in value if _is_seen(c))
    value = " ".join(value.split())
    return "" if value in _ERRORS else value


def _is_seen(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def has_stray_blanks(value: object) -> bool:
    """Blanks before, behind or doubled inside, also those that can't be seen."""
    return isinstance(value, str) and value != text(value) and bool(text(value))


def filled(value: object) -> str:
    """Text, or nothing where a placeholder stands ("-", "tidak ada")."""
    found = text(value)
    return "" if found.upper() in _NOTHING else found


def code(value: object, width: int = 2) -> str:
    """An id of SIASN: 1, 1.0, "1" and "01" are the same."""
    found = filled(value).lstrip(_APOSTROPHES)
    return found.zfill(width) if found.isdigit() else found.upper()


def date(value: object) -> datetime.date | None:
    """A date as a real one or as text, the day before the month; ValueError when it is neither."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_serial(value)
    found = filled(value).lstrip(_APOSTROPHES).strip()
    return _from_text(found) if found else None


def _from_serial(value: float) -> datetime.date | None:
    """The day number of Excel where the cell lost its format."""
    if value == 0:
        return None
    if value != value or int(value) not in _EXCEL_DAYS:
        raise ValueError("not a day number")
    return _EXCEL_EPOCH + datetime.timedelta(days=int(value))


def _from_text(found: str) -> datetime.date | None:
    if found in {"00-00-0000", "0000-00-00", "00/00/0000"}:
        return None
    spelt = _SPELT.fullmatch(found)
    found = spelt.group(1) if spelt else found
    if parts := _DAY_FIRST.fullmatch(found):
        day, month, year = parts.groups()
    elif parts := _YEAR_FIRST.fullmatch(found):
        year, month, day = parts.groups()
    elif parts := _WORDED.fullmatch(found):
        day, word, year = parts.groups()
        month = str(_MONTH_STEMS.get(word[:3].upper(), 0))
    else:
        raise ValueError("not a date")
    return datetime.date(int(year), int(month), int(day))


def spoken(day: datetime.date) -> str:
    """ "1 Desember 2031" """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


_SEXES = {"M": "M", "L": "M", "PRIA": "M", "LAKILAKI": "M", "MALE": "M", "1": "M"} | {
    "F": "F", "P": "F", "W": "F", "WANITA": "F", "PEREMPUAN": "F", "FEMALE": "F", "2": "F",
}  # fmt: skip


def sex(value: object) -> str | None:
    """ "M", "F", "" where nothing is said, None where it isn't understood."""
    found = heading(value)
    return _SEXES.get(found) if found else ""


def phone(value: object) -> str:
    """Digits as people dial them; Excel takes the first 0 from a number."""
    found = filled(value).lstrip(_APOSTROPHES)
    digits = re.sub(r"[^\d+]", "", found)
    if len(digits) < 6:
        return ""
    if digits.startswith(("+62", "62")):
        digits = digits.removeprefix("+").removeprefix("62").lstrip("0")
        return f"0{digits}"
    return f"0{digits}" if digits.startswith("8") else digits


@dataclass(frozen=True, slots=True)
class Nip:
    """A NIP as it was read: `digits` is cleaned, `shown` is what the file holds."""

    digits: str
    shown: str
    had_apostrophe: bool = False
    had_blanks: bool = False
    lost_digits: bool = False

    @property
    def is_whole(self) -> bool:
        return bool(re.fullmatch(r"[0-9]{18}", self.digits)) and not self.lost_digits


def nip(value: object) -> Nip:
    """A NIP from text, or from a number, which Excel keeps to 15 digits only."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value)
    found = text(value)
    bare = found.strip(_APOSTROPHES + " ")
    if re.fullmatch(r"\d[.,]\d+E\+?\d{2}", bare, re.IGNORECASE):
        return Nip("", bare, lost_digits=True)
    blanks = isinstance(value, str) and (value != found or " " in bare)
    return Nip(bare.replace(" ", ""), bare, found != bare and found[:1] in _APOSTROPHES, blanks)


def _from_number(value: float) -> Nip:
    """Serial 000 doesn't exist: zeros at the end are digits that Excel has thrown away."""
    if value != value or abs(value) >= 1e19:
        return Nip("", str(value), lost_digits=True)
    whole = str(int(value))
    lost = len(whole) == 18 and (isinstance(value, float) or whole.endswith("000"))
    return Nip(whole, whole, lost_digits=lost)
