"""Who holds which office and duty, and the passwords of the accounts that are shown."""

from __future__ import annotations

import datetime
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from wfa.demo.region import BKPSDM, DISKOMINFO, basis_day, opd
from wfa.people import services as people
from wfa.people.models import Appointment, Duty, Employee, Unit
from wfa.people.selectors import head_of, root_unit
from wfa.requests.rules import add_months

FILE = "akun-demo.txt"
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
_OFFICE_ECHELONS = ("11", "12", "21", "22", "31", "32")


@dataclass(frozen=True)
class Account:
    role: str
    employee: Employee
    password: str


@dataclass(frozen=True)
class Cast:
    """The people of the demo by what they do."""

    bkd: Unit
    bkd_head: Employee
    verifier: Employee
    archivist: Employee
    diskominfo: Unit
    assessor: Employee
    personnel: Employee
    front_office: Employee
    applicant: Employee
    acting_opd: Unit
    acting_head: Employee
    inspector: Employee
    administrator: Employee
    bupati: Employee


def staff(unit: Unit) -> QuerySet[Employee]:
    """Those of an OPD who may ask: active, long enough in the post, not in an excluded office."""
    settled = add_months(timezone.localdate(), -7)
    busy = Duty.objects.values("employee")
    found = Employee.objects.filter(
        unit__opd=unit,
        is_active=True,
        standing=Employee.Standing.ACTIVE,
        position_since__lt=settled,
    )
    offices = Appointment.objects.values("employee")
    found = found.exclude(echelon__in=_OFFICE_ECHELONS).exclude(pk__in=offices)
    return found.exclude(pk__in=busy).select_related("unit", "position").order_by("nip")


def cast() -> Cast:
    """Give every part of the demo to somebody of the sample."""
    root = root_unit()
    assert root is not None  # noqa: S101  (the import has just made it)
    bkd, diskominfo = opd(BKPSDM), opd(DISKOMINFO)
    bupati = _outsider("bupati", "Hendra Gunawan", Employee.Kind.OFFICIAL)
    _office(bupati, root, Appointment.Kind.DEFINITIVE)
    bkd_head = _headed(bkd)
    verifier = duty(staff(bkd)[0], "verifikator", bkd)
    archivist = duty(staff(bkd)[0], "arsiparis", bkd)
    assessor = duty(staff(diskominfo)[0], "penilai", diskominfo)
    personnel = duty(staff(diskominfo)[0], "pengelola", diskominfo)
    front_office = duty(staff(diskominfo).reverse()[0], "layanan_depan", diskominfo)
    acting_opd, acting_head = _acting()
    return Cast(
        bkd=bkd,
        bkd_head=bkd_head,
        verifier=verifier,
        archivist=archivist,
        diskominfo=diskominfo,
        assessor=assessor,
        personnel=personnel,
        front_office=front_office,
        applicant=_applicant(diskominfo),
        acting_opd=acting_opd,
        acting_head=acting_head,
        inspector=duty(
            _outsider("inspektur", "Ines Kartika", Employee.Kind.OFFICIAL), "inspektur", root
        ),
        administrator=duty(
            _outsider("administrator", "Administrator Sistem", Employee.Kind.SERVICE),
            "administrator",
            root,
        ),
        bupati=bupati,
    )


def duty(employee: Employee, kind: str, unit: Unit) -> Employee:
    issued = basis_day()
    people.give_duty(
        employee=employee,
        unit=unit,
        kind=kind,
        starts=issued,
        ends=None,
        basis_number=f"800.1.3/{100 + employee.pk}/SK/{issued.year}",
        basis_date=issued,
        by=None,
    )
    return employee


def _outsider(login: str, name: str, kind: str) -> Employee:
    return people.add_account(
        login=login, name=name, kind=kind, by=None, email=f"{login}@arjamukti.example"
    )


def _office(employee: Employee, unit: Unit, kind: str, days: int | None = None) -> None:
    today = timezone.localdate()
    starts = basis_day() if days is None else today - datetime.timedelta(days=3)
    number = "131/34/SJ" if days is None else "800.1.11.1/87/PLH/BKPSDM"
    people.appoint(
        employee=employee,
        unit=unit,
        kind=kind,
        starts=starts,
        ends=today + datetime.timedelta(days=days) if days else None,
        basis_number=f"{number}/{starts.year}",
        basis_date=starts,
        by=None,
    )


def _headed(unit: Unit) -> Employee:
    """The head of a unit from SIASN; one is appointed where the post is vacant."""
    if office := head_of(unit):
        return office.employee
    best = Employee.objects.filter(unit=unit, is_active=True, standing=Employee.Standing.ACTIVE)
    chosen = best.order_by("-grade", "nip")[0]
    _office(chosen, unit, Appointment.Kind.DEFINITIVE)
    return chosen


def _acting() -> tuple[Unit, Employee]:
    """An OPD whose post of head is vacant, and the official who leads it as Plh."""
    taken = [opd(DISKOMINFO).pk, opd(BKPSDM).pk]
    vacant = [
        unit
        for unit in Unit.objects.filter(kind=Unit.Kind.OPD, is_active=True).exclude(pk__in=taken)
        if head_of(unit) is None and len(staff(unit)[:6]) == 6
    ]
    for unit in vacant:
        below = Employee.objects.filter(unit__opd=unit, is_active=True, echelon__in=["31", "32"])
        if person := below.filter(standing=Employee.Standing.ACTIVE).order_by("echelon").first():
            _office(person, unit, Appointment.Kind.PLH, days=80)
            return unit, person
    raise LookupError("the sample holds no OPD with a vacant head and an official below")


def _applicant(unit: Unit) -> Employee:
    """The employee of the demo: of the OPD whose assessor and head are shown too."""
    named = staff(unit).filter(position__name__icontains="Pranata Komputer")
    return named.first() or staff(unit)[0]


# --- passwords -------------------------------------------------------------------------------


def open_accounts(people_of_demo: Cast) -> list[Account]:
    """Let each of them enter as everybody does: by a single-use code, with a password of their own."""
    head = head_of(people_of_demo.diskominfo)
    assert head is not None  # noqa: S101  (chosen for it)
    shown = [
        ("Pegawai (ASN)", people_of_demo.applicant),
        ("Penilai OPD", people_of_demo.assessor),
        ("Kepala OPD", head.employee),
        ("Pengelola kepegawaian", people_of_demo.personnel),
        ("Petugas layanan depan", people_of_demo.front_office),
        ("Plh. kepala OPD", people_of_demo.acting_head),
        ("Verifikator BKD", people_of_demo.verifier),
        ("Kepala BKPSDM", people_of_demo.bkd_head),
        ("Arsiparis", people_of_demo.archivist),
        ("Inspektur", people_of_demo.inspector),
        ("Administrator", people_of_demo.administrator),
        ("Bupati", people_of_demo.bupati),
    ]
    return [_open(role, employee) for role, employee in shown]


def _open(role: str, employee: Employee) -> Account:
    password = new_password()
    code = people.issue_first_sign_in(employee, by=None)
    people.use_first_sign_in(code, password=password)
    return Account(role, employee, password)


def new_password() -> str:
    """Twelve letters and digits that can't be taken for one another, in three groups."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(3))


def table(accounts: Sequence[Account]) -> str:
    rows = [("PERAN", "NAMA MASUK", "SANDI", "NAMA")]
    rows += [(a.role, a.employee.login, a.password, a.employee.full_name) for a in accounts]
    widths = [max(len(row[i]) for row in rows) for i in range(3)]
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]])
        for row in rows
    ]
    return "\n".join(lines) + "\n"


def write(accounts: Sequence[Account]) -> Path:
    """Keep the table where only the owner of the installation reads it."""
    target = Path(settings.DATA_DIR(FILE))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(table(accounts))
    return target
