"""The versions of one unit laid along time: which holds when, and what doesn't fit."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from wfa.calendars.wording import DAYS, join, short_day, span
from wfa.people.models import Unit
from wfa.policies import rota
from wfa.policies.models import Policy
from wfa.policies.rules import RuleSet
from wfa.policies.selectors.along import rules_along_ids
from wfa.policies.selectors.effective import in_force, rank, runs

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Phase:
    """A stretch of days on which one version holds; None = the unit has none of its own."""

    starts: datetime.date
    ends: datetime.date | None
    policy: Policy | None
    summary: str
    is_now: bool = False
    is_over: bool = False

    @property
    def name(self) -> str:
        """What people call it where it is a phase of a trial: "Fase I"."""
        return self.policy.phase_name if self.policy else ""

    @property
    def when(self) -> str:
        """ "Sekarang sampai 30 November 2026", "1–31 Desember 2026", "1 Januari 2027 dan seterusnya"

        A phase of a trial that runs is told with its own first day.
        """
        if self.is_now and not self.name:
            return f"Sekarang sampai {short_day(self.ends) if self.ends else 'diganti'}"
        if self.ends:
            return span(self.starts, self.ends)
        until = "sampai diganti" if self.is_now else "dan seterusnya"
        return f"{short_day(self.starts)} {until}"

    @property
    def says(self) -> tuple[str, str, str] | None:
        """(word, icon, tone) of what is over, and of a phase of a trial that runs."""
        if self.is_over:
            return ("Selesai", "check", "")
        return ("Berjalan", "clock", "info") if self.is_now and self.name else None


@dataclass(frozen=True)
class Timeline:
    unit: Unit
    phases: list[Phase]
    problems: list[str]
    """Gaps and overlaps, as sentences."""


def timeline(
    unit: Unit,
    today: datetime.date,
    *,
    versions: Sequence[Policy] | None = None,
    above: Sequence[Policy] | None = None,
) -> Timeline:
    """What holds for the unit from the day on; past versions that ended are left out.

    Of a trial that still runs, every phase is told from its first one: what is over belongs to it.
    `versions`: those of the unit that are in force, `above`: those of the units above it, where
    they are loaded already; at most 2 queries.
    """
    known = versions_of(unit) if versions is None else sorted(versions, key=rank)
    running = _until(known, today)
    since = _since(known, today)
    spans = _spans(_until(known, since), since)
    if above is None:
        above = [p for p in in_force([unit]) if p.unit_id != unit.pk]
    chain = unit.ancestor_ids() or [unit.pk]
    starts = [first for first, _, _ in spans]
    rules = rules_along_ids({unit.pk: chain}, starts, known=[*above, *known])
    without = _without(unit)
    phases = [
        Phase(
            first,
            last,
            policy,
            headline(rules[unit.pk, first]) if policy else without,
            is_now=first <= today and (last is None or last >= today),
            is_over=last is not None and last < today,
        )
        for first, last, policy in spans
    ]
    ahead = [phase for phase in phases if not phase.is_over]
    return Timeline(unit, phases, [*_gaps(ahead, without), *_overlaps(running)])


def versions_of(unit: Unit) -> list[Policy]:
    """The versions in force of one unit, whenever they start, by their start; 1 query."""
    found = Policy.objects.filter(unit=unit, state=Policy.State.IN_FORCE).select_related("unit")
    return sorted(found, key=rank)


def _until(versions: Sequence[Policy], day: datetime.date) -> list[Policy]:
    """Those that haven't ended before the day."""
    return [p for p in versions if not p.effective_until or p.effective_until >= day]


def _since(versions: Sequence[Policy], today: datetime.date) -> datetime.date:
    """The first day of the trial of which a phase holds today or later; else today.

    Phases belong together when one document sets them, or when one follows the other at once.
    """
    held = [p for _, _, p in _spans(_until(versions, today), today) if p and p.phase_name]
    documents = {policy.document_number for policy in held}
    first = min((p.effective_from for p in held if p.effective_from), default=today)
    over = [p for p in versions if p.phase_name and p.effective_until and p.effective_until < today]
    for phase in sorted(over, key=rank, reverse=True):
        follows = phase.effective_until and phase.effective_until + ONE_DAY >= first
        if held and phase.effective_from and (phase.document_number in documents or follows):
            first = min(first, phase.effective_from)
    return min(first, today)


def _spans(
    versions: Sequence[Policy], today: datetime.date
) -> list[tuple[datetime.date, datetime.date | None, Policy | None]]:
    """(first day, last day, version) without holes; a version that comes back is there twice."""
    edges = {today}
    for policy in versions:
        edges.add(max(policy.effective_from or today, today))
        if policy.effective_until:
            edges.add(policy.effective_until + ONE_DAY)
    found: list[tuple[datetime.date, datetime.date | None, Policy | None]] = []
    ordered = sorted(edges)
    for place, first in enumerate(ordered):
        last = ordered[place + 1] - ONE_DAY if place + 1 < len(ordered) else None
        holder = _holder(versions, first)
        if found and found[-1][2] == holder:
            found[-1] = (found[-1][0], last, holder)
        else:
            found.append((first, last, holder))
    return found


def _holder(versions: Sequence[Policy], day: datetime.date) -> Policy | None:
    running = [p for p in versions if runs(p, day)]
    return max(running, key=rank) if running else None


def _without(unit: Unit) -> str:
    """What holds where the unit has no version of its own."""
    return "Aturan unit di atasnya yang berlaku" if unit.parent_id else "Kerja fleksibel tertutup"


def headline(rules: RuleSet) -> str:
    """What matters most in the rules, on one line."""
    if not rules.open:
        return "Kerja fleksibel ditutup"
    if rules.excluded:
        return "Seluruh unit bekerja di kantor"
    if schedule := rota.phrase(rules):
        return f"{schedule}, paling banyak {rules.rota_days_per_week} hari seminggu"
    days = [DAYS[x] for x in sorted(rules.weekdays)]
    when = "Senin sampai Jumat" if len(days) == 5 else join(days)
    most = f"paling banyak {rules.max_days_per_week} hari seminggu"
    return f"{when}, {most}, kuota {rules.quota_percent}% sehari"


def _gaps(phases: Sequence[Phase], without: str) -> list[str]:
    """Days between two versions on which the unit has none of its own."""
    return [
        f"{span(each.starts, each.ends)}: tidak ada versi sendiri. {without}."
        for place, each in enumerate(phases)
        if each.policy is None and each.ends and any(p.policy for p in phases[:place])
    ]


def _overlaps(versions: Sequence[Policy]) -> list[str]:
    """Versions whose own dates both name the same days; one without an end just gives way."""
    found = []
    for place, one in enumerate(versions):
        for other in versions[place + 1 :]:
            starts, until = other.effective_from, one.effective_until
            if starts and until and starts <= until:
                ends = min(until, other.effective_until or until)
                found.append(
                    f"{span(starts, ends)}: versi {one.version} dan {other.version} bertumpuk. "
                    f"Versi {other.version} yang dipakai."
                )
    return found
