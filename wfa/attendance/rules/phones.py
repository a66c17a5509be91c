"""Telephone numbers as people write them, and as a phone dials them. Pure."""

from __future__ import annotations

import re

HOME = "62"
"""Country code of Indonesia."""
_SHORTEST, _LONGEST = 9, 15
"""Digits with the country code (ITU-T E.164)."""
_LETTERS = re.compile(r"[^0-9+().\-/\s]")


def normal(text: str) -> str:
    """ "0812-3456-789", "62 812…" or "+62812…" as "+628123456789"; "" where it is no number."""
    if _LETTERS.search(text):
        return ""
    digits = re.sub(r"\D", "", text)
    if text.strip().startswith("00"):
        digits = digits[2:]
    elif not text.strip().startswith("+"):
        digits = _at_home(digits)
    return f"+{digits}" if _SHORTEST <= len(digits) <= _LONGEST else ""


def _at_home(digits: str) -> str:
    """With the country code where it was left out."""
    if digits.startswith("0"):
        return HOME + digits[1:]
    return digits if digits.startswith(HOME) else HOME + digits


def dial(number: str) -> str:
    """The address that a phone dials; "" without a number."""
    return f"tel:{number}" if number else ""


def whatsapp(number: str) -> str:
    """The address of a chat; only mobile numbers have one."""
    return f"https://wa.me/{number[1:]}" if number.startswith(f"+{HOME}8") else ""


def spaced(number: str) -> str:
    """ "+62 812-3456-7890": as people read it."""
    if not number.startswith(f"+{HOME}"):
        return number
    rest = number[3:]
    parts = [rest[:3], *(rest[at : at + 4] for at in range(3, len(rest), 4))]
    return f"+{HOME} {'-'.join(parts)}"
