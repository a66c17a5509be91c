"""What is said to whoever was a moment too late: which days are gone, and who has them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from wfa.calendars.wording import join
from wfa.people.models import Employee, Unit
from wfa.requests.models import LIVE_DAY, RequestDay
from wfa.schedules.letters import AWAY_LETTERS, dated
from wfa.schedules.models import Roster, RosterLine
from wfa.schedules.models.rosters import HOLDING
from wfa.schedules.rules import Shortage
from wfa.schedules.rules.planned import CellKey, Problem, cell_name, day_name
from wfa.schedules.services import QuotaFullError
from workflows.roster_steps import RosterStep
from workflows.services.rosters.receipts import RosterReceipt, refused
from workflows.services.rosters.seats import TakenError

NAMED = 3
"""So many names in one sentence."""
_LAW = "PermenPAN-RB 4/2025 Pasal 13"


def lost(roster: Roster, step: RosterStep, cause: Exception) -> RosterReceipt:
    """The receipt of a roster that lost its seats or days to somebody faster."""
    fresh = Roster.objects.select_related("unit__opd").get(pk=roster.pk)
    if isinstance(cause, QuotaFullError):
        found = [_shortage(fresh, each) for each in cause.shortages]
    elif isinstance(cause, TakenError):
        found = _taken(cause.cells)
    else:
        found = []
    if not found:
        sentence = "Sebagian hari baru saja diisi orang lain. Segarkan jadwal, lalu coba lagi."
        return refused(fresh, sentence)
    return refused(fresh, f"Jadwal belum {step.done}. {found[0]}", found)


def _shortage(roster: Roster, short: Shortage) -> Problem:
    """ "Jumat, 21 Agustus: kuota Diskominfo penuh (10/10), terisi Ani Lestari. …" """
    what = {
        "quota": f"kuota {short.office} penuh ({short.taken}/{short.limit})",
        "presence": f"{short.office} kekurangan orang di kantor",
        "structural": f"{short.office} kekurangan pejabat struktural di kantor",
    }[short.why]
    names = _holders(roster, short)
    by = f", terisi {join(names)}" if names else ""
    sentence = f"{what}{by}. Kurangi orang pada hari itu."
    return Problem(short.why, day_name(short.date), sentence, _LAW, short.date, short.office)


def _holders(roster: Roster, short: Shortage) -> list[str]:
    """Who else has seats of this office on the day: requests first, then other rosters; 3 queries."""
    path = Unit.objects.values_list("path", flat=True).get(pk=short.office_id) or "-"
    asked = RequestDay.objects.filter(
        date=short.date, state__in=LIVE_DAY, work_unit__path__startswith=path
    ).select_related("employee")
    people = [row.employee for row in asked.order_by("-pk")]
    people += _on_other_rosters(roster, path, short.date)
    names = list(dict.fromkeys(person.get_short_name() for person in people))
    rest = len(names) - NAMED
    return [*names[:NAMED], f"{rest} orang lain"] if rest > 0 else names


def _on_other_rosters(roster: Roster, path: str, date: datetime.date) -> list[Employee]:
    lines = RosterLine.objects.filter(
        roster__state__in=HOLDING,
        roster__first_day__lte=date,
        roster__last_day__gte=date,
        unit__path__startswith=path,
    ).exclude(roster=roster)
    return [
        line.employee
        for line in lines.exclude(held="").select_related("employee", "roster")
        if (date, True)
        in {(day, x in AWAY_LETTERS) for day, x in dated(line.held, line.roster.first_day)}
    ]


def _taken(cells: Sequence[CellKey]) -> list[Problem]:
    people = Employee.objects.in_bulk([employee for employee, _ in cells])
    return [
        Problem(
            "clash",
            cell_name(people[employee].get_short_name(), date),
            "baru saja terisi pengajuan lain. Hapus hari itu dari jadwal.",
            "PP 11/2017 Pasal 1 angka 27",
            date,
            employee_id=employee,
            cells=((employee, date),),
        )
        for employee, date in cells
    ]
