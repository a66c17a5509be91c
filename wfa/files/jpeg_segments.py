"""JPEG as a row of segments, for photographs that must not be decoded (those inside a PDF)."""

_START = b"\xff\xd8"
_START_OF_SCAN = 0xDA
_COMMENT = 0xFE
_ADOBE = 0xEE
"""Tells how the colours are stored: the one application segment that a reader needs."""


def without_metadata(jpeg: bytes) -> bytes:
    """The same picture without EXIF, XMP, profiles and comments; what follows its end is lost."""
    if not jpeg.startswith(_START):
        return jpeg
    kept, position = [_START], 2
    while position + 4 <= len(jpeg) and jpeg[position] == 0xFF:
        marker = jpeg[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        if marker == _START_OF_SCAN:
            break
        end = position + 2 + int.from_bytes(jpeg[position + 2 : position + 4], "big")
        if not _is_metadata(marker):
            kept.append(jpeg[position:end])
        position = end
    kept.append(_scans(jpeg[position:]))
    return b"".join(kept)


def _is_metadata(marker: int) -> bool:
    return marker == _COMMENT or (0xE0 <= marker <= 0xEF and marker != _ADOBE)


def _scans(rest: bytes) -> bytes:
    """Up to the end mark: inside the scans it can't occur, a photo behind it (MPO) could."""
    end = rest.find(b"\xff\xd9")
    return rest if end < 0 else rest[: end + 2]
