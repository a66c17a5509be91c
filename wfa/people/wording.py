"""Names as people write them: SIASN writes persons, units and posts in capitals. Pure.

Only text that is wholly in capitals is rewritten. What somebody typed with care stays as it is.
"""

from __future__ import annotations

import re

SMALL_WORDS = frozenset(
    {
        *("atau", "bagi", "dalam", "dan", "dari", "dengan", "di", "ke"),
        *("oleh", "pada", "secara", "serta", "untuk", "yang"),
    }
)
"""Words that join others: small, except at the beginning."""
ACRONYMS = frozenset(
    {
        *("APIP", "ASN", "BLUD", "BPKAD", "BUMD", "BUMN", "HAM", "IGD"),
        *("IT", "KIA", "LPSE", "PAUD", "RSUD", "SDA", "SMA", "SMAN"),
        *("SPBE", "TIK", "TU", "UKM", "UMKM", "UPT", "UPTD", "II"),
        *("III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII"),
        *("XIII", "XIV", "XVI"),
    }
)
"""Acronyms that hold a vowel, and Roman numerals; those without a vowel need no list."""
NUMERALS = frozenset(["II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII", "XIII"])
DEGREES = frozenset(["AP", "IP", "KM", "PT", "STP", "TR"])
"""Parts of degrees that stay in capitals where others don't: S.STP, S.IP, S.AP."""
FATHERS = frozenset({"bin", "binti"})

_WORD = re.compile(r"[^\W_]+(?:['’`][^\W_]+)*")
_VOWEL = re.compile(r"[AEIOUY]")


def title(text: str) -> str:
    """A unit, an office or a post: "BIDANG DATA DAN STATISTIK" → "Bidang Data dan Statistik".

    Acronyms stay: the known ones, words with a digit, and words without any vowel (BKPSDM, SMP).
    """
    if not text.isupper():
        return text

    def word(found: re.Match[str]) -> str:
        plain = found.group()
        if plain.lower() in SMALL_WORDS and found.start():
            return plain.lower()
        return plain if _is_acronym(plain, text[found.end() :]) else _capitalised(plain)

    return _WORD.sub(word, text)


def person(name: str) -> str:
    """A person without the titles kept apart: "M. NUR'AINI AL-AMIN II" → "M. Nur'aini Al-Amin II".

    What follows a comma is a degree: "S.KOM" → "S.Kom", "MH" stays.
    """
    if not name.isupper():
        return name
    comma = name.find(",") if "," in name else len(name)

    def word(found: re.Match[str]) -> str:
        plain = found.group()
        if found.start() > comma:
            return _degree(plain, name[: found.start()], name[found.end() :])
        if found.start() and plain in NUMERALS:
            return plain
        if found.start() and plain.lower() in FATHERS:
            return plain.lower()
        return _capitalised(plain)

    return _WORD.sub(word, name)


def _is_acronym(word: str, rest: str) -> bool:
    """`rest` is what follows: "DR." is short for a word, not an acronym."""
    if word in ACRONYMS or any(letter.isdigit() for letter in word):
        return True
    return len(word) > 1 and not _VOWEL.search(word) and not rest.startswith(".")


def _degree(word: str, before: str, after: str) -> str:
    """ "KOM" of "S.KOM" is short for a word; "MH" by itself and "STP" of "S.STP" are letters."""
    stands_alone = not before.endswith(".") and not after.startswith(".")
    return word if word in DEGREES or (stands_alone and len(word) < 4) else _capitalised(word)


def _capitalised(word: str) -> str:
    """ "NUR'AINI" → "Nur'aini", but "D'CRUZ" → "D'Cruz"."""
    head, mark, tail = word[:1], word[1:2], word[2:]
    if mark in {"'", "’", "`"}:
        return f"{head}{mark}{tail.capitalize()}"
    return word.capitalize()
