"""How large a picture says it is, read from its first bytes alone: nothing is decoded.

Enough to turn a bomb away before anything opens it, and cheap enough for a request.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from wfa.files.rules import JPEG, PNG, Kind

_PNG_START = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"
_BASELINE = (0xC0, 0xC1)
_NO_FRAME = (0xC4, 0xC8, 0xCC)
"""Markers between 0xC0 and 0xCF that begin no frame: tables and what is reserved."""
_ALONE = (0x01, *range(0xD0, 0xD8))
"""Markers without a length."""


@dataclass(frozen=True)
class Header:
    """Size in pixels; `is_whole`: the decoder needs all of it in memory, at its full size."""

    width: int
    height: int
    is_whole: bool = True

    @property
    def pixels(self) -> int:
        return self.width * self.height


def header_of(data: bytes, kind: Kind) -> Header | None:
    """What the picture says of itself; None where that can't be read."""
    if kind is JPEG:
        return _jpeg(data)
    size = _png(data) if kind is PNG else _webp(data)
    return Header(*size) if size else None


def _png(data: bytes) -> tuple[int, int] | None:
    if not data.startswith(_PNG_START) or len(data) < 24:
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _webp(data: bytes) -> tuple[int, int] | None:
    """From the first chunk, of all three kinds of WebP."""
    chunk, body = data[12:16], data[20:30]
    if len(body) < 10:
        return None
    if chunk == b"VP8X":
        wide, high = body[4:7] + b"\x00", body[7:10] + b"\x00"
        return struct.unpack("<I", wide)[0] + 1, struct.unpack("<I", high)[0] + 1
    if chunk == b"VP8L":
        bits = struct.unpack("<I", body[1:5])[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<HH", body[6:10])
    return width & 0x3FFF, height & 0x3FFF


def _jpeg(data: bytes) -> Header | None:
    """The one frame before the first scan. A JPEG in several scans is decoded as a whole."""
    position, frame = 2, b""
    while position + 4 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xFF or marker in _ALONE:
            position += 1 if marker == 0xFF else 2
            continue
        length = int.from_bytes(data[position + 2 : position + 4], "big")
        body = data[position + 4 : position + 2 + length]
        if marker == 0xDA:
            return _frame(frame, body)
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAME:
            if frame:
                return None  # two frames: one reader takes the first, another the last
            frame = bytes([marker]) + body
        position += 2 + length
    return None


def _frame(frame: bytes, scan: bytes) -> Header | None:
    if len(frame) < 7 or not scan:
        return None
    height, width, components = struct.unpack(">HHB", frame[2:7])
    return Header(width, height, frame[0] not in _BASELINE or scan[0] < components)
