"""Times of the day as a policy writes them: "08.30", and spans "07.15–07.45". Pure."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterable, Sequence

MOST = 6
"""Spans in one day (R19: local rules ask for two to four check-ins)."""
SHORTEST = 5
"""Minutes in one span: less than that can't be kept on a weak network."""
_TIME = re.compile(r"^([01]?\d|2[0-3])[.:]([0-5]\d)$")
_DASH = re.compile(r"\s*(?:–|—|-|s\.d\.|sampai)\s*")

Span = tuple[datetime.time, datetime.time]


def time_of(text: str) -> datetime.time | None:
    """ "07.30" or "7:30" as a time; None where it is none."""
    found = _TIME.match(text.strip())
    return datetime.time(int(found[1]), int(found[2])) if found else None


def written(time: datetime.time) -> str:
    """As people read it: "07.30"."""
    return f"{time:%H.%M}"


def span_of(text: str) -> Span | None:
    """ "07.15–07.45" as two times; None where it is none."""
    parts = _DASH.split(text.strip())
    if len(parts) != 2:
        return None
    first, last = map(time_of, parts)
    return (first, last) if first and last else None


def spans_of(lines: Iterable[str]) -> list[Span]:
    """The readable ones among the lines, in their order."""
    return [span for line in lines if (span := span_of(line))]


def canonical(lines: Iterable[str]) -> list[str]:
    """Readable lines in the one form that is kept; the others as they were typed."""
    return [
        f"{written(span[0])}–{written(span[1])}" if (span := span_of(line)) else line
        for line in lines
    ]


def problem_of(lines: Sequence[str]) -> str:
    """Why these lines can't be the windows of a day; "" = they can."""
    if not 1 <= len(lines) <= MOST:
        return f"Tulis 1 sampai {MOST} jendela, satu per baris."
    spans = [span_of(line) for line in lines]
    for line, span in zip(lines, spans, strict=True):
        if span is None:
            return f"“{line[:40]}” tidak terbaca. Tulis seperti 07.15–07.45."
        if _minutes(span[1]) - _minutes(span[0]) < SHORTEST:
            return f"“{line[:40]}” terlalu singkat. Beri sedikitnya {SHORTEST} menit."
    known = [span for span in spans if span]
    for earlier, later in itertools.pairwise(known):
        if later[0] < earlier[1]:
            return "Jendela harus berurutan dan tidak bertindihan. Perbaiki jamnya."
    return ""


def _minutes(time: datetime.time) -> int:
    return time.hour * 60 + time.minute
