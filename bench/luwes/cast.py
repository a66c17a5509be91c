"""A made-up region of the size that is asked for: one large OPD, some others, and the BKD."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.utils import timezone

from wfa.calendars.services import seed
from wfa.demo import region as demo
from wfa.demo.cases import Office
from wfa.people import services as people
from wfa.people.models import Employee, Position, Unit
from wfa.policies import services as policies

SETTLED = datetime.date(2019, 1, 2)
OFFICIALS = 30
"""People of each OPD whose cases are the specimens."""
SPARE = 240
"""People of the large OPD who ask while the clock runs."""


@dataclass(frozen=True)
class Person:
    """An applicant as the copies name them."""

    key: int
    nip: str
    full: str
    short: str


@dataclass
class Bureau:
    """An OPD of the benchmark: its desk, and the staff whose cases are printed."""

    office: Office
    staff: list[Person]


@dataclass
class Cast:
    bureaus: list[Bureau]
    """The first is the large one, whose inbox is opened."""
    bkd_head: Employee
    verifier: Employee
    spare: list[Employee] = field(default_factory=list)

    @property
    def large(self) -> Bureau:
        return self.bureaus[0]


class _Region:
    """Units and people, numbered as they come."""

    def __init__(self) -> None:
        self.serial = 0
        self.position, _ = Position.objects.get_or_create(name="Analis Kebijakan", kind="2")
        self.root = self.unit(None, "PEMERINTAH KABUPATEN ARJAMUKTI", "instansi")

    def unit(self, parent: Unit | None, name: str, kind: str) -> Unit:
        unit = Unit.objects.create(
            parent=parent,
            name=name,
            kind=kind,
            short_name=name.title(),
            head_title=f"KEPALA {name}",
        )
        unit.path = f"{parent.path if parent else ''}{unit.pk}/"
        unit.opd = unit if kind == "opd" else parent and parent.opd
        unit.letter_code = f"U{unit.pk}"
        unit.save()
        return unit

    def person(self, unit: Unit) -> Employee:
        self.serial += 1
        born = datetime.date(1970, 1, 1) + datetime.timedelta(days=self.serial // 1000)
        nip = f"{born:%Y%m%d}2010011{self.serial % 1000:03}"
        return Employee(
            login=nip,
            nip=nip,
            name=f"Pegawai {self.serial:06}",
            password="!",  # noqa: S106  (nobody can sign in with it)
            employment="pns",
            grade="III/c",
            rank="Penata",
            sex="M",
            unit=unit,
            position=self.position,
            position_since=SETTLED,
            phone=f"0812{self.serial:08}",
            email=f"p{self.serial}@arjamukti.example",
        )

    def people(self, unit: Unit, number: int) -> list[Employee]:
        return Employee.objects.bulk_create(
            [self.person(unit) for _ in range(number)], batch_size=500
        )

    def bureau(self, name: str, size: int) -> Bureau:
        opd = self.unit(self.root, name, "opd")
        below = self.unit(opd, f"BIDANG UMUM {name}", "bidang")
        head, assessor = self.people(opd, 2)
        _lead(head, opd)
        _give(assessor, "penilai", opd)
        pool = self.people(below, OFFICIALS)
        staff = [
            Person(e.pk, str(e.nip), e.full_name, e.get_short_name())
            for e in self.people(below, size)
        ]
        return Bureau(Office(opd, head, assessor, pool), staff)


def build(large: int, others: int, size: int) -> Cast:
    """`large` people in the first OPD, `size` in each of `others` more."""
    this_year = timezone.localdate().year
    for year in range(this_year - 1, this_year + 2):
        seed(year)
    region = _Region()
    bkd = region.unit(region.root, "BADAN KEPEGAWAIAN DAERAH", "opd")
    head, verifier = region.people(bkd, 2)
    _house(bkd)
    _lead(head, bkd)
    _give(verifier, "verifikator", bkd)
    bureaus = [region.bureau("DINAS BESAR", large)]
    bureaus += [region.bureau(f"DINAS KE {n}", size) for n in range(1, others + 1)]
    spare = region.people(bureaus[0].office.pool[0].unit or bkd, SPARE)
    _policy(region.root, head)
    return Cast(bureaus, head, verifier, spare)


def _house(bkd: Unit) -> None:
    people.save_region(by=None, kind="kabupaten", name="Arjamukti", seat="Arjamukti", bkd=bkd)
    people.ensure_grants()
    people.set_mandate(
        office=bkd,
        on_behalf_of="BUPATI ARJAMUKTI",
        title="Keputusan Bupati tentang Pendelegasian Kewenangan",
        basis_number="5 Tahun 2026",
        basis_date=demo.basis_day(),
        starts=demo.basis_day(),
        by=None,
    )


def _policy(root: Unit, head: Employee) -> None:
    """Everything open and a seat for everybody: what is measured is the way, not the refusal."""
    draft = policies.draft(unit=root, parameters={"open": True, "quota_percent": 100}, by=head)
    policies.enforce(
        draft,
        by=head,
        title="Peraturan Bupati tentang Fleksibilitas Kerja",
        number="4 Tahun 2026",
        dated=demo.basis_day(),
        effective_from=timezone.localdate(),
    )


def _lead(employee: Employee, unit: Unit) -> None:
    people.appoint(
        employee=employee, unit=unit, kind="D", starts=SETTLED, ends=None, by=None,
        basis_number="800/1/2019", basis_date=SETTLED,
    )  # fmt: skip


def _give(employee: Employee, kind: str, unit: Unit) -> None:
    people.give_duty(
        employee=employee, unit=unit, kind=kind, starts=SETTLED, ends=None, by=None,
        basis_number="800/2/2019", basis_date=SETTLED,
    )  # fmt: skip
