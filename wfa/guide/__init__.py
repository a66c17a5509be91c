"""The help page: for each role its short tasks, each with the page where it is done."""

from __future__ import annotations

from django.urls import reverse

from wfa.access import PUBLIC, SIGNED_IN, rule_for
from wfa.guide.agencies import AGENCIES
from wfa.guide.employees import EMPLOYEES
from wfa.guide.offices import OFFICES
from wfa.guide.values import Section, Shown, Task
from wfa.places import Visitor

__all__ = ["SECTIONS", "Section", "Shown", "Task", "sections"]

SECTIONS = (*EMPLOYEES, *OFFICES, *AGENCIES)
"""In the order of the page."""


def sections(visitor: Visitor | None) -> list[Shown]:
    """All sections, those of this visitor first; a stranger gets them in their order."""
    found = [_shown(section, visitor) for section in SECTIONS]
    return sorted(found, key=lambda shown: not shown.is_mine)


def _shown(section: Section, visitor: Visitor | None) -> Shown:
    mine = visitor is not None and section.is_for(visitor)
    tasks = [(task, _url(task.page, visitor) if mine and visitor else "") for task in section.tasks]
    return Shown(section, mine, tasks)


def _url(name: str, visitor: Visitor) -> str:
    """The address of a page that this visitor may open; "" of any other."""
    rule = rule_for(name)
    opens = rule in (PUBLIC, SIGNED_IN) or (isinstance(rule, tuple) and visitor.may(*rule))
    return reverse(name) if opens else ""
