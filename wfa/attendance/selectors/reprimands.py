"""Steps of guidance: who sees which, what waits, what stands."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from wfa.attendance.models import Reprimand
from wfa.attendance.rules import ladder
from wfa.attendance.rules.ladder import Held, Rung
from wfa.people.models import Employee
from wfa.people.permissions import Authority, under
from wfa.people.selectors import responsible_unit
from wfa.policies.selectors import rules_for

SUBJECT = "reprimand"
"""What decisions and papers about a step call their subject."""
DECIDE, ANSWER = "decide_reprimand", "answer_reprimand"
RECORD_RIGHTS = (DECIDE, "verify_day")
State = Reprimand.State

TABS = {
    "usul": "Menunggu putusan",
    "surat": "Menunggu surat",
    "keberatan": "Keberatan",
    "berlaku": "Berlaku",
    "selesai": "Selesai",
}


def stands(row: Reprimand, day: datetime.date | None = None) -> bool:
    """Whether the step holds on the day (default: today); its end comes by its date."""
    return ladder.stands(row.state, row.expires_on, day or timezone.localdate())


def standing_on(day: datetime.date) -> Q:
    """Condition: the step holds on the day."""
    return Q(state__in=ladder.STANDING) & (Q(expires_on__isnull=True) | Q(expires_on__gte=day))


def seen_by(user: Employee, authority: Authority) -> QuerySet[Reprimand]:
    """Steps that one decides, and of all OPDs those whose objection or hand-off reaches the BKD.

    One's own stand on one's own page.
    """
    mine = under(authority.paths(DECIDE), "unit__path")
    reaching = Q(objection_at__isnull=False) | Q(level="examination", issued_at__isnull=False)
    answered = under(authority.paths(ANSWER), "unit__path") & reaching
    rows = Reprimand.objects.filter(mine | answered).exclude(employee=user)
    return rows.select_related("employee__unit", "employee__position", "unit__opd", "decided_by")


def in_tab(rows: QuerySet[Reprimand], tab: str, today: datetime.date) -> QuerySet[Reprimand]:
    """The rows of one part of the list, what waits longest first."""
    states = {"usul": State.PROPOSED, "surat": State.CONFIRMED, "keberatan": State.OBJECTED}
    if tab in states:
        return rows.filter(state=states[tab]).order_by("proposed_at", "pk")
    holds = Q(state=State.ISSUED) & standing_on(today)
    if tab == "berlaku":
        return rows.filter(holds).order_by("-issued_at", "pk")
    over = Q(state__in=[State.DROPPED, State.LIFTED]) | Q(state=State.ISSUED)
    return rows.filter(over).exclude(holds).order_by("-proposed_at", "pk")


def own(employee: Employee) -> QuerySet[Reprimand]:
    """All that concerns this person, the newest first."""
    rows = Reprimand.objects.filter(employee=employee)
    return rows.select_related("unit__opd", "decided_by").order_by("-proposed_at", "pk")


def held_of(employee: Employee) -> list[Held]:
    """What this person has or had, for the ladder; 1 query."""
    rows = Reprimand.objects.filter(employee=employee, state__in=ladder.STANDING)
    return [Held(*row) for row in rows.values_list("level", "state", "expires_on")]


@dataclass(frozen=True)
class Step:
    """What a decision on one proposal can be now: the next rung, and all that may be chosen."""

    rung: Rung
    choices: list[str]


def step_for(row: Reprimand, today: datetime.date) -> Step:
    """By the policy of the unit and what stands today, not what stood when it was proposed; 2 queries."""
    rungs = rules_for(row.unit, today).reprimand_ladder
    rung = ladder.next_rung(rungs, held_of(row.employee), today)
    return Step(rung, ladder.choices(rungs, rung.level))


def why_no_objection(row: Reprimand, user: Employee, today: datetime.date) -> str:
    """Why this person can't object to the step now; "" = they can."""
    if row.employee_id != user.pk:
        return "Hanya pegawai yang bersangkutan yang dapat mengajukan keberatan."
    if row.objection_at is not None:
        return "Keberatan atas langkah ini sudah pernah diajukan."
    if row.state != State.ISSUED or row.object_until is None:
        return "Keberatan hanya atas langkah yang berlaku."
    return "" if today <= row.object_until else "Batas keberatan sudah lewat."


def letters_due() -> QuerySet[Reprimand]:
    """Decided steps that only a letter brings into force."""
    rows = Reprimand.objects.filter(state=State.CONFIRMED, level__in=ladder.WITH_LETTER)
    return rows.select_related("employee", "unit__opd")


def recordable(user: Employee, authority: Authority) -> QuerySet[Employee]:
    """Whom one may write something down about: people of one's units, without oneself."""
    here = Q(pk__in=[])
    for right in RECORD_RIGHTS:
        here |= under(authority.paths(right), "unit__path")
    found = Employee.objects.filter(here, is_active=True, kind=Employee.Kind.ASN)
    return found.exclude(pk=user.pk).select_related("unit__opd", "position")


def may_record(user: Employee, authority: Authority, employee: Employee) -> bool:
    """Whether it is for this person to record, also where the employee leads a unit."""
    unit = responsible_unit(employee, timezone.localdate())
    if unit is None or employee.pk == user.pk:
        return False
    return any(authority.capacity(right, unit) for right in RECORD_RIGHTS)
