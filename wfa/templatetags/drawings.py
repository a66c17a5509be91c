"""Small drawings from attributes and classes only: the quota's bar, the stops of a way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

BAR_WIDTH = 63


def quota(used: int, limit: int, label: str = "") -> SafeString:
    """How much of a quota is taken: a bar and "9/10", with a word when it is full or exceeded.

    A full quota is lawful, and what many patterns aim at: only more than that is drawn as wrong.
    """
    share = min(used / limit, 1) if limit else 1
    says = " melebihi kuota" if used > limit else " penuh" if used == limit else ""
    words = f"{label} {used}/{limit}{says}".strip()
    return format_html(
        '<span class="{}"><svg viewBox="0 0 64 8" aria-hidden="true" focusable="false">'
        '<rect class="bed" x=".5" y=".5" width="63" height="7"/>'
        '<rect class="fill" x=".5" y=".5" width="{}" height="7"/></svg>{}</span>',
        "quota is-over" if used > limit else "quota",
        f"{share * BAR_WIDTH:.1f}",
        words,
    )


STOPS = {
    "done": "selesai",
    "now": "sekarang",
    "later": "belum",
    "stop": "berhenti di sini",
    "back": "dikembalikan",
    "hold": "ditahan",
}
"""{state of a stop: what a screen reader says of it}"""


def stops(steps: Sequence[Mapping[str, str]]) -> list[dict[str, object]]:
    """Steps {label, who, when, note, state} with the word for their state."""
    return [
        {**step, "word": STOPS[step["state"]], "is_here": step["state"] in {"now", "hold"}}
        for step in steps
    ]
