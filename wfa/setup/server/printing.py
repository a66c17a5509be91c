"""Whether papers can be printed here: our fonts, and the libraries that set them."""

from __future__ import annotations

from collections.abc import Iterator

from documents import rendering
from wfa.calendars import wording
from wfa.setup.rules import Finding, Level
from wfa.setup.server.configuration import found


def findings() -> Iterator[Finding]:
    missing = [n for n in rendering.FONT_FILES.values() if not (rendering.FONTS / n).exists()]
    if missing:
        yield found(
            "fonts",
            Level.WRONG,
            f"Huruf cetak hilang: {wording.join(missing)}.",
            "Kembalikan folder static/fonts dari kode sumber.",
        )
        return
    yield found("fonts", Level.OK, "Huruf cetak lengkap.")
    yield _printed()


def _printed() -> Finding:
    try:
        probe = rendering.probe()
    except Exception as error:  # whatever a library of the system throws
        return found(
            "pdf",
            Level.WRONG,
            f"PDF tidak dapat dibuat ({type(error).__name__}).",
            "Pasang libpango-1.0-0, libpangoft2-1.0-0, dan libharfbuzz-subset0.",
        )
    if probe.pages != 1 or not probe.content.startswith(b"%PDF"):
        return found(
            "pdf",
            Level.WRONG,
            "PDF percobaan tidak satu halaman.",
            "Pasang paket Python menurut requirements.txt, tanpa versi lain.",
        )
    return found("pdf", Level.OK, "PDF percobaan satu halaman terbentuk.")
