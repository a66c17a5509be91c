"""The schedules of the demo region: months in force, next month in every state, absences, a swap."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from django.utils import timezone

from documents import services as papers
from wfa.calendars.selectors import load
from wfa.demo import cases
from wfa.demo.accounts import Cast, staff
from wfa.demo.clock import working_days_ago
from wfa.people.models import Employee, Unit
from wfa.people.selectors import head_of
from wfa.refusals import Refused
from wfa.schedules.models import AWAY, Absence, Roster, WorkDay
from wfa.schedules.rules.planned import CellKey
from wfa.schedules.services import (
    paint,
    save_cells,
    start_amendment,
    start_roster,
)
from wfa.schedules.services.absences import record_absence
from wfa.schedules.services.locations import record_location, spot_of
from workflows.selectors import taken_by_requests
from workflows.services import perform_roster
from workflows.services.swaps import agree, ask

ONE_DAY = datetime.timedelta(days=1)
RUNNING = 20
"""Working days ago on which the rosters in force were approved."""


@dataclass(frozen=True)
class Planner:
    """An OPD that plans: its head drafts and signs."""

    unit: Unit
    head: Employee


def tell(people: Cast) -> None:
    """After the requests: what they hold stays theirs."""
    own = _planner(people.diskominfo)
    others = _others(people)
    month = timezone.localdate().replace(day=1)
    with working_days_ago(RUNNING):
        for planner in (own, others[0]):
            for start in _months(timezone.localdate().replace(day=1), month):
                _in_force(planner, start, people)
    _next_month(own, others, people, _after(month))
    _absences(people)
    _swap(others[1])
    _locations(people)


def _others(people: Cast) -> list[Planner]:
    """Six OPDs that are led by somebody, besides those of the accounts, by name."""
    taken = [people.diskominfo.pk, people.bkd.pk, people.acting_opd.pk]
    opds = Unit.objects.filter(kind=Unit.Kind.OPD, is_active=True).exclude(pk__in=taken)
    found = [_planner(unit) for unit in opds.order_by("-name") if head_of(unit)]
    return [planner for planner in found if planner.head != people.verifier][:6]


def _planner(unit: Unit) -> Planner:
    office = head_of(unit)
    assert office is not None  # noqa: S101  (chosen for it)
    return Planner(unit, office.employee)


def _after(month: datetime.date) -> datetime.date:
    return (month + 32 * ONE_DAY).replace(day=1)


def _months(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """From `first` to `last`, each by its first day; late in a month the past lies in it too."""
    return [first] if first >= last else [first, *_months(_after(first), last)]


# --- rosters -----------------------------------------------------------------------------------


def _next_month(
    own: Planner, others: Sequence[Planner], people: Cast, month: datetime.date
) -> None:
    """Drafted, submitted, reported, returned, approved and in force; the rest are missing."""
    drafted, submitted, *reported = others[2:]
    _drafted(own, month)
    _drafted(drafted, month)
    _submitted(submitted, month)
    for planner in reported[:1]:
        _reported(planner, month)
    for planner in reported[1:2]:
        note = "Tulis pejabat yang hadir pada setiap hari Jumat."
        _step("send_back", _reported(planner, month), people.verifier, note=note)
    _step("approve", _reported(others[0], month), people.verifier)
    _amended(others[1], _in_force(others[1], month, people))


def _drafted(planner: Planner, month: datetime.date) -> Roster:
    """Painted with the pattern of the policy."""
    roster = start_roster(planner.unit, month, by=planner.head, decided=_held(planner, month))
    paint(
        roster,
        by=planner.head,
        revision=roster.revision,
        decided=_held(planner, month),
    )
    return _fresh(roster)


def _held(planner: Planner, month: datetime.date) -> dict[CellKey, str]:
    """The days of the OPD's people that requests hold, over the weeks of the month."""
    keys = Employee.objects.filter(unit__opd=planner.unit).values_list("pk", flat=True)
    last = _after(month) - ONE_DAY
    return taken_by_requests(list(keys), month - 7 * ONE_DAY, last + 7 * ONE_DAY)


def _submitted(planner: Planner, month: datetime.date) -> Roster:
    return _step("submit", _drafted(planner, month), planner.head)


def _reported(planner: Planner, month: datetime.date) -> Roster:
    """Its letter has gone out."""
    roster = _submitted(planner, month)
    cases.sign([papers.ensure_roster_letter(roster, by=planner.head)], planner.head)
    return _fresh(roster)


def _in_force(planner: Planner, month: datetime.date, people: Cast) -> Roster:
    """Approved, and its Surat Tugas issued: the days are facts."""
    roster = _step("approve", _reported(planner, month), people.verifier)
    cases.sign([papers.ensure_assignment(roster, by=planner.head)], planner.head)
    return _fresh(roster)


def _amended(planner: Planner, roster: Roster) -> None:
    """One person changes a day; the change waits for its letter."""
    reason = "Pelayanan keliling memerlukan satu orang lagi di kantor."
    amendment = start_amendment(roster, by=planner.head, reason=reason)
    away = WorkDay.objects.filter(
        source_id=str(roster.pk), place__in=AWAY, date__gt=timezone.localdate()
    ).order_by("date", "pk")
    day = away.first()
    if day is None:
        return
    change = {day.employee_id: {day.date: "K"}}
    save_cells(amendment, change, by=planner.head, revision=amendment.revision)
    _step("submit", _fresh(amendment), planner.head)


def _step(name: str, roster: Roster, by: Employee, note: str = "") -> Roster:
    [receipt] = perform_roster(name, [roster], by=by, note=note)
    if not receipt.ok:
        raise LookupError(f"{name}: {receipt.sentence} {[str(p) for p in receipt.problems]}")
    return _fresh(roster)


def _fresh(roster: Roster) -> Roster:
    return Roster.objects.select_related("unit__opd").get(pk=roster.pk)


# --- what comes in between -----------------------------------------------------------------------


def _absences(people: Cast) -> None:
    """Leave, duty travel and training in the weeks ahead, where the office can spare them."""
    today = timezone.localdate()
    calendar = load(today, today + 60 * ONE_DAY)
    kinds = (
        (Absence.Kind.LEAVE, "Surat izin cuti tahunan Nomor 850/{n}/Diskominfo", 3),
        (Absence.Kind.DUTY_TRAVEL, "Surat perintah tugas Nomor 090/{n}/Diskominfo", 2),
        (Absence.Kind.TRAINING, "Surat pemanggilan peserta Nomor 893/{n}/BKPSDM", 4),
    )
    colleagues = staff(people.diskominfo).exclude(pk=people.applicant.pk).reverse()
    for number, (person, (kind, basis, days)) in enumerate(zip(colleagues, kinds, strict=False)):
        first = calendar.add_working_days(today, 3 + 2 * number)
        last = calendar.add_working_days(first, days - 1)
        text = basis.format(n=41 + number)
        _record(person, kind, first, last, text, by=people.personnel)


def _record(
    person: Employee,
    kind: str,
    first: datetime.date,
    last: datetime.date,
    basis: str,
    *,
    by: Employee,
) -> None:
    """A case in progress on these days comes first: then nothing is recorded."""
    try:
        record_absence(person, kind, first, last, basis, by=by)
    except Refused:
        return


def _swap(planner: Planner) -> None:
    """Two colleagues exchange a day next month; their superior is asked."""
    days = WorkDay.objects.filter(
        unit__opd=planner.unit,
        place__in=AWAY,
        withdrawn_at__isnull=True,
        source_kind__in=[WorkDay.Source.ROTA, WorkDay.Source.POLICY],
        date__gt=timezone.localdate() + 7 * ONE_DAY,
    ).select_related("employee__unit")
    pairs = combinations(days.order_by("date", "pk")[:20], 2)
    next((pair for pair in pairs if _exchanged(*pair)), None)


def _exchanged(one: WorkDay, other: WorkDay) -> bool:
    reason = "Rapat koordinasi di kantor pada tanggal itu."
    if one.employee_id == other.employee_id or one.date == other.date:
        return False
    try:
        swap = ask(one.employee, other.employee, one.date, other.date, reason=reason)
    except Refused:
        return False
    agree(swap, by=other.employee)
    return True


def _locations(people: Cast) -> None:
    """Homes of some of Diskominfo, around the town; the others are still unknown."""
    for number, person in enumerate(staff(people.diskominfo)[:8]):
        north = Decimal("-6.8300") + Decimal(number) / 400
        east = Decimal("108.2200") + Decimal(number * 3 % 7) / 500
        spot = spot_of(north, east, 200, address=f"Jalan Melati Nomor {number + 3}, Kertasari")
        record_location(person, spot, by=people.personnel)
