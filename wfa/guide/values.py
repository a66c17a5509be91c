"""What the help page is made of: sections for roles, with short tasks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wfa.places import Visitor

Who = Callable[[Visitor], bool]


@dataclass(frozen=True)
class Task:
    """What one wants to do, how, and the URL name of the page ("" = said in the text)."""

    title: str
    text: str
    page: str = ""


@dataclass(frozen=True)
class Section:
    key: str
    label: str
    is_for: Who
    tasks: tuple[Task, ...]
    remark: str = ""


@dataclass(frozen=True)
class Shown:
    """A section as this visitor gets it; links only to what is there for them."""

    section: Section
    is_mine: bool
    tasks: list[tuple[Task, str]]


def may(*actions: str) -> Who:
    return lambda visitor: visitor.may(*actions)
