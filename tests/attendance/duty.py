"""A day away of somebody, and what is expected of it, for the tests of the day of duty."""

import datetime

from django.utils import timezone

from wfa.attendance.models import Expectation
from wfa.attendance.services import keep_in_step
from wfa.schedules.models import WorkDay

MONDAY = datetime.date(2026, 12, 7)
FRIDAY = datetime.date(2026, 12, 11)


def away(person, date, place="home", slot="full", source="rota"):
    """A day away as a fact, past every door."""
    return WorkDay.objects.create(
        employee=person,
        unit=person.unit,
        date=date,
        slot=slot,
        place=place,
        source_kind=source,
        source_id="x",
        basis_text="Surat Tugas Nomor 800.1.11.1/12/Diskominfo/2026",
        written_at=timezone.now(),
    )


def expected(person, date=MONDAY, **kwargs):
    """The day away and its expectation."""
    away(person, date, **kwargs)
    keep_in_step(date)
    return Expectation.objects.get(employee=person, date=date, withdrawn_at=None, shortened_at=None)


def take_back(person, date, why="Dipanggil kembali: rapat."):
    days = WorkDay.objects.filter(employee=person, date=date, withdrawn_at=None)
    days.update(withdrawn_at=timezone.now(), withdrawn_why=why)
    keep_in_step(date)
