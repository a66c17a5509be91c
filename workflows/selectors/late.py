"""Cases that wait for a person longer than they should: for the PPK, the inspector, and the heads."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from wfa.people.models import Employee, Unit
from wfa.people.permissions import Authority, under
from wfa.requests.models import State, WorkRequest
from wfa.requests.selectors import waiting_cases
from workflows.selectors.holders import Stage, held_by, holdings, people_by_id

STAGES: dict[str, tuple[str, tuple[State, ...]]] = {
    "opd": ("Di OPD", (State.SUBMITTED, State.RECOMMENDED)),
    "bkd": ("Usulan dan BKD", (State.PROPOSED,)),
    "sk": ("Surat keputusan", (State.APPROVED,)),
    "keberatan": ("Keberatan", (State.OBJECTED,)),
}
ARTICLES = {
    State.APPROVED: "UU 30/2014 Pasal 53",
    State.OBJECTED: "UU 30/2014 Pasal 77 ayat (4)",
}
DECISION = "UU 30/2014 Pasal 53"


@dataclass(frozen=True)
class Late:
    """One case with whose it is, since when, and under which article."""

    case: WorkRequest
    stage: Stage
    people: tuple[Employee, ...]
    is_over: bool
    """All its days have gone by."""
    is_held: bool
    """Flexible work is switched off, and the case is held meanwhile."""

    @property
    def article(self) -> str:
        return ARTICLES.get(State(self.case.state), DECISION)


def late_cases(authority: Authority, today: datetime.date) -> QuerySet[WorkRequest]:
    """Past the end of their stage, or with all days gone by, in one's scope; the oldest first."""
    paths = authority.paths("view_late") + authority.paths("assess_request")
    over = Q(due_on__lt=today) | Q(last_day__lt=today)
    found = waiting_cases().filter(over, under(paths, "unit__path"))
    related = found.select_related("applicant__unit", "applicant__position", "unit", "opd")
    return related.annotate(waits_since=Coalesce("due_on", "last_day")).order_by(
        "waits_since", "pk"
    )


def counted(cases: QuerySet[WorkRequest]) -> dict[str, int]:
    """{stage: how many}; 1 query."""
    rows = cases.select_related(None).order_by().values_list("state").annotate(n=Count("pk"))
    states = dict(rows)
    return {key: sum(states.get(s, 0) for s in held) for key, (_, held) in STAGES.items()}


def opds_of(cases: QuerySet[WorkRequest]) -> list[Unit]:
    """The OPDs that have a late case, for the filter; 1 query."""
    ids = cases.select_related(None).order_by().values("opd")
    return list(Unit.objects.filter(pk__in=ids).order_by("name"))


def told(cases: Sequence[WorkRequest], today: datetime.date) -> list[Late]:
    """The rows of a page: at most 10 queries however many."""
    held = held_by(cases, today) if cases else {}
    found = holdings(cases)
    names = people_by_id(person for holding in found for person in holding.people)
    return [
        Late(
            holding.case,
            holding.stage,
            tuple(names[person] for person in holding.people if person in names),
            bool(holding.case.last_day and holding.case.last_day < today),
            holding.case.pk in held,
        )
        for holding in found
    ]
