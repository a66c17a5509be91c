"""The region, its letterheads, and the mandate under which decrees are signed."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction

from wfa.audit.services import record
from wfa.people.models import Employee, Mandate, Region, Unit
from wfa.people.services.grants import require
from wfa.refusals import Refused

LETTERHEAD = ("short_name", "letter_code", "address", "phone", "email", "website")


@transaction.atomic
def save_region(*, by: Employee | None, **fields: Any) -> Region:
    """Create or change the one region of this installation."""
    require(by, "manage_region")
    region, _ = Region.objects.update_or_create(pk=1, defaults=fields)
    record("region_changed", by=by, target=("region", 1), fields=sorted(fields))
    return region


@transaction.atomic
def set_mandate(
    *,
    office: Unit,
    on_behalf_of: str,
    title: str,
    basis_number: str,
    basis_date: datetime.date,
    starts: datetime.date,
    by: Employee | None,
) -> Mandate:
    """Name who signs decrees and on what basis; the mandate before ends the day before."""
    require(by, "manage_region")
    if Mandate.objects.filter(starts__gt=starts).exists():
        raise Refused(
            "Sudah ada dasar kewenangan yang mulai sesudah tanggal itu. Pilih tanggal sesudahnya.",
            code="mandate_order",
            field="starts",
        )
    Mandate.objects.filter(ends__isnull=True, starts__lt=starts).update(
        ends=starts - datetime.timedelta(days=1)
    )
    mandate = Mandate.objects.create(
        office=office,
        on_behalf_of=on_behalf_of,
        title=title,
        basis_number=basis_number,
        basis_date=basis_date,
        starts=starts,
    )
    record(
        "mandate_set", by=by, target=("mandate", mandate.pk), number=basis_number, office=office.pk
    )
    return mandate


@transaction.atomic
def change_letterhead(unit: Unit, *, by: Employee | None, **fields: str) -> Unit:
    """What the kop of a unit's letters prints; only the fields of `LETTERHEAD`."""
    require(by, "manage_people", unit=unit)
    changed = [
        name for name in LETTERHEAD if name in fields and getattr(unit, name) != fields[name]
    ]
    for name in changed:
        setattr(unit, name, fields[name])
    if changed:
        unit.save(update_fields=changed)
        record("letterhead_changed", by=by, target=("unit", unit.pk), fields=changed)
    return unit
