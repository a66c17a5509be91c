"""A trial with phases, put in force as a whole; each phase then begins by itself on its date."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from wfa.calendars import wording
from wfa.people.models import Employee, Unit
from wfa.policies import trial
from wfa.policies.models import Policy
from wfa.policies.selectors import planned_versions, versions_of
from wfa.policies.services.versions import capacity_for, draft, enforce, lock_region
from wfa.policies.trial import PlannedPhase
from wfa.refusals import Refused


@transaction.atomic
def set_up_phases(
    unit: Unit,
    phases: Sequence[PlannedPhase],
    *,
    by: Employee,
    title: str,
    number: str,
    dated: datetime.date,
) -> list[Policy]:
    """All phases in force at once, on the ground of one document (UU 30/2014 Ps 52).

    Each is a version of the unit for its own days. What a phase doesn't say stays as in the
    unit's version that would hold on its first day; after the last one that version holds again.
    """
    for action in ("draft_policy", "enforce_policy"):
        capacity_for(by, action, unit)
    lock_region()
    if found := trial.problems(phases, timezone.localdate()):
        raise Refused(found[0].message, code="bad_phase", field=found[0].field)
    known = versions_of(unit)
    _check_once(known, phases, number)
    return [
        _put_in_force(planned, by=by, title=title, number=number, dated=dated)
        for planned in planned_versions(unit, phases, known=known)
    ]


def _put_in_force(
    planned: Policy, *, by: Employee, title: str, number: str, dated: datetime.date
) -> Policy:
    drafted = draft(unit=planned.unit, parameters=planned.parameters, by=by)
    return enforce(
        drafted,
        by=by,
        title=title,
        number=number,
        dated=dated,
        effective_from=planned.effective_from or timezone.localdate(),
        effective_until=planned.effective_until,
        phase_name=planned.phase_name,
    )


def _check_once(known: Sequence[Policy], phases: Sequence[PlannedPhase], number: str) -> None:
    """The same document for the same day is the same phase, sent twice."""
    starts = {phase.starts for phase in phases}
    for policy in known:
        if policy.document_number == number.strip() and policy.effective_from in starts:
            day = wording.short_day(policy.effective_from)
            raise Refused(
                f"Dokumen nomor {policy.document_number} sudah menetapkan {policy} mulai {day}. "
                "Lihat daftar kebijakan; tidak ada yang ditambahkan.",
                code="already",
            )
