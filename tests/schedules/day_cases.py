"""Days of people as an enacted roster writes them, and what must hold of counters after every act."""

import datetime
from collections import Counter

from django.utils import timezone

from wfa.requests.models import RequestDay
from wfa.requests.models.states import LIVE_DAY
from wfa.schedules.letters import AWAY_LETTERS, dated
from wfa.schedules.models import AWAY, OFF, QuotaCounter, RosterLine, WorkDay
from wfa.schedules.selectors import board_for, chains_of, is_structural
from wfa.schedules.services import Placed, Seat, take_seats, write_days

BASIS = "Surat Tugas Nomor 800.1.11.1/0040/BKD/2026"


def working_days(n, start=7):
    """`n` working days in a row (Monday to Friday), from at least `start` days ahead, on a Monday."""
    day = timezone.localdate() + datetime.timedelta(days=start)
    day += datetime.timedelta(days=-day.weekday() % 7)
    found = []
    while len(found) < n:
        if day.weekday() < 5:
            found.append(day)
        day += datetime.timedelta(days=1)
    return found


def rota(person, dates, place="home", slot="full", source_kind="rota", source_id="jadwal-1"):
    """Days as a Surat Tugas writes them: seats held, rows standing."""
    board = board_for([person.unit], dates)
    structural = is_structural(person)
    if place in AWAY:
        take_seats([Seat(person.unit_id, d, structural) for d in dates], board=board)
    write_days(
        [
            Placed(
                person.pk, person.unit_id, tuple(dates), place, source_id, BASIS, structural, slot
            )
        ],
        source_kind=source_kind,
    )


def places(person):
    """{date: [(slot, place, source)]} of the days that stand."""
    found = {}
    rows = WorkDay.objects.filter(employee=person, withdrawn_at__isnull=True)
    for row in rows.order_by("date", "slot"):
        found.setdefault(row.date, []).append((row.slot, row.place, row.source_kind))
    return found


def place_on(person, date):
    """The place on a day; None = nothing stands."""
    rows = places(person).get(date, [])
    return rows[0][1] if rows else None


def taken(unit, date):
    """(away, absent) as the counter of the office says."""
    row = QuotaCounter.objects.filter(unit=unit, date=date).first()
    return (row.taken, row.absent) if row else (0, 0)


def counters_agree():
    """Every counter from today on says what the tables say; one that is missing says nothing."""
    today = timezone.localdate()
    away, off = Counter(), Counter()
    seats = set()
    for row in WorkDay.objects.filter(withdrawn_at__isnull=True, date__gte=today):
        if row.place in AWAY and row.source_kind != "request":
            seats.add((row.employee_id, row.unit_id, row.date, row.is_structural))
        elif row.place in OFF:
            off[row.unit_id, row.date, row.is_structural] += 1
    for _, unit, date, structural in seats:
        away[unit, date, structural] += 1
    for day in RequestDay.objects.filter(state__in=LIVE_DAY, date__gte=today):
        away[day.work_unit_id, day.date, day.is_structural] += 1
    for line in RosterLine.objects.exclude(held="").select_related("roster"):
        for date, letter in dated(line.held, line.roster.first_day):
            if letter in AWAY_LETTERS and date >= today:
                away[line.unit_id, date, line.is_structural] += 1
    assert _standing(today) == _expected(away, off)


def _expected(away, off):
    from wfa.people.models import Unit

    units = Unit.objects.filter(pk__in={key[0] for key in [*away, *off]}).select_related("opd")
    chains = chains_of(units)
    found = {}
    for counted, at in ((away, 0), (off, 2)):
        for (unit, date, structural), number in counted.items():
            for office in chains[unit]:
                row = found.setdefault((office.id, date), [0, 0, 0, 0])
                row[at] += number
                row[at + 1] += number if structural else 0
    return {key: tuple(row) for key, row in found.items() if any(row)}


def _standing(today):
    rows = QuotaCounter.objects.filter(date__gte=today)
    found = {
        (r.unit_id, r.date): (r.taken, r.structural_taken, r.absent, r.structural_absent)
        for r in rows
    }
    return {key: row for key, row in found.items() if any(row)}
