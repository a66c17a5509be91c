"""Duties and offices, given and ended."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Q

from wfa.people.models import Appointment, Duty, Employee, Unit
from wfa.people.services.grants import require
from wfa.people.services.trail import audit
from wfa.refusals import Refused


@transaction.atomic
def give_duty(
    *,
    employee: Employee,
    unit: Unit,
    kind: str,
    starts: datetime.date,
    ends: datetime.date | None,
    basis_number: str,
    basis_date: datetime.date | None,
    by: Employee | None,
) -> Duty:
    """Give a dated duty; refused when the person already has it in that time."""
    require(by, "manage_people", unit=unit)
    _check(employee, starts, ends, by)
    same = Duty.objects.filter(employee=employee, unit=unit, kind=kind)
    if same.filter(_overlapping(starts, ends)).exists():
        raise Refused(
            f"{employee.full_name} sudah memegang tugas ini pada tanggal itu. "
            "Akhiri dulu yang lama, atau ubah tanggalnya.",
            code="duty_twice",
            field="starts",
        )
    duty = Duty.objects.create(
        employee=employee,
        unit=unit,
        kind=kind,
        starts=starts,
        ends=ends,
        basis_number=basis_number,
        basis_date=basis_date,
    )
    audit("duty_given", by, employee, duty=kind, unit=unit.pk, starts=starts, ends=ends)
    return duty


@transaction.atomic
def appoint(
    *,
    employee: Employee,
    unit: Unit,
    kind: str,
    starts: datetime.date,
    ends: datetime.date | None,
    basis_number: str,
    basis_date: datetime.date | None,
    by: Employee | None,
) -> Appointment:
    """Give the office of head of `unit`; an acting one needs a basis (UU 30/2014 Ps 14)."""
    require(by, "manage_people", unit=unit)
    _check(employee, starts, ends, by)
    if kind != Appointment.Kind.DEFINITIVE and not (basis_number and basis_date):
        raise Refused(
            "Plt., Plh., dan Pj. memerlukan surat perintah. Isi nomor dan tanggalnya.",
            code="acting_without_basis",
            field="basis_number",
        )
    same = Appointment.objects.filter(unit=unit, kind=kind).filter(_overlapping(starts, ends))
    if other := same.select_related("employee").first():
        raise Refused(
            f"Jabatan ini sudah dipegang {other.employee.full_name} pada tanggal itu. "
            "Akhiri dulu yang lama, atau ubah tanggalnya.",
            code="office_taken",
            field="starts",
        )
    office = Appointment.objects.create(
        employee=employee,
        unit=unit,
        kind=kind,
        starts=starts,
        ends=ends,
        basis_number=basis_number,
        basis_date=basis_date,
    )
    audit("office_given", by, employee, office=kind, unit=unit.pk, starts=starts, ends=ends)
    return office


@transaction.atomic
def end_held(held: Duty | Appointment, *, last_day: datetime.date, by: Employee | None) -> None:
    """Let a duty or office end on `last_day`; what was done until then stays valid.

    It can only be shortened: a longer time is a new duty or office with a basis of its own.
    """
    require(by, "manage_people", unit=held.unit)
    if last_day < held.starts:
        raise Refused(
            "Tanggal akhir mendahului tanggal mulai. Pilih tanggal mulai atau sesudahnya.",
            code="ends_before_start",
            field="ends",
        )
    if held.ends and last_day > held.ends:
        raise Refused(
            f"Ini sudah berakhir pada {held.ends:%d-%m-%Y}. Beri yang baru untuk memperpanjangnya.",
            code="ends_later",
            field="ends",
        )
    held.ends = last_day
    held.save(update_fields=["ends"])
    audit("held_ended", by, held.employee, what=str(held), ends=last_day)


def _check(
    employee: Employee, starts: datetime.date, ends: datetime.date | None, by: Employee | None
) -> None:
    """Dates in order, an account that can act, and nobody gives themselves a right."""
    if ends and ends < starts:
        raise Refused(
            "Tanggal akhir mendahului tanggal mulai. Pilih tanggal mulai atau sesudahnya.",
            code="ends_before_start",
            field="ends",
        )
    if not employee.is_active:
        raise Refused(
            f"{employee.full_name} tidak aktif. Aktifkan dulu akunnya, atau pilih orang lain.",
            code="inactive",
            field="employee",
        )
    if by and by.pk == employee.pk and not by.is_superuser:
        raise Refused(
            "Anda tidak dapat memberi tugas atau jabatan kepada diri sendiri. "
            "Minta pengelola lain mencatatnya.",
            code="own_duty",
            field="employee",
        )


def _overlapping(starts: datetime.date, ends: datetime.date | None) -> Q:
    condition = Q(ends__isnull=True) | Q(ends__gte=starts)
    return condition & Q(starts__lte=ends) if ends else condition
