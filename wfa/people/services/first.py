"""The very first administrator: before them nobody holds a right, so only the server can do it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from wfa.people.models import Duty, Employee, Unit
from wfa.people.selectors import root_unit
from wfa.people.services.accounts import add_account
from wfa.people.services.grants import ensure_grants
from wfa.people.services.held import give_duty
from wfa.people.services.sign_in import issue_first_sign_in
from wfa.refusals import Refused


@transaction.atomic
def open_first_administrator(
    *, login: str, name: str, agency: str, email: str = ""
) -> tuple[Employee, str]:
    """An account with the duty of administrator over the whole agency, and the code to enter.

    Run again for the same login before its first sign-in it only makes a new code. Once an
    administrator has signed in, the next ones are named on the pages, by a person.
    """
    login = login.strip().lower()
    held = list(_administrators())
    if any(duty.employee.last_login for duty in held):
        raise Refused(
            "Sudah ada administrator yang pernah masuk. "
            "Minta ia menunjuk yang lain di halaman Tugas dan jabatan.",
            code="has_administrator",
        )
    waiting = next((duty.employee for duty in held if duty.employee.login == login), None)
    person = waiting or _named(login, name, agency, email)
    return person, issue_first_sign_in(person, by=None)


def _administrators() -> list[Duty]:
    today = timezone.localdate()
    held = Duty.objects.filter(
        Duty.valid_on(today), kind=Duty.Kind.ADMINISTRATOR, employee__is_active=True
    )
    return list(held.select_related("employee"))


def _named(login: str, name: str, agency: str, email: str) -> Employee:
    person = add_account(login=login, name=name, kind=Employee.Kind.SERVICE, email=email, by=None)
    give_duty(
        employee=person,
        unit=root_unit() or _root(agency),
        kind=Duty.Kind.ADMINISTRATOR,
        starts=timezone.localdate(),
        ends=None,
        basis_number="",
        basis_date=None,
        by=None,
    )
    ensure_grants()
    return person


def _root(agency: str) -> Unit:
    """The top of the tree that is still to come; the first import gives it its SIASN identity."""
    root = Unit.objects.create(kind=Unit.Kind.REGION, name=agency.strip().upper())
    root.path = f"{root.pk}/"
    root.save(update_fields=["path"])
    return root
