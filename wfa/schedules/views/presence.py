"""Who is where today: for those who receive visitors, lead a unit or look after its people."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wfa.calendars.selectors import load
from wfa.people.authority import Role
from wfa.people.models import Employee, Unit
from wfa.people.permissions import Authority, under
from wfa.schedules.forms.presence import PastDayForm, PresenceForm
from wfa.schedules.rules.presence import LABELS, Group, Numbers, Whereabouts, group_of, sentence
from wfa.schedules.selectors import presence as selectors

RIGHT = "view_presence"
PER_PAGE = 50
LOOKS = {
    Group.HERE: ("building", "ok"),
    Group.ELSEWHERE: ("home", "info"),
    Group.OUT: ("out", "warn"),
}


@dataclass(frozen=True)
class Row:
    """One person of the list, as this visitor may see them."""

    person: Employee
    says: str
    icon: str
    tone: str
    basis: str
    url: str
    """The history of the day; "" for those who only receive visitors."""
    begins: Unit | None
    """The unit whose people begin with this row."""


@dataclass(frozen=True)
class _Asked:
    """What this visitor asked for, as far as it lies in their scope."""

    date: datetime.date
    text: str
    group: str
    unit: Unit | None
    paths: list[str]
    """Of the chosen unit, else of the whole scope."""
    is_wide: bool
    """More than one OPD and none chosen: units are shown instead of people."""


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Numbers by unit, and people by name, on today or on ?tanggal=."""
    held = _held(request)
    inside = under(held.paths(RIGHT), "path")
    units = list(Unit.objects.filter(inside, is_active=True).select_related("opd"))
    form = PresenceForm(request.GET, units=_to_choose(units, request.GET.get("unit", "")))
    asked = _asked(request, form, held, units)
    free = load(asked.date, asked.date).why_not(asked.date)
    total, tallies = (None, []) if free else _counted(asked, units)
    page = _page(request, asked, total)
    context = {
        "form": form,
        "asked": asked,
        "free": free,
        "total": total,
        "tallies": tallies,
        "any_judged": any(tally.verdict for tally in tallies),
        "unkept": _unkept(tallies),
        "views": _views(request, asked, total),
        "page": page,
        "rows": _rows(page, asked.date, held, free) if page is not None else [],
        "is_today": asked.date == timezone.localdate(),
    }
    return render(request, "schedules/presence.html", context)


@require_safe
def one_day(request: HttpRequest, pk: int) -> HttpResponse:
    """Where one person was on a date, and what was known of it when; not for the front office."""
    inside = under(_beyond_front_office(_held(request)).paths(RIGHT), "unit__path")
    person = get_object_or_404(Employee.objects.filter(inside).select_related("unit"), pk=pk)
    form = PastDayForm(request.GET if "tanggal" in request.GET else None)
    date = (form.date if form.is_bound else None) or timezone.localdate()
    past = selectors.past_day(person, date, at=form.moment if form.is_bound else None)
    context = {"person": person, "form": form, "past": past}
    return render(request, "schedules/presence_person.html", context)


# --- what was asked ----------------------------------------------------------------------------


def _held(request: HttpRequest) -> Authority:
    return cast(Authority, request.authority)  # type: ignore[attr-defined]


def _beyond_front_office(held: Authority) -> Authority:
    """The same without the duty that only receives visitors."""
    kept = tuple(c for c in held.capacities if c.role is not Role.FRONT_OFFICE)
    return Authority(kept, held.granted)


def _asked(
    request: HttpRequest, form: PresenceForm, held: Authority, units: Sequence[Unit]
) -> _Asked:
    form.is_valid()
    chosen = form.cleaned_data
    text, group = chosen.get("cari") or "", request.GET.get("keadaan", "")
    unit = _chosen(units, request.GET.get("unit", ""))
    opds = [each for each in units if each.kind == Unit.Kind.OPD]
    return _Asked(
        date=chosen.get("tanggal") or timezone.localdate(),
        text=text,
        group=group if group in set(Group) else "",
        unit=unit,
        paths=[unit.path or "-"] if unit else held.paths(RIGHT),
        is_wide=len(opds) > 1 and unit is None and not text,
    )


def _chosen(units: Sequence[Unit], key: str) -> Unit | None:
    """The unit of ?unit=; one outside the scope isn't there."""
    if not key:
        return None
    found = next((unit for unit in units if str(unit.pk) == key), None)
    if found is None:
        raise Http404
    return found


def _to_choose(units: Sequence[Unit], key: str) -> list[Unit]:
    """Of many OPDs only themselves, and the units of the chosen one: a list that can be read."""
    opds = [unit for unit in units if unit.kind == Unit.Kind.OPD]
    if len(opds) < 2:
        return list(units)
    chosen = next((unit for unit in units if str(unit.pk) == key), None)
    return [u for u in units if u in opds or (chosen and u.opd_id == chosen.opd_id)]


# --- what is shown -----------------------------------------------------------------------------


def _counted(asked: _Asked, units: Sequence[Unit]) -> tuple[Numbers | None, list[selectors.Tally]]:
    """The numbers, unless somebody is looked for by name: then only the people are shown."""
    if asked.text:
        return None, []
    if asked.is_wide:
        shown = [unit for unit in units if unit.kind == Unit.Kind.OPD]
    else:
        shown = [u for u in units if (u.path or "").startswith(tuple(asked.paths))]
    total, tallies = selectors.counted(asked.paths, shown, asked.date)
    return total, [tally for tally in tallies if tally.numbers.people]


def _unkept(tallies: Sequence[selectors.Tally]) -> str:
    """ "2 kantor tidak terjaga"; "" where all are kept."""
    found = sum(tally.verdict is not None and not tally.verdict.is_kept for tally in tallies)
    return f"{found} kantor tidak terjaga" if found else ""


def _page(request: HttpRequest, asked: _Asked, total: Numbers | None) -> Page[Employee] | None:
    if asked.is_wide:
        return None
    people = selectors.people_of(asked.paths, text=asked.text)
    pages = Paginator(selectors.in_group(people, asked.group, asked.date), PER_PAGE)
    if total is not None:
        # The number is known already: one question fewer.
        pages.__dict__["count"] = total.of(asked.group)
    return pages.get_page(request.GET.get("halaman"))


def _rows(page: Page[Employee], date: datetime.date, held: Authority, free: str) -> list[Row]:
    """`free`: why there is no work on the day; then nobody is in the office as usual."""
    where = selectors.where_they_are(page.object_list, date)
    full = tuple(_beyond_front_office(held).paths(RIGHT))
    rows: list[Row] = []
    last: Unit | None = None
    for person in page.object_list:
        begins = person.unit if person.unit != last else None
        last = person.unit
        row = _row(person, where.get(person.pk, ()), date, full, begins)
        off = bool(free) and person.pk not in where
        rows.append(replace(row, says="Libur", icon="calendar", tone="flat") if off else row)
    return rows


def _row(
    person: Employee,
    said: Sequence[Whereabouts],
    date: datetime.date,
    full: tuple[str, ...],
    begins: Unit | None,
) -> Row:
    """`full`: paths of the units of which one may see the kind of an absence and its paper."""
    sees = bool(full) and person.unit is not None and (person.unit.path or "").startswith(full)
    icon, tone = LOOKS[group_of(said)]
    basis = next((each.basis for each in said if each.basis), "") if sees else ""
    url = f"{reverse('siapa-di-mana-orang', args=[person.pk])}?tanggal={date}" if sees else ""
    return Row(person, sentence(said, sees_kind=sees), icon, tone, basis, url, begins)


def _views(request: HttpRequest, asked: _Asked, total: Numbers | None) -> list[dict[str, Any]]:
    """Where people are, as links with their numbers; the other filters are kept."""
    if asked.is_wide:
        return []
    return [
        {
            "label": label,
            "url": _with(request, group),
            "count": total.of(group) if total else None,
            "current": group == asked.group,
        }
        for group, label in [("", "Semua"), *((str(g), label) for g, label in LABELS.items())]
    ]


def _with(request: HttpRequest, group: str) -> str:
    query = request.GET.copy()
    query.pop("halaman", None)
    query["keadaan"] = group
    return f"?{query.urlencode()}"
