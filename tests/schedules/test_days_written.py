"""Writing many days at once: as rows or as a stream, with the same result and the same refusals."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from tests.actors import add_employee
from wfa.schedules.models import WorkDay
from wfa.schedules.services import Placed, take_back_rows, write_days
from wfa.schedules.services.days import BATCH

FIRST = datetime.date(2027, 1, 4)
DAYS = tuple(FIRST + datetime.timedelta(days=n) for n in range(BATCH + 1))


def placed(person, dates, **more):
    return Placed(person.pk, person.unit_id, dates, "home", "r1", "Surat Tugas\t1\\n", **more)


@pytest.mark.parametrize("count", [1, BATCH - 1, BATCH, BATCH + 1])
def test_every_day_is_written_as_it_was_given(count, region):
    ani, dewi = (add_employee(region.aplikasi, name) for name in ("Ani", "Dewi"))
    given = [placed(ani, DAYS[:count], is_structural=True), placed(dewi, DAYS[:1], slot="am")]
    assert write_days(given, source_kind="rota") == count + 1
    days = WorkDay.objects.filter(employee=ani)
    assert set(days.values_list("date", flat=True)) == set(DAYS[:count])
    about = days.values_list("place", "slot", "is_structural", "source_kind", "source_id")
    assert set(about) == {("home", "full", True, "rota", "r1")}
    assert set(days.values_list("basis_text", flat=True)) == {"Surat Tugas\t1\\n"}
    assert WorkDay.objects.get(employee=dewi).slot == "am"


@pytest.mark.parametrize("count", [1, BATCH])
def test_nobody_is_in_two_places_on_a_day(count, region):
    ani = add_employee(region.aplikasi, "Ani")
    write_days([placed(ani, DAYS[:1])], source_kind="rota")
    for slot in ("full", "am", "pm"):
        with pytest.raises(IntegrityError), transaction.atomic():
            write_days([placed(ani, DAYS[:count], slot=slot)], source_kind="order")
    take_back_rows(WorkDay.objects.values_list("pk", flat=True), why="Diubah")
    halves = [placed(ani, DAYS[:1], slot="am"), placed(ani, DAYS[:1], slot="pm")]
    assert write_days(halves, source_kind="order") == 2
