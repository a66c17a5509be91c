"""The first sign-in: a single-use code instead of a default password."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from dataclasses import dataclass

from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from wfa.audit.services import Entry, record_many
from wfa.notifications.services import notify
from wfa.people.models import Employee, FirstSignIn, Unit
from wfa.people.selectors import holding_today, never_signed_in, root_unit
from wfa.people.services.grants import may, require
from wfa.people.services.trail import audit
from wfa.refusals import Refused

FIRST_SIGN_IN_DAYS = 14
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True)
class Slip:
    """One printed slip: whose, and the code that stands on it."""

    employee: Employee
    code: str


@transaction.atomic
def issue_first_sign_in(employee: Employee, *, by: Employee | None) -> str:
    """A single-use code for one person, valid 14 days; earlier unused ones stop working.

    Returns the code: it is shown or printed now and can't be read again. Whoever has signed in
    before is told, since the code opens their account.
    """
    if by is not None and by.pk == employee.pk:
        raise Refused(
            "Kode untuk akun sendiri dibuat orang lain. Ganti sandi di halaman Akun.",
            code="own_account",
        )
    home = employee.unit or root_unit()
    require(by, "manage_people", "print_slips", unit=home)
    if holding_today().filter(pk=employee.pk).exists():  # their account decides about others
        require(by, "manage_people", unit=home)
    if not employee.is_active:
        raise Refused(f"{employee.full_name} tidak aktif. Aktifkan dulu akunnya.", code="inactive")
    employee.first_sign_ins.filter(used_at__isnull=True).delete()
    code = _new_code()
    FirstSignIn.objects.bulk_create([_way_in(employee, code, by)])
    audit("first_sign_in_issued", by, employee)
    if employee.last_login:
        _warn(employee, by)
    return code


@transaction.atomic
def issue_slips(unit: Unit, *, by: Employee | None) -> list[Slip]:
    """Codes for all of `unit` and below who never signed in; as many queries as for one.

    Without the right to manage people, those who hold an office or duty are left out: whoever
    has their code could act for them.
    """
    require(by, "manage_people", "print_slips", unit=unit)
    waiting = never_signed_in(unit)
    if not may(by, "manage_people", unit=unit):  # codes of officials are the BKD's to make
        waiting = waiting.exclude(pk__in=holding_today())
    people = list(waiting)
    FirstSignIn.objects.filter(employee__in=waiting.values("pk"), used_at__isnull=True).delete()
    slips = [Slip(person, _new_code()) for person in people]
    FirstSignIn.objects.bulk_create(
        [_way_in(slip.employee, slip.code, by) for slip in slips], batch_size=500
    )
    record_many([Entry("first_sign_in_issued", by, target=("employee", p.pk)) for p in people])
    return slips


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
    audit("first_sign_in_used", employee, employee)
    return employee


def is_own_password(request: HttpRequest, employee: Employee, password: str) -> bool:
    """Whether the password typed again is theirs; wrong ones count like those of the sign-in.

    So a session left open can't be used to try passwords: after too many nobody gets an answer.
    """
    return authenticate(request, username=employee.login, password=password) == employee


def _way_in(employee: Employee, code: str, by: Employee | None) -> FirstSignIn:
    now = timezone.now()
    return FirstSignIn(
        employee=employee,
        secret_hash=_hash(code),
        issued_at=now,
        issued_by=by,
        expires_at=now + datetime.timedelta(days=FIRST_SIGN_IN_DAYS),
    )


def _warn(employee: Employee, by: Employee | None) -> None:
    who = by.full_name if by else "Sistem"
    notify(
        [employee],
        subject="Kode masuk baru dibuat untuk akun Anda",
        body=f"{who} membuat kode masuk untuk akun Anda. "
        "Bila Anda tidak memintanya, segera beri tahu pengelola kepegawaian.",
        link="/akun/",
    )


def _new_code() -> str:
    """100 random bits: trying codes is hopeless, so wrong ones needn't be counted."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(4))


def _hash(code: str) -> str:
    plain = "".join(c for c in code.upper() if c in _ALPHABET)
    return hashlib.sha256(f"luwes first sign-in {plain}".encode()).hexdigest()
