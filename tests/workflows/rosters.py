"""Rosters brought to a state by the real way: every step through their door."""

import datetime

from django.utils import timezone

from tests.actors import add_employee
from wfa.calendars.selectors import load
from wfa.schedules.models import QuotaCounter, Roster, RosterLine, WorkDay
from wfa.schedules.services import save_cells, start_amendment, start_roster
from workflows.selectors import taken_for
from workflows.services import perform_roster

LETTER = "800.1.11.1/0021/DISKOMINFO/2026"
ASSIGNMENT = "800.1.11.1/0031/BKD/2026"


def next_month():
    """The first day of the month after next: all its days lie ahead."""
    today = timezone.localdate().replace(day=1)
    return (today + datetime.timedelta(days=62)).replace(day=1)


def working_days(first=None, count=None):
    """The working days of that month, or the first `count` of them."""
    first = first or next_month()
    last = (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
    return list(load(first, last).working_days(first, last))[:count]


def a_weekday(n, first=None):
    """The working days of the month that fall on weekday `n` (0 = Monday)."""
    return [day for day in working_days(first) if day.weekday() == n]


def staff(unit, count):
    return [add_employee(unit, f"Staf {n:02}") for n in range(count)]


def draft(unit, by, first=None, away=None):
    """The month's draft with these cells: {employee: {date: letter}}."""
    roster = start_roster(unit, first or next_month(), by=by)
    return fill(roster, by, away or {})


def fill(roster, by, away):
    cells = {person.pk: days for person, days in away.items()}
    save_cells(fresh(roster), cells, by=by, revision=fresh(roster).revision)
    return fresh(roster)


def fresh(roster):
    return Roster.objects.select_related("unit__opd").get(pk=roster.pk)


def do(step, roster, by, **data):
    """One step that must succeed; gives back the roster as it is then."""
    [receipt] = perform_roster(step, [roster], by=by, **data)
    said = [receipt.sentence, *map(str, receipt.problems)]
    assert receipt.outcome == "done", said
    return fresh(roster)


def no(step, roster, by, **data):
    """One step that must be refused; gives back the receipt."""
    [receipt] = perform_roster(step, [roster], by=by, **data)
    assert receipt.outcome == "refused", receipt
    return receipt


def reported(roster, head):
    """Submitted, and its letter signed."""
    if roster.state in {"draft", "returned"}:
        roster = do("submit", roster, head)
    if roster.state == "submitted":
        roster = do("report", roster, head, document_number=LETTER, dated=timezone.localdate())
    return roster


def approved(roster, head, bkd):
    return do("approve", reported(roster, head), bkd)


def in_force(roster, head, bkd, signer=None, number=ASSIGNMENT):
    """In force, as after an issued Surat Tugas."""
    roster = approved(roster, head, bkd)
    return do("enact", roster, signer or bkd, document_number=number)


def amendment(roster, head, away, reason="Ada rapat kerja."):
    changed = start_amendment(roster, by=head, reason=reason, decided=taken_for(roster))
    return fill(changed, head, away)


def in_state(state, *, unit, head, bkd, away, first=None):
    """A roster of the month in `state`, reached through the door."""
    roster = draft(unit, head, first, away)
    if state == "draft":
        return roster
    if state == "withdrawn":
        return do("withdraw", roster, head)
    roster = do("submit", roster, head)
    if state == "submitted":
        return roster
    roster = reported(roster, head)
    if state == "reported":
        return roster
    if state == "returned":
        return do("send_back", roster, bkd, note="Jumat terlalu penuh.")
    roster = do("approve", roster, bkd)
    if state == "approved":
        return roster
    return do("enact", roster, bkd, document_number=ASSIGNMENT)


def cells_of(roster, person):
    """{date: letter} of what the line says."""
    line = RosterLine.objects.get(roster=roster, employee=person)
    return _dated(line.cells, roster.first_day)


def held_of(roster, person):
    return _dated(RosterLine.objects.get(roster=roster, employee=person).held, roster.first_day)


def _dated(cells, first):
    days = {first + datetime.timedelta(days=n): x for n, x in enumerate(cells)}
    return {day: letter for day, letter in days.items() if letter != "."}


def taken(unit, date):
    """Seats taken of one office on one day."""
    row = QuotaCounter.objects.filter(unit=unit, date=date).first()
    return row.taken if row else 0


def where(person, date):
    """The place that stands for the day; "" = nothing is said."""
    row = WorkDay.objects.filter(employee=person, date=date, withdrawn_at=None).first()
    return row.place if row else ""
