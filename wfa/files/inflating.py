"""Unpacking of strangers' data in small steps, so that the reader can stop at any of them."""

import zlib
from collections.abc import Iterator

STEP = 256 * 1024


def inflate(packed: bytes, *, wbits: int = zlib.MAX_WBITS) -> Iterator[bytes]:
    """Parts of at most `STEP` bytes; never more than two of them exist at a time."""
    inflater = zlib.decompressobj(wbits)
    for start in range(0, len(packed), STEP):
        piece = packed[start : start + STEP]
        while not inflater.eof:
            part = inflater.decompress(piece, STEP)
            yield part
            piece = inflater.unconsumed_tail
            if not piece and len(part) < STEP:
                break
