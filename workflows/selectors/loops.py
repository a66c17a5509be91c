"""What waits beside the straight way: askings to cancel, objections, views."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from wfa.people.authority import Role
from wfa.people.models import Employee
from wfa.people.permissions import Authority, under
from wfa.policies.selectors import rules_for_cases
from wfa.requests.models import LIVE_DAY, State, WorkRequest
from wfa.requests.selectors import waiting_cases
from workflows.models import Cancellation, Objection, SuperiorView

RUNNING = (State.APPROVED, State.IN_FORCE)
MOST_VIEWS = 500
"""Cases whose rules are read at once to find those that ask for the superior's view."""
_PEOPLE = ("request__applicant__position", "request__applicant__unit", "request__unit")


def cancellations_seen(authority: Authority) -> QuerySet[Cancellation]:
    """Askings, decided ones too, about the people whose cancellations one decides."""
    here = under(authority.paths("decide_cancellation"), "request__unit__path")
    return Cancellation.objects.filter(here).select_related(
        *_PEOPLE, "request__policy", "request__filed_by", "asked_by", "decided_by"
    )


def cancellations_waiting(authority: Authority) -> QuerySet[Cancellation]:
    """Askings that wait for one's own desk, oldest first: of the region's offices only what
    nobody nearer decides."""
    near = near_paths(authority, "decide_cancellation", "request__unit__path")
    found = cancellations_seen(authority).filter(near, state=Cancellation.State.ASKED)
    return found.order_by("asked_at", "pk")


def expired(authority: Authority) -> QuerySet[WorkRequest]:
    """Approved requests whose days have all passed before their decree, oldest first."""
    here = under(authority.paths("decide_cancellation"), "unit__path")
    over = waiting_cases(State.APPROVED).filter(here, last_day__lt=timezone.localdate())
    found = over.select_related("applicant__unit", "unit", "opd")
    return found.order_by("last_day", "pk")


def free_days(request: WorkRequest) -> list[datetime.date]:
    """The days of a running request that can still be given back: those not begun yet."""
    days = request.days.filter(state__in=LIVE_DAY, date__gt=timezone.localdate())
    return list(days.values_list("date", flat=True).order_by("date"))


def asked_days(asked: Cancellation) -> list[datetime.date]:
    return sorted(datetime.date.fromisoformat(text) for text in asked.dates)


def near_paths(authority: Authority, action: str, field: str) -> Q:
    """Condition: `field` is for this person to act on, not only open to them.

    The head of the BKD and the head of the region may act everywhere. What waits for them is what
    lies at the region itself: the requests of the heads of OPDs; and their own office's.
    """
    far = {Role.REGION_HEAD, Role.BKD_HEAD}
    below = _paths(authority, action, lambda role: role not in far)
    top = _paths(authority, action, lambda role: role in far)
    return under(below, field) | Q(**{f"{field}__in": top})


def _paths(authority: Authority, action: str, keep: Callable[[Role], bool]) -> list[str]:
    kept = tuple(c for c in authority.capacities if keep(c.role))
    return Authority(kept, authority.granted).paths(action)


# --- objections ------------------------------------------------------------------------------


def objections_seen(authority: Authority) -> QuerySet[Objection]:
    """Objections one may answer, answered ones too."""
    here = under(authority.paths("decide_objection"), "request__unit__path")
    return Objection.objects.filter(here).select_related(
        *_PEOPLE, "request__opd", "request__policy", "refused_by", "decided_by"
    )


def objections_waiting(authority: Authority) -> QuerySet[Objection]:
    """Objections without an answer, oldest first."""
    return objections_seen(authority).filter(decided_at__isnull=True).order_by("filed_at", "pk")


# --- the direct superior's view --------------------------------------------------------------


def views_scope(authority: Authority) -> QuerySet[WorkRequest]:
    """Submitted cases of the people whom one leads below the OPD."""
    here = under(authority.paths("give_view"), "applicant__unit__path")
    return WorkRequest.objects.filter(here, number__isnull=False).select_related(
        "applicant__position", "applicant__unit", "unit", "opd", "policy", "filed_by"
    )


def views_waiting(user: Employee, authority: Authority) -> list[WorkRequest]:
    """Cases whose policy asks for this superior's view and which have none yet, oldest first.

    A constant number of queries; at most `MOST_VIEWS` cases are looked at.
    """
    heard = SuperiorView.objects.filter(request=OuterRef("pk"), round=OuterRef("round"))
    found = views_scope(authority).filter(
        ~Exists(heard), state=State.SUBMITTED, due_on__isnull=False
    )
    found = found.exclude(Q(applicant=user) | Q(filed_by=user)).order_by("complete_at", "pk")
    rows = list(found.prefetch_related("days")[:MOST_VIEWS])
    return asked_to_view(rows)


def asked_to_view(cases: Sequence[WorkRequest]) -> list[WorkRequest]:
    """Those of the cases whose policy wants the direct superior heard; 1 query."""
    rules = rules_for_cases([(c.applicant.unit or c.unit, c.submitted_at) for c in cases])
    return [case for case, ruleset in zip(cases, rules, strict=True) if ruleset.superior_step]


def heard(case: WorkRequest) -> SuperiorView | None:
    """The view given in this round."""
    views = SuperiorView.objects.filter(request=case, round=case.round)
    return views.select_related("superior").first()
