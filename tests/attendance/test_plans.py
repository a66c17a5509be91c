"""How PostgreSQL finds the days of duty: by their indexes, never through past years."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from tests.actors import add_employee
from tests.attendance.duty import MONDAY
from tests.workflows.test_plans import plan
from wfa.attendance.models import Expectation, ExpectedCheckIn, Window
from wfa.attendance.selectors import board, marks, verifying
from wfa.people.permissions import authority

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
DATES, PEOPLE = 200, 60


@pytest.fixture
def years(region):
    """12,000 days of two OPDs, all of them verified but those of the last three dates."""
    staff = [
        add_employee(region.aplikasi if n % 2 else region.dinkes, f"Pegawai {n}")
        for n in range(PEOPLE)
    ]
    for back in range(DATES):
        _date(staff, MONDAY - datetime.timedelta(days=back), waits=back < 3)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return staff


def _date(staff, date, *, waits):
    at = timezone.make_aware(datetime.datetime.combine(date, datetime.time(8)))
    until = at + datetime.timedelta(hours=1)
    window = Window.objects.create(date=date, number=1, name="Pagi", opens_at=at, closes_at=until)
    rows = Expectation.objects.bulk_create(
        Expectation(
            employee=person,
            unit_id=person.unit_id,
            date=date,
            slot="full",
            place="home",
            work_day=date.toordinal() * 1000 + n,
            basis_text="Surat Tugas",
            needs=["checkins"],
            reach_from=at,
            reach_until=until,
            explain_until=date,
            verdict="waiting" if waits else "valid",
            verdict_at=None if waits else at,
            written_at=at,
        )
        for n, person in enumerate(staff)
    )
    ExpectedCheckIn.objects.bulk_create(
        ExpectedCheckIn(expectation=row, window=window) for row in rows
    )


def test_days_come_from_their_indexes(clock, region, years, bambang):
    now = clock("2026-12-07 18:00")
    one_opd = board.days_under([region.diskominfo.path], MONDAY)
    own = Expectation.objects.filter(employee=years[0]).order_by("-date")[:31]
    held = verifying.desk(authority(bambang), bambang.pk)
    waiting = verifying.found(held, verifying.Asked(), now)
    missing = one_opd.filter(marks.marks_of(now, MONDAY, MONDAY).lacking())
    for rows, index in (
        (one_opd, "attendance_day_of_unit"),
        (own, "attendance_days_of_person"),
        (waiting, "attendance_to_verify"),
        (missing, "attendance_expectedcheckin_window"),
    ):
        nodes = plan(rows)
        assert not {"attendance_expectation", "attendance_expectedcheckin"} & {
            table for kind, table, _ in nodes if kind == "Seq Scan"
        }, nodes
        assert any(name.startswith(index) for _, _, name in nodes), nodes
    assert (one_opd.count(), waiting.count(), missing.count()) == (30, 90, 30)
