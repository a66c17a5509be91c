"""What the set-up does itself; everything else it leaves to the services of the apps."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import transaction

from wfa.people import services as people
from wfa.people.models import Duty, Employee, Unit
from wfa.refusals import Refused


def give_assessors(
    chosen: Mapping[str, tuple[Unit, Employee]],
    *,
    starts: datetime.date,
    basis_number: str,
    basis_date: datetime.date,
    by: Employee,
) -> dict[str, str]:
    """Give each unit its assessor by one basis; {key: why not} for those that were refused.

    One refusal doesn't hold up the others: each duty is given, and audited, by itself.
    """
    refused: dict[str, str] = {}
    for key, (unit, employee) in chosen.items():
        try:
            with transaction.atomic():
                people.give_duty(
                    employee=employee,
                    unit=unit,
                    kind=Duty.Kind.ASSESSOR,
                    starts=starts,
                    ends=None,
                    basis_number=basis_number,
                    basis_date=basis_date,
                    by=by,
                )
        except Refused as refusal:
            refused[key] = refusal.message
    return refused
