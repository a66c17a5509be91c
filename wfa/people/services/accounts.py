"""Accounts: opened, closed, and what their owners may change themselves."""

from __future__ import annotations

from django.db import transaction

from wfa.people.models import Employee
from wfa.people.selectors import root_unit
from wfa.people.services.grants import require
from wfa.people.services.trail import audit
from wfa.refusals import Refused


@transaction.atomic
def set_active(employee: Employee, *, active: bool, by: Employee | None) -> None:
    """Close or open an account. Nobody is deleted: their decisions stay."""
    require(by, "manage_people", unit=employee.unit or root_unit())
    if by and by.pk == employee.pk and not active:
        raise Refused(
            "Akun Anda sendiri tidak dapat Anda nonaktifkan. Minta pengelola lain melakukannya.",
            code="own_account",
        )
    employee.is_active = active
    employee.save(update_fields=["is_active"])
    if not active:  # or a code of before would open the account again
        _end_codes(employee)
    audit("account_opened" if active else "account_closed", by, employee)


@transaction.atomic
def add_account(
    *, login: str, name: str, kind: str, by: Employee | None, email: str = "", phone: str = ""
) -> Employee:
    """An account for somebody whom SIASN doesn't know: an official or a service."""
    require(by, "manage_people")
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
    audit("account_added", by, employee, kind=kind)
    return employee


@transaction.atomic
def change_contact(employee: Employee, *, phone: str, email: str, by: Employee) -> None:
    """Where somebody can be reached; only they themselves change it here.

    From then on it is their own word: an import no longer overwrites it.
    """
    if by.pk != employee.pk:
        raise Refused(
            "Kontak hanya dapat diubah pemilik akun. Minta ia mengubahnya di halaman Akun.",
            code="not_own",
        )
    changed = [
        name for name, new in (("phone", phone), ("email", email)) if getattr(employee, name) != new
    ]
    employee.phone, employee.email, employee.contact_is_own = phone, email, True
    employee.save(update_fields=["phone", "email", "contact_is_own"])
    if changed:
        audit("contact_changed", by, employee, fields=changed)


@transaction.atomic
def change_password(employee: Employee, *, password: str) -> None:
    """A new password of one's own; the form has checked the old one and the new one's strength.

    A code that somebody made meanwhile ends too: it would open the account past the new password.
    """
    employee.set_password(password)
    employee.save(update_fields=["password"])
    _end_codes(employee)
    audit("password_changed", employee, employee)


def _end_codes(employee: Employee) -> None:
    employee.first_sign_ins.filter(used_at__isnull=True).delete()
