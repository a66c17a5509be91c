"""Whether two pictures are the same one, perhaps scaled or written anew. Pure.

A difference hash: of a picture drawn as nine by eight grey dots it tells, dot by dot, which of
two neighbours is brighter. No face is looked for and none is measured (UU 27/2022 Ps 4(2)b).
"""

from __future__ import annotations

from itertools import pairwise

WIDE, HIGH = 9, 8
"""Size of the grey picture that `mark_of` reads."""
NEAR = 3
"""Bits in which the same picture may differ once it was scaled or written anew. With four bands
of 16 bits any two marks this near share one band whole, so a look-up by bands misses none."""
_SIGN = 2**63


def mark_of(grey: bytes) -> int:
    """64 bits as a signed number (what a bigint holds), of `WIDE` × `HIGH` bytes, row by row."""
    if len(grey) != WIDE * HIGH:
        raise ValueError("not a picture of nine by eight dots")
    bits = 0
    for row in range(HIGH):
        line = grey[row * WIDE : (row + 1) * WIDE]
        for left, right in pairwise(line):
            bits = bits << 1 | (left > right)
    return bits - 2 * _SIGN if bits >= _SIGN else bits


def is_plain(mark: int) -> bool:
    """A mark that says nothing: a dark or even picture looks like every other one."""
    bright = (mark & (2 * _SIGN - 1)).bit_count()
    return min(bright, 64 - bright) < 6


def bands_of(mark: int) -> tuple[int, int, int, int]:
    """The four quarters, the lowest first, as the database keeps them."""
    one, two, three, four = (mark >> 16 * number & 0xFFFF for number in range(4))
    return one, two, three, four


def distance(one: int, other: int) -> int:
    """In how many of 64 bits two marks differ."""
    return ((one ^ other) & (2 * _SIGN - 1)).bit_count()
