"""What holds where: the region in full, then the units with rules of their own, and each by itself."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wfa.calendars import wording
from wfa.people.models import Unit
from wfa.people.selectors import root_unit
from wfa.policies import selectors
from wfa.policies.models import Policy
from wfa.policies.views.versions import look, rights

PER_PAGE = 20
"""Units on one page; with more of them the list can be narrowed."""
_ENDED = ("Tidak berlaku lagi", "archive", "")


@dataclass(frozen=True)
class Line:
    """One unit in the list: what holds there now, and what else is set up or drafted."""

    unit: Unit
    policy: Policy | None
    summary: str
    tags: list[tuple[str, str, str]]
    count: int
    begins: str = ""
    """The OPD whose offices begin with this line."""


@dataclass(frozen=True)
class Asked:
    """What the address narrows the list to."""

    text: str
    opd: int | None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.text or self.opd)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    today, root, asked = timezone.localdate(), root_unit(), _asked(request.GET)
    found = selectors.units_with_versions(text=asked.text, opd=asked.opd)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("halaman"))
    units = list(page.object_list)
    known = selectors.versions_along([*([root] if root else []), *units])
    context = {
        "whole": _group(root, known, today) if root else None,
        "lines": _lines(units, known, today),
        "page": page,
        "asked": asked,
        "opds": _opds(page.paginator.count, asked),
        "rules": selectors.rules_for(root, today) if root else None,
        "today": today,
        **rights(request),
    }
    return render(request, "policies/list.html", context)


@require_safe
def of_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """All versions of one unit along time."""
    unit = get_object_or_404(Unit, pk=pk)
    known = selectors.versions_along([unit])
    group = _group(unit, known, timezone.localdate())
    return render(request, "policies/unit.html", {"unit": unit, "group": group, **rights(request)})


def _asked(sent: QueryDict) -> Asked:
    opd = sent.get("opd", "")
    known = opd.isascii() and opd.isdigit() and len(opd) < 10
    text = sent.get("cari", "").replace("\0", "").strip()[:100]
    return Asked(text, int(opd) if known else None)


def _opds(count: int, asked: Asked) -> list[Unit]:
    """The OPD to narrow the list to; none where all stands on one page."""
    long = count > PER_PAGE or asked.is_narrowed
    return list(selectors.opds_with_versions()) if long else []


def _group(unit: Unit, known: Sequence[Policy], today: datetime.date) -> dict[str, Any]:
    """Lines of policies/versions.html: the unit's versions with their looks, and its timeline."""
    own = [policy for policy in known if policy.unit_id == unit.pk]
    timeline = _timeline(unit, known, today)
    current = {phase.policy.pk for phase in timeline.phases if phase.is_now and phase.policy}
    rows = [{"policy": policy, "look": look(policy, today, current)} for policy in own]
    return {"unit": unit, "rows": rows, "timeline": timeline}


def _timeline(unit: Unit, known: Iterable[Policy], today: datetime.date) -> selectors.Timeline:
    """`known`: every version of the unit and of those above it; no query."""
    above = set(unit.ancestor_ids()) - {unit.pk}
    held = [policy for policy in known if policy.state == Policy.State.IN_FORCE]
    return selectors.timeline(
        unit,
        today,
        versions=[policy for policy in held if policy.unit_id == unit.pk],
        above=[policy for policy in held if policy.unit_id in above],
    )


def _lines(units: Sequence[Unit], known: Sequence[Policy], today: datetime.date) -> list[Line]:
    found: list[Line] = []
    headed: int | None = None
    for unit in units:
        begins = ""
        if unit.opd and unit.opd_id not in {unit.pk, headed}:
            headed, begins = unit.opd_id, unit.opd.title_name
        found.append(_line(unit, known, today, begins))
    return found


def _line(unit: Unit, known: Sequence[Policy], today: datetime.date, begins: str) -> Line:
    own = [policy for policy in known if policy.unit_id == unit.pk]
    phases = _timeline(unit, known, today).phases
    now = next(phase for phase in phases if phase.is_now)
    tags = [*_running(now), *_ahead(phases), *_drafts(own)] or [_ENDED]
    return Line(unit, now.policy, now.summary, tags, len(own), begins)


def _running(now: selectors.Phase) -> list[tuple[str, str, str]]:
    if now.policy is None:
        return []
    until = f" sampai {wording.short_day(now.ends)}" if now.ends else ""
    return [(f"{now.name or 'Berlaku'}{until}", "check", "ok")]


def _ahead(phases: Iterable[selectors.Phase]) -> list[tuple[str, str, str]]:
    """The next version that is set up for a later day."""
    ahead = (phase for phase in phases if phase.policy and not (phase.is_now or phase.is_over))
    nearest = next(ahead, None)
    if nearest is None:
        return []
    what = nearest.name or "Versi baru"
    return [(f"{what} mulai {wording.short_day(nearest.starts)}", "clock", "info")]


def _drafts(own: Iterable[Policy]) -> list[tuple[str, str, str]]:
    drafted = any(policy.state == Policy.State.DRAFT for policy in own)
    return [("Ada rancangan", "pen", "warn")] if drafted else []
