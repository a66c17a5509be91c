"""What stands in the tables of this installation, read in as many queries however large it is."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Count, F, Q
from django.utils import timezone

from documents import selectors as papers
from wfa.calendars import selectors as calendars
from wfa.notifications import selectors as notifications
from wfa.people import selectors as people
from wfa.people.models import Duty, Employee, ImportRun, Unit
from wfa.people.permissions import reach
from wfa.policies import selectors as policies
from wfa.policies.models import Policy
from wfa.requests.models import State, WorkRequest
from wfa.setup.facts import Backlog, Facts, Office, Rules

LATE = datetime.timedelta(hours=1)
"""Papers and letters that should have gone out so long ago are told."""


def facts(today: datetime.date | None = None) -> Facts:
    day = today or timezone.localdate()
    region, root, mandate = people.region(), people.root_unit(), people.mandate_on(day)
    held = _duties(day)
    bkd_head = people.head_of(region.bkd, day) if region and region.bkd else None
    signer = people.head_of(mandate.office, day) if mandate else None
    return Facts(
        today=day,
        region=region,
        root=root,
        **_unit_counts(),
        **_people_counts(),
        unread=ImportRun.objects.filter(state=ImportRun.State.READ).defer("report").first(),
        refused=_refused(),
        offices=tuple(_offices(day, held.get(Duty.Kind.ASSESSOR, ()))),
        bkd_head=bkd_head,
        held=held,
        mandate=mandate,
        signer=signer,
        years={year: calendars.is_filled(year) for year in (day.year, day.year + 1)},
        ramadan=max((r.ends for r in calendars.ramadans() if r.ends >= day), default=None),
        rules=_rules(root, day),
        requests=WorkRequest.objects.filter(number__isnull=False).count(),
    )


def _unit_counts() -> dict[str, int]:
    homeless = Q(opd__isnull=True) & ~Q(kind=Unit.Kind.REGION)
    return Unit.objects.filter(is_active=True).aggregate(
        units=Count("pk"), units_without_opd=Count("pk", homeless)
    )


def _people_counts() -> dict[str, int]:
    asn = Employee.objects.filter(is_active=True, kind=Employee.Kind.ASN)
    return asn.aggregate(employees=Count("pk"), without_unit=Count("pk", Q(unit__isnull=True)))


def _refused() -> int:
    """The report may be megabytes: only the one number is read."""
    saved = ImportRun.objects.filter(state=ImportRun.State.APPLIED).order_by("-applied_at")
    return int(saved.values_list("report__people__refused", flat=True).first() or 0)


def _duties(day: datetime.date) -> dict[str, tuple[Duty, ...]]:
    found: dict[str, tuple[Duty, ...]] = {}
    now = Duty.objects.filter(Duty.valid_on(day), employee__is_active=True).order_by("pk")
    for duty in now.select_related("employee", "unit"):
        found[duty.kind] = (*found.get(duty.kind, ()), duty)
    return found


def _offices(day: datetime.date, assessors: Iterable[Duty]) -> list[Office]:
    rows = people.unit_tree(Q(kind=Unit.Kind.OPD), day)
    return [
        Office(
            row.unit,
            row.head,
            tuple(d.employee for d in assessors if (row.unit.path or "-").startswith(_path(d))),
        )
        for row in rows
    ]


def _path(duty: Duty) -> str:
    return duty.unit.path or "?"


def _rules(root: Unit | None, day: datetime.date) -> Rules:
    versions = policies.versions()
    units = {policy.unit_id: policy.unit for policy in versions}
    resolved = policies.rules_for_many(units.values(), day)
    in_force = [policy for policy in versions if policy.state == Policy.State.IN_FORCE]
    coming = [p for p in in_force if p.effective_from and p.effective_from > day]
    drafts = [p for p in versions if p.state == Policy.State.DRAFT]
    at_root = [p for p in drafts if root and p.unit_id == root.pk]
    return Rules(
        ever=bool(in_force),
        open_at=tuple(unit for pk, unit in units.items() if resolved[pk].values["open"]),
        upcoming=coming[-1] if coming else None,
        draft=next(iter([*at_root, *drafts]), None),
    )


def is_unfinished() -> bool:
    """Whether the set-up is still the thing to do: no policy was ever in force; 1 query."""
    return not Policy.objects.filter(state=Policy.State.IN_FORCE).exists()


# --- what waits ------------------------------------------------------------------------------


def backlog(now: datetime.datetime | None = None) -> Backlog:
    moment = now or timezone.now()
    return Backlog(
        dead_letters=notifications.dead_letters().count(),
        late_letters=notifications.due_before(moment - LATE),
        late_papers=papers.overdue(moment - LATE),
        stuck={label: n for label, n in _stuck().items() if n},
    )


_DECIDED_BY = {
    State.SUBMITTED: ("assess_request", "menunggu penilaian"),
    State.RECOMMENDED: ("propose_request", "siap diusulkan"),
    State.PROPOSED: ("examine_request", "di BKD"),
}


def _stuck() -> dict[str, int]:
    """Cases by state for which nobody but the applicant has the right; 4 queries a state."""
    return {
        label: _undecidable(state, reach(action)) for state, (action, label) in _DECIDED_BY.items()
    }


def _undecidable(state: State, deciders: list[tuple[str, int]]) -> int:
    """One's own case is decided by somebody else: a unit's only decider doesn't count for them."""
    waiting = WorkRequest.objects.filter(state=state).order_by()
    holders = {person for _, person in deciders}
    others = waiting.exclude(applicant__in=holders).values_list("unit__path")
    count = sum(n for path, n in others.annotate(n=Count("pk")) if not _reached(path, deciders))
    own = waiting.filter(applicant__in=holders).values_list("unit__path", F("applicant"))
    count += sum(
        n for path, who, n in own.annotate(n=Count("pk")) if not _reached(path, deciders, who)
    )
    return int(count)


def _reached(path: str | None, deciders: list[tuple[str, int]], but: int | None = None) -> bool:
    return any((path or "?").startswith(prefix) for prefix, who in deciders if who != but)
