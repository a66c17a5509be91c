"""Which people of a roster are in view: all of a small OPD, one unit of a large one, or a few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.paginator import Page as Pages
from django.core.paginator import Paginator
from django.http import QueryDict

from wfa.people.models import Unit
from wfa.schedules.selectors import Composition
from wfa.schedules.selectors.planning import unit_now
from wfa.schedules.views.grid import Month, Seated

MAX_ROWS = 300
"""More people than this are shown unit by unit."""
PER_PAGE = 200


@dataclass(frozen=True)
class View:
    """What the address asks for, and who is in view."""

    people: Sequence[Seated] = ()
    name: str = ""
    part: int | None = None
    """Unit of the filter; the rows of others are hidden."""
    only_trouble: bool = False
    is_ticking: bool = False
    """Boxes before the names, for the pattern form without a script."""
    unit: Unit | None = None
    """Unit of a large OPD that was chosen to be loaded."""
    parts: Sequence[Unit] = ()
    units_first: Sequence[tuple[Unit, int]] = ()
    """(unit, people) to choose from, where the OPD is too large for one page."""
    pages: Pages[Seated] | None = None
    places: Mapping[int, str] = field(default_factory=dict)
    """{employee: address of the page that shows them}, where this one doesn't."""

    @property
    def kept(self) -> dict[str, str]:
        """What else of the address the filter must send along."""
        found = {"unit": str(self.unit.pk)} if self.unit else {}
        return found | ({"centang": "1"} if self.is_ticking else {})

    @property
    def is_narrowed(self) -> bool:
        return bool(self.name or self.part or self.only_trouble)

    def way_to(self, employee: int) -> str:
        """ "" on this page; else the address of the page with the row of this person."""
        return self.places.get(employee, "")


def view_of(asked: QueryDict, month: Month, known: Composition) -> View:
    """What is in view; the totals below always count everybody."""
    units = _units(known)
    unit = units.get(_number(asked.get("unit")) or 0)
    if unit is None and len(month.people) > MAX_ROWS:
        ways = {p.employee_id: f"?unit={p.unit_id}" for p in month.people}
        return View(units_first=_counted(units, month), places=ways)
    inside = [p for p in month.people if unit is None or _lies_in(p, unit.pk)]
    name, part = asked.get("nama", "").strip()[:100], _number(asked.get("bagian"))
    only = asked.get("masalah") == "1"
    shown = [p for p in inside if _fits(p, name, part, month.troubled if only else None)]
    pages = Paginator(shown, PER_PAGE if len(shown) > MAX_ROWS else MAX_ROWS).get_page(
        asked.get("halaman")
    )
    return View(
        people=list(pages.object_list),
        name=name,
        part=part,
        only_trouble=only,
        is_ticking=asked.get("centang") == "1",
        unit=unit,
        parts=_parts(units, inside),
        pages=pages,
        places=_elsewhere(month, pages.object_list),
    )


def _units(known: Composition) -> dict[int, Unit]:
    """The units in which people of the roster work, in the order of the tree."""
    found = {}
    for line in known.lines:
        unit = unit_now(line, known.roster)
        found[unit.pk] = unit
    return dict(sorted(found.items(), key=lambda pair: pair[1].path or ""))


def _counted(units: Mapping[int, Unit], month: Month) -> list[tuple[Unit, int]]:
    count = Counter(person.unit_id for person in month.people)
    return [(unit, count[pk]) for pk, unit in units.items()]


def _parts(units: Mapping[int, Unit], people: Sequence[Seated]) -> list[Unit]:
    """Units to narrow to, if there is a choice."""
    there = {person.unit_id for person in people}
    found = [unit for pk, unit in units.items() if pk in there]
    return found if len(found) > 1 else []


def _elsewhere(month: Month, people: Iterable[Seated]) -> dict[int, str]:
    shown = {person.employee_id for person in people}
    return {
        p.employee_id: f"?unit={p.unit_id}" if len(month.people) > MAX_ROWS else "?"
        for p in month.people
        if p.employee_id not in shown
    }


def _lies_in(person: Seated, unit_id: int) -> bool:
    return str(unit_id) in person.unit_path.split("/")


def _fits(person: Seated, name: str, part: int | None, only: frozenset[int] | None) -> bool:
    words = name.casefold().split()
    said = person.name.casefold()
    if not all(word in said for word in words):
        return False
    if part is not None and not _lies_in(person, part):
        return False
    return only is None or person.employee_id in only


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
