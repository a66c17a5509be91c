"""A made-up region of 8,500 people in 101 OPDs under 50:50, the same on every machine."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from bench.luwes.cast import _give, _house, _lead, _Region
from wfa.calendars.services import seed
from wfa.demo import region as demo
from wfa.people.models import Employee, Unit
from wfa.policies import services as policies

LARGE, WORKPLACES = 3000, 300
SMALLEST, BIGGEST = 20, 300
TEAM = 25
"""People of an office for each of whom there is one official."""
FIFTY = {
    "open": True,
    "quota_percent": 50,
    "min_present": 1,
    "min_structural_present": 1,
    "rota_pattern": "halves_day",
    "rota_days_per_week": 3,
}


@dataclass(frozen=True)
class World:
    opds: list[Unit]
    """The largest, with its workplaces, stands first."""
    head: Employee
    """Head of the BKD: drafts for all."""
    verifier: Employee
    people: int


def sizes(people: int) -> list[int]:
    """The largest OPD, then a hundred from 20 to 300 people: many small ones, few big ones."""
    if people < LARGE + 100 * SMALLEST:  # a small region, for trying out
        return [max(people // 3, SMALLEST), *[max(people // 15, SMALLEST)] * 10]
    rest, found = people - LARGE, []
    power = (BIGGEST - SMALLEST) / (rest / 100 - SMALLEST) - 1
    for n in range(100):
        found.append(SMALLEST + round((BIGGEST - SMALLEST) * (n / 99) ** power))
    over = sum(found) - rest
    for n in range(abs(over)):  # rounding: one each, the big ones first
        found[-2 - n % 30] -= 1 if over > 0 else -1
    return [LARGE, *found]


@transaction.atomic
def build(wanted: Sequence[int], year: int) -> World:
    """OPDs of these sizes: the first with workplaces, the last is the BKD."""
    for each in (year - 1, year, year + 1):
        seed(each)
    region = _Region()
    opds = [_opd(region, n, size) for n, size in enumerate(wanted)]
    bkd = opds[-1]
    head, verifier = Employee.objects.filter(unit=bkd).order_by("pk")[:2]
    _house(bkd)
    for opd in opds[:-1]:
        _lead(Employee.objects.filter(unit=opd).order_by("pk")[0], opd)
    _lead(head, bkd)
    _give(verifier, "verifikator", bkd)
    _policy(region.root, head, year)
    return World(opds, head, verifier, sum(wanted))


def _opd(region: _Region, n: int, size: int) -> Unit:
    opd = region.unit(region.root, f"DINAS KE {n}", "opd")
    if n == 0:
        places = max(min(WORKPLACES, size // 10), 1)
        below = [region.unit(opd, f"SEKOLAH KE {k}", "sekolah") for k in range(places)]
    else:
        below = [region.unit(opd, f"BIDANG KE {k} {n}", "bidang") for k in range(size // TEAM or 1)]
    staff = [_person(region, opd, below, n, serial) for serial in range(size)]
    Employee.objects.bulk_create(staff, batch_size=500)
    return opd


def _person(region: _Region, opd: Unit, below: Sequence[Unit], n: int, serial: int) -> Employee:
    """First the head and three officials of the OPD, then the head of each bidang, then staff."""
    unit = opd if serial < 4 else below[serial % len(below)]
    person = region.person(unit)
    if serial == 0:
        person.echelon = "22"
    elif serial < 4 or (n and serial < 4 + len(below)):
        person.echelon = "41" if serial >= 4 else "32"
    return person


def _policy(root: Unit, head: Employee, year: int) -> None:
    draft = policies.draft(unit=root, parameters=FIFTY, by=head)
    policies.enforce(
        draft,
        by=head,
        title="Peraturan Bupati tentang Fleksibilitas Kerja",
        number="4 Tahun 2026",
        dated=demo.basis_day(),
        effective_from=max(datetime.date(year, 1, 1), timezone.localdate()),
    )
