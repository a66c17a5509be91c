"""Dates, times and numbers as people in Indonesia write them. Pure functions."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.utils import timezone

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
LISTED_DAYS = 8
"""More dates than this are summed up as a count and a span."""


def day(date: datetime.date) -> str:
    """ "Jumat, 5 Juni 2026" """
    return f"{DAYS[date.weekday()]}, {short_day(date)}"


def short_day(date: datetime.date) -> str:
    """ "5 Juni 2026" """
    return f"{date.day} {month(date)}"


def month(date: datetime.date) -> str:
    """ "Juni 2026" """
    return f"{MONTHS[date.month - 1]} {date.year}"


def moment(at: datetime.datetime) -> str:
    """ "Senin, 3 Agustus 2026, 08.15 WIB" in the region's zone; `at` must be aware."""
    return f"{day(timezone.localtime(at).date())}, {clock(at)}"


def clock(at: datetime.datetime) -> str:
    """ "08.15 WIB" in the region's zone; `at` must be aware."""
    return f"{timezone.localtime(at):%H.%M} {zone()}"


def zone() -> str:
    """The region's zone as people write it: "WIB", "WITA" or "WIT"."""
    return str(settings.ZONE_NAMES[settings.TIME_ZONE])


def number(value: float | Decimal, decimals: int | None = None) -> str:
    """ "1.234,56"; without `decimals` as many as the value has."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    elif isinstance(value, float) and exact == exact.to_integral_value():
        exact = exact.to_integral_value()
    return f"{exact:,f}".translate(str.maketrans(",.", ".,"))


def nip(text: str) -> str:
    """ "19680411 199303 1 009"; any other text comes back unchanged."""
    if len(text) != 18 or not (text.isascii() and text.isdigit()):
        return text
    return f"{text[:8]} {text[8:14]} {text[14]} {text[15:]}"


def join(parts: Sequence[str]) -> str:
    """ "a", "a dan b", "a, b, dan c" """
    if len(parts) < 3:
        return " dan ".join(parts)
    return f"{', '.join(parts[:-1])}, dan {parts[-1]}"


def day_list(dates: Iterable[datetime.date]) -> str:
    """Several days in one phrase, in order and each once.

    One weekday: "Jumat, 21 dan 28 Agustus 2026"; several: "Kamis 20, Jumat 21 dan Senin 24
    Agustus 2026". Month and year stand after the last day they hold for. Above `LISTED_DAYS`
    days: "24 hari, 3 Agustus–30 Oktober 2026".
    """
    days = sorted(set(dates))
    if len(days) > LISTED_DAYS:
        return f"{len(days)} hari, {span(days[0], days[-1])}"
    same = len({each.weekday() for each in days}) == 1
    words = [
        ("" if same else f"{DAYS[each.weekday()]} ") + _until(each, after)
        for each, after in zip(days, [*days[1:], None], strict=False)
    ]
    phrase = ", ".join(words[:-1]) + (" dan " if len(words) > 1 else "") + "".join(words[-1:])
    return f"{DAYS[days[0].weekday()]}, {phrase}" if same else phrase


def span(first: datetime.date, last: datetime.date) -> str:
    """ "3–28 Agustus 2026", "3 Agustus–30 Oktober 2026", one day as itself."""
    if first == last:
        return short_day(first)
    return f"{_until(first, last)}–{short_day(last)}"


def _until(date: datetime.date, after: datetime.date | None) -> str:
    """The date without the month or year that the date `after` it says anyway."""
    if after is None or date.year != after.year:
        return short_day(date)
    if date.month != after.month:
        return f"{date.day} {MONTHS[date.month - 1]}"
    return str(date.day)


def within(label: str) -> str:
    """A label inside a sentence: "dilaporkan ke BKD"; one that begins with an acronym stays."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def size(count: int) -> str:
    """ "212 KB", "1,4 MB"; a file's size in bytes."""
    if count < 1024:
        return f"{number(count)} B"
    kilobytes = round(count / 1024)
    if kilobytes < 1024:
        return f"{kilobytes} KB"
    megabytes = count / 1024**2
    if round(megabytes, 1) < 1024:
        return f"{number(megabytes, 1)} MB"
    return f"{number(megabytes / 1024, 1)} GB"


def roman(month_number: int) -> str:
    """ "VIII" for 8: the month in a letter's number."""
    if not 1 <= month_number <= 12:
        raise ValueError(f"no month {month_number}")
    return ROMAN[month_number - 1]
