"""What stands in a cell: text without stray marks, dates in every writing, numbers as text."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

APOSTROPHES = "'`‘’"
_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#NULL!", "#DIV/0!", "#NUM!"}
_NOTHING = {"-", "--", "NULL", "NONE", "NAN", "N/A"}
_DAY_FIRST = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$")
_YEAR_FIRST = re.compile(r"^(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})$")
_IN_WORDS = re.compile(r"^(\d{1,2})[- ]([A-Za-z]{3,9})[- ](\d{4})$")
_MONTHS = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des")
_ENGLISH = {"may": 5, "aug": 8, "agt": 8, "ags": 8, "oct": 10, "dec": 12, "nop": 11, "peb": 2}
_EPOCH = datetime.date(1899, 12, 30)
_SERIALS = range(3_654, 109_575)
"""Day numbers of a spreadsheet from 1910 to 2199."""


@dataclass(frozen=True)
class Text:
    value: str
    apostrophe: bool = False
    blanks: bool = False


def is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def text(value: object) -> Text:
    """The cell as text; what was taken off is told."""
    if value is None:
        return Text("")
    if not isinstance(value, str):
        return Text(_number(value))
    raw = value.replace("\u200b", "").replace("\ufeff", "")
    bare = raw.strip().lstrip(APOSTROPHES)
    marked = len(bare) < len(raw.strip())
    tidy = " ".join(bare.split())
    if tidy.upper() in _ERRORS or tidy.upper() in _NOTHING:
        return Text("", apostrophe=marked)
    stray = bool(tidy) and (tidy != bare or raw.strip() != value)
    return Text(tidy, apostrophe=marked, blanks=stray)


def _number(value: object) -> str:
    """31.0 is a code that lost its text; dates keep the day only."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return str(value).strip()


def date(value: object) -> datetime.date | None:
    """A date as a real one, a day number or text; `ValueError` when it is none of them."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_serial(int(value))
    words = text(value).value
    return _from_text(words) if words else None


def _from_serial(number: int) -> datetime.date:
    if number not in _SERIALS:
        raise ValueError("not a day number")
    return _EPOCH + datetime.timedelta(days=number)


def _from_text(words: str) -> datetime.date:
    words = re.sub(r"[ T]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?$", "", words)
    if found := _DAY_FIRST.match(words):
        day, month, year = (int(part) for part in found.groups())
    elif found := _YEAR_FIRST.match(words):
        year, month, day = (int(part) for part in found.groups())
    elif found := _IN_WORDS.match(words):
        day, month, year = int(found[1]), _month(found[2]), int(found[3])
    elif words.isdigit() and len(words) == 5:
        return _from_serial(int(words))
    else:
        raise ValueError("not a date")
    return datetime.date(year, month, day)


def _month(word: str) -> int:
    start = word[:3].lower()
    return _ENGLISH.get(start) or _MONTHS.index(start) + 1
