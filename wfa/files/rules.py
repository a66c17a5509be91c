"""What the gate lets through: kinds of files, and the limits of each purpose.

Sizes are bytes; "MB" is 1024 × 1024 bytes, as file managers show it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from wfa.files.models import StoredFile

MB = 1024 * 1024


@dataclass(frozen=True)
class Kind:
    """A kind of file as its content shows it; we name and serve it by our own words only."""

    label: str
    extension: str
    content_type: str
    accepted_suffixes: frozenset[str]
    shown_inline: bool = False


# Phones and messengers swap the endings of pictures, so any picture ending fits any picture.
_PICTURE = frozenset({".jpg", ".jpeg", ".jfif", ".png", ".webp"})
PDF = Kind("PDF", ".pdf", "application/pdf", frozenset({".pdf"}))
JPEG = Kind("JPEG", ".jpg", "image/jpeg", _PICTURE, shown_inline=True)
PNG = Kind("PNG", ".png", "image/png", _PICTURE, shown_inline=True)
WEBP = Kind("WebP", ".webp", "image/webp", _PICTURE, shown_inline=True)
XLSX = Kind(
    "XLSX",
    ".xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    frozenset({".xlsx"}),
)
CSV = Kind("CSV", ".csv", "text/csv; charset=utf-8", frozenset({".csv", ".txt"}))

KINDS = (PDF, JPEG, PNG, WEBP, XLSX, CSV)
PICTURES = frozenset({JPEG, PNG, WEBP})


@dataclass(frozen=True)
class Rule:
    """Limits of one purpose. `max_bytes` names the kinds that may come in, with their size."""

    max_bytes: Mapping[Kind, int]
    max_pages: int = 0
    max_pixels: int = 24_000_000
    max_whole: int = 24_000_000
    """Pixels of a picture that can only be decoded whole: PNG, WebP, JPEG in several scans."""
    max_scans: int = 100
    """A progressive JPEG with thousands of scans is small and takes minutes to decode."""
    longest_side: int = 0
    always_png: bool = False
    always_jpeg: bool = False
    labels: str = ""

    @property
    def ceiling(self) -> int:
        """No kind of this purpose may be larger than this."""
        return max(self.max_bytes.values())


RULES: Mapping[str, Rule] = {
    StoredFile.Purpose.EVIDENCE: Rule(
        max_bytes={PDF: 5 * MB, JPEG: 5 * MB, PNG: 5 * MB, WEBP: 5 * MB},
        max_pages=50,
        longest_side=2400,
        labels="PDF, JPEG, PNG, atau WebP",
    ),
    StoredFile.Purpose.REPORT: Rule(
        max_bytes={PDF: 5 * MB, JPEG: 5 * MB, PNG: 5 * MB, WEBP: 5 * MB},
        max_pages=50,
        longest_side=2400,
        labels="PDF, JPEG, PNG, atau WebP",
    ),
    StoredFile.Purpose.EMBLEM: Rule(
        max_bytes={PNG: MB, JPEG: MB, WEBP: MB},
        longest_side=600,
        always_png=True,
        labels="PNG, JPEG, atau WebP",
    ),
    StoredFile.Purpose.IMPORT: Rule(
        max_bytes={XLSX: 20 * MB, CSV: 10 * MB},
        labels="XLSX atau CSV",
    ),
    # Phones send at most 100 KB. Without a script the camera's own file comes, 3 to 8 MB; a JPEG
    # is decoded at the size that is kept, so that one picture never takes 50 MB of memory.
    StoredFile.Purpose.CHECK_IN: Rule(
        max_bytes={JPEG: 8 * MB, PNG: 4 * MB, WEBP: 4 * MB},
        max_pixels=50_000_000,
        max_whole=2_400_000,
        max_scans=20,
        longest_side=960,
        always_jpeg=True,
        labels="foto JPEG, PNG, atau WebP",
    ),
}


def megabytes(size: int) -> str:
    """Size for people, rounded up so that a file just over a limit never shows the limit.

    12,4 MB, 5 MB.
    """
    tenths = math.ceil(size * 10 / MB)
    whole, rest = divmod(tenths, 10)
    return f"{whole},{rest} MB" if rest else f"{whole} MB"
