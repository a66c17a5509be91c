"""Mistake 13: a monthly rota that breaks in December, or over the turn of the year."""

import datetime
from collections import Counter

import pytest

from tests.schedules.day_cases import counters_agree
from tests.workflows import promises
from tests.workflows import rosters as life
from tests.workflows.clockwork import Clock
from wfa.calendars.models import Holiday
from wfa.calendars.selectors import load
from wfa.schedules.models import AWAY, WorkDay
from wfa.schedules.patterns import Kind, Pattern
from wfa.schedules.selectors.planning import staff_of
from wfa.schedules.services import paint, start_roster

MONTHS = [datetime.date(2026, 11, 1), datetime.date(2026, 12, 1), datetime.date(2027, 1, 1)]
CAP = 2
"""Days away in a week (PermenPAN-RB 4/2025 Ps 13(1))."""
RULES = {
    "open": True,
    "quota_percent": 60,
    "min_present": 3,
    "min_structural_present": 0,
    "rota_days_per_week": CAP,
    "lead_days": 0,
}


@pytest.fixture
def office(monkeypatch, region, bambang, ani, dewi, budi, pandu, citra, endah):
    Clock(monkeypatch)("2026-10-26 09:00")
    region.policy.parameters = RULES
    region.policy.save(update_fields=["parameters"])
    for date, name in (("2026-12-25", "Hari Raya Natal"), ("2027-01-01", "Tahun Baru Masehi")):
        Holiday.objects.create(date=date, name=name, kind="national")
    life.staff(region.aplikasi, 7)
    return region.diskominfo


def planned(office, first, pattern, head, bkd):
    """The month through the real services: drafted, painted, submitted, in force by its paper."""
    roster = start_roster(office, first, by=head)
    paint(roster, pattern, by=head, revision=roster.revision)
    number = f"800.1.11.1/{first:%m}/BKD/{first:%Y}"
    return life.in_force(life.fresh(roster), head, bkd, number=number)


def working_days():
    first, last = MONTHS[0], datetime.date(2027, 1, 31)
    return list(load(first, last).working_days(first, last))


def weeks_of(rows):
    """{(person, Monday of the week): days away}, also where a week lies in two months or years."""
    monday = [
        (row.employee_id, row.date - datetime.timedelta(days=row.date.weekday()))
        for row in rows
        if row.place in AWAY
    ]
    return Counter(monday)


@pytest.mark.parametrize("kind", list(Kind))
def test_13_a_monthly_rota_that_breaks_in_december(kind, office, bambang, citra):
    """Nobody begins anew in January, no week is counted twice, no working day is without a plan."""
    weekdays = (2, 4) if kind is Kind.FIXED_WEEKDAY else ()
    takes_turns = kind is not Kind.INDIVIDUAL  # nobody here has chosen days of their own
    for first in MONTHS:
        planned(office, first, Pattern(kind, weekdays=weekdays, share=40), bambang, citra)
    rows = list(WorkDay.objects.filter(withdrawn_at=None))
    people, dates = staff_of([office]), working_days()
    assert datetime.date(2026, 12, 31) in dates
    assert datetime.date(2027, 1, 1) not in dates
    assert {(r.employee_id, r.date) for r in rows} == {(p.pk, d) for p in people for d in dates}
    assert len(rows) == len(people) * len(dates)
    weeks = weeks_of(rows)
    assert max(weeks.values(), default=0) <= CAP
    turn = datetime.date(2026, 12, 28)
    assert (sum(n for (_, monday), n in weeks.items() if monday == turn) > 0) == takes_turns
    spread = Counter(r.employee_id for r in rows if r.place in AWAY)
    assert not spread or max(spread.values()) - min(spread.values()) <= 3, spread
    counters_agree()
    promises.all_hold()
