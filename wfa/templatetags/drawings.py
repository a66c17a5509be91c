"""Small drawings from attributes and classes only: the quota's bar, the way of a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

BAR_WIDTH = 63
WIDE, WIDE_STEP = 960, 160
TALL_STEP = 76
TALL_LINE = 42
"""Letters of a name that fit beside the line of the tall drawing."""


def quota(used: int, limit: int, label: str = "") -> SafeString:
    """How much of a quota is taken: a bar and "9/10", with the word "penuh" when it is."""
    share = min(used / limit, 1) if limit else 1
    mood = "is-full" if used >= limit else "is-near" if share >= 0.8 else ""
    words = f"{label} {used}/{limit}{' penuh' if used >= limit else ''}".strip()
    return format_html(
        '<span class="{}"><svg viewBox="0 0 64 8" aria-hidden="true" focusable="false">'
        '<rect class="bed" x=".5" y=".5" width="63" height="7"/>'
        '<rect class="fill" x=".5" y=".5" width="{}" height="7"/></svg>{}</span>',
        f"quota {mood}".strip(),
        f"{share * BAR_WIDTH:.1f}",
        words,
    )


@dataclass(frozen=True)
class Stop:
    """One stop of the way with the places of its parts, for the template."""

    label: str
    who: str
    when: str
    state: str
    x: int
    y: int
    passed: bool
    """Whether the line to the next stop is already behind us."""
    last: bool
    next_x: int

    @property
    def lines(self) -> list[tuple[str, int]]:
        """Who and when below the label of the tall drawing, each with its place."""
        told = [text for text in (self.who, self.when) if text]
        return [(text, self.y + 19 + 17 * index) for index, text in enumerate(told)]


def stops(steps: Sequence[Mapping[str, str]], *, tall: bool) -> list[Stop]:
    """Steps {label, who, when, state} laid out in a row, or one below the other."""
    gap = WIDE // len(steps) if steps else WIDE_STEP
    return [
        Stop(
            label=_fit(str(step["label"]), 40 if tall else gap // 8),
            who=_fit(str(step.get("who") or ""), TALL_LINE if tall else gap // 7),
            when=_fit(str(step.get("when") or ""), 26 if tall else gap // 7),
            state=step["state"],
            x=16 if tall else gap * index + gap // 2,
            y=20 + TALL_STEP * index if tall else 28,
            passed=step["state"] == "done",
            last=index == len(steps) - 1,
            next_x=gap * (index + 1) + gap // 2 - 14,
        )
        for index, step in enumerate(steps)
    ]


def spoken(steps: Sequence[Mapping[str, str]]) -> str:
    """The drawing in words: "Selesai: diajukan. Sekarang: penilaian OPD. Berikutnya: …"."""
    heads = {"done": "Selesai", "stop": "Berhenti", "now": "Sekarang", "later": "Berikutnya"}
    said = []
    for state, head in heads.items():
        labels = [str(step["label"]) for step in steps if step["state"] == state]
        if labels:
            said.append(f"{head}: {', '.join(labels)}.")
    return " ".join(said)


def _fit(text: str, length: int) -> str:
    """SVG text doesn't wrap: what is longer than its place ends in "…" (the history says all)."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
