"""Days and plans of named people, for tests of the pages that show them."""

import datetime
from itertools import count

from django.utils import timezone

from wfa.schedules.letters import NOTHING
from wfa.schedules.models import Roster, RosterLine, RosterState
from wfa.schedules.selectors import is_structural
from wfa.schedules.services import Placed, take_back_days, write_days

_cases = count(1)


def place(person, dates, where, *, source="rota", basis="Surat Tugas 800/7/2026", slot="full"):
    """Days of `person` as a paper writes them; the id of the case behind them."""
    case = f"perkara-{next(_cases)}"
    placed = Placed(
        employee_id=person.pk,
        unit_id=person.unit_id,
        dates=tuple(dates),
        place=where,
        source_id=case,
        basis=basis,
        is_structural=is_structural(person),
        slot=slot,
    )
    write_days([placed], source_kind=source)
    return case


def take_back(case, dates, why, *, source="rota"):
    take_back_days({case: list(dates)}, source_kind=source, why=why)


def roster(opd, lines, *, by, first, last, state=RosterState.SUBMITTED, **fields):
    """A roster in `state` with {person: {date: letter}}, past the door."""
    days = (last - first).days + 1
    since = timezone.now()
    stamps = {} if state == RosterState.DRAFT else {"submitted_by": by, "submitted_at": since}
    if state == RosterState.REPORTED:
        stamps |= {"reported_at": since, "due_on": last}
    values = {"kind": "month", "created_by": by, **stamps, **fields}
    made = Roster.objects.create(unit=opd, first_day=first, last_day=last, state=state, **values)
    for person, cells in lines.items():
        letters = "".join(
            cells.get(first + datetime.timedelta(days=n), NOTHING) for n in range(days)
        )
        RosterLine.objects.create(
            roster=made, employee=person, unit=person.unit, cells=letters, base=NOTHING * days
        )
    return made
