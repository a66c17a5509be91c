"""What people's data can have done to it. Each change is audited by name."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from guardian.shortcuts import assign_perm

from wfa.audit.services import record
from wfa.people.authority import GRANTS
from wfa.people.models import (
    Appointment,
    Duty,
    Employee,
    FirstSignIn,
    Mandate,
    Region,
    Unit,
    UnitGroupPermission,
)
from wfa.refusals import Refused

FIRST_SIGN_IN_DAYS = 14
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def ensure_grants() -> int:
    """Give each role's group its permissions on the root unit, as `authority.GRANTS` says.

    Idempotent; also takes away what the table no longer holds. Returns the number of grants.
    """
    root = Unit.objects.filter(parent__isnull=True, is_active=True).order_by("pk").first()
    if root is None:
        return 0
    permissions = {
        p.codename: p
        for p in Permission.objects.filter(
            content_type__app_label="people", content_type__model="unit"
        )
    }
    wanted = {(g.role.value, g.action) for g in GRANTS if g.scope != "own"}
    for role in sorted({role for role, _ in wanted}):
        group, _ = Group.objects.get_or_create(name=role)
        _sync(group, root, {permissions[action] for r, action in wanted if r == role})
    return len(wanted)


def _sync(group: Group, root: Unit, wanted: set[Permission]) -> None:
    held = UnitGroupPermission.objects.filter(group=group, content_object=root)
    held.exclude(permission__in=wanted).delete()
    present = set(held.values_list("permission_id", flat=True))
    for permission in wanted:
        if permission.pk not in present:
            assign_perm(permission, group, root)


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
    by: Employee,
) -> Duty:
    """Give a dated duty; refused when the person already has it in that time."""
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
    _audit("duty_given", by, employee, duty=kind, unit=unit.pk, starts=starts, ends=ends)
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
    by: Employee,
) -> Appointment:
    """Give the office of head of `unit`; an acting one needs a basis (UU 30/2014 Ps 14)."""
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
    _audit("office_given", by, employee, office=kind, unit=unit.pk, starts=starts, ends=ends)
    return office


@transaction.atomic
def end_held(held: Duty | Appointment, *, last_day: datetime.date, by: Employee) -> None:
    """Let a duty or office end on `last_day`; what was done until then stays valid."""
    if last_day < held.starts:
        raise Refused(
            "Tanggal akhir mendahului tanggal mulai. Pilih tanggal mulai atau sesudahnya.",
            code="ends_before_start",
            field="ends",
        )
    held.ends = last_day
    held.save(update_fields=["ends"])
    _audit("held_ended", by, held.employee, what=str(held), ends=last_day)


def _overlapping(starts: datetime.date, ends: datetime.date | None) -> Any:
    from django.db.models import Q

    condition = Q(ends__isnull=True) | Q(ends__gte=starts)
    return condition & Q(starts__lte=ends) if ends else condition


# --- first sign-in -------------------------------------------------------------------------


@transaction.atomic
def issue_first_sign_in(employee: Employee, *, by: Employee | None) -> str:
    """A single-use code for one person, valid 14 days; earlier unused ones stop working.

    Returns the code: it is shown or printed now and can't be read again.
    """
    if not employee.is_active:
        raise Refused(f"{employee.full_name} tidak aktif. Aktifkan dulu akunnya.", code="inactive")
    now = timezone.now()
    employee.first_sign_ins.filter(used_at__isnull=True).delete()
    code = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(4))
    FirstSignIn.objects.create(
        employee=employee,
        secret_hash=_hash(code),
        issued_at=now,
        issued_by=by,
        expires_at=now + datetime.timedelta(days=FIRST_SIGN_IN_DAYS),
    )
    _audit("first_sign_in_issued", by, employee)
    return code


def find_first_sign_in(code: str) -> FirstSignIn:
    """The open first sign-in with this code; blanks, dashes and case are forgiven."""
    found = (
        FirstSignIn.objects.select_related("employee")
        .filter(secret_hash=_hash(code), used_at__isnull=True, expires_at__gt=timezone.now())
        .first()
    )
    if found is None or not found.employee.is_active:
        raise Refused(
            "Kode ini tidak dikenal, sudah dipakai, atau lewat 14 hari. "
            "Minta kode baru kepada pengelola kepegawaian OPD Anda.",
            code="first_sign_in_unknown",
            field="code",
        )
    return found


@transaction.atomic
def use_first_sign_in(code: str, *, password: str) -> Employee:
    """Set the person's first password; the code can't be used again."""
    found = FirstSignIn.objects.select_for_update().get(pk=find_first_sign_in(code).pk)
    if found.used_at:
        raise Refused(
            "Kode ini baru saja dipakai. Masuk dengan sandi yang dibuat tadi.",
            code="first_sign_in_used",
            field="code",
        )
    employee = found.employee
    try:
        validate_password(password, employee)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), code="weak_password", field="password") from error
    employee.set_password(password)
    employee.save(update_fields=["password"])
    found.used_at = timezone.now()
    found.save(update_fields=["used_at"])
    _audit("first_sign_in_used", employee, employee)
    return employee


def _hash(code: str) -> str:
    plain = "".join(c for c in code.upper() if c in _ALPHABET)
    return hashlib.sha256(f"luwes first sign-in {plain}".encode()).hexdigest()


# --- region and mandate --------------------------------------------------------------------


@transaction.atomic
def save_region(*, by: Employee, **fields: Any) -> Region:
    """Create or change the one region of this installation."""
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
    by: Employee,
) -> Mandate:
    """Name who signs decrees and on what basis; the mandate before ends the day before."""
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
def set_active(employee: Employee, *, active: bool, by: Employee) -> None:
    """Close or open an account. Nobody is deleted: their decisions stay."""
    employee.is_active = active
    employee.save(update_fields=["is_active"])
    _audit("account_opened" if active else "account_closed", by, employee)


@transaction.atomic
def add_account(
    *, login: str, name: str, kind: str, by: Employee, email: str = "", phone: str = ""
) -> Employee:
    """An account for somebody whom SIASN doesn't know: an official or a service."""
    login = login.strip().lower()
    if Employee.objects.filter(login=login).exists():
        raise Refused(
            f"Nama masuk {login} sudah dipakai. Pilih nama masuk lain.",
            code="login_taken",
            field="login",
        )
    employee = Employee.objects.create_user(
        login, None, name=name, kind=kind, email=email, phone=phone
    )
    _audit("account_added", by, employee, kind=kind)
    return employee


def _audit(action: str, by: Employee | None, employee: Employee, **data: Any) -> None:
    plain = {k: str(v) if isinstance(v, datetime.date) else v for k, v in data.items()}
    record(action, by=by, target=("employee", employee.pk), **plain)
