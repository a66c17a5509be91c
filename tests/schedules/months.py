"""An office with a month to plan: people, a clean policy, a draft."""

import datetime

from django.utils import timezone

from tests.actors import add_employee
from wfa.schedules.services import start_roster


def next_month():
    """The first day of the month after this one: all of it lies ahead."""
    return (timezone.localdate().replace(day=1) + datetime.timedelta(days=31)).replace(day=1)


def staff(region, count, *, unit=None, prefix="Pegawai"):
    return [add_employee(unit or region.aplikasi, f"{prefix} {n:03}") for n in range(count)]


def month_of(region, by, first=None):
    return start_roster(region.diskominfo, first or next_month(), by=by)


def working_days(first, count=31):
    """Monday to Friday of the month; no holiday stands in a test's calendar."""
    days = [first + datetime.timedelta(days=n) for n in range(count)]
    return [d for d in days if d.weekday() < 5 and d.month == first.month]


def cells_of(roster, person):
    """{date: letter} of one line as it is kept."""
    line = roster.lines.model.objects.get(roster=roster, employee=person)
    days = [roster.first_day + datetime.timedelta(days=n) for n in range(len(line.cells))]
    return dict(zip(days, line.cells, strict=True))
