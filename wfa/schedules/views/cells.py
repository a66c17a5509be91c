"""The cells of the month as HTML: 6,000 of them, so they are joined here and not in a template.

Everything that comes from people is escaped; the rest is fixed text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from wfa.schedules.letters import LETTERS, NOTHING

OFFICE = "·"
"""How a day in the office is drawn: quiet, so that the others stand out."""
HOLIDAY = "L"


def day(
    letter: str,
    *,
    locked: bool = False,
    title: str = "",
    clash: str = "",
    is_twice: bool = False,
    was: str = "",
    anchor: str = "",
) -> str:
    """One working day: its letter, why it can't be changed, what is wrong, what it was before.

    A day in the office has no class: there are thousands of them on one page. `is_twice`: the
    person is away or off by something else, so the totals don't count this letter.
    """
    meaning = LETTERS.get(letter)
    css = [meaning.css] if meaning and letter != "K" else []
    if letter in "PS":
        css.append("half")
    css += ["clash"] * bool(clash) + ["twice"] * is_twice + ["lock"] * locked
    shown = "" if letter == NOTHING else OFFICE if letter == "K" else letter
    return (
        f"<td{_attribute('id', anchor)}{_attribute('class', ' '.join(css))}"
        f"{_attribute('title', clash or title)}>{shown}{_hidden(clash)}{_was(was)}</td>"
    )


def closed(name: str, *, weekend: bool) -> str:
    """A day without work: a weekend, or a holiday with its letter."""
    return '<td class="we"></td>' if weekend else f'<td class="off">{HOLIDAY if name else ""}</td>'


def _attribute(name: str, value: str) -> str:
    return f' {name}="{escape(value)}"' if value else ""


def _hidden(text: str) -> str:
    return f'<span class="visually-hidden"> {escape(text)}</span>' if text else ""


def _was(letter: str) -> str:
    if not letter:
        return ""
    shown = OFFICE if letter == "K" else letter
    return f'<span class="was"><span class="visually-hidden">semula </span>{shown}</span>'


def fairness(days: int, fridays: int, most: int) -> str:
    """Days away and Fridays of one person, as two bars (of `most`) and two numbers."""
    return (
        f'<td class="fair"><svg viewBox="0 0 {most} 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<path d="M0 2h{days}"/><path d="M0 6h{fridays}"/></svg>{days}</td>'
        f'<td class="fair">{fridays}</td>'
    )


def total(value: int, wrong: str = "") -> str:
    if wrong:
        return f'<td class="over">{value}{_hidden(wrong)}</td>'
    return f"<td>{value}</td>"


def joined(parts: Iterable[str]) -> SafeString:
    """Ready for the page; every part is one of the functions above."""
    return mark_safe("".join(parts))


def attribute_list(values: Sequence[int | None]) -> str:
    """ "10,,10": a number for each day, nothing where there is none."""
    return ",".join("" if value is None else str(value) for value in values)
